"""Where an institution stands in rating: pure, day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.rules.choices import cells, choices, chosen, differ, words
from eldercare.rules.standard import LOST, NOT_ASKED, CriterionText, Requirement
from eldercare.rules.standing import Standing, StandingFacts, barred, in_words, standing, still_barring
from eldercare.rules.timeline import barred_until

ON = date(2026, 6, 10)
FILED = StandingFacts(on=ON, is_filed=True)
CANCELLED: dict[str, Any] = {"taken": DecisionKind.CANCEL, "taken_on": date(2025, 1, 20)}
REVOKED: dict[str, Any] = {"taken": DecisionKind.REVOKE, "taken_on": date(2025, 1, 20)}


@pytest.mark.parametrize(
    ("changes", "expected", "told"),
    [
        ({}, Standing.UNRATED, "已备案未申请"),
        ({"is_filed": False}, Standing.UNFILED, "未备案"),
        ({"applying": True}, Standing.APPLYING, "评定中"),
        ({"level": Level.AA, "until": date(2027, 1, 1)}, Standing.HELD, "2A 级"),
        ({"level": Level.AA, "applying": True}, Standing.HELD, "2A 级"),  # a renewal hides no level
        (
            {"coming": Level.A, "coming_from": date(2026, 7, 1), "ended_on": date(2026, 6, 1)},
            Standing.COMING,
            "A 级（2026-07-01 起）",
        ),
        ({"ended_on": date(2026, 6, 9)}, Standing.EXPIRED, "已到期"),
        ({"ended_on": date(2026, 6, 9), "applying": True}, Standing.APPLYING, "评定中"),
        ({"was_decided": True}, Standing.REFUSED, "不予评定"),
        ({**REVOKED, "ended_on": date(2025, 1, 19)}, Standing.REVOKED, "已撤销"),
        ({**REVOKED, "ended_on": date(2026, 1, 1)}, Standing.EXPIRED, "已到期"),  # rated again since
        ({**CANCELLED, "ended_on": date(2025, 1, 19)}, Standing.CANCELLED, "已取消（禁申至 2027-01-20）"),
        ({**CANCELLED, "applying": True}, Standing.CANCELLED, "已取消（禁申至 2027-01-20）"),
        ({**CANCELLED, "taken_on": date(2024, 6, 9)}, Standing.CANCELLED, "已取消"),
        ({**CANCELLED, "taken_on": date(2024, 6, 9), "applying": True}, Standing.APPLYING, "评定中"),
        ({"closed_on": ON, "level": Level.A}, Standing.CLOSED, "停业"),
        ({"closed_on": date(2026, 6, 11)}, Standing.UNRATED, "已备案未申请"),
    ],
)
def test_where_it_stands(changes: dict[str, Any], expected: Standing, told: str) -> None:
    facts = replace(FILED, **changes)
    assert standing(facts) == expected
    assert in_words(facts) == told


def test_the_bar_ends_with_its_last_day() -> None:
    """N087: two full years; the last day still bars."""
    on_last = replace(FILED, on=date(2027, 1, 20), **CANCELLED)
    assert barred(on_last) == date(2027, 1, 20)
    assert barred(replace(on_last, on=date(2027, 1, 21))) is None


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)), st.integers(0, 1500))
def test_the_earliest_cancellation_that_still_bars(on: date, before: int) -> None:
    cancelled = date.fromordinal(on.toordinal() - before)
    assert (on <= barred_until(cancelled)) == (cancelled >= still_barring(on))


def criterion(*texts: str) -> CriterionText:
    a, aa, aaa = (Requirement(text) for text in texts)
    return CriterionText("R99", "示例", "示例", (a, aa, aaa))


@pytest.mark.parametrize(
    ("texts", "offered"),
    [
        (("甲", "乙", "丙"), ("", "A", "2A", "3A")),
        (("甲", "甲", "甲"), ("", "3A")),
        (("甲", "乙", "乙"), ("", "A", "3A")),
        ((NOT_ASKED, "乙", "乙"), ("A", "3A")),
        ((NOT_ASKED, NOT_ASKED, "丙"), ("2A", "3A")),
        ((LOST, "乙", "丙"), ("", "2A", "3A")),
    ],
)
def test_cells_that_ask_the_same_are_one_choice(texts: tuple[str, ...], offered: tuple[str, ...]) -> None:
    row = criterion(*texts)
    assert choices(row) == offered
    assert "".join(level.value for cell in cells(row) for level in cell.levels) == "A2A3A"
    assert all(chosen(row, mark) in offered for mark in ("", "A", "2A", "3A"))


def test_marks_differ_only_where_they_say_something_else() -> None:
    assert not differ(criterion("甲", "乙", "乙"), "2A", "3A")
    assert differ(criterion("甲", "乙", "乙"), "A", "3A")
    assert words(criterion("甲", "乙", "乙"), "2A") == "2A、3A 级"
    assert words(criterion("甲", "乙", "乙"), "") == "未达到"
    assert words(criterion(NOT_ASKED, "乙", "丙"), "") == "A 级"  # nobody is below what asks nothing
