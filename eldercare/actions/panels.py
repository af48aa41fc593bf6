"""The rating group: appointed by the county, looks at every criterion, gives an opinion (N081)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from eldercare.actions.rating_door import authority_of, check_still_holds, enter, locked_institution, move
from eldercare.actions.support import rest_on
from eldercare.models import (
    Affiliation,
    Criterion,
    Evidence,
    Finding,
    PanelMember,
    RatingApplication,
)
from eldercare.permissions import ASSESS_RATING, CONVENE_PANEL
from eldercare.rating_vocabulary import Capacity, Level, RatingStatus, RatingVerb, VisitMode
from eldercare.refusals import (
    ActsTwice,
    DaysOutOfOrder,
    IsAttached,
    LevelNotPossible,
    NotOnDuty,
    PanelIncomplete,
)
from eldercare.rules.standard import falls_short, highest_reached, reached_by_figure
from foundation.refusals import MoveNotAllowed, NotPermitted
from foundation.scope import is_on_duty_at

LEAST_MEMBERS = 2


@dataclass(frozen=True)
class Found:
    """What was found of one criterion: the level reached (None: not even A), and the verified figure where one decides."""

    reached: Level | None = None
    figure: Decimal | None = None
    remark: str = ""
    evidence: tuple[Evidence, ...] = ()


@transaction.atomic
def convene_panel(
    application: RatingApplication, *, lead: User, members: Sequence[User], by: User, at: datetime
) -> RatingApplication:
    """Appoint the group, lead and members, in place of any before. What was found already stays.

    Raises NotPermitted, NotOnDuty, MoveNotAllowed, PanelIncomplete, ActsTwice or IsAttached.
    """
    check_may_convene(application, by=by)
    locked = _under_assessment(application)
    _check_convenes_apart(locked, by, on=timezone.localdate(at))
    people = {user.pk: user for user in (lead, *members)}
    if len(people) < LEAST_MEMBERS:
        raise PanelIncomplete(f"评定组至少 {LEAST_MEMBERS} 人。")
    for user in people.values():
        _check_may_assess(locked, user, on=timezone.localdate(at))
    locked.panel.exclude(user__in=people).delete()
    locked.panel.update(is_lead=False)
    for user in people.values():
        PanelMember.objects.update_or_create(
            application=locked,
            user=user,
            defaults={"is_lead": user == lead},
            create_defaults={"is_lead": user == lead, "appointed_by": by, "appointed_at": at},
        )
    return locked


@transaction.atomic
def record_findings(
    application: RatingApplication, *, found: Mapping[int, Found], by: User, at: datetime
) -> RatingApplication:
    """Keep what a member of the group found, by primary key of the criterion. A criterion that a figure decides takes the
    verified figure, and the level follows from it.

    Raises NotPermitted, NotOnDuty, IsAttached, MoveNotAllowed or PanelIncomplete.
    """
    _check_assesses(by)
    locked = _under_assessment(application)
    check_may_record(locked, by=by)
    on = timezone.localdate(at)
    if Affiliation.objects.on(on).filter(institution=locked.institution, user=by).exists():
        raise IsAttached(f"您与“{locked.institution}”登记有利害关系，不能参与评定。")
    criteria = {row.pk: row for row in locked.edition.criteria.all() if row.is_scored}
    if not found.keys() <= criteria.keys():
        raise MoveNotAllowed("这一条不在这份申请的评定标准里，或者不计入评定。")
    rows = Finding.objects.bulk_create(
        [_finding(locked, criteria[pk], finding, by=by, at=at) for pk, finding in found.items()],
        update_conflicts=True,
        unique_fields=["application", "criterion"],
        update_fields=["reached", "figure", "remark", "by", "at"],
    )
    rest_on(Finding, rows, [finding.evidence for finding in found.values()])
    return locked


def check_may_convene(application: RatingApplication, *, by: User) -> None:
    """Raises NotPermitted or NotOnDuty."""
    if not by.has_perm(CONVENE_PANEL):
        raise NotPermitted("您没有指定评定组的权限。")
    place = authority_of(application.institution, Capacity.COUNTY)
    if not is_on_duty_at(by, place):
        raise NotOnDuty(f"评定组由{place}民政局组成，您的辖区不是{place}。")


def check_may_record(application: RatingApplication, *, by: User) -> None:
    """Raises NotPermitted or NotOnDuty."""
    _check_assesses(by)
    if not application.panel.filter(user=by).exists():
        raise NotOnDuty("您不是这份申请的评定组成员。")


def _check_assesses(by: User) -> None:
    if not by.has_perm(ASSESS_RATING):
        raise NotPermitted("您没有参加评定的权限。")


@transaction.atomic
def finish_assessment(
    application: RatingApplication,
    *,
    level: Level | None,
    visit_mode: VisitMode,
    visited_on: date,
    opinion: str,
    by: User,
    at: datetime,
) -> RatingApplication:
    """The lead gives the group's opinion: a level no higher than what was found, or none.

    Raises what `enter` does, ApplicationRefused, PanelIncomplete, DaysOutOfOrder or LevelNotPossible.
    """
    locked, taken = enter(application, RatingVerb.ASSESS, by=by, at=at, remark=opinion)
    today = timezone.localdate(at)
    check_still_holds(locked, on=today)
    if locked.panel.count() < LEAST_MEMBERS:
        raise PanelIncomplete(f"评定组至少 {LEAST_MEMBERS} 人。")
    assert locked.applied_on is not None
    if not locked.applied_on <= visited_on <= today:
        raise DaysOutOfOrder(f"查看日期须在申请日期 {locked.applied_on} 和今天之间。", field="visited_on")
    _check_level(locked, level)
    locked.assessed_by, locked.assessed_at = by, at
    locked.visit_mode, locked.visited_on = visit_mode, visited_on
    locked.panel_level, locked.panel_opinion = level or "", opinion.strip()
    return move(locked, taken, by=by, at=at, remark=opinion)


def reached_by(application: RatingApplication) -> dict[str, Level | None]:
    """The level found, by the code of the criterion."""
    rows = application.findings.select_related("criterion")
    return {row.criterion.code: Level(row.reached) if row.reached else None for row in rows}


def _check_level(application: RatingApplication, level: Level | None) -> None:
    criteria = [row.text for row in application.edition.criteria.order_by("position") if row.is_scored]
    reached = reached_by(application)
    if unseen := [row.code for row in criteria if row.code not in reached]:
        raise PanelIncomplete(f"还有 {len(unseen)} 条没有评定记录：{'、'.join(unseen)}。")
    highest = highest_reached(criteria, reached)
    if level is None or (highest is not None and level.rank <= highest.rank):
        return
    short = "、".join(f"{row.code} {row.item}" for row in falls_short(criteria, level, reached))
    raise LevelNotPossible(f"评定记录达不到 {level.label}：{short}。")


def _finding(
    application: RatingApplication, criterion: Criterion, found: Found, *, by: User, at: datetime
) -> Finding:
    """Where a figure decides, the level follows from the verified figure."""
    reached, figure = found.reached, None
    if criterion.fact:
        if found.figure is None:
            raise PanelIncomplete(f"{criterion} 由数据判断，请填写核实的数。")
        if found.figure < 0:
            raise PanelIncomplete(f"{criterion} 核实的数不能是负数。")
        figure = found.figure
        reached = reached_by_figure(criterion.text, figure)
    return Finding(
        application=application,
        criterion=criterion,
        reached=reached or "",
        figure=figure,
        remark=found.remark.strip(),
        by=by,
        at=at,
    )


def _under_assessment(application: RatingApplication) -> RatingApplication:
    institution = locked_institution(application.institution_id)
    locked = (
        RatingApplication.objects.select_for_update(of=("self",))
        .select_related("edition")
        .get(pk=application.pk)
    )
    locked.institution = institution
    if locked.status != RatingStatus.REVIEWED:
        status = RatingStatus(locked.status).label
        raise MoveNotAllowed(f"{locked}的申请现在是“{status}”，不在评定组手里。")
    return locked


def _check_convenes_apart(application: RatingApplication, by: User, *, on: date) -> None:
    """Who chooses the group acts for the county: not who handed in or reviewed, nor who is attached."""
    apart = application.moves.filter(by=by).exclude(capacity__in=[Capacity.COUNTY, Capacity.PANEL, ""])
    if (other := apart.first()) is not None:
        raise ActsTwice(f"您已经以“{other.get_capacity_display()}”的身份办理过这份申请，不能组成评定组。")
    if Affiliation.objects.on(on).filter(institution=application.institution, user=by).exists():
        raise IsAttached(f"您与“{application.institution}”登记有利害关系，不能组成评定组。")


def _check_may_assess(application: RatingApplication, user: User, *, on: date) -> None:
    name = user.get_full_name() or user.get_username()
    if not (user.is_active and user.has_perm(ASSESS_RATING)):
        raise NotPermitted(f"{name}没有参加评定的权限。")
    if not RatingApplication.objects.visible_to(user).filter(pk=application.pk).exists():
        raise NotOnDuty(f"这份申请不在{name}的辖区，不能进评定组。")
    if application.moves.filter(by=user).exclude(capacity__in=[Capacity.PANEL, ""]).exists():
        raise ActsTwice(f"{name}已经以其他身份办理过这份申请，不能进评定组。")
    if Affiliation.objects.on(on).filter(institution=application.institution, user=user).exists():
        raise IsAttached(f"{name}与“{application.institution}”登记有利害关系，不能进评定组。")
