"""A killed import leaves nothing or everything, and the next one completes."""

from __future__ import annotations

import random
import signal
from contextlib import ExitStack
from time import monotonic, sleep

import pytest

from tests.databases import Command, Database, new_database
from tests.gazette.conftest import SAMPLE

IMPORT = ("import_issue", str(SAMPLE))
OTHERS = "FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid()"
random_moments = random.Random(20120304)


def sessions(database: Database, *, writing: bool = False) -> int:
    """How many others are connected; with ``writing``, have written something in their transaction."""
    more = " AND backend_xid IS NOT NULL" if writing else ""
    return int(database.ask(f"SELECT count(*) {OTHERS.format(database.name)}{more}")[0][0])


def wait_until_writing(database: Database, process: Command) -> None:
    while process.poll() is None and not sessions(database, writing=True):
        sleep(0.001)


def wait_until_gone(database: Database) -> None:
    """The server notices a dead client at its next word to it."""
    deadline = monotonic() + 20
    while sessions(database):
        assert monotonic() < deadline, "the dead client's session is still there"
        sleep(0.01)


@pytest.fixture
def measured(template: Database) -> tuple[dict[str, int], float, float]:
    """Rows of a whole import, how long it takes, and how long it writes."""
    with new_database(template.name) as database:
        begun = monotonic()
        process = database.start(*IMPORT)
        wait_until_writing(database, process)
        wrote = monotonic()
        said = process.communicate(timeout=60)[1]
        ended = monotonic()
        assert process.returncode == 0, said
        return database.counts(), ended - begun, ended - wrote


def kill(process: Command) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)


@pytest.mark.parametrize(("spread", "amid"), [(1, 3), pytest.param(4, 6, marks=pytest.mark.long)])
def test_a_kill_leaves_nothing_or_everything(
    template: Database, measured: tuple[dict[str, int], float, float], spread: int, amid: int
) -> None:
    """Moments spread over the whole run, and others while rows are being written. Then an import completes."""
    whole, seconds, writing = measured
    nothing = template.counts()
    found = []
    with ExitStack() as stack:
        database = stack.enter_context(new_database(template.name))
        for moment in range(spread + amid):
            process = database.start(*IMPORT)
            if moment < spread:
                sleep(seconds * (moment + random_moments.random()) / spread)
            else:
                wait_until_writing(database, process)
                sleep(writing * (moment - spread + random_moments.random()) / amid)
            kill(process)
            wait_until_gone(database)
            counts = database.counts()
            assert counts in (nothing, whole), {t: n for t, n in counts.items() if n != nothing[t]}
            found.append(counts)
            if counts == whole:
                database = stack.enter_context(new_database(template.name))
        assert nothing in found
        code, _, said = database.run(*IMPORT)
        assert (code, said) == (0, "")
        assert database.counts() == whole
