"""Who did it: told to every transaction anew, to no connection for longer, and to no other thread."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation.acting import acting
from foundation.models import Unit
from foundation.row_audit import audited
from tests import make
from tests.foundation.acted import BROKEN, held, run, who
from tests.foundation.conftest import audited_table


class Failure(Exception):
    pass


def test_whatever_way_a_row_is_changed_its_doer_is_known(committed_units: None) -> None:
    anna = make.staff()
    with acting(anna, via="/admin/x/"):
        unit = make.unit()
        unit.short_name = "示局"
        unit.save()
        Unit.objects.update(level="county")
        Unit.objects.bulk_update([unit], ["level"])
        run("UPDATE foundation_unit SET level = 'other' WHERE id = %s", unit.pk)
        run("/* by hand */ UPDATE foundation_unit SET level = 'city'")
        run("WITH gone AS (DELETE FROM foundation_unit RETURNING id) SELECT count(*) FROM gone")
        Unit.objects.bulk_create([Unit(name="示例甲局", level="city")])
    assert who() == [(anna.username, "/admin/x/")] * 8
    make.unit()
    assert who()[8:] == [(None, "")]


@pytest.mark.parametrize("user", [None, AnonymousUser(), User(username="unsaved")])
def test_a_command_acts_without_an_account(committed_units: None, user: Any) -> None:
    with acting(user, via="load_reference"):
        make.unit()
    assert who() == [(None, "load_reference")]


def test_a_long_address_is_cut(committed_units: None) -> None:
    with acting(make.staff(), via="/" * 500):
        make.unit()
    assert who()[0][1] == "/" * 200


def test_every_transaction_is_told_and_none_keeps_it(committed_units: None) -> None:
    anna = make.staff()
    with acting(anna, via="甲"):
        for _ in range(3):
            with transaction.atomic():
                make.unit()
                make.unit()
        assert held() == ("", "")  # between two transactions nothing is held
    assert who() == [(anna.username, "甲")] * 6
    assert held() == ("", "")


def test_who_comes_within_a_transaction_leaves_within_it(committed_units: None) -> None:
    anna = make.staff()
    with transaction.atomic():
        make.unit()
        with acting(anna, via="甲"):
            make.unit()
        make.unit()
        assert held() == ("", "")
    assert [name for name, _ in who()] == [None, anna.username, None]


def test_the_inner_doer_speaks_and_then_the_outer_again(committed_units: None) -> None:
    anna, bert = make.staff(), make.staff()
    with acting(anna, via="外"):
        make.unit()
        with transaction.atomic():
            make.unit()
            with acting(bert, via="内"):
                make.unit()
                with acting(None, via="无人"):
                    make.unit()
            make.unit()
        with acting(bert, via="内"):
            make.unit()
        make.unit()
    expected = [
        (anna, "外"),
        (anna, "外"),
        (bert, "内"),
        (None, "无人"),
        (anna, "外"),
        (bert, "内"),
        (anna, "外"),
    ]
    assert who() == [(user and user.username, via) for user, via in expected]


def test_a_savepoint_rolled_back_takes_no_name_along(committed_units: None) -> None:
    anna, bert = make.staff(), make.staff()
    with acting(anna), transaction.atomic():
        with pytest.raises(Failure), transaction.atomic():
            with acting(bert):
                make.unit()
            raise Failure
        make.unit()
        with acting(bert):
            with pytest.raises(DatabaseError), transaction.atomic():
                run(BROKEN)
            make.unit()
        make.unit()
    assert [name for name, _ in who()] == [anna.username, bert.username, anna.username]


def test_a_statement_that_fails_under_the_inner_name_still_rolls_back(committed_units: None) -> None:
    """The name changes back while the transaction can hear nothing."""
    anna, bert = make.staff(), make.staff()
    with acting(anna), transaction.atomic():
        make.unit()
        with pytest.raises(DatabaseError, match="no_such_column"), transaction.atomic(), acting(bert):
            make.unit()
            run(BROKEN)
        make.unit()
    assert [name for name, _ in who()] == [anna.username] * 2


def test_a_name_told_within_a_savepoint_that_failed_is_told_again(committed_units: None) -> None:
    """The statement that begins the savepoint is the first one after the change of name."""
    anna, bert = make.staff(), make.staff()
    with acting(anna), transaction.atomic():
        make.unit()
        sid = transaction.savepoint()
        with acting(bert):
            make.unit()
            transaction.savepoint_rollback(sid)
            make.unit()
        make.unit()
    assert [name for name, _ in who()] == [anna.username, bert.username, anna.username]


def test_reading_costs_nothing_more(committed_units: None) -> None:
    anna = make.staff()
    before = _transactions()
    with acting(anna), CaptureQueriesContext(connection) as asked:
        list(Unit.objects.all())
        Unit.objects.count()
    assert len(asked) == 2
    assert not connection.in_atomic_block
    assert before == _transactions()


def _transactions() -> str:
    """The next number the server would give to a transaction that writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_the_tests_own_transaction_is_no_hindrance() -> None:
    """As in every ordinary test: the transaction was there before whoever acts."""
    with audited_table(audited("foundation_unit")):
        anna = make.staff()
        make.unit()
        with acting(anna):
            make.unit()
            with pytest.raises(IntegrityError), transaction.atomic():
                Unit.objects.create(name=Unit.objects.first().name)  # type: ignore[union-attr]
            make.unit()
        make.unit()
        assert [name for name, _ in who()] == [None, anna.username, anna.username, None]


@pytest.mark.django_db
def test_an_account_with_history_is_not_deleted() -> None:
    with audited_table(audited("foundation_unit")):
        anna = make.staff()
        with acting(anna):
            make.unit()
        with pytest.raises(IntegrityError, match="protected"):
            anna.delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            run("DELETE FROM auth_user WHERE id = %s", anna.pk)
            connection.check_constraints()
