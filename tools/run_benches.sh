#!/usr/bin/env bash
# Runs every benchmark, one after the other; each writes var/bench/<name>.json.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p "${TAKEBACK_DATA:-var}/bench"
for bench in bench/*.py; do
    case $(basename "$bench") in __init__.py|writing.py) continue ;; esac
    printf '\n== %s\n' "$bench"
    .venv/bin/python -m "bench.$(basename "$bench" .py)"
done
