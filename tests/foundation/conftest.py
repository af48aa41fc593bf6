"""Races, a folder of private files and audited tables for the tests of the foundation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest
from django.apps import AppConfig, apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.migrations.operations import RunSQL
from django.db.migrations.state import ProjectState
from django.test import override_settings

from foundation.row_audit import audited
from tests.persons.models import Person


@contextmanager
def _row_held(row: models.Model) -> Iterator[None]:
    with transaction.atomic():
        type(row)._base_manager.select_for_update().get(pk=row.pk)
        yield


def wait_until_blocked(sessions: int) -> None:
    """Wait until that many sessions of this database stand before a lock."""
    deadline = monotonic() + 10
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction keeps its first look otherwise
            cursor.execute(query)
            if cursor.fetchone()[0] >= sessions:
                return
        sleep(0.01)
    raise AssertionError("the rivals never met at the lock")


@pytest.fixture
def race() -> Callable[..., list[object]]:
    """Let rivals, each on a connection of its own, meet at one locked row; then let go of it.

    Answers what each returned or raised.
    """

    def run(row: models.Model, *rivals: Callable[[], object]) -> list[object]:
        outcomes: list[object] = [None] * len(rivals)

        def start(place: int) -> None:
            try:
                outcomes[place] = rivals[place]()
            except Exception as failure:
                outcomes[place] = failure
            finally:
                connection.close()

        threads = [Thread(target=start, args=(place,)) for place in range(len(rivals))]
        with _row_held(row):
            for thread in threads:
                thread.start()
            wait_until_blocked(len(rivals))
        for thread in threads:
            thread.join(timeout=10)
        return outcomes

    return run


@pytest.fixture
def persons(db: None) -> Iterator[None]:
    """The app of tests is installed and its table stands, for this test only.

    Not by INSTALLED_APPS: every app would get ready once more, and the desk of the staff would start out empty.
    """
    config = AppConfig.create("tests.persons")
    config.apps = apps
    config.import_models()
    apps.app_configs[config.label] = config
    apps.clear_cache()
    with connection.schema_editor() as editor:
        editor.create_model(Person)
    yield
    if not connection.in_atomic_block:  # otherwise it goes with the transaction
        with connection.schema_editor() as editor:
            editor.delete_model(Person)
    ContentType.objects.clear_cache()
    del apps.app_configs[config.label]
    apps.clear_cache()


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    with override_settings(PRIVATE_ROOT=tmp_path / "private"):
        yield tmp_path / "private"


def files_in(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


@contextmanager
def audited_table(operation: RunSQL) -> Iterator[None]:
    """The trigger of an `audited(…)` operation, for the time of a test."""
    state = ProjectState()
    with connection.schema_editor() as editor:
        operation.database_forwards("foundation", editor, state, state)
    yield
    with connection.schema_editor() as editor:
        operation.database_backwards("foundation", editor, state, state)


@pytest.fixture
def committed_units(transactional_db: None) -> Iterator[None]:
    """Real commits, as on a real connection."""
    with audited_table(audited("foundation_unit")):
        yield
