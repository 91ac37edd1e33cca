# Every target works on a fresh machine with Python and make alone, except peers.
PYTHON ?= python3
BIN := .venv/bin
unexport PYTHONDONTWRITEBYTECODE  # tests start hundreds of processes, each of which would compile everything again

help:  ## show what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("s11 needs Python 3.11 or newer; say make PYTHON=python3.12 with yours.") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: .venv/installed  ## load a real audit and write its report
	@$(BIN)/s11 demo

test: .venv/installed  ## run every test that needs Python alone
	$(BIN)/pytest --numprocesses 2 --dist loadgroup

cover: .venv/installed  ## run the tests and show which lines and branches none of them takes
	$(BIN)/pytest --numprocesses 2 --dist loadgroup --cov --cov-report=term:skip-covered

check: .venv/installed  ## types, style, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

peers: .venv/installed  ## check against the real: PostgreSQL throughout, a browser, Dovecot, other S3 servers and clamd, a local Slack (apt, npm)
	$(BIN)/pytest --numprocesses 2 --on-postgresql
	@$(BIN)/s11 demo
	bash peers/page/run.sh var/demo/report/report.html var/page
	bash peers/mail/run.sh
	bash peers/evidence/run.sh
	bash peers/slack/run.sh

forms: .venv/installed  ## fill and save our forms inside LibreOffice, and read them (apt, 300 MB)
	bash peers/forms/run.sh

bench: .venv/installed  ## time what must not be slow, each beside its ceiling
	$(BIN)/python -m benchmarks.audit_files
	$(BIN)/python -m benchmarks.evidence
	$(BIN)/python -m benchmarks.backup
	$(BIN)/python -m benchmarks.letters
	$(BIN)/python -m benchmarks.themes
	$(BIN)/python -m benchmarks.slack

torture: .venv/installed  ## kill, fill and fault everything at random; read forms and hold conversations made at random (an hour, as root)
	$(BIN)/python -m torture.killed
	$(BIN)/python -m torture.evidence
	$(BIN)/python -m torture.backup
	$(BIN)/python -m torture.letters 1000 1
	$(BIN)/python -m torture.mail
	$(BIN)/python -m torture.year
	$(BIN)/python -m torture.outbox
	$(BIN)/pytest --hypothesis-profile=torture tests/intake/test_conversation_machine.py

lock:  ## write requirements.lock anew (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --all-extras pyproject.toml --output-file requirements.lock

.PHONY: help demo test cover check peers forms bench torture lock
.DEFAULT_GOAL := help
