#!/usr/bin/env bash
# Writes the generated pages of docs/reference again.
set -euo pipefail
cd "$(dirname "$0")/.."
for generator in tools/generate_*.py; do
    .venv/bin/python "$generator"
done
