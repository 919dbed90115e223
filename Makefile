# The commands of README.md and docs/. Everything they need besides git, python3 and make they fetch themselves.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
DESK_PORT ?= 8010
AGAINST ?= main
export PRAKAT_DATE ?= 2026-11-20
export NO_MKDOCS_2_WARNING = 1
# Where it is set, each of a run's many programs is compiled anew.
export PYTHONDONTWRITEBYTECODE =

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml
.PHONY: help setup serve check test quick tiers lint derive screenshots pictures bench lock demo desk trail release editor

help:  ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 16

setup: .venv/.ready  ## .venv and the pinned packages

.venv/.ready: requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Prakat needs Python 3.11 or newer: make setup PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "python3 has no venv module; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Installing the pinned packages into .venv ..."
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock >.venv/uv.lock
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r .venv/uv.lock
	@$(BIN)/uv pip install --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $@

serve: setup  ## read the sample office's site on http://127.0.0.1:8000 (PORT=8001 for another port)
	@$(BIN)/python scripts/preview.py --port $(PORT)

check: setup  ## every finding of the sample office
	@$(BIN)/python scripts/check.py

tiers: setup
	@tests/tiers

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

derive: setup  ## write what is derived from schemas/, src/ and scripts/ anew
	@$(BIN)/python scripts/derive.py

test: setup  ## all checks and tests
	@$(MAKE) --no-print-directory --jobs=2 tiers lint
	@$(BIN)/python scripts/check.py
	@$(BIN)/python -m pytest -n 3 --max-worker-restart=0 --dist loadfile --no-loadscope-reorder -p longest_first -m "not alone"
	@$(BIN)/python -m pytest -m alone

quick: setup lint  ## the tests nearest to what differs from main, within two minutes (AGAINST=origin/main)
	@$(BIN)/python tests/quick.py --against $(AGAINST)

screenshots: setup  ## take the pictures of the sample office's site anew (needs Chromium)
	@PYTHONPATH=tests $(BIN)/python tests/browser/screenshots.py

pictures: setup  ## take the pictures of the desk's manuals anew (needs Chromium)
	@PYTHONPATH=tests $(BIN)/python tests/browser/manual_pictures.py

editor: tiers  ## bundle the desk's body editor anew from src/prakat_desk/editor (needs npm)
	@npm run --silent editor -- --outfile=src/prakat_desk/static/editor.js

bench: setup  ## measure against the named peers and write the table of docs/benchmark.md
	@$(BIN)/python scripts/bench.py --write
	@$(BIN)/python -m benchmark.audit
	@$(BIN)/python -m benchmark.completeness

desk: setup  ## the sample office's desk on http://localhost:8010, with its publisher and its site beside it
	@$(BIN)/python scripts/desk.py --port $(DESK_PORT)

demo: setup  ## play a small office's months, then audit them and serve the site
	@$(BIN)/python scripts/demo.py --to .cache/demo

trail: setup  ## keep this version's demo, sealed and judged, for every later version to judge again
	@PYTHONPATH=scripts $(BIN)/python tests/trails/keep.py

release: setup  ## build wheel, sdist, SBOM and hashes of a clean checkout into dist/; tags and sends nothing
	@$(BIN)/python -m release

lock: setup  ## pin every dependency anew
	@$(LOCK) --upgrade --extra dev -o requirements-dev.lock
	@$(LOCK) --upgrade --constraint requirements-dev.lock -o requirements.lock
	@$(LOCK) --upgrade --extra desk --constraint requirements-dev.lock -o requirements-desk.lock
	@sed -n 's/^requires = \["\(.*\)"\]$$/\1/p' pyproject.toml | $(subst pyproject.toml,-,$(LOCK)) --constraint requirements-dev.lock -o requirements-build.lock
