# Everything a person needs: `make run` starts the program, `make test` checks it.
# Both create their environment themselves; they need python3 (3.11 or newer),
# python3-venv and make, and say so when one is missing.

PYTHON ?= python3
VENV := .venv
TOOLS := .tools
UV := $(TOOLS)/bin/uv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9

.PHONY: run test slow pytest lint types contracts bench faults load help clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run ## create the environment if need be and start the program
	@$(BIN)/tui-exam

test: $(VENV)/.dev pytest lint types contracts ## all tests, lint, types and import contracts

pytest: $(VENV)/.dev
	$(BIN)/pytest -m "not slow"

slow: $(VENV)/.dev ## the tests that take long: whole exams, real servers, every task
	$(BIN)/pytest -m slow

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

bench: $(VENV)/.dev ## print the figures: CPU, bytes, memory, events, signatures
	$(BIN)/python -m tests.bench

faults: $(VENV)/.dev ## kill, cut and fill up the store on purpose; a table at the end
	$(BIN)/python -m tests.store.faults

load: $(VENV)/.dev ## a room of simulated candidates over SSH on this machine
	$(BIN)/python -m tui_exam.host.load --sign 60 --ordinary 3

$(VENV)/.run: uv.lock pyproject.toml | $(UV)
	@UV_PROJECT_ENVIRONMENT=$(VENV) $(UV) sync --python $(TOOLS)/bin/python --quiet --frozen --no-dev --inexact
	@touch $@

$(VENV)/.dev: uv.lock pyproject.toml | $(UV)
	@UV_PROJECT_ENVIRONMENT=$(VENV) $(UV) sync --python $(TOOLS)/bin/python --quiet --frozen --group dev
	@touch $@ $(VENV)/.run

$(UV):
	@command -v $(PYTHON) >/dev/null || { \
	  echo "python3 is missing. Install it: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; this is $$($(PYTHON) -V)."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "python3-venv is missing. Install it: sudo apt-get install python3-venv"; exit 1; }
	@echo "Preparing the environment (once)..."
	@$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/pip --quiet --disable-pip-version-check install uv==$(UV_VERSION)

clean: ## remove the environment and caches
	rm -rf $(VENV) $(TOOLS) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build
