#!/usr/bin/env bash
# Every test: once on SQLite with branch coverage, then what touches a database on PostgreSQL.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"

printf '\n== tests on SQLite\n'
python -m pytest -q --cov --cov-report=

printf '\n== branch coverage of what must be complete\n'
coverage report --fail-under=100 --include='src/takeback/fingerprint/*,src/takeback/guidance/*,src/takeback/matching/*,src/takeback/sources/*,src/takeback/cases/*,src/takeback/registry/*,src/takeback/exchange/*'

printf '\n== tests on PostgreSQL\n'
TAKEBACK_TEST_DATABASE=postgresql python -m pytest -q tests --ignore=tests/kernel --ignore=tests/fingerprint --ignore=tests/guidance --ignore=tests/matching --ignore=tests/sources --ignore=tests/site/start --ignore=tests/structure/test_packages.py
