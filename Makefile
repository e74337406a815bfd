# serve: the blog · demo: the same with something to look at · test, lint, bench, attack: for people who change it.
# Each target sets up what it needs in .venv, once. PYTHON names another interpreter, ARGS adds to the last command.

PYTHON ?=
ARGS ?=
PYTEST_WORKERS ?= auto
VENV := .venv/bin
PIP := $(VENV)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input

.PHONY: help serve demo test lint bench attack clean

help:
	@echo "make serve   install what is missing and serve the blog (HOST, PORT and INSTANCE are obeyed)"
	@echo "make demo    the same, in demo-instance/, with articles, comments and accounts to try"
	@echo "make test    run all tests; ARGS='tests/reading -k feed' runs some"
	@echo "make lint    check style, formatting, the import law and the templates"
	@echo "make bench   measure how fast it answers"
	@echo "make attack  try every attack string in a real browser, one at a time"
	@echo "make clean   remove what was installed and cached; never an installation"

serve: .venv/ready
	@exec $(VENV)/python app.py $(ARGS)

demo: export INSTANCE ?= $(CURDIR)/demo-instance
demo: .venv/ready
	@$(VENV)/python -m flask housekeeping load-demo
	@exec $(VENV)/python app.py $(ARGS)

test: .venv/ready-to-test
	@$(VENV)/python -m pytest -n $(PYTEST_WORKERS) $(ARGS)

lint: .venv/ready-to-test
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/lint-imports --no-logo
	$(VENV)/djlint templates --check --lint

bench: .venv/ready-to-test
	@$(VENV)/python -m bench $(ARGS)

attack: .venv/ready-to-test
	@$(VENV)/python -m bench.attack $(ARGS)

clean:
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis build
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

.venv/ready: requirements.txt constraints.txt | .venv/bin/python
	@echo "Installing what the blog runs on; this happens once and takes a minute."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/ready-to-test: requirements-dev.txt .venv/ready
	@echo "Installing what the blog is tested with; this happens once."
	@$(PIP) -r requirements-dev.txt
	@touch $@

# The first Python that is new enough, or a clear word.
.venv/bin/python:
	@for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$python"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "The blog needs Python 3.11 or newer; $(or $(PYTHON),python3) is $$($(or $(PYTHON),python3) --version 2>&1 | head -n 1)." >&2; \
	  echo "Install a newer one, or name it: make PYTHON=/path/to/python3.12 serve" >&2; exit 1; \
	fi; \
	if ! "$$found" -c 'import venv, ensurepip' 2>/dev/null; then \
	  echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; \
	fi; \
	"$$found" -m venv --clear .venv
