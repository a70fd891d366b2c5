#!/usr/bin/env bash
# Installs Debian packages when this user may; otherwise says exactly what to install.
set -euo pipefail
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing Debian packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && exit 0
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    exit 0
fi
echo "Missing on this machine: $*" >&2
echo "Install with:  sudo apt-get install $*     then run the same make command again." >&2
exit 2
