# The two commands are `make extract` and `make test`. Paths are relative, so that the folder
# may have any name; tools/setup.sh makes .venv and leaves it alone where nothing has changed.
.DEFAULT_GOAL := help
.PHONY: help extract test docs test-tutorial test-label-studio fuzz benchmark setup-run setup-dev lock clean

BIN := .venv/bin
LABEL_STUDIO := .venv-label-studio/bin/python
BENCHMARK := .venv-benchmark/bin/python

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 25

extract: setup-run ## read every report under raw/, write its tables to extracted/, all in one to extracted/all
	@$(BIN)/python -m pipeline extract; status=$$?; test $$status -gt 1 || \
		$(BIN)/python -m pipeline merge || status=$$?; exit $$status

test: setup-dev ## run all checks: types, style, layers, rules, labels and tests
	$(BIN)/python -m mypy
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pipeline rules check
	$(BIN)/python -m pipeline gold check
	$(BIN)/python -m pytest -n auto --dist loadfile

docs: setup-dev ## build the documentation site in site/; open site/index.html
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict -f tools/site/mkdocs.yml

test-tutorial: setup-dev ## follow the analyst's tutorial in a fresh copy, with an environment of its own
	ANLI_TUTORIAL_FRESH=1 $(BIN)/python -m pytest tests/test_tutorial.py

test-label-studio: setup-dev ## test against the library of Label Studio (0.5 GB, in .venv-label-studio)
	@test -x $(LABEL_STUDIO) || $(BIN)/python -m virtualenv --quiet .venv-label-studio
	$(LABEL_STUDIO) -m pip install --quiet label-studio-sdk==2.1.2
	ANLI_LABEL_STUDIO_PYTHON="$(CURDIR)/$(LABEL_STUDIO)" \
		$(BIN)/python -m pytest tests/exchange/test_label_studio_library.py

fuzz: setup-dev ## change files of every format at random and read them, thousands of times
	$(BIN)/python -m tests.fuzz.run

benchmark: setup-dev ## measure speed and memory beside peers, write docs/benchmarks.md (half an hour)
	@test -x $(BENCHMARK) || $(BIN)/python -m virtualenv --quiet .venv-benchmark
	$(BENCHMARK) -m pip install --quiet --require-hashes -r requirements-build.lock
	$(BENCHMARK) -m pip install --quiet --require-hashes --no-build-isolation --use-pep517 \
		-r requirements.lock
	$(BENCHMARK) -m pip install --quiet -r tools/benchmark/requirements.txt
	$(BENCHMARK) -m tools.benchmark $(PARTS)

lock: setup-run ## write the lock files again (UPGRADE=1: with the newest versions)
	$(BIN)/python tools/lock.py $(if $(UPGRADE),--upgrade)

clean: ## remove the environment and what the tools left behind
	rm -rf .venv .venv-label-studio .venv-benchmark build dist site .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

setup-run:
	@sh tools/setup.sh run

setup-dev:
	@sh tools/setup.sh dev
