"""Typed readers of environment variables.

Each reader answers one variable in its type, or refuses with a Chinese sentence that names the variable, what was
found and what is allowed. An empty value counts as unset. Nothing here knows Django's settings.
"""

import base64
import os
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

_env = Env()


class ConfigurationRefused(ImproperlyConfigured):
    """A setting is missing or wrong; the message is one Chinese sentence for the operator."""


def _refuse(name: str, allowed: str) -> ConfigurationRefused:
    return ConfigurationRefused(f"环境变量 {name} 的值“{_env.str(name, '')}”无法使用：{allowed}。")


def is_set(name: str) -> bool:
    return bool(_env.str(name, "").strip())


def text(name: str, default: str = "") -> str:
    return _env.str(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    if not is_set(name):
        return default
    try:
        return bool(_env.bool(name))
    except EnvError as error:
        raise _refuse(name, "只能是 1、0、true、false、on、off、yes、no 之一") from error


def whole_number(name: str, default: int, *, least: int = 0) -> int:
    if not is_set(name):
        return default
    try:
        number = int(_env.int(name))
    except EnvError as error:
        raise _refuse(name, f"应为不小于 {least} 的整数") from error
    if number < least:
        raise _refuse(name, f"应为不小于 {least} 的整数")
    return number


def choice(name: str, default: str, *, allowed: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in allowed:
        raise _refuse(name, f"只能是 {'、'.join(allowed)} 之一")
    return value


def host_names(name: str) -> list[str]:
    """Host names parted by commas, without scheme, port or path: gazette.example.cn,www.example.cn"""
    hosts = [host.strip() for host in text(name).split(",") if host.strip()]
    if any(not re.fullmatch(r"[A-Za-z0-9.\-]+|\[[0-9a-fA-F:]+\]|\*", host) for host in hosts):
        raise _refuse(
            name, "应为用英文逗号分开的域名，不带 https://、端口和路径，如 gazette.example.cn,www.example.cn"
        )
    return hosts


def origins(name: str) -> list[str]:
    """Origins with scheme, parted by commas: https://gazette.example.cn"""
    found = [origin.strip() for origin in text(name).split(",") if origin.strip()]
    if any(not re.fullmatch(r"https?://[A-Za-z0-9.\-*]+(:\d+)?", origin) for origin in found):
        raise _refuse(name, "应为用英文逗号分开、带 https:// 的网址，如 https://gazette.example.cn")
    return found


def address_part(name: str, default: str) -> str:
    """The first part of some addresses, as urls.py writes it: desk-7f3a/"""
    value = text(name, default).strip("/")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9\-]{2,60}", value):
        raise _refuse(name, "应为 3 到 61 个字母、数字或连字符，不带其他斜线，如 desk-7f3a/")
    return f"{value}/"


def folder(name: str, default: Path, *, apart_from: Iterable[Path] = ()) -> Path:
    """An absolute path that neither is, nor lies in, one of those it must be apart from."""
    path = Path(text(name, str(default)))
    if not path.is_absolute():
        raise _refuse(name, "应为绝对路径")
    for other in apart_from:
        if path.resolve().is_relative_to(other.resolve()):
            raise _refuse(name, f"不能放在对外公开的 {other} 之内")
    return path


def existing_folder(name: str) -> Path | None:
    """A folder that is there and may be looked into, or None when unset."""
    if not is_set(name):
        return None
    path = folder(name, Path())
    if not (path.is_dir() and os.access(path, os.R_OK | os.X_OK)):
        raise _refuse(name, "没有这个文件夹，或者没有读取它的权限")
    return path


def secret(name: str, *, least: int) -> str:
    """A secret of at least `least` characters, or "" when unset. The value is never shown in a message."""
    value = text(name)
    if value and (len(value) < least or len(set(value)) < 5):
        raise ConfigurationRefused(
            f"环境变量 {name} 太短或太简单：至少 {least} 个字符，且不能是重复的几个字符。"
        )
    return value


def fernet_keys(name: str) -> tuple[str, ...]:
    """Fernet keys parted by commas, or () when unset. Their values are never shown in a message."""
    keys = tuple(key.strip() for key in text(name).split(",") if key.strip())
    for number, key in enumerate(keys, start=1):
        if not _is_fernet_key(key) or len(set(key)) < 5:
            raise ConfigurationRefused(
                f"环境变量 {name} 的第 {number} 个密钥无法使用：每个密钥是 44 个字符、以 = 结尾的随机串，"
                "多个用英文逗号分开；请用 README 里的命令生成，不要自己编写。"
            )
    if len(set(keys)) < len(keys):
        raise ConfigurationRefused(f"环境变量 {name} 里有重复的密钥：每个密钥只写一次，新的写在最前。")
    return keys


def _is_fernet_key(key: str) -> bool:
    """Whether it is the URL-safe Base64 of 32 bytes, written the one way."""
    try:
        raw = base64.b64decode(key, altchars=b"-_", validate=True)
    except ValueError:
        return False
    return len(raw) == 32 and base64.urlsafe_b64encode(raw).decode() == key


def postgres_address(name: str) -> dict[str, str] | None:
    """Django's connection keys from postgresql://user:password@host:port/database?sslmode=…, or None when unset."""
    if not is_set(name):
        return None
    allowed = "应为 postgresql://用户:密码@主机:端口/数据库（只支持 PostgreSQL）"
    if urlsplit(text(name)).scheme not in ("postgres", "postgresql"):
        raise ConfigurationRefused(f"环境变量 {name} 无法使用：{allowed}。")
    try:
        found = dict(_env.dj_db_url(name))
    except (EnvError, ValueError) as error:
        raise ConfigurationRefused(f"环境变量 {name} 无法使用：{allowed}。") from error
    if not found.get("NAME"):
        raise ConfigurationRefused(f"环境变量 {name} 缺少数据库名：{allowed}。")
    return found
