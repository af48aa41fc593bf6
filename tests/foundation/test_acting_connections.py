"""Who did it, on real connections: nothing stays after a failure, in the pool, or for another thread."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction

from foundation.acting import acting
from foundation.models import RowChange, Unit
from tests import make
from tests.databases import Database
from tests.foundation.acted import BROKEN, backend, held, run, who


@pytest.mark.parametrize("failing", [lambda: run(BROKEN), lambda: make.unit("示例局"), lambda: 1 / 0])
def test_a_failure_leaves_nothing_on_the_connection(
    committed_units: None, failing: Callable[[], Any]
) -> None:
    make.unit("示例局")
    before = backend()
    with (
        pytest.raises((DatabaseError, ZeroDivisionError)),
        acting(make.staff(), via="甲"),
        transaction.atomic(),
    ):
        make.unit()
        failing()
    with (
        pytest.raises((DatabaseError, ZeroDivisionError)),
        transaction.atomic(),
        acting(make.staff(), via="乙"),
    ):
        make.unit()
        failing()
    with pytest.raises((DatabaseError, ZeroDivisionError)), acting(make.staff(), via="丙"):
        failing()
    assert (backend(), held()) == (before, ("", ""))
    make.unit()
    assert who() == [(None, "")] * 2
    assert connection.execute_wrappers == []


def test_a_connection_given_back_to_the_pool_in_the_middle_carries_no_name(committed_units: None) -> None:
    anna = make.staff()
    with acting(anna, via="甲"):
        make.unit()
        before = backend()
        connection.close()
        found: list[tuple[int, tuple[str, str]]] = []
        for _ in range(20):  # the pool lends its connections in turn
            borrow = Thread(target=lambda: _on_own_connection(lambda: found.append((backend(), held()))))
            borrow.start()
            borrow.join(10)
        make.unit()
    assert before in dict(found)
    assert {name for _, name in found} == {("", "")}
    assert who() == [(anna.username, "甲")] * 2


def test_a_lost_connection_is_told_again(committed_units: None) -> None:
    anna = make.staff()
    with acting(anna):
        with pytest.raises(DatabaseError), transaction.atomic():
            make.unit()
            Database(connection.settings_dict["NAME"]).ask(f"SELECT pg_terminate_backend({backend()}, 5000)")
            make.unit()
        connection.close()
        make.unit()
    assert [name for name, _ in who()] == [anna.username]


def _on_own_connection(deed: Callable[[], None]) -> None:
    try:
        deed()
    finally:
        connection.close()


def test_two_at_once_are_never_taken_for_each_other(committed_units: None) -> None:
    """Two threads meet before every statement, inside transactions and out, on connections from one pool."""
    people = [make.staff(), make.staff()]
    meet = Barrier(2, timeout=10)
    failures: list[BaseException] = []

    def work(user: User) -> None:
        try:
            for number in range(10):
                with acting(user, via=user.username):
                    meet.wait()
                    Unit.objects.create(name=f"{user.username}甲{number}", level="city")
                    with transaction.atomic():
                        meet.wait()
                        Unit.objects.create(name=f"{user.username}乙{number}", level="city")
                        meet.wait()
                        Unit.objects.filter(name=f"{user.username}甲{number}").update(level="county")
                connection.close()  # the next round may get the other's connection
        except BaseException as failure:
            failures.append(failure)
            meet.abort()
        finally:
            connection.close()

    threads = [Thread(target=work, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []
    names = dict(Unit.objects.values_list("pk", "name"))
    changes = RowChange.objects.exclude(table_name__startswith="auth_").select_related("by")
    assert len(changes) == 60
    for change in changes:
        assert change.by is not None
        assert names[change.row_id].startswith(change.by.username + "甲") or names[change.row_id].startswith(
            change.by.username + "乙"
        )
        assert change.via == change.by.username


def test_a_thread_started_within_acts_for_itself(committed_units: None) -> None:
    with acting(make.staff(), via="甲"):
        other = Thread(target=lambda: _on_own_connection(lambda: make.unit() and None))
        other.start()
        other.join(10)
    assert who() == [(None, "")]
