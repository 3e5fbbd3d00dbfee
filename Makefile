PYTHON  ?= python3
WORKERS ?= 2

# All of this sample is noticed by questions that take no solver and no test runner.
SAMPLE_SEED := 0

BIN   := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup verify capabilities posix mutation mutation-sample test lint types layers clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) \
	  | while IFS="$$(printf '\t')" read -r target text; do \
	      printf 'make %-15s %s\n' "$$target" "$$text"; done

setup: $(READY) ## build .venv with everything needed to work here

verify: $(READY) ## check every claim: ufork verify
	@$(BIN)/ufork verify

capabilities: $(READY) ## check capabilities: published answers, mutants, speed
	@$(BIN)/ufork vectors
	@$(BIN)/ufork mutants isa
	@$(BIN)/ufork bench isa

posix: $(READY) ## check POSIX: suites, planted defects, the running kernel
	@$(BIN)/ufork posix
	@$(BIN)/ufork mutants posix
	@$(BIN)/ufork oracle --ops 200000

mutation: $(READY) ## change every node of the model, and see who notices: hours
	@$(BIN)/ufork mutants auto --resume mutation-results.jsonl

mutation-sample: $(READY) ## a few of them, always the same
	@$(BIN)/ufork mutants auto --sample 8 --seed $(SAMPLE_SEED)

test: $(READY) ## run the test suite on WORKERS=2 processes
	@$(BIN)/python -m pytest -n $(WORKERS)

lint: $(READY) ## check format and style
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(READY) ## check types
	@$(BIN)/mypy

layers: $(READY) ## check who imports whom
	@$(BIN)/lint-imports --no-logo

clean: ## remove .venv and every cache
	@rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache \
	  .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo 'ufork needs Python 3.11 or newer: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@echo 'building .venv'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[dev]'
	@touch $@
