"""What an order waits for, day by day; the database gives the same answer (N089, N090)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from eldercare.models import Rectification
from eldercare.rating_vocabulary import Level, OrderKind
from eldercare.rules.consequences import cancelled_from
from eldercare.rules.rectification import OrderFacts, OrderStage, stage
from eldercare.rules.timeline import Held
from eldercare.supervision import in_stage, stage_of, with_stage
from tests import supervision
from tests.rating_desk import today
from tests.supervision import watched

DUE = date(2026, 6, 10)


def order(days: int, **fields: object) -> OrderFacts:
    told = {"status": "open", "kind": OrderKind.STANDARD, **fields}
    return OrderFacts(on=DUE + timedelta(days=days), due_on=DUE, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "checked", "passed", "found"),
    [
        (-1, None, None, OrderStage.RUNNING),
        (0, None, None, OrderStage.RUNNING),  # the last day is still within the time
        (1, None, None, OrderStage.UNCHECKED),
        (1, 0, False, OrderStage.UNCHECKED),  # looked at before the time was over
        (1, 1, False, OrderStage.UNCORRECTED),
        (0, -2, True, OrderStage.CORRECTED),
        (9, 1, True, OrderStage.CORRECTED),
    ],
)
def test_an_open_order(days: int, checked: int | None, passed: bool | None, found: OrderStage) -> None:
    looked = None if checked is None else DUE + timedelta(days=checked)
    assert stage(order(days, last_checked_on=looked, last_passed=passed)) == found


def test_an_ended_order() -> None:
    assert stage(order(9, status="closed")) == OrderStage.CLOSED
    assert stage(order(9, status="failed")) == OrderStage.TO_DECIDE
    assert stage(order(9, status="failed", is_decided=True)) == OrderStage.FAILED
    assert stage(order(9, status="failed", holds_level=False)) == OrderStage.FAILED
    assert stage(order(9, status="failed", kind=OrderKind.FUNDS)) == OrderStage.FAILED


def test_cancelling_is_told_with_its_bar() -> None:
    held = (
        Held(Level.A, date(2025, 1, 6), date(2026, 1, 5), 1),
        Held(Level.AA, date(2026, 1, 6), date(2029, 1, 6), 2),
    )
    assert cancelled_from(held, date(2026, 2, 28)) == [
        "2A 级（2026-01-06 至 2029-01-06）到 2026-02-27 为止，从事故当天 2026-02-28 起没有等级。",
        "到 2028-02-28 为止不能重新申请评定；换名称、换运营主体、原主体另设机构，也不能避开。",
    ]
    told = cancelled_from(held, date(2025, 6, 1))
    assert told[0].startswith("A 级（2025-01-06 至 2026-01-05）到 2025-05-31 为止")
    assert told[1] == "2A 级（2026-01-06 至 2029-01-06）自始不再有效。"


@pytest.mark.django_db
def test_the_database_narrows_to_the_same_stages() -> None:
    who = watched(Level.A)
    rows = {
        OrderStage.RUNNING: supervision.order(who, due=0),
        OrderStage.UNCHECKED: supervision.rechecked(supervision.order(who), who, passed=False, ago=10),
        OrderStage.UNCORRECTED: supervision.rechecked(supervision.order(who), who, passed=False, ago=9),
        OrderStage.CORRECTED: supervision.rechecked(supervision.order(who), who, passed=True, ago=1),
        OrderStage.TO_DECIDE: supervision.failed(who),
    }
    loaded = {row.pk: row for row in with_stage(Rectification.objects.all(), on=today())}
    assert {stage_of(loaded[row.pk], on=today()): row.pk for row in rows.values()} == {
        found: row.pk for found, row in rows.items()
    }
    days = [today() + timedelta(days=more) for more in (-30, -10, -9, 0, 1, 30)]
    for on, wanted in product(days, OrderStage):
        every = with_stage(Rectification.objects.all(), on=on)
        said = set(in_stage(every, wanted, on=on).values_list("pk", flat=True))
        assert said == {row.pk for row in every if stage_of(row, on=on) == wanted}, (on, wanted)
