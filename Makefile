# Verbs for working with takeback. `make help` lists them.
# Every target sets up what it needs; running one again is quick.

PYTHON ?= python3
PORT ?= 8000
TAKEBACK_DATA ?= var
export TAKEBACK_DATA

PY := .venv/bin/python
KERNEL_SOURCES := CMakeLists.txt pyproject.toml $(shell find kernel -type f \( -name '*.c' -o -name '*.h' -o -name '*.cpp' -o -name '*.hpp' \))
ASSET_SOURCES := package-lock.json tools/build_assets.mjs $(shell find src/takeback/site/styles src/takeback/site/static -type f -not -path '*/built/*')

.DEFAULT_GOAL := help
.PHONY: help run demo test test-postgresql test-ray check fix docs kernel assets peers bench wasm lock clean

help: ## list the verbs
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/ready kernel assets ## set up everything and serve http://127.0.0.1:$(PORT)
	@exec .venv/bin/takeback serve --port $(PORT) --data "$(TAKEBACK_DATA)"

demo: .venv/ready kernel assets ## add a demo partner and demo cases to the data folder
	@.venv/bin/takeback demo

test: .venv/ready-dev kernel assets ## every check and test on SQLite, a real browser included
	@tools/need_chromium.sh
	@$(MAKE) --no-print-directory check
	@tools/run_tests.sh

test-postgresql: .venv/ready-dev kernel assets ## what touches a database, on a real PostgreSQL
	@tools/need_chromium.sh
	@tools/run_tests_on_postgresql.sh

test-ray: .venv/ready-dev kernel ## the Ray engine on real clusters, with workers and nodes that are killed
	@tools/run_tests_on_ray.sh

check: .venv/ready-dev kernel assets ## format, lint, types, imports, migrations, generated docs
	@tools/run_checks.sh

fix: .venv/ready-dev ## format, and mend what the linter can mend
	.venv/bin/ruff format src tests bench tools
	.venv/bin/ruff check --fix src tests bench tools

docs: .venv/ready-dev kernel ## write the generated pages of docs/reference again
	@tools/generate_docs.sh

kernel: .venv/kernel-ready ## build the native kernel

assets: src/takeback/site/static/site/built/version.txt ## build what the pages load

peers: ## build the packages that have no wheel and that the benches compare with
	@tools/get_peers.sh

bench: .venv/ready-dev kernel assets ## measure; writes var/bench/*.json
	@tools/need_chromium.sh
	@tools/run_benches.sh

wasm: .venv/ready-dev ## build the kernel for the browser again
	$(PY) tools/build_wasm.py

lock: ## resolve the dependencies again, with hashes
	@PYTHON="$(PYTHON)" tools/lock_dependencies.sh

clean: ## remove everything that was built; data in var/ stays
	rm -rf .venv build node_modules src/takeback/site/static/site/built

.venv/ready: locks/run.txt
	@PYTHON="$(PYTHON)" tools/make_environment.sh run
	@touch $@

.venv/ready-dev: locks/dev.txt .venv/ready
	@PYTHON="$(PYTHON)" tools/make_environment.sh dev
	@touch $@

.venv/kernel-ready: .venv/ready $(KERNEL_SOURCES)
	@tools/build_kernel.sh
	@touch $@

src/takeback/site/static/site/built/version.txt: .venv/ready $(ASSET_SOURCES)
	@tools/build_assets.sh
	@touch $@
