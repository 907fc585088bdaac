# The two commands are `make extract` and `make test`. Paths are relative, so that the folder
# may have any name; tools/setup.sh makes .venv and leaves it alone where nothing has changed.
.DEFAULT_GOAL := help
.PHONY: help extract test fuzz setup-run setup-dev lock clean

BIN := .venv/bin

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

extract: setup-run ## read every report under raw/ and write its tables to extracted/
	@$(BIN)/python -m pipeline extract

test: setup-dev ## run all checks: types, style, layers, rules, labels and tests
	$(BIN)/python -m mypy
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pipeline rules check
	$(BIN)/python -m pipeline gold check
	$(BIN)/python -m pytest

fuzz: setup-dev ## change files of every format at random and read them, thousands of times
	$(BIN)/python -m tests.fuzz.run

lock: setup-run ## write the lock files again (UPGRADE=1: with the newest versions)
	$(BIN)/python tools/lock.py $(if $(UPGRADE),--upgrade)

clean: ## remove the environment and what the tools left behind
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

setup-run:
	@sh tools/setup.sh run

setup-dev:
	@sh tools/setup.sh dev
