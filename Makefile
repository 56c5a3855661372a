# The whole job from a fresh checkout: `make report` builds the briefing, `make test` runs every test. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
RUNTIME := .venv/.runtime
DEV := .venv/.dev

# Passed on to `burdenshare build`; unset means its default.
COUNTRY ?=
EDITION ?=
MACRO ?=
PLAN ?=
BASELINE ?=
PRICES ?=
JOBS ?=
OPTIONS = $(if $(COUNTRY),--country "$(COUNTRY)") $(if $(EDITION),--edition "$(EDITION)") $(if $(MACRO),--macro "$(MACRO)") \
          $(if $(PLAN),--plan "$(PLAN)") $(if $(BASELINE),--baseline "$(BASELINE)") $(if $(PRICES),--prices "$(PRICES)") \
          $(if $(JOBS),--jobs "$(JOBS)")

.PHONY: help report test check data-check refresh accept explore docs bench lock licences audit soak fuzz clean grid coverage

help: ## list these targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 14
	@echo
	@echo 'Options of make report: COUNTRY="EST Latvia fr" EDITION=2026-07 MACRO=2026-04 PLAN=hague-2025 BASELINE=2% PRICES=current JOBS=2'

report: $(RUNTIME) ## build the briefing and the country pages into build/
	@$(BIN)/burdenshare build $(OPTIONS)

test: $(DEV) ## run every test, the browser's on a freshly built site
	@$(BIN)/burdenshare build --out .cache/site
	@BURDENSHARE_BUILD=.cache/site tools/with-chromium $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(COVERAGE)

coverage: ## run every test and measure what they cover: half as long again
	@$(MAKE) test COVERAGE="--cov=report --cov-report=term:skip-covered --cov-fail-under=95"

grid: $(DEV) ## check every sentence under every plan, edition, baseline and price base (make test takes a selection)
	@BURDENSHARE_GRID=all $(BIN)/python -m pytest -q -n auto tests/truth

check: $(DEV) ## lint, format, types, rooms, data
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache && $(BIN)/burdenshare data check

data-check: $(RUNTIME) ## validate data/ and seeds/
	@$(BIN)/burdenshare data check

refresh: $(DEV) ## re-execute the committed notebooks and show what changed
	@$(BIN)/python tools/refresh.py

accept: $(DEV) ## show the briefing's figures that changed; YES=1 accepts them
	@$(BIN)/python tests/golden/figures.py $(if $(YES),--yes)

explore: $(DEV) ## open the notebooks in JupyterLab
	@$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) notebooks/explore.ipynb

docs: $(DEV) ## build the documentation as a site; open site/index.html
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --clean && echo site/index.html

bench: $(DEV) ## measure against the stock way; writes docs/BENCHMARKS.md
	@$(BIN)/python -m bench

lock: ## renew both locks (needs uv)
	@tools/lock

licences: $(RUNTIME) ## write docs/licences.md: what is installed, under which licences; SBOM=1 prints CycloneDX instead
	@$(BIN)/python tools/licences.py $(if $(SBOM),--sbom)

audit: $(RUNTIME) ## ask the advisory database about every locked package
	@tools/audit

soak: $(DEV) ## 200 random steps of edits, builds, kills, imports and refreshes, and 100 kills and 20 interrupts (make test takes a few)
	@SOAK=200 KILLS=100 $(BIN)/python -m pytest -q tests/soak/test_soak.py

fuzz: $(DEV) ## 50,000 inputs at random at every door: what is not refused in words, by kind (make test takes 100)
	@PYTHONPATH=tests $(BIN)/python -m doors.fuzz

clean: ## remove what was built; data and notebooks stay
	rm -rf build site .cache

$(RUNTIME): requirements.lock pyproject.toml
	@tools/environment requirements.lock && touch $@

$(DEV): requirements-dev.lock pyproject.toml
	@tools/environment requirements-dev.lock && touch $@ $(RUNTIME)
