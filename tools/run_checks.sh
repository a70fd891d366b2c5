#!/usr/bin/env bash
# Every check that runs nothing of the product: format, lint, types, imports, migrations, docs.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH" PYTHONPATH="$PWD"
say() { printf '\n== %s\n' "$1"; }

say "format";      ruff format --check src tests bench tools
say "lint";        ruff check src tests bench tools
say "types";       mypy
say "page types";  npx --no-install tsc --noEmit -p tsconfig.json
say "imports";     lint-imports --no-cache
say "migrations";  DJANGO_SETTINGS_MODULE=tests.settings python -m django makemigrations --check --dry-run
say "reviews";     python tools/list_reviews.py
