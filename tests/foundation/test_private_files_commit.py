"""Private files and transactions: a committed row has its file, a failed one leaves none, whatever goes wrong."""

from __future__ import annotations

import signal
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import TestCase
from django.utils import timezone

from foundation import private_files
from foundation.models import WorkYear
from foundation.private_files import PrivateStorage, forget, keep
from tests.databases import Database
from tests.foundation.conftest import files_in

CONTENT = "示例证明的内容".encode()
TOMORROW = timedelta(days=1)


def remember(name: str, year: int = 2027) -> WorkYear:
    """A row that names the file, standing for whatever will."""
    return WorkYear.objects.create(year=year, notice_title=name)


class Failure(Exception):
    pass


@pytest.mark.django_db(transaction=True)
def test_a_committed_row_has_its_file_and_only_the_portal_reads_it(root: Path) -> None:
    with transaction.atomic():
        name = keep(CONTENT)
        assert (root / name).read_bytes() == CONTENT  # before the commit, not after
        remember(name)
    assert files_in(root) == {WorkYear.objects.get().notice_title}
    assert stat.S_IMODE((root / name).stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (root, (root / name).parent)} == {0o700}


@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_leaves_no_file(root: Path) -> None:
    with pytest.raises(Failure), transaction.atomic():
        keep(CONTENT)
        keep(CONTENT)
        raise Failure
    assert files_in(root) == set()


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_the_database_refuses_leaves_no_file(root: Path) -> None:
    """The foreign key of a day is looked at when the transaction ends."""
    with pytest.raises(IntegrityError), transaction.atomic():
        remember(keep(CONTENT)).days.create(date="2027-01-01", kind="off", name="元旦")
        WorkYear.objects.update(year=2028)
    assert files_in(root) == set()


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_takes_its_own_file_with_it_and_no_other(root: Path) -> None:
    with transaction.atomic():
        kept = keep(CONTENT)
        with pytest.raises(Failure), transaction.atomic():
            keep(CONTENT)
            raise Failure
        assert files_in(root) == {kept}
        with transaction.atomic():
            also = keep(CONTENT)
    assert files_in(root) == {kept, also}


@pytest.mark.django_db(transaction=True)
def test_an_inner_success_does_not_outlive_an_outer_failure(root: Path) -> None:
    with pytest.raises(Failure), transaction.atomic():
        with transaction.atomic():
            keep(CONTENT)
        raise Failure
    assert files_in(root) == set()


@pytest.mark.django_db(transaction=True)
def test_a_hook_that_fails_after_the_commit_costs_no_file(root: Path) -> None:
    def fail() -> None:
        raise Failure

    with pytest.raises(Failure), transaction.atomic():
        transaction.on_commit(fail)
        name = keep(CONTENT)
        remember(name)
    assert WorkYear.objects.get().notice_title == name
    assert files_in(root) == {name}


@pytest.mark.django_db(transaction=True)
def test_a_connection_lost_at_the_commit_costs_no_file(root: Path) -> None:
    """Nobody knows whether that transaction was committed: the sweep will."""
    with pytest.raises(OperationalError), transaction.atomic():
        name = keep(CONTENT)
        remember(name)
        _hang_up()
    assert files_in(root) == {name}
    assert not WorkYear.objects.exists()
    assert sweep_now() == [name]
    assert files_in(root) == set()


def _hang_up() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        Database(connection.settings_dict["NAME"]).ask(
            f"SELECT pg_terminate_backend({cursor.fetchone()[0]}, 5000)"
        )


def sweep_now() -> list[str]:
    """As the command does, of files however young; WorkYear stands for the rows with files."""
    named = set(WorkYear.objects.values_list("notice_title", flat=True))
    strays, _ = private_files.stray_files(named, before=timezone.now() + TOMORROW)
    private_files.sweep(strays)
    return strays


KILLED = """
import os, signal
from django.db import transaction
from foundation.models import WorkYear
from foundation.private_files import keep
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
with transaction.atomic():
    if {after}:
        transaction.on_commit(die)
    WorkYear.objects.create(year=2027, notice_title=keep(b"evidence"))
    if not {after}:
        die()
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after_the_commit", [False, True])
def test_a_killed_process_leaves_a_row_with_its_file_or_neither(root: Path, after_the_commit: bool) -> None:
    database = Database(connection.settings_dict["NAME"])
    process = database.start(
        "shell", "--no-imports", "-c", KILLED.format(after=after_the_commit), PRIVATE_ROOT=str(root)
    )
    _, said = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, said
    rows = list(WorkYear.objects.values_list("notice_title", flat=True))
    assert len(rows) == (1 if after_the_commit else 0)
    assert len(files_in(root)) == 1
    assert len(sweep_now()) == (0 if after_the_commit else 1)
    assert files_in(root) == set(rows)


@pytest.mark.django_db(transaction=True)
def test_a_file_is_forgotten_with_the_commit_and_not_before(root: Path) -> None:
    with transaction.atomic():
        name = keep(CONTENT)
    with pytest.raises(Failure), transaction.atomic():
        forget(name)
        raise Failure
    assert files_in(root) == {name}
    with transaction.atomic():
        forget(name)
        assert files_in(root) == {name}
    assert files_in(root) == set()


@pytest.mark.django_db(transaction=True)
def test_a_file_needs_a_transaction_to_belong_to(root: Path) -> None:
    with pytest.raises(transaction.TransactionManagementError, match="须在事务中调用"):
        keep(CONTENT)
    assert files_in(root) == set()


class FilesInTests(TestCase):
    """A test's own transaction never commits: what it kept goes with it."""

    kept = ""

    def test_keeping(self) -> None:
        type(self).kept = keep(CONTENT)
        assert PrivateStorage().exists(self.kept)

    @classmethod
    def tearDownClass(cls) -> None:
        super().tearDownClass()
        assert cls.kept and not PrivateStorage().exists(cls.kept)
