.DEFAULT_GOAL := help
.PHONY: help env demo serve migrate test check fix lint types layers templates bench lock

VENV := .venv
BIN := $(VENV)/bin
# The stamps are named after the locks they were made from: another lock, another stamp.
KEY = $(shell cat $(1) | cksum | tr ' ' '-')
ENV := $(VENV)/.made-$(call KEY,requirements.txt)
DEV := $(VENV)/.made-$(call KEY,requirements.txt requirements-dev.txt)
FLASK := $(BIN)/flask --app wsgi
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
VAR := $(or $(AUDITOR_VAR),var)
# As many tests at once as there are cores, but four at most: each keeps a PostgreSQL database.
WORKERS := $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1); [ $$n -gt 4 ] && n=4; echo $$n)

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env: $(ENV) ## Make the environment in .venv, from the locked requirements

demo: $(ENV) $(if $(AUDITOR_SECRET_KEY),,$(VAR)/secret-key) ## Fill an invented city on the first start, and serve it (PORT=8123 make demo: elsewhere)
	@$(FLASK) demo --serve

serve: $(ENV) ## Serve this register's own pages on 127.0.0.1
	$(FLASK) serve

migrate: $(ENV) ## Bring the database's tables to the newest revision
	$(FLASK) db upgrade

test: $(DEV) ## Run every test
	$(BIN)/pytest -n $(WORKERS)

check: lint types layers templates test ## Everything a change must pass

fix: $(DEV) ## Format, and mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lint: $(DEV) ## Style, and the project's own bans
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV) ## Strict typing
	$(BIN)/mypy

layers: $(DEV) ## Who may import whom
	$(BIN)/lint-imports --no-logo

templates: $(DEV) ## Templates
	$(BIN)/djlint --quiet --lint templates

bench: $(DEV) ## Measure what has a figure to keep; prints, and never fails
	$(BIN)/python -m tests.benchmarks

lock: $(DEV) ## Choose the versions anew, within the ranges of pyproject.toml
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --universal \
		--python-version 3.11 pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --universal \
		--python-version 3.11 --group dev pyproject.toml -o requirements-dev.txt

$(ENV):
	@$(BIN)/python -c 'import pip' 2> /dev/null || { python=$$(sh .ci/python) && "$$python" -m venv $(VENV); }
	$(PIP) -r requirements.txt
	@rm -f $(VENV)/.made-* && touch $@

$(DEV): | $(ENV)
	$(PIP) -r requirements-dev.txt
	@find $(VENV) -maxdepth 1 -name '.made-*' ! -name $(notdir $(ENV)) -exec rm {} + && touch $@

# Signs the cookies of whoever is signed in; a register of one's own sets AUDITOR_SECRET_KEY instead.
$(VAR)/secret-key: | $(ENV)
	@mkdir -p -m 700 $(VAR)
	@umask 077 && $(BIN)/python -c 'import secrets; print(secrets.token_hex(32))' > $@
