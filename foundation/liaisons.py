"""The verbs of liaison officers: appointing one for a unit, and ending it. What was once appointed stays on record."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from foundation.models import Liaison, Unit
from foundation.permissions import ADD_LIAISON, CHANGE_LIAISON, SEND_SUBMISSION
from foundation.refusals import NotPermitted, Refusal


class NoLiaison(Refusal):
    """This account, this unit or these days cannot make a liaison officer."""


@transaction.atomic
def appoint_liaison(
    *, unit: Unit, user: User, since: date, until: date | None = None, note: str, by: User, at: datetime
) -> Liaison:
    """From `since` on the person submits for the unit. Raises NotPermitted or NoLiaison."""
    if not by.has_perm(ADD_LIAISON):
        raise NotPermitted("您没有登记联络员的权限。")
    if not (user.is_active and user.is_staff and user.has_perm(SEND_SUBMISSION)):
        raise NoLiaison(f"“{user}”还没有“联络员”角色，或者账号已停用；请先在“账号”里分配角色。")
    if not note.strip():
        raise NoLiaison("请写明确定联络员的依据。")
    if unit.is_group:
        raise NoLiaison(f"“{unit}”是一组单位，不能报送；请选择具体的单位。")
    if until is not None and until < since:
        raise NoLiaison("截止日期不能早于起始日期。")
    made = Liaison(
        unit=unit, user=user, since=since, until=until, note=note.strip(), appointed_by=by, appointed_at=at
    )
    try:
        made.full_clean(validate_constraints=False)  # the overlap is for the database: another may be writing
        with transaction.atomic():
            made.save()
    except ValidationError as error:
        raise NoLiaison(error.messages[0]) from None
    except IntegrityError:  # somebody was quicker
        raise NoLiaison("这个人在这段时间已经是这个单位的联络员。") from None
    return made


@transaction.atomic
def end_liaison(liaison: Liaison, *, until: date, by: User) -> Liaison:
    """The person submits for the unit to the end of that day. Raises NotPermitted or NoLiaison."""
    if not by.has_perm(CHANGE_LIAISON):
        raise NotPermitted("您没有维护联络员的权限。")
    locked = Liaison.objects.select_for_update(of=("self",)).get(pk=liaison.pk)
    if until < locked.since:
        raise NoLiaison(f"截止日期不能早于起始日期 {locked.since}。")
    if locked.until is not None and until > locked.until:
        raise NoLiaison(f"原定到 {locked.until} 为止；要延长的，请从次日起另行登记。")
    locked.until = until
    locked.save(update_fields=["until"])
    return locked
