"""The embedded server with real processes: any folder, several at once, crashes, and a clean end."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from portal.embedded_database import place, server

PROJECT = Path(__file__).resolve().parents[2]
ASK = "from django.db import connection as c; k = c.cursor(); k.execute('{}'); print(k.description and k.fetchone()[0])"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server under another account")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A new folder others may enter (pytest's own is closed to the account that root runs the server under)."""
    made = Path(tempfile.mkdtemp(prefix="gazette-"))
    made.chmod(0o755)
    yield made
    for home in made.rglob("start.lock"):
        server.stop(home.parent)
    shutil.rmtree(made)


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


def test_one_process_leaving_does_not_stop_the_others_server(folder: Path) -> None:
    slow = ask(folder, "SELECT 7 FROM pg_sleep(3)")
    for _ in range(3):
        answer(ask(folder))
    assert slow.poll() is None, "the slow question must outlive the others for this test to mean anything"
    assert answer(slow) == "7"


def test_a_killed_process_leaves_a_server_the_next_one_uses(folder: Path) -> None:
    answer(ask(folder))
    killed = ask(folder, "SELECT 1 FROM pg_sleep(60)")
    while not server.status(folder)[1]:
        assert killed.poll() is None
    killed.kill()
    killed.communicate()
    assert answer(ask(folder, "SELECT 8")) == "8"
    assert not server.status(folder)[1]


def test_a_crashed_server_recovers_with_its_data(folder: Path) -> None:
    answer(ask(folder, "CREATE TABLE kept AS SELECT 5 AS n"))
    process = ask(folder, "SELECT 1 FROM pg_sleep(60)")
    while not server.status(folder)[1]:
        assert process.poll() is None
    crashed = postmaster(folder)
    family = [crashed, *crashed.children()]
    for member in family:
        member.send_signal(signal.SIGKILL)
    psutil.wait_procs(family, timeout=10)
    process.kill()
    process.communicate()
    assert (folder / "postgresql" / "postmaster.pid").exists()
    assert answer(ask(folder, "SELECT n FROM kept")) == "5"


def test_a_start_cut_short_is_waited_for(folder: Path) -> None:
    answer(ask(folder))
    chosen = place.choose(folder)
    program = str(chosen.server / "bin" / "pg_ctl")
    account = chosen.account.pw_uid if chosen.account else None
    subprocess.run(
        [program, "start", "-W", "-l", str(chosen.log), "-D", str(chosen.data)],
        cwd=folder, user=account, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert answer(ask(folder, "SELECT 6")) == "6"


def test_a_process_number_given_anew_is_not_taken_for_the_server(folder: Path) -> None:
    answer(ask(folder))
    (folder / "postgresql" / "postmaster.pid").write_text(f"{os.getpid()}\n", "utf-8")
    assert answer(ask(folder, "SELECT 9")) == "9"


def test_a_broken_data_folder_is_told_in_chinese(folder: Path) -> None:
    answer(ask(folder))
    (folder / "postgresql" / "postgresql.conf").write_text("no such thing = 1\n", "utf-8")
    process = ask(folder)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "内置数据库没能启动" in said
    assert str(folder) in said
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
