#!/usr/bin/env bash
# Runs every benchmark, one after the other; each writes var/bench/<name>.json.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p "${TAKEBACK_DATA:-var}/bench"
for bench in bench/*.py bench/*/__main__.py; do
    name=${bench%.py}
    name=${name%/__main__}
    case $name in bench/__init__|bench/writing) continue ;; esac
    printf '\n== %s\n' "$name"
    .venv/bin/python -m "${name//\//.}"
done
