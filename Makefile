# Two commands matter: `make demo` and `make test`. Both make .venv first, once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# With what tests need besides.
TESTED := $(VENV)/.tested
RESULTS := results/jinhong
# Once, before two processes would both do it.
COMPILE := from sanlian_sim.experiments.runs.compilation import compile_model; \
	from sanlian_sim.experiments.runs.listener import Silent; compile_model(Silent())

.PHONY: demo test check lint docs bench science clean

demo: $(READY)
	$(BIN)/sanlian compare experiments/jinhong.toml --replicates 8 --workers 2 --fresh -o $(RESULTS)

test: lint
	$(BIN)/python -c "$(COMPILE)"
	$(BIN)/python -m pytest -q -n 2

check: test

lint: $(TESTED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# Tables and notebooks are made from the code, so that nothing is kept from an earlier build.
docs: $(TESTED)
	$(BIN)/python -m sphinx -E -a -W --keep-going -n -q -b html -D nb_execution_mode=force \
		docs docs/_build/html
	@echo "docs/_build/html/index.html"

bench: $(TESTED)
	$(BIN)/python benchmarks/run.py

# Tests of the science, the long ones included, then docs/validation.md with its figures.
science: $(TESTED)
	$(BIN)/python -c "$(COMPILE)"
	$(BIN)/python -m pytest -q tests/science -m "science or not science"
	$(BIN)/python -m benchmarks.validation

$(READY): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $(READY)

$(TESTED): $(READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	touch $(TESTED)

clean:
	rm -rf $(VENV) results docs/_build docs/notebooks .pytest_cache .mypy_cache .ruff_cache .hypothesis
