"""Corrections: a decision in the place of one that was wrong, measured as that one was; and the levels that follow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from eldercare import actions
from eldercare.levels import levels_of
from eldercare.models import Incident, Institution, Rating, RatingDecision, Rectification
from eldercare.rating_facts import bars_of
from eldercare.rating_vocabulary import DecisionKind, Level, OrderKind
from eldercare.refusals import (
    DaysOutOfOrder,
    DecisionRefused,
    IsAttached,
    LevelNotPossible,
    NotOnDuty,
    ReviewsOwnWork,
)
from foundation.refusals import NotPermitted, Refusal, RemarkRequired
from tests import care, rating
from tests.eldercare.rating_verbs import REASON, YEAR_BEFORE, brief_edition, major_accident, refusal_of
from tests.eldercare.test_rating_people import attach
from tests.rating import AT, DAY

pytestmark = pytest.mark.django_db
G, R, L, V, C, X = DecisionKind.values  # grant, refuse, lower, revoke, cancel, annul
LATER = AT + timedelta(60)


@pytest.fixture(autouse=True)
def _edition() -> None:
    brief_edition()


def county_officer(site: Institution) -> Any:
    return care.officer("养老县区经办", site.county)


def corrected(
    decision: RatingDecision, kind: str, level: str | None, on: date, **changes: Any
) -> RatingDecision:
    values: dict[str, Any] = {"by": county_officer(decision.institution), "at": LATER, "grounds": REASON}
    return actions.correct_decision(
        decision,
        kind=DecisionKind(kind),
        level=Level(level) if level else None,
        effective_on=on,
        **values | changes,
    )


def failed_order(site: Institution) -> Rectification:
    """An order nobody followed, found so sixty days after."""
    order = actions.order_rectification(
        site,
        kind=OrderKind.STANDARD,
        requirement="示例要求",
        deadline=DAY + timedelta(30),
        by=county_officer(site),
        at=AT,
    )
    actions.record_recheck(
        order, checked_on=DAY + timedelta(60), passed=False, remark=REASON, by=county_officer(site), at=LATER
    )
    return actions.fail_rectification(order, outcome=REASON, by=county_officer(site), at=LATER)


def decided(kind: str) -> RatingDecision:
    """One of each kind, on a level 2A from 10 June 2026; lowered and revoked on 9 August, cancelled from 1 July."""
    if kind == R:
        application, who = rating.assessed(level=Level.AA)
        actions.refuse(application, reason=REASON, by=who.approver, at=AT)
        return RatingDecision.objects.get(application=application)
    grant, _ = rating.rated(level=Level.AA)
    site = grant.institution
    if kind == G:
        return grant
    if kind == C:
        accident: Incident = major_accident(site, on=date(2026, 7, 1), at=LATER)
        return actions.cancel_level(accident, grounds=REASON, by=county_officer(site), at=LATER)
    level = Level.A if kind == L else None
    return actions.lower_or_revoke(
        failed_order(site), level=level, grounds=REASON, by=county_officer(site), at=LATER
    )


AUG = date(2026, 8, 9)  # sixty days after 10 June: 20 left in June, 31 in July, 9 in August
CASES: list[tuple[str, str, str | None, date, type[Refusal] | None]] = [
    # A grant: another level or day, or none after all.
    (G, G, "A", DAY, None),
    (G, G, "2A", DAY + timedelta(1), None),
    (G, R, None, DAY, None),
    (G, G, "2A", DAY, DecisionRefused),  # says the same
    (G, G, "3A", DAY, LevelNotPossible),  # not for the county
    (G, G, "A", DAY - timedelta(1), DaysOutOfOrder),  # before it was decided
    (G, G, "A", DAY + timedelta(366), None),
    (G, G, "A", DAY + timedelta(367), DaysOutOfOrder),  # out of sight
    (G, G, "A", date.max, DaysOutOfOrder),
    (G, G, None, DAY, DecisionRefused),  # a grant of nothing
    (G, R, "A", DAY, DecisionRefused),  # a refusal of something
    (G, C, None, DAY, DecisionRefused),
    (G, X, None, DAY, DecisionRefused),
    (R, G, "2A", DAY, None),
    (R, G, "3A", DAY, LevelNotPossible),
    (R, L, "A", DAY, DecisionRefused),
    # A level lowered on 9 August.
    (L, V, None, AUG, None),
    (L, L, "A", AUG + timedelta(1), None),
    (L, X, None, AUG, None),
    (L, L, "A", AUG - timedelta(1), DaysOutOfOrder),
    (L, L, "2A", AUG, DecisionRefused),  # it was 2A: not lower
    (L, L, "3A", AUG, LevelNotPossible),
    (L, L, "A", date(2029, 6, 10), None),  # the last day of the level
    (L, L, "A", date(2029, 6, 11), DecisionRefused),  # nothing is left to lower
    (V, L, "A", AUG, None),
    (V, X, None, AUG, None),
    (V, V, None, date(2029, 6, 11), DecisionRefused),
    (V, C, None, AUG, DecisionRefused),
    # A level cancelled from 1 July.
    (C, C, None, date(2026, 7, 2), None),
    (C, C, None, date(2026, 6, 10), None),  # the first day of the level
    (C, C, None, date(2026, 6, 9), DecisionRefused),  # the day before there was none to cancel
    (C, C, None, AUG, None),
    (C, C, None, AUG + timedelta(1), DaysOutOfOrder),  # not from a day to come
    (C, X, None, AUG, None),
    (C, V, None, AUG, DecisionRefused),
]


@pytest.mark.parametrize("first", [G, R, L, V, C])
def test_what_a_decision_may_be_corrected_to(first: str) -> None:
    decision = decided(first)
    by = county_officer(decision.institution)
    for kind, then, level, on, expected in CASES:
        if kind == first:
            told = refusal_of(
                lambda then=then, level=level, on=on: corrected(decision, then, level, on, by=by)
            )
            assert told is expected, (kind, then, level, on)


def test_who_corrects() -> None:
    decision = decided(G)
    site, who = decision.institution, decision.decided_by
    attached = county_officer(site)
    attach(attached, site)
    for changes, expected in [
        ({"by": who}, ReviewsOwnWork),
        ({"by": attached}, IsAttached),
        ({"by": rating.city_officer()}, NotOnDuty),  # another authority
        ({"by": care.officer("养老县区经办", care.county("530902"))}, NotOnDuty),
        ({"by": care.officer("养老乡镇经办", site.township)}, NotPermitted),
        ({"grounds": " "}, RemarkRequired),
    ]:
        assert refusal_of(lambda changes=changes: corrected(decision, R, None, DAY, **changes)) is expected
    again = corrected(decision, R, None, DAY)
    assert refusal_of(lambda: corrected(decision, G, "A", DAY)) is DecisionRefused  # not the last word
    assert (
        refusal_of(lambda: corrected(again, G, "A", DAY, by=who)) is ReviewsOwnWork
    )  # nor by who decided first
    assert refusal_of(lambda: corrected(again, G, "A", DAY, by=again.decided_by)) is ReviewsOwnWork
    assert refusal_of(lambda: corrected(again, G, "A", DAY)) is None


def spans(site: Institution) -> list[tuple[str, date, date]]:
    rows = Rating.objects.current().filter(institution=site).order_by("period")
    stored = [(row.level, row.first_day, row.last_day) for row in rows]
    assert stored == [(held.level, held.first, held.last) for held in levels_of(site)]
    assert not rows.filter(decision__superseded_by__isnull=False).exists()
    return stored


def test_an_appeal_gives_the_level_that_was_refused_and_keeps_what_was_said() -> None:
    decision = decided(R)
    site = decision.institution
    assert spans(site) == []
    new = corrected(decision, G, "2A", date(2026, 8, 9))
    assert spans(site) == [("2A", date(2026, 8, 9), date(2029, 8, 9))]
    assert (new.supersedes, new.letter_number, new.application) == (
        decision,
        "530922-2026-评-0002",
        decision.application,
    )
    assert not Rating.objects.known_at(AT).exists()  # as it was known in June


def test_an_annulled_cancellation_bars_nobody_and_gives_the_days_back() -> None:
    decision = decided(C)
    site = decision.institution
    assert spans(site) == [("2A", date(2026, 6, 10), date(2026, 6, 30))]
    assert [bar.cancelled_on for bar in bars_of(site)] == [date(2026, 7, 1)]
    annulled = corrected(decision, X, None, AUG)
    assert spans(site) == [("2A", date(2026, 6, 10), date(2029, 6, 10))]
    assert bars_of(site) == ()
    corrected(annulled, C, None, date(2026, 7, 3))  # after all, two days later
    assert spans(site) == [("2A", date(2026, 6, 10), date(2026, 7, 2))]
    assert [bar.cancelled_on for bar in bars_of(site)] == [date(2026, 7, 3)]
    assert Rating.objects.known_at(AT).get().last_day == date(2029, 6, 10)


def test_a_corrected_upgrade_gives_the_lower_level_its_days_back() -> None:
    """A from 12 May 2025, 2A from 10 June 2026 cuts it; the 2A was wrong: A goes on, and a new A can only follow it."""
    site = rating.eligible(opened_on=date(2024, 3, 4))
    rating.rated(site, level=Level.A, at=YEAR_BEFORE, year=2025)
    grant, _ = rating.rated(site, level=Level.AA)
    assert spans(site) == [
        ("A", date(2025, 5, 12), date(2026, 6, 9)),
        ("2A", date(2026, 6, 10), date(2029, 6, 10)),
    ]
    assert refusal_of(lambda: corrected(grant, G, "A", DAY)) is DaysOutOfOrder
    corrected(grant, G, "A", date(2028, 5, 13))
    assert spans(site) == [
        ("A", date(2025, 5, 12), date(2028, 5, 12)),
        ("A", date(2028, 5, 13), date(2031, 5, 13)),
    ]


def test_a_grant_is_corrected_after_a_later_one_and_measured_by_what_came_before() -> None:
    site = rating.eligible(opened_on=date(2024, 3, 4))
    first, _ = rating.rated(site, level=Level.A, at=YEAR_BEFORE, year=2025)
    rating.rated(site, level=Level.AA)
    corrected(first, G, "A", date(2025, 5, 20))
    assert spans(site) == [
        ("A", date(2025, 5, 20), date(2026, 6, 9)),
        ("2A", date(2026, 6, 10), date(2029, 6, 10)),
    ]
