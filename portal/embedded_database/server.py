"""Start the embedded server, or join it when it runs; the last process to leave stops it.

Two lock files keep any number of processes in step, and the kernel frees both when a process is killed:
`start.lock` (exclusive) while somebody starts or stops, `in-use.lock` (shared) as long as a process lives.
A process that can turn its share of `in-use.lock` into an exclusive lock is the last one.
"""

import atexit
import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO

import psutil
import psycopg
from psycopg import sql

from portal.embedded_database.place import Place, choose, make_socket_folder
from portal.environment import ConfigurationRefused

PATIENCE = 120  # half seconds
SETTINGS = """\
# Written at every start by the project.
listen_addresses = ''
port = 5432
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 60
synchronous_commit = off    # a power cut may cost the last second, never the consistency
log_min_messages = warning
"""


@cache
def join(home: Path, database: str) -> Place:
    """Make sure the server of this home runs and knows the database. Answers at once after the first call."""
    place = choose(home)
    with _locked(place.home / "start.lock"):
        in_use = open(place.home / "in-use.lock", "w")  # noqa: SIM115  held as long as this process lives
        fcntl.flock(in_use, fcntl.LOCK_SH)
        _start_and_wait(place, database)
    atexit.register(_leave, place, in_use, os.getpid())
    return place


def stop(home: Path) -> bool:
    """Stop the server now, whoever uses it. False when it was not running."""
    place = choose(home)
    with _locked(place.home / "start.lock"):
        if not _is_running(place):
            return False
        _stop(place)
        return True


def status(home: Path) -> tuple[Place, bool]:
    """Where the server lives and whether it runs."""
    place = choose(home)
    return place, _is_running(place)


def _leave(place: Place, in_use: IO[str], joined_by: int) -> None:
    if os.getpid() != joined_by or not place.home.exists():  # a forked child does not own the lock
        return
    with _locked(place.home / "start.lock"):
        try:
            fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if _is_running(place):
            _stop(place)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with open(path, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_running(place: Place) -> bool:
    """Whether the process named by postmaster.pid is this server: after a restart its number may be another's."""
    process = _named_process(place)
    try:
        return process is not None and str(place.data) in process.cmdline()
    except psutil.AccessDenied:  # a hardened system hides it: better a failed connection than a second server
        return True
    except psutil.Error:
        return False


def _named_process(place: Place) -> psutil.Process | None:
    try:
        return psutil.Process(int((place.data / "postmaster.pid").read_text("utf-8").split("\n", 1)[0]))
    except (OSError, ValueError, psutil.Error):
        return None


def _start_and_wait(place: Place, database: str) -> None:
    """Start if need be, and wait until it answers: another process may have died while it started or stopped."""
    for _ in range(PATIENCE):
        if not _is_running(place):
            _start(place)
        try:
            return _ensure_database(place, database)
        except psycopg.OperationalError:
            time.sleep(0.5)
    raise ConfigurationRefused(_what_went_wrong(place, "postgres", b""))


def _start(place: Place) -> None:
    if not (place.data / "PG_VERSION").exists():
        _create(place)
    if _named_process(place) is not None:  # another's number: PostgreSQL would take that process for a server
        (place.data / "postmaster.pid").unlink()
    if place.sockets != place.data:
        make_socket_folder(place)
    (place.data / "gazette.conf").write_text(SETTINGS.format(sockets=place.sockets), "utf-8")
    _run(place, "pg_ctl", "start", "-w", "-t", "60", "-l", str(place.log), "-D", str(place.data))


def _stop(place: Place) -> None:
    _run(place, "pg_ctl", "stop", "-w", "-m", "fast", "-D", str(place.data))
    if place.sockets != place.data:
        with suppress(OSError):
            place.sockets.rmdir()


def _create(place: Place) -> None:
    """A new cluster, whole or not at all: a killed initdb leaves only the .part folder."""
    part = place.data.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    if place.account:
        os.chown(part, place.account.pw_uid, place.account.pw_gid)
    locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8")
    _run(place, "initdb", "-U", "postgres", "--auth=trust", "--no-instructions", *locale, "-D", str(part))
    with open(part / "postgresql.conf", "a", encoding="utf-8") as conf:
        conf.write("\ninclude 'gazette.conf'\n")
    part.rename(place.data)


def _ensure_database(place: Place, database: str) -> None:
    sockets = str(place.sockets)
    with psycopg.connect(host=sockets, user="postgres", dbname="postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if not known:
            name = sql.Identifier(database)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


def _run(place: Place, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs under the server's account; a failure becomes one Chinese sentence."""
    account = place.account
    done = subprocess.run(
        [str(place.server / "bin" / program), *arguments],
        cwd=place.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "LC_ALL": "C"},
        check=False,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )
    if done.returncode != 0:
        raise ConfigurationRefused(_what_went_wrong(place, program, done.stderr))


def _what_went_wrong(place: Place, program: str, said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    if place.log.exists():
        lines += place.log.read_text("utf-8", "replace").strip().splitlines()[-5:]
    return (
        f"内置数据库没能启动或停止（{program}）。数据目录：{place.data}。"
        "可以运行 make stop 后再试，或用环境变量 DATABASE_URL 改用另外的 PostgreSQL。程序的原话：\n  "
        + "\n  ".join(lines)
    )
