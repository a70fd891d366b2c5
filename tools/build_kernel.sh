#!/usr/bin/env bash
# Builds the native kernel and installs takeback, editable, into .venv.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
mkdir -p build

# The binding is C++. Where only a C compiler is installed, ziglang from the package index
# brings one.
if ! command -v "${CXX:-c++}" >/dev/null && ! command -v g++ >/dev/null && ! command -v clang++ >/dev/null; then
    echo "No C++ compiler here: using the one that comes with ziglang"
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/compiler.txt
    mkdir -p build/compiler
    for pair in cc:cc cxx:c++ ar:ar ranlib:ranlib; do
        printf '#!/bin/sh\nexec "%s" -m ziglang %s "$@"\n' "$PWD/$python" "${pair#*:}" > "build/compiler/${pair%%:*}"
        chmod +x "build/compiler/${pair%%:*}"
    done
    export CC="$PWD/build/compiler/cc" CXX="$PWD/build/compiler/cxx"
    export AR="$PWD/build/compiler/ar" RANLIB="$PWD/build/compiler/ranlib"
fi
# An environment of its own: the build tool `ninja` and django-ninja have one module name.
if [ ! build/environment/ready -nt locks/build.txt ]; then
    "$python" -m venv build/environment
    build/environment/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/build.txt
    touch build/environment/ready
fi
echo "Building the kernel"
rm -rf build/wheel
build/environment/bin/python -c 'from scikit_build_core.build import build_editable; build_editable("build/wheel")' >build/kernel.log 2>&1 || {
    tail -40 build/kernel.log >&2
    exit 1
}
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall build/wheel/*.whl
