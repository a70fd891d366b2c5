#!/usr/bin/env bash
# What touches a database, once more on a real PostgreSQL.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
without=()
for path in bench kernel fingerprint guidance matching ray sources cli/scanning site/start site/questions site/shelf structure/test_packages.py \
    journeys/test_questions.py journeys/test_plan.py journeys/test_shelf.py; do
    without+=("--ignore=tests/$path")
done
TAKEBACK_TEST_DATABASE=postgresql python -m pytest -q tests "${without[@]}"
