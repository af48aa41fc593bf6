"""What may be told of a level on a day: the states and where one turns into the next, in milliseconds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.rules.plaque import LABELS, Plaque, PlaqueState, Span, Taken

DAY = date(2026, 6, 10)
THREE_YEARS = Span(Level.AA, DAY, date(2029, 6, 10))


def held(on: date) -> Plaque:
    return Plaque(on=on, held=THREE_YEARS)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (DAY, PlaqueState.VALID),
        (date(2029, 3, 12), PlaqueState.VALID),  # 90 days before the last day
        (date(2029, 3, 13), PlaqueState.EXPIRING),
        (date(2029, 6, 10), PlaqueState.EXPIRING),  # the last day still counts
    ],
)
def test_a_level_that_holds_runs_out_soon_or_not(on: date, state: PlaqueState) -> None:
    assert held(on).state == state
    assert held(on).holds


def test_a_level_that_another_follows_does_not_run_out_soon() -> None:
    after = Span(Level.AAA, date(2029, 6, 11), date(2032, 6, 11))
    assert Plaque(on=date(2029, 6, 1), held=THREE_YEARS, coming=after).state == PlaqueState.VALID


def test_the_day_after_the_last_it_has_run_out() -> None:
    plaque = Plaque(on=date(2029, 6, 11), ended=THREE_YEARS)
    assert (plaque.state, plaque.shown, plaque.holds) == (PlaqueState.EXPIRED, THREE_YEARS, False)


def test_a_level_that_has_not_begun_is_told_as_such() -> None:
    plaque = Plaque(on=DAY - timedelta(days=1), coming=THREE_YEARS)
    assert (plaque.state, plaque.shown) == (PlaqueState.COMING, THREE_YEARS)


@pytest.mark.parametrize(
    ("kind", "state"),
    [(DecisionKind.CANCEL, PlaqueState.CANCELLED), (DecisionKind.REVOKE, PlaqueState.REVOKED)],
)
def test_what_was_taken_away_is_told_until_another_level_ran(kind: DecisionKind, state: PlaqueState) -> None:
    taken = Taken(kind, date(2027, 3, 5))
    before = Span(Level.AA, DAY, date(2027, 3, 4))
    assert Plaque(on=date(2027, 3, 5), ended=before, taken=taken).state == state
    assert (
        Plaque(on=date(2027, 3, 5), taken=taken).state == state
    )  # from its first day: nothing is left of it
    later = Span(Level.A, date(2030, 1, 1), date(2033, 1, 1))
    assert Plaque(on=date(2034, 1, 1), ended=later, taken=taken).state == PlaqueState.EXPIRED


def test_two_full_years_without_application_are_told_while_they_run() -> None:
    taken = Taken(DecisionKind.CANCEL, date(2028, 2, 29))
    assert Plaque(on=date(2028, 3, 1), taken=taken).barred_until == date(2030, 2, 28)
    assert Plaque(on=date(2030, 2, 28), taken=taken).barred_until == date(2030, 2, 28)
    assert Plaque(on=date(2030, 3, 1), taken=taken).barred_until is None
    assert Plaque(on=date(2028, 3, 1), taken=Taken(DecisionKind.REVOKE, DAY)).barred_until is None


def test_without_any_decision_it_is_unrated() -> None:
    assert (Plaque(on=DAY).state, Plaque(on=DAY).shown) == (PlaqueState.UNRATED, None)


def test_every_state_has_a_word() -> None:
    assert set(LABELS) == set(PlaqueState)
    assert len(set(LABELS.values())) == len(PlaqueState)
