#!/usr/bin/env bash
# Builds the programs that benches compare with, into an environment of their own: var/peers.
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}

# `vpdq` is published as source only and is built with the system's FFmpeg.
libraries=(libavcodec libavdevice libavfilter libavformat libavutil libswresample libswscale)
missing=()
for library in "${libraries[@]}"; do
    pkg-config --exists "$library" 2>/dev/null || missing+=("$library-dev")
done
command -v pkg-config >/dev/null || missing+=(pkg-config)
command -v g++ >/dev/null || missing+=(g++)
if [ ${#missing[@]} -gt 0 ]; then
    tools/install_system_packages.sh "${missing[@]}"
fi

mkdir -p var
"$PYTHON" -m venv var/peers
install=(var/peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes)
# What it is built with comes first, all but itself: left to itself, pip would fetch other versions
# for building, without hashes.
awk '/^[^ ]/ { is_vpdq = /^vpdq==/ } !is_vpdq' locks/peers.txt >var/peers/built-with.txt
"${install[@]}" -r var/peers/built-with.txt
echo "Building vpdq; it takes a minute or two"
PATH="$PWD/var/peers/bin:$PATH" "${install[@]}" --no-build-isolation -r locks/peers.txt
