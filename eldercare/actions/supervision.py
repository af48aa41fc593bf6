"""Who may act in supervision: in reach, at the county, at the authority that gave the level."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.utils import timezone

from eldercare.actions.rating_door import locked_institution
from eldercare.levels import levels_of
from eldercare.models import Affiliation, Institution
from eldercare.permissions import (
    WITHDRAW_LEVEL,
)
from eldercare.refusals import IsAttached, NotOnDuty
from foundation.refusals import NotPermitted, RemarkRequired
from foundation.scope import is_on_duty_at


def in_reach(institution: Institution, by: User, permission: str, deed: str) -> Institution:
    if not by.has_perm(permission):
        raise NotPermitted(f"您没有{deed}的权限。")
    if not Institution.objects.visible_to(by).filter(pk=institution.pk).exists():
        raise NotOnDuty(f"“{institution}”不在您的辖区。")
    return locked_institution(institution.pk)


def at_county(pk: int, by: User, permission: str, deed: str) -> Institution:
    if not by.has_perm(permission):
        raise NotPermitted(f"您没有{deed}的权限。")
    institution = locked_institution(pk)
    if not is_on_duty_at(by, institution.county):
        raise NotOnDuty(f"{deed}由{institution.county}民政局办理，您的辖区不是{institution.county}。")
    return institution


def judging_at_county(pk: int, by: User, permission: str, deed: str, *, at: datetime) -> Institution:
    """As `at_county`, for deeds that levels hang on: not by somebody who is attached to the institution."""
    institution = at_county(pk, by, permission, deed)
    attached = Affiliation.objects.on(timezone.localdate(at)).filter(institution=institution, user=by)
    if attached.exists():
        raise IsAttached(f"您与“{institution}”登记有利害关系，不能{deed}。")
    return institution


def decider(pk: int, by: User, grounds: str) -> Institution:
    if not by.has_perm(WITHDRAW_LEVEL):
        raise NotPermitted("您没有降低、撤销或取消等级的权限。")
    if not grounds.strip():
        raise RemarkRequired("决定须写明理由。")
    return locked_institution(pk)


def no_level_that_day(institution: Institution, day: date) -> str:
    held = levels_of(institution)
    if not held:
        return f"“{institution}”没有评定过等级，没有可以取消的。"
    told = "；".join(f"{span.level.label} {span.first} 至 {span.last}" for span in held)
    return f"{day} 没有有效的等级（{told}），没有可以取消的。"
