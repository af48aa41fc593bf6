"""The secret address of one's own calendar: made, renewed, withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from eldercare.models import CalendarLink
from eldercare.models.calendar_link import new_token, parts_of
from eldercare.permissions import VIEW_INSTITUTION
from foundation.refusals import NotPermitted


@transaction.atomic
def renew_calendar_link(*, by: User, at: datetime) -> str:
    """A new secret in place of any before; answered once and stored nowhere. Raises NotPermitted."""
    if not by.has_perm(VIEW_INSTITUTION):
        raise NotPermitted("您没有查看机构的权限，不能订阅期限。")
    token = new_token()
    selector, digest = parts_of(token)
    CalendarLink.objects.update_or_create(
        user=by, defaults={"selector": selector, "digest": digest, "issued_at": at}
    )
    return token


@transaction.atomic
def withdraw_calendar_link(*, by: User) -> None:
    """The address finds nobody from now on."""
    CalendarLink.objects.of(by).delete()
