# Every target works on a fresh machine with Python and make alone, except peers.
PYTHON ?= python3
BIN := .venv/bin
unexport PYTHONDONTWRITEBYTECODE  # tests start hundreds of processes, each of which would compile everything again

help:  ## show what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
ALL := --require-hashes --no-deps  # the locks are complete: nothing is left for pip to find, whatever was published since

.venv/running: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("s11 needs Python 3.11 or newer; say make PYTHON=python3.12 with yours.") if sys.version_info < (3, 11) else None'
	@echo "Installing what s11 runs on into .venv: once, half a minute to two minutes."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) install $(ALL) --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(PIP) check
	@touch $@

.venv/developing: .venv/running requirements-dev.lock
	@echo "Installing what its tests and checks need into .venv: once, about a minute."
	@$(PIP) install $(ALL) --requirement requirements-dev.lock
	@$(PIP) check
	@touch $@

install: .venv/running  ## install what s11 runs on, compiled for users who may not write here
	@$(BIN)/python -m compileall -q bot cli config intake nlp reports storage

demo: .venv/running  ## load a real audit and write its report
	@$(BIN)/s11 demo

test: .venv/developing  ## run every test that needs Python alone
	$(BIN)/pytest --numprocesses 2 --dist worksteal

cover: .venv/developing  ## run the tests and show which lines and branches none of them takes
	$(BIN)/pytest --numprocesses 2 --dist worksteal --cov --cov-report=term:skip-covered

check: .venv/developing  ## types, style, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

peers: .venv/developing  ## the tests that need a server, PostgreSQL throughout; then the real: a browser, Dovecot, other S3 servers and clamd, a local Slack (apt, npm)
	$(BIN)/pytest --numprocesses 2 --on-servers
	@$(BIN)/s11 demo
	bash peers/page/run.sh var/demo/report/report.html var/page
	bash peers/mail/run.sh
	bash peers/evidence/run.sh
	bash peers/slack/run.sh

forms: .venv/developing  ## fill and save our forms inside LibreOffice, and read them (apt, 300 MB)
	bash peers/forms/run.sh

sbom: .venv/running  ## write var/sbom.json: every package that is installed, with version and licence
	@bash peers/supply/run.sh sbom

audit: .venv/running  ## ask for advisories on what the lock pins; says what could not be checked
	@bash peers/supply/run.sh audit

bench: .venv/developing  ## time what must not be slow, each beside its ceiling, and end with one table (OF="start record=42000" for some)
	$(BIN)/python -m benchmarks $(OF)

torture: .venv/developing  ## kill, fill and fault everything at random; read forms and hold conversations made at random (two hours, as root)
	$(BIN)/python -m torture.killed
	$(BIN)/python -m torture.evidence
	$(BIN)/python -m torture.backup
	$(BIN)/python -m torture.letters 1000 1
	$(BIN)/python -m torture.mail
	$(BIN)/python -m torture.workers
	$(BIN)/python -m torture.year
	$(BIN)/python -m torture.outbox
	$(BIN)/python -m torture.web
	$(BIN)/python -m torture.storm
	$(BIN)/python -m torture.crowd
	$(BIN)/python -m torture.soak
	$(BIN)/python -m torture.inbox
	$(BIN)/python -m torture.inbox_after
	$(BIN)/python -m torture.slack_faults
	$(BIN)/python -m torture.slack_socket
	$(BIN)/pytest --hypothesis-profile=torture tests/intake/conversation/test_machine.py
	$(BIN)/pytest --hypothesis-profile=torture tests/test_round_machine.py

LOCK := uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-emit-index-url --no-annotate --no-header --extra postgres --extra install
RUNNING = $$(sed -nE 's/^([a-z0-9._-]+)(\[.*\])?==.*/--no-emit-package \1/p' requirements.lock)

lock:  ## write requirements.lock, what running needs, and what the encoder and developing add to it (needs uv)
	$(LOCK) --output-file requirements.lock pyproject.toml
	$(LOCK) --extra encoder --constraint requirements.lock $(RUNNING) --output-file requirements-encoder.lock pyproject.toml
	$(LOCK) --extra encoder --extra dev --constraint requirements.lock --constraint requirements-encoder.lock $(RUNNING) --output-file requirements-dev.lock pyproject.toml

.PHONY: help install demo test cover check peers forms sbom audit bench torture lock
.DEFAULT_GOAL := help
