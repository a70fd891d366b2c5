#!/usr/bin/env bash
# Every test, on SQLite, with branch coverage of what must be complete.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"

printf '\n== tests on SQLite\n'
python -m pytest -q --ignore=tests/ray --cov --cov-report=

printf '\n== branch coverage of what must be complete\n'
coverage report --fail-under=100 --include='src/takeback/fingerprint/*,src/takeback/guidance/*,src/takeback/matching/*,src/takeback/sources/*,src/takeback/cases/*,src/takeback/registry/*,src/takeback/exchange/*'
