"""Dates of rating through the verbs: rounds, the first year, accidents that become known later, bars and whom they follow;
each reckoned by hand.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from eldercare import actions
from eldercare.levels import levels_of
from eldercare.models import Institution, Operator, Rating, RatingApplication, RatingDecision
from eldercare.rating_facts import bars_of
from eldercare.rating_vocabulary import Level, RatingStatus
from eldercare.refusals import ApplicationRefused, DaysOutOfOrder, DecisionRefused
from eldercare.rules.eligibility import RatingFacts, is_not_barred, round_takes_it
from tests import care, rating
from tests.eldercare.rating_verbs import REASON, brief_edition, major_accident, standing
from tests.rating import AT, DAY

A, AA = Level.A, Level.AA


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)


@pytest.fixture
def site(db: None) -> Institution:
    brief_edition()
    return rating.eligible(opened_on=date(2024, 2, 29))


def county_officer(site: Institution) -> Any:
    return care.officer("养老县区经办", site.county)


def cancelled(site: Institution, *, on: date, at: datetime) -> RatingDecision:
    accident = major_accident(site, on=on, at=at)
    return actions.cancel_level(accident, grounds=REASON, by=county_officer(site), at=at)


def test_the_days_of_a_round_and_of_the_first_year(site: Institution) -> None:
    """Opened on 29 February 2024: a year is full with 28 February 2025, and the round takes applications from 1 March."""
    actions.set_up_round(
        2025,
        opens_on=date(2025, 2, 1),
        closes_on=date(2025, 3, 31),
        notice="示例",
        edition=rating.edition(),
        by=rating.city_officer(),
    )
    who = rating.people(site)
    for day, rule in [(date(2025, 1, 31), "N084"), (date(2025, 2, 28), "N073"), (date(2025, 4, 1), "N084")]:
        with pytest.raises(ApplicationRefused, match=rule):
            rating.opened(site, by=who, at=noon(day), year=2025)
    application = rating.opened(site, by=who, at=noon(date(2025, 3, 1)), year=2025)
    rating.filled_in(application, by=who, at=noon(date(2025, 3, 1)))

    def submit(applied_on: date, commitment_on: date, today: date) -> None:
        actions.submit_application(
            application,
            level=A,
            applied_on=applied_on,
            commitment_on=commitment_on,
            by=who.applicant,
            at=noon(today),
        )

    first, april = date(2025, 3, 1), date(2025, 4, 2)
    for applied_on, commitment_on, today, refusal in [
        (
            date(2025, 2, 28),
            first - timedelta(1),
            april,
            ApplicationRefused,
        ),  # the year was not full that day
        (april, first, april, ApplicationRefused),  # the round was over
        (date(2025, 3, 3), first, date(2025, 3, 2), DaysOutOfOrder),  # tomorrow
        (date(2025, 3, 3), date(2025, 3, 4), april, DaysOutOfOrder),  # promised after it was applied for
    ]:
        with pytest.raises(refusal):
            submit(applied_on, commitment_on, today)
    submit(date(2025, 3, 31), first, april)  # handed in late, dated on the last day


def test_n086_n087_an_accident_of_last_month(site: Institution) -> None:
    """Rated from 10 June 2026; on 9 August an accident of 4 July becomes known. The level ends with 3 July, and the bar
    with 4 July 2028: on the 5th somebody may apply again.
    """
    rating.rated(site, level=AA)
    cancelled(site, on=date(2026, 7, 4), at=noon(date(2026, 8, 9)))
    assert [(row.first_day, row.last_day) for row in Rating.objects.current()] == [
        (date(2026, 6, 10), date(2026, 7, 3))
    ]
    rating.round_of(2028)
    who = rating.people(site)
    with pytest.raises(ApplicationRefused, match=r"N087.*2028-07-04"):
        rating.opened(site, by=who, at=noon(date(2028, 7, 4)), year=2028)
    rating.opened(site, by=who, at=noon(date(2028, 7, 5)), year=2028)


def test_an_accident_before_the_level_began_or_after_it_ended_cancels_nothing(site: Institution) -> None:
    rating.rated(site, level=AA)
    late = noon(date(2029, 8, 1))
    for day in (date(2026, 6, 9), date(2029, 6, 11)):
        with pytest.raises(DecisionRefused, match=f"{day} 没有有效的等级（2A 级 2026-06-10 至 2029-06-10）"):
            cancelled(site, on=day, at=late)
    assert bars_of(site) == ()
    for day in (date(2029, 6, 10), date(2026, 6, 10)):  # the last day, and then the first
        cancelled(site, on=day, at=late)
    assert levels_of(site) == ()


def test_an_accident_on_the_day_before_the_doors_opened_or_of_tomorrow_is_a_slip(site: Institution) -> None:
    for day in (date(2024, 2, 28), DAY + timedelta(1)):
        with pytest.raises(DaysOutOfOrder):
            major_accident(site, on=day)


def test_an_application_made_while_barred_does_not_become_good_by_waiting(site: Institution) -> None:
    """Another site of the operator loses its level for an accident of 20 June 2024; that becomes known when our
    application of 10 June 2026 is under way, and the bar ends with 20 June 2026. On the 21st it is still refused.
    """
    other = rating.eligible(opened_on=date(2023, 1, 4), operator=site.operator)
    rating.rated(other, level=A, at=noon(date(2024, 6, 3)), year=2024)
    one = standing("submitted", institution=site)
    cancelled(other, on=date(2024, 6, 20), at=AT)
    for day in (date(2026, 6, 20), date(2026, 6, 21)):
        with pytest.raises(ApplicationRefused, match=r"N087.*运营的"):
            actions.pass_review(one.application, opinion=REASON, by=one.who.reviewer, at=noon(day))
    actions.return_application(one.application, reason=REASON, by=one.who.reviewer, at=AT)
    day = date(2026, 6, 21)
    actions.submit_application(
        one.application, level=A, applied_on=day, commitment_on=day, by=one.who.applicant, at=noon(day)
    )
    actions.pass_review(one.application, opinion=REASON, by=one.who.reviewer, at=noon(day))


def test_an_old_accident_ends_only_an_application_made_within_its_bar(site: Institution) -> None:
    """Accident on 4 June 2024, bar to 4 June 2026; the application of 10 June 2026 goes on, one of 4 June ends."""
    for day, expected in [(date(2026, 6, 4), RatingStatus.ENDED), (date(2026, 6, 5), RatingStatus.SUBMITTED)]:
        one = rating.eligible(opened_on=date(2023, 1, 4))
        rating.rated(one, level=A, at=noon(date(2024, 6, 3)), year=2024)
        application, _ = rating.submitted(one, level=A, at=noon(day))
        cancelled(one, on=date(2024, 6, 4), at=noon(date(2026, 7, 1)))
        assert RatingApplication.objects.get(pk=application.pk).status == expected


def test_n087_a_bar_follows_site_operator_and_succession(site: Institution) -> None:
    rating.rated(site, level=A)
    old = site.operator
    second = rating.eligible(operator=old)
    new = care.operator("social", county=site.county)
    cancelled(site, on=date(2026, 7, 4), at=noon(date(2026, 7, 5)))
    by, moved = care.colleague(site), date(2026, 7, 6)
    actions.succeed(site, successor=new, on=moved, basis="示例协议", by=by, at=noon(moved))
    renamed = care.institution(township=site.township, address=f"{site.address[:3]} {site.address[3:]}")
    third = care.institution(operator=new)
    told = {
        name: [bar.whose for bar in bars_of(row)] for name, row in _anew(site, second, renamed, third).items()
    }
    assert told["site"] == ["这个机构"]  # whoever runs it now
    assert told["second"] == [f"运营主体“{old}”运营的“{site}”"]  # wherever it runs one
    assert told["renamed"] == [f"同一地址的“{site}”"]
    assert told["third"] == []  # the successor had no part in it


def _anew(*rows: Institution) -> dict[str, Institution]:
    names = ("site", "second", "renamed", "third")
    return {name: Institution.objects.get(pk=row.pk) for name, row in zip(names, rows, strict=True)}


def test_an_accident_before_a_succession_is_the_predecessors(site: Institution) -> None:
    rating.rated(site, level=A)
    old: Operator = site.operator
    new = care.operator("social", county=site.county)
    by = care.colleague(site)
    actions.succeed(
        site, successor=new, on=date(2026, 7, 6), basis="示例协议", by=by, at=noon(date(2026, 7, 6))
    )
    for day, whose in [(date(2026, 7, 5), old), (date(2026, 7, 6), new)]:
        assert major_accident(site, on=day, at=noon(date(2026, 7, 9))).operator == whose


def test_rules_of_a_round_tell_their_days() -> None:
    facts = RatingFacts(
        on=date(2026, 9, 1), year=2026, opens_on=date(2026, 6, 1), closes_on=date(2026, 8, 31)
    )
    assert "2026-06-01 至 2026-08-31" in round_takes_it(facts).reason
    assert not is_not_barred(facts).stops
