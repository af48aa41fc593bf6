"""The settings refuse wrong values in Chinese, and are safe when nobody asked for development."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PRODUCTION = {"SECRET_KEY": "k3-" + "abcdefghij" * 6, "ALLOWED_HOSTS": "gazette.example.cn"}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DEBUG", "perhaps", "只能是 1、0"),
        ("SECRET_KEY", "short", "至少 50 个字符"),
        ("ALLOWED_HOSTS", "https://gazette.example.cn", "不带 https://"),
        ("CSRF_TRUSTED_ORIGINS", "gazette.example.cn", "带 https:// 的网址"),
        ("DATABASE_URL", "mysql://a:b@c/d", "只支持 PostgreSQL"),
        ("DATABASE_URL", "postgresql://a:b@c:5432/", "缺少数据库名"),
        ("DATABASE_POOL_SIZE", "0", "不小于 1 的整数"),
        ("HSTS_SECONDS", "year", "不小于 0 的整数"),
        ("LOG_LEVEL", "LOUD", "DEBUG、INFO、WARNING、ERROR"),
        ("STATIC_ROOT", "static", "绝对路径"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence(name: str, value: str, said: str) -> None:
    done = manage("check", **(PRODUCTION | {name: value}))
    assert done.returncode == 1
    assert name in done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_secret_is_never_repeated_in_a_message() -> None:
    assert "hunter2" not in manage("check", SECRET_KEY="hunter2").stderr
    assert "hunter2" not in manage("check", DATABASE_URL="mysql://u:hunter2@h/d").stderr


def test_production_settings_pass_djangos_own_inspection() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_commands_work_without_any_variable_but_in_production_mode() -> None:
    done = manage("shell", "--no-imports", "-c", "from django.conf import settings; print(settings.DEBUG)")
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_nothing_is_served_half_configured(missing: str) -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = manage("shell", "--no-imports", "-c", "import portal.wsgi", **environment)
    assert done.returncode == 1
    assert f"必须设置环境变量 {missing}" in done.stderr


def test_every_variable_stands_in_the_readme() -> None:
    settings = (PROJECT / "portal" / "settings.py").read_text("utf-8")
    names = re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', settings)
    assert "SECRET_KEY" in names
    table = (PROJECT / "README.md").read_text("utf-8").split("## 配置")[1].split("###")[0]
    assert [name for name in names if f"`{name}`" not in table] == []
