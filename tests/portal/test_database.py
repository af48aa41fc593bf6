"""The embedded server with real processes: any folder, several at once, crashes, and a clean end."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from portal.embedded_database import place, server

PROJECT = Path(__file__).resolve().parents[2]
ASK = "from django.db import connection as c; k = c.cursor(); k.execute('{}'); print(k.description and k.fetchone()[0])"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server under another account")


@contextmanager
def open_folder() -> Iterator[Path]:
    """A new folder others may enter (pytest's own is closed to the account that root runs the server under)."""
    made = Path(tempfile.mkdtemp(prefix="gazette-"))
    made.chmod(0o755)
    yield made
    for home in made.rglob("start.lock"):
        server.stop(home.parent)
    shutil.rmtree(made)


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture(scope="module")
def used() -> Iterator[Path]:
    """A folder in which the server has been before; every test leaves it in order and stopped."""
    with open_folder() as made:
        answer(ask(made))
        yield made


def ask(home: Path, sql: str = "SELECT current_database()", **environment: str) -> "subprocess.Popen[str]":
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", ASK.format(sql)],
        cwd=PROJECT,
        env=inherited | {"DEBUG": "1", "DATA_DIR": str(home)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def answer(process: "subprocess.Popen[str]") -> str:
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out.strip()


def wait_until_it_sleeps(home: Path) -> None:
    """Until the server runs and somebody's pg_sleep is under way."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
    sockets = str(place.choose(home).sockets)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with (
            suppress(psycopg.OperationalError),
            psycopg.connect(host=sockets, user="postgres", dbname="postgres") as connection,
        ):
            row = connection.execute(query).fetchone()
            if row is not None and row[0]:
                return
        time.sleep(0.1)
    raise AssertionError("nobody sleeps")


def postmaster(home: Path) -> psutil.Process:
    first_line = (home / "postgresql" / "postmaster.pid").read_text("utf-8").splitlines()[0]
    return psutil.Process(int(first_line))


@pytest.mark.parametrize("name", ["plain", "有 空格 的'目录", "long" * 40])
def test_starts_in_any_folder_and_the_last_to_leave_stops_it(folder: Path, name: str) -> None:
    home = folder / name
    assert answer(ask(home)) == "gazette"
    assert (home / "postgresql" / "PG_VERSION").read_text("utf-8").strip() == "18"
    assert not (home / "postgresql" / "postmaster.pid").exists()


def test_several_processes_share_one_new_server(folder: Path) -> None:
    waiting = [ask(folder, "SELECT pg_backend_pid() FROM pg_sleep(0.5)") for _ in range(4)]
    assert len({answer(process) for process in waiting}) == 4
    assert not server.status(folder)[1]


def test_one_process_leaving_does_not_stop_the_others_server(used: Path) -> None:
    slow = ask(used, "SELECT 7 FROM pg_sleep(12)")
    for _ in range(3):
        answer(ask(used))
    assert slow.poll() is None, "the slow question must outlive the others for this test to mean anything"
    assert answer(slow) == "7"


def test_a_killed_process_leaves_a_server_the_next_one_uses(used: Path) -> None:
    killed = ask(used, "SELECT 1 FROM pg_sleep(60)")
    wait_until_it_sleeps(used)
    killed.kill()
    killed.communicate()
    assert answer(ask(used, "SELECT 8")) == "8"
    assert not server.status(used)[1]


def test_a_crashed_server_recovers_with_its_data(used: Path) -> None:
    answer(ask(used, "CREATE TABLE kept AS SELECT 5 AS n"))
    process = ask(used, "SELECT 1 FROM pg_sleep(60)")
    wait_until_it_sleeps(used)
    crashed = postmaster(used)
    family = [crashed, *crashed.children()]
    for member in family:
        member.send_signal(signal.SIGKILL)
    psutil.wait_procs(family, timeout=10)
    process.kill()
    process.communicate()
    assert (used / "postgresql" / "postmaster.pid").exists()
    assert answer(ask(used, "SELECT n FROM kept")) == "5"


def test_a_start_cut_short_is_waited_for(used: Path) -> None:
    chosen = place.choose(used)
    program = str(chosen.server / "bin" / "pg_ctl")
    account = chosen.account.pw_uid if chosen.account else None
    subprocess.run(
        [program, "start", "-W", "-l", str(chosen.log), "-D", str(chosen.data)],
        cwd=used, user=account, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert answer(ask(used, "SELECT 6")) == "6"


def test_a_process_number_given_anew_is_not_taken_for_the_server(used: Path) -> None:
    (used / "postgresql" / "postmaster.pid").write_text(f"{os.getpid()}\n", "utf-8")
    assert answer(ask(used, "SELECT 9")) == "9"


def test_a_broken_data_folder_is_told_in_chinese(used: Path) -> None:
    conf = used / "postgresql" / "postgresql.conf"
    good = conf.read_text("utf-8")
    conf.write_text("no such thing = 1\n", "utf-8")
    process = ask(used)
    _, said = process.communicate(timeout=60)
    conf.write_text(good, "utf-8")
    assert process.returncode == 1
    assert "内置数据库没能启动" in said
    assert str(used) in said
    assert "Traceback" not in said


def test_a_given_server_is_used_instead(folder: Path) -> None:
    process = ask(folder, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none", DATABASE_POOL_TIMEOUT="1")
    _, said = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "内置数据库" not in said
    assert not any(folder.iterdir())


@as_root
def test_root_opens_no_folder_of_its_own_to_others(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    chosen = place.choose(closed / "data")
    try:
        assert answer(ask(closed / "data")) == "gazette"
        assert closed.stat().st_mode & 0o077 == 0
        assert not chosen.home.is_relative_to(folder)
        assert chosen.data.stat().st_uid != 0
    finally:
        server.stop(closed / "data")
        shutil.rmtree(chosen.home)
