#!/usr/bin/env bash
# Makes sure that Debian's Chromium is there for the browser tests.
set -euo pipefail
[ -x /usr/bin/chromium ] || "$(dirname "$0")/install_system_packages.sh" chromium
