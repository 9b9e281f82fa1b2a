# Two commands matter: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
PORT ?= 8000
UV := $(shell command -v uv || echo .uv/bin/uv)
PY := .venv/bin/python
FLASK := .venv/bin/flask --app microcare

.PHONY: help build run test nightly check pictures bench requirements debian clean python node

help: ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: .venv/.base static/build/.made instance/postcodes.sqlite ## everything from nothing to a served, populated site
	@$(FLASK) db upgrade 2>/dev/null || $(FLASK) db upgrade
	@PORT=$(PORT) $(FLASK) seed demo --if-empty
	@PORT=$(PORT) exec $(PY) bin/serve.py

build: .venv/.base static/build/.made instance/postcodes.sqlite ## everything that a server needs, without starting one

test: debian .venv/.dev static/build/.made instance/postcodes.sqlite check ## the whole suite, on SQLite and PostgreSQL and in Chromium
	@$(PY) -m pytest -n $${TEST_PROCESSES:-2} --dist worksteal

nightly: debian .venv/.dev static/build/.made instance/postcodes.sqlite ## the long forms of the tests, half an hour or more
	@$(PY) -m pytest -n $${TEST_PROCESSES:-2} --dist worksteal -m nightly

check: .venv/.dev ## lint, types, import contracts, migrations in step
	@bin/check

pictures: debian .venv/.dev static/build/.made instance/postcodes.sqlite ## every main page at 320, 768 and 1280 px, into instance/pictures
	@$(PY) bin/pictures.py

bench: debian .venv/.dev static/build/.made instance/postcodes.sqlite ## make bench SUITE=search [QUICK=1]
	@$(PY) -m bench.run $(SUITE) $(if $(QUICK),--quick)

requirements: $(UV) ## compile the pinned, hashed requirements anew
	@for f in base dev uv; do $(UV) pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header requirements/$$f.in -o requirements/$$f.txt; done
	@$(UV) pip compile -q --universal --generate-hashes --no-deps --python-version 3.11 --no-header requirements/data.in -o requirements/data.txt

debian:
	@bin/debian-packages

clean: ## remove what was built; your data in instance/ stays
	rm -rf .venv .uv node_modules static/build

python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "This needs Python 3.11 or newer as python3. Here is: $$(python3 --version 2>&1 || true)" >&2; exit 1; }

node:
	@node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null || { echo "This needs Node 20 or newer as node, with npm. Here is: $$(node --version 2>&1 || true)" >&2; exit 1; }

.uv/bin/uv: requirements/uv.txt | python
	@echo "Fetching uv"
	@python3 -m venv .uv && .uv/bin/pip install -q --require-hashes -r requirements/uv.txt
	@touch $@

.venv/pyvenv.cfg: | python $(UV)
	@$(UV) venv -q --python python3 .venv

.venv/.base: requirements/base.txt requirements/data.txt | .venv/pyvenv.cfg
	@echo "Installing the Python packages"
	@$(UV) pip install -q --python .venv --require-hashes -r requirements/base.txt
	@$(UV) pip install -q --python .venv --require-hashes --no-deps -r requirements/data.txt
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.base
	@echo "Installing what the tests need"
	@$(UV) pip install -q --python .venv --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/.made: package.json package-lock.json | node
	@echo "Installing the front-end packages"
	@npm ci --no-audit --no-fund --no-update-notifier --ignore-scripts --loglevel=error
	@touch $@

static/build/.made: node_modules/.made bin/build.mjs $(shell find static/src -type f 2>/dev/null)
	@echo "Building the styles and scripts"
	@npm run build --silent
	@touch $@

instance/postcodes.sqlite: .venv/.base
	@$(FLASK) places build
	@touch $@
