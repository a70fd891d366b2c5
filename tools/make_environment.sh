#!/usr/bin/env bash
# Makes .venv and installs the locked packages into it: `run` for serving, `dev` for testing too.
set -euo pipefail
cd "$(dirname "$0")/.."
which=$1

if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "takeback needs Python 3.11 or later; '$PYTHON' is $("$PYTHON" --version 2>&1 || true)." >&2
    echo "Install it, or name another with: make run PYTHON=/path/to/python3.11" >&2
    exit 2
fi

# Debian keeps venv and the headers in packages of their own.
missing=()
"$PYTHON" -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
headers=$("$PYTHON" -c 'import sysconfig; print(sysconfig.get_paths()["include"])')
[ -f "$headers/Python.h" ] || missing+=(python3-dev)
command -v gcc >/dev/null || command -v cc >/dev/null || command -v clang >/dev/null || missing+=(gcc)
if [ ${#missing[@]} -gt 0 ]; then
    tools/install_system_packages.sh "${missing[@]}"
fi

if [ ! -x .venv/bin/python ]; then
    echo "Making a virtual environment in .venv"
    "$PYTHON" -m venv .venv
fi
echo "Installing the locked packages ($which); the first time takes a minute or two"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "locks/$which.txt"
