# Two commands are enough: `make run` to look, `make test` to check. Works with GNU make 3.81 (macOS).
# Targets are names without folders of their own, and recipes quote nothing but relative paths, so the project may
# lie under any path, with spaces or Chinese characters.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
PORT ?= 8000
DEVELOPMENT := DEBUG=1

.PHONY: help setup run test bench bench-search lint format stop

help:
	@echo 'make run    准备环境、建库、装入示例并在 http://127.0.0.1:$(PORT)/ 打开门户'
	@echo 'make test   运行测试（ARGS=--long 连同最久的，COVERAGE=1 附覆盖率）    make lint   检查代码    make bench  测量速度'
	@echo 'make setup  只准备 .venv    make stop   停止内置数据库'

setup: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo '需要 Python 3.11 或更新版本：请先安装。' >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
			echo '这个 Python 缺少 venv 模块：Debian、Ubuntu 请先运行 apt-get install python3-venv。' >&2; exit 1; }; \
		"$(PYTHON)" -m venv --clear .venv; }
	@$(BIN)/python -c 'import tomllib; p = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
		print(*p["dependencies"], *p["optional-dependencies"]["dev"], sep="\n")' > .venv/wanted.txt
	@echo '正在安装所需的库（只在第一次或清单变化时）……'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r .venv/wanted.txt -c constraints.txt
	@touch $@

run: setup
	@$(DEVELOPMENT) $(BIN)/python manage.py load_sample
	@$(DEVELOPMENT) $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

test: setup
	@$(BIN)/python $(if $(COVERAGE),-m slipcover) -m pytest -n auto --dist worksteal $(ARGS)

bench: setup
	@$(BIN)/python -m bench

bench-search: setup
	@$(BIN)/python -m bench.search $(ARGS)

lint: setup
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(DEVELOPMENT) $(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
		PROTECTED_DATA_KEYS="$$($(BIN)/python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')" \
		ALLOWED_HOSTS=gazette.example.cn $(BIN)/python manage.py check --deploy --fail-level WARNING

format: setup
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

stop:
	@test ! -x $(BIN)/python || $(DEVELOPMENT) $(BIN)/python manage.py database stop
