"""Builders for supervision: a rated institution of some time ago, and what became of it, through the real verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from eldercare import actions
from eldercare.models import Incident, Institution, Rectification
from eldercare.rating_vocabulary import IncidentKind, Level, OrderKind
from tests import care, rating
from tests.eldercare.desk import client_of, page_of
from tests.rating_desk import eligible, today


def days(ago: int) -> date:
    return today() - timedelta(days=ago)


def moment(ago: int) -> datetime:
    """Ten in the morning, so many days ago."""
    day = days(ago)
    return datetime(day.year, day.month, day.day, 10, tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True)
class Watched:
    """A rated institution, and four officers of its county: one for each part, and one who decides."""

    institution: Institution
    township: User
    officer: User
    other: User
    decider: User
    city: User


def watched(level: Level | None = Level.AA, *, rated_ago: int = 200, **fields: Any) -> Watched:
    site = eligible(**fields)
    if level is not None:
        at = moment(rated_ago)
        rating.rated(site, level=level, at=at, year=at.year)
    county = site.county
    return Watched(
        institution=site,
        township=care.officer("养老乡镇经办", site.township),
        officer=care.officer("养老县区经办", county),
        other=care.officer("养老县区经办", county),
        decider=care.officer("养老县区经办", county),
        city=rating.city_officer(),
    )


def incident(who: Watched, *, happened: int = 20, known: int = 15) -> Incident:
    return actions.record_incident(
        who.institution,
        kind=IncidentKind.FIRE,
        happened_on=days(happened),
        summary="示例：厨房起火。",
        injuries=1,
        by=who.officer,
        at=moment(known),
    )


def determined(who: Watched, *, is_major: bool = True, happened: int = 20) -> Incident:
    return actions.determine_incident(
        incident(who, happened=happened),
        is_major=is_major,
        determination="示例认定书",
        determined_on=days(10),
        by=who.other,
        at=moment(10),
    )


def order(
    who: Watched, *, ordered: int = 40, due: int = 10, kind: OrderKind = OrderKind.STANDARD
) -> Rectification:
    """Ordered and due so many days ago; a negative day lies ahead."""
    return actions.order_rectification(
        who.institution,
        kind=kind,
        requirement="示例：修复呼叫装置。",
        deadline=days(due),
        by=who.officer,
        at=moment(ordered),
    )


def rechecked(made: Rectification, who: Watched, *, passed: bool, ago: int = 0) -> Rectification:
    actions.record_recheck(
        made, checked_on=days(ago), passed=passed, remark="示例：查过。", by=who.officer, at=moment(ago)
    )
    return made


def failed(who: Watched) -> Rectification:
    made = rechecked(order(who), who, passed=False, ago=5)
    return actions.fail_rectification(made, outcome="示例：没有整改。", by=who.other, at=moment(5))


def post(user: User, row: Any, deed: str, **said: Any) -> Any:
    return client_of(user).post(page_of(row, deed), said)


def said_of(answer: Any) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = answer.context["form"].errors
    return {name: list(found) for name, found in errors.items()}
