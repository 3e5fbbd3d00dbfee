PYTHON  ?= python3
WORKERS ?= 2

# All of this sample is noticed by questions that take no solver and no test runner.
SAMPLE_SEED := 1

BIN   := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup verify capabilities posix mutants mutation mutation-sample nightly test lint types layers clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) \
	  | while IFS="$$(printf '\t')" read -r target text; do \
	      printf 'make %-15s %s\n' "$$target" "$$text"; done

setup: $(READY) ## build .venv with everything needed to work here

verify: $(READY) ## everyday theorems, every sound policy fuzzed, a Redis-style snapshot
	@$(BIN)/ufork verify

capabilities: $(READY) ## published answers about capabilities, and speed
	@$(BIN)/ufork vectors
	@$(BIN)/ufork bench isa

posix: $(READY) ## assertions of POSIX suites, and the running kernel
	@$(BIN)/ufork posix
	@$(BIN)/ufork oracle --ops 200000

mutants: $(READY) ## the catalogue of mutants, each against what must kill it
	@$(BIN)/ufork mutants

mutation: $(READY) ## change every node of the model, and see who notices: hours
	@$(BIN)/ufork mutants auto --resume mutation-results.jsonl

mutation-sample: $(READY) ## a few of the kernel, always the same: a minute
	@$(BIN)/ufork mutants auto --under model/kernel/calls --by laws --sample 8 --seed $(SAMPLE_SEED)

nightly: $(READY) ## what takes longer than CI may: about three hours
	@$(BIN)/ufork prove --full
	@$(BIN)/python -m pytest -n $(WORKERS) --whole tests/exhaustive tests/proofs/test_forking_theorems.py
	@$(BIN)/ufork mutants
	@$(BIN)/ufork mutants auto --sample 300 --resume nightly-mutants.jsonl
	@$(BIN)/ufork oracle --ops 1000000 --seed 1
	@$(BIN)/ufork oracle --ops 1000000 --seed 2
	@for policy in separate full-copy coa copa copa-strict copa-shared; do \
	  $(BIN)/ufork fuzz --policy $$policy --seconds 120 || exit 1; done

test: $(READY) ## run the test suite on WORKERS=2 processes
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

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
