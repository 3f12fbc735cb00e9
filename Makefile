# Needs Python 3.11 or newer with its venv module, make, and a package index. `make run` does the rest.
#
#   make run PYTHON=python3.12      another interpreter (after `make clean` if .venv exists already)
#   make quick VENV=.venv-mine      another place for the virtual environment

VENV ?= .venv
PYTHON ?= python3 python3.13 python3.12 python3.11
PYTHONS ?= 3.11 3.12 3.13
UV ?= uv
LOCK_FLAGS ?=
SCENARIO ?= baseline
CHROMIUM ?= $(firstword $(wildcard $(addprefix /usr/bin/,chromium chromium-browser google-chrome)))
SUITE ?= suite

BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

.PHONY: help run test quick suite test-browser bench calibrate theories lint format golden test-all-pythons wheelhouse \
    lock clean
.DELETE_ON_ERROR:

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 26

run: $(STAMP) ## the baseline scenario, from nothing to figures (SCENARIO=name for another)
	@$(BIN)/tightrope run $(SCENARIO)
	@echo "The figures are in results/$(SCENARIO)/figures/"

test: lint suite ## everything: style, types and the whole suite

quick: $(STAMP) ## the everyday selection of tests
	@$(BIN)/python tools/suite.py -m "not slow"

suite: $(STAMP) ## the whole suite, in parts on all cores, without style and types
	@$(BIN)/python tools/suite.py

# Installs nothing: it says what is missing.
test-browser: ## the page in a real Chromium
	@test -x $(BIN)/python || { echo "make test-browser needs $(VENV): make run or make test makes it" >&2; exit 1; }
	@test -n "$(CHROMIUM)" && test -x "$(CHROMIUM)" || { echo "make test-browser needs Chromium: install the package" \
	    "chromium of Debian or Ubuntu, or say where it is, make test-browser CHROMIUM=/path/to/chromium" >&2; exit 1; }
	@TIGHTROPE_BROWSER="$(CHROMIUM)" $(BIN)/python -m pytest -q -p no:cacheprovider tests/browser $(OPTIONS)

bench: $(STAMP) ## how fast, measured
	@$(BIN)/python benchmarks/run.py

# Two to ten minutes. What was fitted to what, and what it says, is in docs/calibration.md.
calibrate: $(STAMP) ## try parameter vectors against history again: seeds/vectors.yaml, docs/calibration.md
	@$(BIN)/tightrope calibrate
	@cp results/calibration/vectors.yaml seeds/vectors.yaml
	@mkdir -p docs/figures && cp results/calibration/calibration.md docs/ && cp results/calibration/figures/*.png docs/figures/

theories: $(STAMP) ## the theories of choice side by side, on the same candidates
	@$(BIN)/tightrope calibrate --theories

lint: $(STAMP) ## style and types
	@$(BIN)/ruff check -q .
	@$(BIN)/ruff format -q --check . || { echo "make format would change the files above" >&2; exit 1; }
	@$(BIN)/mypy --no-error-summary --strict src

format: $(STAMP) ## put the code into the one layout
	@$(BIN)/ruff check -q --fix --exit-zero .
	@$(BIN)/ruff format -q .

golden: $(STAMP) ## rewrite the stored numbers (say why in CHANGELOG.md, "Moves numbers")
	@TIGHTROPE_REWRITE_GOLDEN=1 $(BIN)/python -m pytest -q -m golden

# A virtual environment of its own for each; an interpreter that is missing, or is there and does not run, is skipped.
test-all-pythons: ## the whole suite under every Python of 3.11, 3.12 and 3.13 that is here
	@failed=; for version in $(PYTHONS); do \
	    if ! .ci/find-python python$$version >/dev/null 2>&1; then echo "Python $$version: not here, skipped"; continue; fi; \
	    echo "Python $$version:"; \
	    $(MAKE) --no-print-directory VENV=.venv-$$version PYTHON=python$$version $(SUITE) || failed="$$failed $$version"; \
	done; if [ -n "$$failed" ]; then echo "failed under Python$$failed" >&2; exit 1; fi

# uv is needed here only. Pins that still fit are kept; LOCK_FLAGS=--upgrade moves them all.
# For a machine without a network, of the same kind and with the same Python: docs/how-to.md says how to install from it.
wheelhouse: $(STAMP) ## fetch all that `make run` installs into wheelhouse/
	@$(PIP) -q download --require-hashes --dest wheelhouse -r requirements/locked.txt
	@$(PIP) -q download --require-hashes --dest wheelhouse -r requirements/build.txt
	@echo "wheelhouse/ holds $$(ls wheelhouse | wc -l) packages"

lock: ## write requirements/ again from pyproject.toml
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: pip install uv, or make lock UV=/path/to/uv" >&2; exit 1; }
	@$(UV) pip compile $(UV_COMPILE) --all-extras --output-file requirements/locked.txt pyproject.toml
	@"$$(.ci/find-python $(PYTHON))" -c $(BUILD_REQUIRES) \
	    | $(UV) pip compile $(UV_COMPILE) --constraints requirements/locked.txt --output-file requirements/build.txt -

UV_COMPILE = --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
    --custom-compile-command "make lock" $(LOCK_FLAGS)
BUILD_REQUIRES = 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")'

clean: ## remove the virtual environments and caches, never results/
	@rm -rf .venv .venv-* .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	@find $(wildcard src tests benchmarks) -name __pycache__ -prune -exec rm -rf {} +

# An environment knows where it was made: in a folder that was copied or moved it is another's, or nobody's. Its stamp
# holds that place, as the folder is called without links, and one from elsewhere is made again.
HERE := $(shell pwd -P)
ifneq ($(shell cat $(STAMP) 2>/dev/null),$(HERE))
.PHONY: $(STAMP)
endif

# A half-made environment has no working pip and is made again. The last line fails when the lock and pyproject.toml disagree.
$(STAMP): requirements/locked.txt requirements/build.txt pyproject.toml
	@python=$$(.ci/find-python $(PYTHON)) || exit 1; \
	if ! { $(BIN)/python -m pip --version && grep -qF "$(abspath $(VENV))/" $(BIN)/pip; } >/dev/null 2>&1; then \
	    echo "Making $(VENV) with $$python (once, about a minute)" >&2; \
	    "$$python" -m venv --clear $(VENV); \
	else echo "Bringing $(VENV) up to date" >&2; fi
	@$(PIP) -qq install --require-hashes -r requirements/locked.txt
	@$(PIP) -qq install --require-hashes -r requirements/build.txt
	@$(PIP) -qq install --no-deps --no-build-isolation -e .
	@answer=$$($(PIP) check) || { echo "$$answer" >&2; exit 1; }
	@echo "$(HERE)" > $@
