#!/usr/bin/env bash
# Installs the locked npm packages and builds what the pages load.
set -euo pipefail
cd "$(dirname "$0")/.."

# Node 18 or later; where there is none, the package index has it.
if ! command -v npm >/dev/null || ! node -e 'process.exit(process.versions.node.split(".")[0] < 18)' 2>/dev/null; then
    echo "No node here: using the one from the package index"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/node.txt
    PATH="$PWD/.venv/bin:$PATH"
fi
echo "Installing the locked npm packages"
npm ci --silent --no-audit --no-fund
node tools/build_assets.mjs
