# Everything one does with this project. `make` alone lists it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?=
BUILD_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help site serve parse check test lint bench lock clean

help:
	@echo 'make site    解析、核对全部报告，生成网站到 site/'
	@echo 'make serve   在本机浏览网站 (http://127.0.0.1:8000)，改动后自动重建'
	@echo 'make test    全部测试（含真实浏览器）'
	@echo 'make lint    代码检查：ruff、mypy'
	@echo 'make bench   阅读与核对的速度'
	@echo 'make lock    按 pyproject.toml 重写依赖锁定文件（需要 uv）'

# --- the site ---------------------------------------------------------------------------------

site: $(VENV)/site.installed $(VENV)/pagefind.installed
	$(BIN)/python -m generator build $(BUILD_ARGS)

serve: $(VENV)/site.installed $(VENV)/pagefind.installed
	$(BIN)/python -m generator parse
	$(BIN)/python -m generator serve

parse check: $(VENV)/site.installed
	$(BIN)/python -m generator $@

# --- installation: exactly the locked files, checked by their hashes ---------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo '需要 Python 3.11 或更新的版本；可用 make PYTHON=python3.12 指定。' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# What the tests need contains what the site needs.
$(VENV)/site.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(call install,requirements.lock)
	@touch $@

$(VENV)/test.installed: requirements-test.lock pyproject.toml | $(BIN)/python
	$(call install,requirements-test.lock)
	@touch $@ $(VENV)/site.installed

# The full-text indexer. Without network there is none: tried again next time, and no reason to stop.
$(VENV)/pagefind.installed: .ci/install-pagefind $(wildcard .ci/pagefind/*) | $(BIN)/python
	@if .ci/install-pagefind $(VENV); then touch $@; fi

define install
$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endef

# --- development --------------------------------------------------------------------------------

test: $(VENV)/test.installed $(VENV)/pagefind.installed lint
	.ci/install-programs
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/test.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy generator

bench: $(VENV)/test.installed
	$(BIN)/python -m tests.bench

# The lock files name no registry and no machine: they are the same wherever they are made.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --no-header

lock:
	$(LOCK) $(UPGRADE) pyproject.toml --extra build -o requirements.lock
	$(LOCK) $(UPGRADE) pyproject.toml --extra build --extra test -c requirements.lock -o requirements-test.lock
	$(LOCK) $(UPGRADE) .ci/pagefind/node.in -o .ci/pagefind/node.lock

clean:
	rm -rf site .cache
