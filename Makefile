# Two commands for a fresh machine with Python 3.11+ and make: `make run` and `make test`.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
SAMPLE := corpora/samples/county_incentives.docx
RUN_STAMP := $(VENV)/.run-installed
TEST_STAMP := $(VENV)/.test-installed
OCR_STAMP := $(VENV)/.ocr-installed
# OCR=1 adds the reading of scans (extra `ocr`); .ci/run does so.
TEST_STAMPS := $(TEST_STAMP) $(if $(OCR),$(OCR_STAMP))

.NOTPARALLEL:
.PHONY: run check serve test lint golden bench proof lock sample clean

run: check serve

# Exit codes 0 and 1 both mean that the sample was reviewed wholly: it has problems on purpose.
check: $(RUN_STAMP)
	@$(BIN)/reviewer check $(SAMPLE); code=$$?; [ $$code -le 1 ] || exit $$code

serve: $(RUN_STAMP)
	@$(BIN)/reviewer serve --port $(PORT)

test: $(TEST_STAMPS)
	@$(BIN)/python -m pytest -q

# Rewrites the expected files of the golden documents; review the difference before committing it.
golden: $(TEST_STAMP)
	-@$(BIN)/python -m pytest -q tests/test_golden.py --update-golden
	@git diff --stat -- tests/golden

lint: $(TEST_STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# What reviewing costs, as ratios in one run; what the service does under load.
bench: $(TEST_STAMP)
	@$(BIN)/reviewer bench --out corpora/bench/results

# The reliability tests as often as before a release (SHARE=0.1: a tenth of it); writes their table.
SHARE ?= 1
proof: $(TEST_STAMPS)
	@REVIEWER_PROOF=$(SHARE) $(BIN)/python -m pytest -q $$($(BIN)/python -m tests.reliability.ledger) \
		tests/corpora/test_fair_competition_units.py

# The sample draft, from its script.
sample: $(TEST_STAMP)
	@$(BIN)/python -m corpora.samples.write

# The pinned packages, with hashes; needs uv. Each file keeps the pins of the one before.
LOCK = uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" \
	--extra install --extra classifiers --extra entities --extra service --extra audit
lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --extra dev --extra batch --extra s3 -c requirements.lock -o requirements-test.lock
	$(LOCK) --extra dev --extra batch --extra s3 --extra ocr -c requirements-test.lock -o requirements-ocr.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(RUN_STAMP): requirements.lock pyproject.toml | $(BIN)/python
	@echo "正在安装运行所需的软件包（首次约两分钟）……" >&2
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_STAMP): requirements-test.lock $(RUN_STAMP)
	@echo "正在安装测试所需的软件包……" >&2
	@$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@

$(OCR_STAMP): requirements-ocr.lock $(TEST_STAMP)
	@echo "正在安装文字识别组件……" >&2
	@$(PIP) install --require-hashes -r requirements-ocr.lock
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "需要 Python 3.11 或更高版本；装好后可用 make run PYTHON=python3.11 指明" >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "缺少 Python 的 venv 模块：请先安装软件包 python3-venv（apt-get install python3-venv）" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)
