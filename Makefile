.DEFAULT_GOAL := help
bin := .venv/bin

.PHONY: help setup demo portal test test-unit check format docs bench simulate-effects up smoke down lock

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' Makefile

setup: ## build .venv (PYTHON=python3.13 chooses the interpreter)
	@scripts/setup

demo: setup ## play the whole story on this machine (ROSTER=file.csv: with your own people)
	@$(bin)/python -m demo

portal: setup ## open the pages on this machine, with the data of the demo or of DATA_DIR
	@scripts/portal

test: setup ## run every test, on private servers of its own
	@scripts/test

test-unit: setup ## run the tests that need no server
	@$(bin)/pytest tests/unit

check: setup ## check format, lint, types and import rules
	@$(bin)/ruff format --check .
	@$(bin)/ruff check .
	@$(bin)/mypy
	@$(bin)/lint-imports

format: setup ## format the code and mend what the linter can mend
	@$(bin)/ruff format .
	@$(bin)/ruff check --fix .

docs: setup ## write the event catalogue in docs/ from the declarations
	@$(bin)/python -m scripts.catalogue

bench: setup ## measure the throughput of the chain
	@$(bin)/python -m bench

simulate-effects: setup ## let the effect studies judge 10,000 invented offices whose truth is known
	@$(bin)/python -m scripts.simulate_effects

up: ## start everything in containers
	@scripts/make-secrets
	@docker compose up --wait

smoke: setup ## send one completion through the running containers (a trial: it leaves two people)
	@$(bin)/python -m deploy.smoke

down: ## stop the containers; their data stays
	@docker compose down

lock: setup ## write the lock files from pyproject.toml (UPGRADE=--upgrade takes the newest versions)
	@scripts/lock $(UPGRADE)
