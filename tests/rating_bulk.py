"""Three rounds of rating of many institutions at once, written in bulk past the verbs and the triggers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max
from django.utils import timezone

from eldercare.models import Filing, Institution, Rating, RatingApplication, RatingDecision, RatingMove
from eldercare.rating_vocabulary import RatingStatus
from foundation.fields import protected_fields
from tests import care, rating
from tests.databases import past_the_triggers
from tests.rating import People
from tests.rating_desk import today

STEPS = (("open", "", "draft"), ("submit", "draft", "submitted"), ("pass", "submitted", "reviewed"))


def three_rounds(institutions: Sequence[Institution]) -> None:
    """Of those on file: A two years ago, 2A last year, and this year an application in every status in turn."""
    filed = set(Filing.objects.in_force().values_list("institution", flat=True))
    sites = [one for one in institutions if one.pk in filed]
    who = rating.people(care.institution())
    with past_the_triggers():
        first = _round(sites, 2, who, ["decided"], "A")
        second = _round(sites, 1, who, ["decided"], "2A")
        _levels(first, second)
        _round(sites, 0, who, ["submitted", "reviewed", "assessed", "proposed", "returned", "refused"], "3A")


def _round(
    sites: Sequence[Institution], years_ago: int, who: People, statuses: Sequence[str], level: str
) -> list[RatingDecision]:
    year = today().year - years_ago
    round_, day = rating.round_of(year), date(year, 1, 5)
    at = datetime(year, 1, 5, 10, tzinfo=timezone.get_default_timezone())
    made = RatingApplication.objects.bulk_create(
        RatingApplication(
            institution=site,
            round=round_,
            edition=round_.edition,
            operator=site.operator,
            status=statuses[number % len(statuses)],
            **_form(site, level, day, at, who.applicant),
            **_stages(statuses[number % len(statuses)], level, day, at, who),
        )
        for number, site in enumerate(sites)
    )
    RatingMove.objects.bulk_create(
        RatingMove(
            application=one,
            verb=verb,
            capacity="applicant",
            from_status=was,
            to_status=now,
            by=who.applicant,
            at=at,
        )
        for one in made
        for verb, was, now in STEPS
    )
    return _decisions(
        [one for one in made if one.status == RatingStatus.DECIDED], level, day, at, who.approver
    )


def _form(site: Institution, level: str, day: date, at: datetime, by: User) -> dict[str, Any]:
    numbers = {field.name: getattr(site, field.name) for field in protected_fields(RatingApplication())}
    return numbers | {
        "level_applied": level,
        "applied_on": day,
        "commitment_on": day,
        "name": site.name,
        "nature": site.nature,
        "address": site.address,
        "person_in_charge": site.person_in_charge,
        "opened_on": date(2020, 1, 1),
        "filing_label": "示例",
        "building_area": site.building_area,
        "average_daily_elders": 20,
        "staff_total": 5,
        "staff_full_time": 3,
        "staff_nurses": 1,
        "submitted_by": by,
        "submitted_at": at,
    }


def _stages(status: str, level: str, day: date, at: datetime, who: People) -> dict[str, Any]:
    """What every stage said that lies behind this status."""
    if status in ("submitted", "returned"):
        return {"return_reason": "示例"} if status == "returned" else {}
    said: dict[str, Any] = {"reviewed_by": who.reviewer, "reviewed_at": at, "review_opinion": "示例"}
    if status == "reviewed":
        return said
    said |= {"assessed_by": who.lead, "assessed_at": at, "panel_opinion": "示例", "panel_level": level}
    said |= {"visited_on": day, "visit_mode": "both"}
    if status == "assessed":
        return said
    approved = "" if status == "refused" else level
    return said | {
        "approved_by": who.approver,
        "approved_at": at,
        "approval_opinion": "示例",
        "approved_level": approved,
    }


def _decisions(
    applications: Sequence[RatingApplication], level: str, day: date, at: datetime, by: User
) -> list[RatingDecision]:
    given = RatingDecision.objects.filter(letter_year=day.year).values_list("letter_code")
    last: dict[str, int] = dict(given.annotate(last=Max("letter_serial")))
    rows = []
    for one in applications:
        county = one.institution.county
        last[county.code] = last.get(county.code, 0) + 1
        rows.append(
            RatingDecision(
                institution=one.institution,
                operator=one.operator,
                kind="grant",
                level=level,
                effective_on=day,
                decided_on=day,
                decided_at=at,
                decided_by=by,
                authority=county,
                grounds="示例",
                application=one,
                letter_code=county.code,
                letter_year=day.year,
                letter_serial=last[county.code],
            )
        )
    return RatingDecision.objects.bulk_create(rows)


def _levels(first: Sequence[RatingDecision], second: Sequence[RatingDecision]) -> None:
    """A until 2A began; 2A for three years."""
    rows = []
    for one, other in zip(first, second, strict=True):
        end = other.effective_on + timedelta(days=1096)
        for decision, until in ((one, other.effective_on), (other, end)):
            rows.append(
                Rating(
                    institution_id=decision.institution_id,
                    level=decision.level,
                    period=DateRange(decision.effective_on, until),
                    decision=decision,
                    recorded_at=decision.decided_at,
                )
            )
    Rating.objects.bulk_create(rows)
