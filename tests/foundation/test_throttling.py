"""Who comes too often is held back, counted exactly also when everybody comes at once; no address is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection

from foundation.models import VisitTally
from foundation.refusals import TooManyVisits
from foundation.throttling import EVERYBODY, Limit, Window, count_in, digest_of

HERE = "192.0.2.7"
AT = datetime(2026, 3, 10, 2, 0, 10, tzinfo=UTC)
THREE = Limit("search", 3, "请过一分钟再查。")


def passed(times: int, network: str = HERE, *, seconds: float = 0, limit: Limit = THREE) -> int:
    """How many of so many get through."""
    count = 0
    for _ in range(times):
        try:
            count_in(limit, network, at=AT + timedelta(seconds=seconds))
        except TooManyVisits:
            continue
        count += 1
    return count


@pytest.mark.django_db
def test_so_often_a_minute_and_each_for_himself() -> None:
    assert passed(5) == 3
    assert passed(5, "192.0.2.8") == 3
    assert passed(1, seconds=49) == 0
    assert passed(5, seconds=50) == 3
    assert passed(5, limit=Limit("suggestions", 4, "")) == 4


@pytest.mark.django_db
def test_who_is_not_known_passes_and_is_not_counted() -> None:
    assert passed(5, "") == 5
    assert not VisitTally.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("window", "seconds"),
    [(Window.MINUTE, 50), (Window.HOUR, 3590), (Window.DAY, 14 * 3600 - 10)],  # it is ten past ten in Lincang
)
def test_a_window_ends_by_the_clock_on_the_wall(window: Window, seconds: float) -> None:
    limit = Limit("search", 2, "", window)
    assert passed(3, limit=limit) == 2
    assert passed(1, seconds=seconds - 1, limit=limit) == 0
    assert passed(3, seconds=seconds, limit=limit) == 2


@pytest.mark.django_db
def test_windows_of_one_thing_are_counted_apart() -> None:
    midnight = datetime(2026, 3, 9, 16, tzinfo=UTC)  # where all windows begin
    for window in Window:
        count_in(Limit("search", 1, "", window), HERE, at=midnight)
    assert VisitTally.objects.count() == len(Window)


@pytest.mark.django_db
def test_a_shared_limit_counts_everybody_also_who_is_not_known() -> None:
    limit = Limit("search", 3, "", is_shared=True)
    assert [passed(2, network, limit=limit) for network in (HERE, "", "192.0.2.8")] == [2, 1, 0]
    assert VisitTally.objects.get().visitor == EVERYBODY


@pytest.mark.django_db
def test_the_sentence_is_told() -> None:
    passed(3)
    with pytest.raises(TooManyVisits, match="请过一分钟再查。"):
        count_in(THREE, HERE, at=AT)


@pytest.mark.django_db
def test_no_address_is_kept_and_nothing_for_long() -> None:
    passed(1)
    assert HERE not in str(list(VisitTally.objects.values()))
    there = {"what": "search", "on": "2026-03-10"}
    assert VisitTally.objects.get().visitor == digest_of(HERE, **there)
    for other in ({"on": "2026-03-11"}, {"what": "complaint"}):
        assert digest_of(HERE, **there | other) != digest_of(HERE, **there)
    passed(1, seconds=3700)
    assert VisitTally.objects.get().since == datetime(2026, 3, 10, 3, 1, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_exactly_so_many_pass_when_everybody_comes_at_once() -> None:
    counts: list[int] = []

    def visit() -> None:
        counts.append(passed(3))
        connection.close()

    visitors = [Thread(target=visit) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert sum(counts) == 3
    assert VisitTally.objects.get().count == 3


ROW = {"what": "search", "visitor": "a", "since": AT, "until": AT + timedelta(minutes=1), "count": 1}


def _rows() -> Iterator[tuple[dict[str, Any], str]]:
    names, null = "visit_tally_names_a_visitor", "null value"
    for field in ("what", "visitor"):
        yield {field: ""}, names
        yield {field: None}, null
    yield {"count": 0}, names
    yield {"count": None}, null
    yield {"since": None}, null
    yield {"until": None}, null
    yield {"until": AT}, names


@pytest.mark.django_db
@pytest.mark.parametrize(("fields", "constraint"), list(_rows()))
def test_the_database_refuses_a_tally_without(fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        VisitTally.objects.create(**ROW | fields)


@pytest.mark.django_db
def test_the_database_keeps_one_tally_a_window() -> None:
    VisitTally.objects.create(**ROW)
    with pytest.raises(IntegrityError, match="visit_tally_is_once_a_window"):
        VisitTally.objects.create(**ROW)
