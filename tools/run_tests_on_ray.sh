#!/usr/bin/env bash
# The Ray engine on real clusters of this machine: workers, nodes and scans are killed.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
# Each test has a limit of its own; this one is for a run that does not even hear that.
timeout --kill-after=30s 30m python -m pytest -q tests/ray
