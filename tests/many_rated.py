"""Many institutions with levels of three rounds, written in bulk past the verbs and triggers: for budgets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from eldercare.models import Institution, Rating, RatingApplication, RatingDecision
from foundation.civil_time import ONE_DAY, last_day
from tests import care, rating
from tests.databases import past_the_triggers

LEVELS = ("A", "2A", "3A")


def rated_in(institutions: Sequence[Institution], years: Sequence[int]) -> None:
    """Every institution is given a level in every one of these rounds, each in the place of the one before."""
    who = rating.people(care.institution())
    with past_the_triggers():
        for number, year in enumerate(years):
            after = date(years[number + 1], 5, 6) if number + 1 < len(years) else None
            _one_round(institutions, year, after, LEVELS[number % len(LEVELS)], who)


def _one_round(
    institutions: Sequence[Institution], year: int, after: date | None, level: str, who: rating.People
) -> None:
    round_, day = rating.round_of(year), date(year, 5, 6)
    at = datetime(year, 5, 6, 10, tzinfo=timezone.get_default_timezone())
    confirmed: dict[str, Any] = {
        "confirmed_by": who.confirmer,
        "confirmed_at": at,
        "confirmation_opinion": "示例",
        "confirmed_level": level,
    }
    applications = RatingApplication.objects.bulk_create(
        RatingApplication(
            institution=one,
            round=round_,
            edition=round_.edition,
            operator=one.operator,
            status="decided",
            level_applied=level,
            applied_on=day,
            commitment_on=day,
            name=one.name,
            nature=one.nature,
            address=one.address,
            person_in_charge=one.person_in_charge,
            identity_number=one.identity_number,
            person_phone=one.person_phone,
            opened_on=date(2020, 1, 1),
            filing_label=f"{day} 示例备案{one.pk}",
            registration_label=f"{day} 示例证字第{one.pk}号",
            building_area=one.building_area,
            average_daily_elders=20,
            staff_total=5,
            staff_full_time=3,
            staff_nurses=1,
            submitted_by=who.applicant,
            submitted_at=at,
            reviewed_by=who.reviewer,
            reviewed_at=at,
            review_opinion="示例",
            assessed_by=who.lead,
            assessed_at=at,
            panel_opinion="示例",
            panel_level=level,
            visited_on=day,
            visit_mode="both",
            approved_by=who.approver,
            approved_at=at,
            approval_opinion="示例",
            approved_level=level,
            **(confirmed if level == "3A" else {}),
        )
        for one in institutions
    )
    decisions = RatingDecision.objects.bulk_create(
        _decision(application, number, level, day, at, who.approver)
        for number, application in enumerate(applications, start=1)
    )
    until = after or last_day(day, years=3) + ONE_DAY
    Rating.objects.bulk_create(
        Rating(
            institution_id=decision.institution_id,
            level=level,
            period=DateRange(day, until),
            decision=decision,
            recorded_at=at,
        )
        for decision in decisions
    )


def _decision(
    application: RatingApplication, number: int, level: str, day: date, at: datetime, by: User
) -> RatingDecision:
    county = application.institution.county
    return RatingDecision(
        institution=application.institution,
        operator=application.operator,
        kind="grant",
        level=level,
        effective_on=day,
        decided_on=day,
        decided_at=at,
        decided_by=by,
        authority=county,
        grounds="示例",
        application=application,
        letter_code=county.code,
        letter_year=day.year,
        letter_serial=number,
    )
