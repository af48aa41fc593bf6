"""The settings refuse wrong values in Chinese, and are safe when nobody asked for development."""

import os
import re
import subprocess
import sys
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

PROJECT = Path(__file__).resolve().parents[2]
# Made the same in every process, so that tests that name a key bear one name on every core.
KEY, OTHER_KEY = (
    urlsafe_b64encode(sha256(seed).digest()).decode()
    for seed in (b"first of the tests", b"second of the tests")
)
PRODUCTION = {
    "SECRET_KEY": "k3-" + "abcdefghij" * 6,
    "PROTECTED_DATA_KEYS": KEY,
    "ALLOWED_HOSTS": "gazette.example.cn",
}


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
        ("PROTECTED_DATA_KEYS", "0123456789abcdef", "第 1 个密钥无法使用"),
        ("PROTECTED_DATA_KEYS", f"{KEY},{KEY[:-1]}", "第 2 个密钥无法使用"),
        ("PROTECTED_DATA_KEYS", f"{KEY}，{OTHER_KEY}", "用英文逗号分开"),
        ("PROTECTED_DATA_KEYS", "A" * 43 + "=", "不要自己编写"),
        ("PROTECTED_DATA_KEYS", f"{KEY}, {KEY}", "重复的密钥"),
        ("ALLOWED_HOSTS", "https://gazette.example.cn", "不带 https://"),
        ("CSRF_TRUSTED_ORIGINS", "gazette.example.cn", "带 https:// 的网址"),
        ("DATABASE_URL", "mysql://a:b@c/d", "只支持 PostgreSQL"),
        ("DATABASE_URL", "postgresql://a:b@c:5432/", "缺少数据库名"),
        ("DATABASE_POOL_SIZE", "0", "不小于 1 的整数"),
        ("HSTS_SECONDS", "year", "不小于 0 的整数"),
        ("LOG_LEVEL", "LOUD", "DEBUG、INFO、WARNING、ERROR"),
        ("LOG_FORMAT", "xml", "line、json"),
        ("ADMIN_PATH", "../desk", "字母、数字或连字符"),
        ("LOCKOUT_FAILURES", "0", "不小于 1 的整数"),
        ("SESSION_IDLE_MINUTES", "1", "不小于 5 的整数"),
        ("STATIC_ROOT", "static", "绝对路径"),
        ("PAPER_FONTS_DIR", "fonts", "绝对路径"),
        ("PAPER_FONTS_DIR", "/no/such/folder", "没有这个文件夹，或者没有读取它的权限"),
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
    said = manage("check", PROTECTED_DATA_KEYS=f"{KEY},hunter2").stderr
    assert "第 2 个密钥" in said
    assert "hunter2" not in said
    assert KEY not in said


def test_production_settings_pass_djangos_own_inspection() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_the_inspection_misses_the_key_of_protected_data() -> None:
    without = {name: value for name, value in PRODUCTION.items() if name != "PROTECTED_DATA_KEYS"}
    done = manage("check", "--deploy", **without)
    assert done.returncode == 1
    assert "没有设置环境变量 PROTECTED_DATA_KEYS" in done.stderr


def test_without_the_key_commands_work_as_far_as_they_need_none() -> None:
    code = """
from foundation.protected import Protected, seal
from foundation.refusals import KeyMissing
print(str(Protected("phone")) == "")
try:
    seal("phone", "13800138000")
except KeyMissing as refusal:
    print(refusal)
"""
    done = manage("shell", "--no-imports", "-c", code)
    assert done.stdout.startswith("True\n没有设置环境变量 PROTECTED_DATA_KEYS"), done.stderr


def test_commands_work_without_any_variable_but_in_production_mode() -> None:
    done = manage("shell", "--no-imports", "-c", "from django.conf import settings; print(settings.DEBUG)")
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "PROTECTED_DATA_KEYS", "ALLOWED_HOSTS"])
def test_nothing_is_served_half_configured(missing: str) -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = manage("shell", "--no-imports", "-c", "import portal.wsgi", **environment)
    assert done.returncode == 1
    assert f"必须设置环境变量 {missing}" in done.stderr


def test_the_desk_moves_with_its_setting_and_public_pages_do_not_tell_where() -> None:
    code = """
from django.conf import settings
from django.test import Client
from django.urls import reverse
print(reverse("admin:index"), reverse("admin:verify"), settings.SECOND_FACTOR_REQUIRED)
print(Client().get("/admin/", headers={"host": "localhost"}).status_code)
print("desk-7f3a" in Client().get("/robots.txt", headers={"host": "localhost"}).content.decode())
"""
    done = manage(
        "shell", "--no-imports", "-c", code, DEBUG="1", ADMIN_PATH="desk-7f3a/", SECOND_FACTOR_REQUIRED="1"
    )
    assert done.stdout.split() == ["/desk-7f3a/", "/desk-7f3a/verify/", "True", "404", "False"], done.stderr


def test_every_variable_stands_in_the_readme() -> None:
    settings = (PROJECT / "portal" / "settings.py").read_text("utf-8")
    names = re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', settings)
    assert "SECRET_KEY" in names
    table = (PROJECT / "README.md").read_text("utf-8").split("## 配置")[1].split("###")[0]
    assert [name for name in names if f"`{name}`" not in table] == []


def test_fonts_of_the_papers_are_not_compressed() -> None:
    storage = CompressedManifestStaticFilesStorage()
    compressor = storage.create_compressor(extensions=settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS)
    fonts = [path for path in (PROJECT / "static" / "fonts").iterdir() if path.suffix not in (".md", ".txt")]
    assert len(fonts) == 3
    assert [font for font in fonts if compressor.should_compress(font.name)] == []
    assert compressor.should_compress("base.css")
