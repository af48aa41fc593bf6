"""Builders for rating: an edition in force, a round, and applications taken through the real verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.utils.timezone import localdate

from eldercare import actions
from eldercare.actions.applications import Checked, Mark
from eldercare.actions.panels import Found
from eldercare.models import (
    Institution,
    RatingApplication,
    RatingDecision,
    RatingRound,
    StaffCount,
    StandardEdition,
)
from eldercare.rating_vocabulary import Level, MaterialState, VisitMode
from eldercare.rules.standard import reached_by_figure
from eldercare.standard_file import load_standard
from tests import care

AT = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
DAY = date(2026, 6, 10)
OPENED = date(2025, 3, 3)


def edition() -> StandardEdition:
    """The edition of 2024, in force."""
    found = StandardEdition.objects.published().first()
    if found is not None:
        return found
    draft = load_standard("2024")
    assert draft is not None
    return actions.publish_edition(draft, by=city_officer(), at=AT)


def city_officer(name: str = "") -> User:
    return care.officer("养老市级管理", care.city(), name=name)


def round_of(year: int = 2026) -> RatingRound:
    found = RatingRound.objects.filter(year=year).first()
    return found or actions.set_up_round(
        year,
        opens_on=date(year, 1, 1),
        closes_on=date(year, 12, 31),
        notice=f"示例{year}年评定通知",
        edition=edition(),
        by=city_officer(),
    )


def eligible(**fields: Any) -> Institution:
    """An institution on file for more than a year, with everything 附件2 asks."""
    fields.setdefault("opened_on", OPENED)
    fields.setdefault("average_daily_elders", 30)
    fields.setdefault("has_lift_or_ramp", True)
    made = care.accepted(**fields).institution
    StaffCount.objects.create(
        institution=made,
        counted_on=date(2026, 3, 1),
        total=12,
        full_time=6,
        nurses=4,
        social_workers=2,
        cooks=2,
    )
    return Institution.objects.get(pk=made.pk)


@dataclass(frozen=True)
class People:
    """One for each part, so that nobody acts twice."""

    applicant: User
    reviewer: User
    lead: User
    member: User
    approver: User
    confirmer: User


def people(institution: Institution) -> People:
    county, township = institution.county, institution.township
    return People(
        applicant=care.officer("养老乡镇经办", township),
        reviewer=care.officer("养老乡镇经办", township),
        lead=care.officer("养老评定员", county),
        member=care.officer("养老评定员", county),
        approver=care.officer("养老县区经办", county),
        confirmer=city_officer(),
    )


def opened(
    institution: Institution | None = None, *, by: People, at: datetime = AT, year: int = 2026
) -> RatingApplication:
    made = institution or eligible()
    return actions.open_application(made, round=round_of(year), by=by.applicant, at=at)


def filled_in(
    application: RatingApplication, *, by: People, reached: str = "3A", at: datetime = AT
) -> RatingApplication:
    marks = {row.pk: Mark(reached) for row in application.edition.criteria.all() if row.is_scored}
    actions.save_self_assessment(application, marks=marks, by=by.applicant, at=at)
    checked = {number: Checked(MaterialState.PROVIDED) for number in range(1, 11)}
    return actions.check_materials(application, checked=checked, by=by.applicant, at=at)


def submitted(
    institution: Institution | None = None,
    *,
    by: People | None = None,
    level: Level = Level.AAA,
    at: datetime = AT,
    year: int = 2026,
) -> tuple[RatingApplication, People]:
    made = institution or eligible()
    who = by or people(made)
    application = opened(made, by=who, at=at, year=year)
    filled_in(application, by=who, at=at)
    day = localdate(at)
    actions.submit_application(
        application, level=level, applied_on=day, commitment_on=day, by=who.applicant, at=at
    )
    return RatingApplication.objects.get(pk=application.pk), who


def assessed(
    institution: Institution | None = None,
    *,
    by: People | None = None,
    level: Level | None = Level.AAA,
    at: datetime = AT,
    year: int = 2026,
) -> tuple[RatingApplication, People]:
    application, who = submitted(institution, by=by, level=level or Level.A, at=at, year=year)
    actions.pass_review(application, opinion="示例：同意上报。", by=who.reviewer, at=at)
    actions.convene_panel(application, lead=who.lead, members=[who.member], by=who.approver, at=at)
    actions.record_findings(application, found=findings(application, level), by=who.member, at=at)
    actions.finish_assessment(
        application,
        level=level,
        visit_mode=VisitMode.ON_SITE,
        visited_on=localdate(at),
        opinion="示例：符合。",
        by=who.lead,
        at=at,
    )
    return RatingApplication.objects.get(pk=application.pk), who


def findings(application: RatingApplication, level: Level | None) -> dict[int, Found]:
    """Findings that come to this level."""
    found = {}
    for row in application.edition.criteria.all():
        if not row.is_scored:
            continue
        figure = _figure(row.text, level) if row.fact else None
        found[row.pk] = Found(level, figure)
    return found


def _figure(text: Any, level: Level | None) -> Decimal:
    """The least whole figure that reaches the level."""
    for number in range(1001):
        reached = reached_by_figure(text, Decimal(number))
        if level is None or (reached is not None and reached.rank >= level.rank):
            return Decimal(number)
    raise AssertionError(text)


def rated(
    institution: Institution | None = None, *, level: Level = Level.AA, at: datetime = AT, year: int = 2026
) -> tuple[RatingDecision, People]:
    """An institution whose level was decided."""
    application, who = assessed(institution, level=level, at=at, year=year)
    actions.approve(application, level=level, opinion="示例：同意。", by=who.approver, at=at)
    if level == Level.AAA:
        actions.confirm(application, level=level, opinion="示例：同意。", by=who.confirmer, at=at)
    return RatingDecision.objects.get(application=application), who
