# Each target does all of its own set-up; only Python 3.11+, make and Debian's packages are taken for granted.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup demo test lint bench mutants clean

setup: $(VENV)/.ready

# The lock carries hashes, so what is installed is what was tested.
$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup
	$(BIN)/tintinh demo

test: setup
	.ci/browser .ci/memory .ci/postgres $(BIN)/pytest -n 2 --dist worksteal

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Each prints a table of its own; the peers get a virtual environment of theirs.
bench: setup
	$(BIN)/python -m bench.crawl
	$(BIN)/python -m bench.meetings
	$(BIN)/python bench/vietnamese.py --peers $$($(BIN)/python -m bench.peer_venv ftfy underthesea viet-text-tools)
	$(BIN)/python bench/reading.py --peers $$($(BIN)/python -m bench.peer_venv trafilatura newspaper4k readability-lxml resiliparse lxml_html_clean)
	$(BIN)/python -m bench.discovery
	$(BIN)/python -m bench.duplicates
	$(BIN)/python -m bench.growth
	$(BIN)/python -m bench.years
	$(BIN)/python -m bench.console
	$(BIN)/python -m bench.fleet
	$(BIN)/python -m bench.visit

# Breaks the rules one at a time: do the tests of their room notice? A sample of 60 mutations of each; half an hour.
mutants: setup
	$(BIN)/python -m bench.mutants

clean:
	rm -rf $(VENV) .venv-bench build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
