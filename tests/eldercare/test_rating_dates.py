"""Dates of rating to the day, each reckoned by hand: the day something happens is not counted, a period ends on the day of
the same number (民法典 第二百零一条、第二百零二条).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.rules.eligibility import RatingFacts, has_run_a_year
from eldercare.rules.timeline import Held, Ruling, barred_until, first_possible_day, level_on, timeline

GRANT, LOWER, REVOKE, CANCEL = (
    DecisionKind.GRANT,
    DecisionKind.LOWER,
    DecisionKind.REVOKE,
    DecisionKind.CANCEL,
)
A, AA, AAA = Level.A, Level.AA, Level.AAA


# Opened → the first day on which a year is full.
A_YEAR = [
    # 10 March 2025 is not counted; day 1 is the 11th, day 365 is 10 March 2026; full when that day is over.
    (date(2025, 3, 10), date(2026, 3, 11)),
    # A year on from 29 February there is no 29th: the last day is 28 February 2025.
    (date(2024, 2, 29), date(2025, 3, 1)),
    # From 28 February 2023 the last day is 28 February 2024, the 29th is the day after.
    (date(2023, 2, 28), date(2024, 2, 29)),
    (date(2024, 12, 31), date(2026, 1, 1)),
]


@pytest.mark.parametrize(("opened", "first"), A_YEAR)
def test_n073_a_year_is_full_the_day_after_its_last(opened: date, first: date) -> None:
    facts: dict[str, Any] = {"year": first.year, "opens_on": opened, "closes_on": first, "opened_on": opened}
    assert not has_run_a_year(RatingFacts(on=first, **facts)).stops
    before = has_run_a_year(RatingFacts(on=first - timedelta(1), **facts))
    assert before.stops and str(first) in before.reason


# Cancelled from → the last day without a new application.
TWO_YEARS = [
    (date(2026, 5, 4), date(2028, 5, 4)),
    # Two years on from 29 February 2024 February has 28 days.
    (date(2024, 2, 29), date(2026, 2, 28)),
    (date(2026, 2, 28), date(2028, 2, 28)),  # and not the 29th of the leap year
    (date(2026, 12, 31), date(2028, 12, 31)),
]


@pytest.mark.parametrize(("cancelled", "last"), TWO_YEARS)
def test_n087_the_bar_ends_with_the_day_of_the_same_number(cancelled: date, last: date) -> None:
    assert barred_until(cancelled) == last


def held(*rulings: tuple[DecisionKind, date, Level | None]) -> list[tuple[str, date, date]]:
    told = timeline(Ruling(number, kind, on, level) for number, (kind, on, level) in enumerate(rulings))
    return [(span.level.value, span.first, span.last) for span in told]


def test_n085_a_level_lasts_three_years_also_from_a_leap_day() -> None:
    assert held((GRANT, date(2024, 10, 15), A)) == [("A", date(2024, 10, 15), date(2027, 10, 15))]
    # 2031 has no 29 February.
    assert held((GRANT, date(2028, 2, 29), A)) == [("A", date(2028, 2, 29), date(2031, 2, 28))]
    assert held((GRANT, date(2025, 2, 28), A)) == [("A", date(2025, 2, 28), date(2028, 2, 28))]


def test_expiry_comes_with_the_day_and_nobody_does_anything() -> None:
    spans = timeline([Ruling(1, GRANT, date(2024, 10, 15), AA)])
    on = {day: level_on(spans, date(2027, 10, day)) for day in (14, 15, 16)}
    assert on == {14: AA, 15: AA, 16: None}
    assert level_on(spans, date(2024, 10, 14)) is None


def test_a_renewal_follows_and_an_upgrade_cuts() -> None:
    spans = timeline([Ruling(1, GRANT, date(2024, 10, 15), AA)])
    in_force, over = date(2027, 9, 1), date(2027, 10, 16)
    # The same or a lower level waits for 15 October 2027 to pass, a higher one need not.
    assert {level: first_possible_day(spans, level, decided_on=in_force) for level in Level} == {
        A: date(2027, 10, 16),
        AA: date(2027, 10, 16),
        AAA: in_force,
    }
    assert first_possible_day(spans, A, decided_on=over) == over
    assert held((GRANT, date(2024, 10, 15), AA), (GRANT, date(2027, 10, 16), AA)) == [
        ("2A", date(2024, 10, 15), date(2027, 10, 15)),
        ("2A", date(2027, 10, 16), date(2030, 10, 16)),
    ]
    assert held((GRANT, date(2024, 10, 15), AA), (GRANT, in_force, AAA)) == [
        ("2A", date(2024, 10, 15), date(2027, 8, 31)),
        ("3A", in_force, date(2030, 9, 1)),
    ]


def test_n090_a_lowered_level_lasts_what_was_left_and_a_revoked_one_ends_the_day_before() -> None:
    grant = (GRANT, date(2024, 10, 15), AAA)
    assert held(grant, (LOWER, date(2026, 1, 8), A)) == [
        ("3A", date(2024, 10, 15), date(2026, 1, 7)),
        ("A", date(2026, 1, 8), date(2027, 10, 15)),  # not three years anew
    ]
    assert held(grant, (REVOKE, date(2026, 1, 8), None)) == [("3A", date(2024, 10, 15), date(2026, 1, 7))]
    assert held(grant, (REVOKE, date(2024, 10, 15), None)) == []  # on its first day: not a day is left
    assert held(grant, (LOWER, date(2027, 10, 15), AA)) == [
        ("3A", date(2024, 10, 15), date(2027, 10, 14)),
        ("2A", date(2027, 10, 15), date(2027, 10, 15)),  # its last day
    ]


def test_n086_an_accident_ends_the_level_with_the_day_before_it() -> None:
    grant = (GRANT, date(2024, 10, 15), AAA)
    assert held(grant, (CANCEL, date(2025, 3, 1), None)) == [("3A", date(2024, 10, 15), date(2025, 2, 28))]
    assert held(grant, (LOWER, date(2026, 1, 8), A), (CANCEL, date(2025, 12, 1), None)) == [
        (
            "3A",
            date(2024, 10, 15),
            date(2025, 11, 30),
        ),  # known after it was lowered: the lower level goes as well
    ]


def test_an_accident_known_late_spares_only_what_was_applied_for_after_the_bar() -> None:
    """Accident on 1 July 2026, known in 2029: the bar ran to 1 July 2028. A renewal that was applied for on that day falls
    with the old level, one of the day after stands.
    """
    old = Ruling(1, GRANT, date(2026, 6, 10), A, date(2026, 5, 1))
    cancel = Ruling(3, CANCEL, date(2026, 7, 1))
    cut = Held(A, date(2026, 6, 10), date(2026, 6, 30), 1, date(2026, 5, 1))
    renewal = Ruling(2, GRANT, date(2029, 6, 11), A, date(2028, 7, 1))
    assert timeline([old, renewal, cancel]) == (cut,)
    renewal = Ruling(2, GRANT, date(2029, 6, 11), A, date(2028, 7, 2))
    stands = Held(A, date(2029, 6, 11), date(2032, 6, 11), 2, date(2028, 7, 2))
    assert timeline([old, renewal, cancel]) == (cut, stands)
