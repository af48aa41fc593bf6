"""A new operator takes over a site."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from eldercare.models import Institution, Operator, Registration, Succession
from eldercare.permissions import SUCCEED_INSTITUTION
from eldercare.refusals import DaysOutOfOrder, NotOnDuty, SuccessionRefused
from eldercare.vocabulary import FilingStatus
from foundation.refusals import NotPermitted, RemarkRequired


@transaction.atomic
def succeed(
    institution: Institution, *, successor: Operator, on: date, basis: str, by: User, at: datetime
) -> Succession:
    """From `on` the successor runs the institution. The registration of the predecessor ends with that day here, not one
    the successor already has; the filing in force stays until a change is filed.

    Raises NotPermitted, NotOnDuty, RemarkRequired, SuccessionRefused or DaysOutOfOrder.
    """
    if not by.has_perm(SUCCEED_INSTITUTION):
        raise NotPermitted("您没有办理运营主体承接的权限。")
    if not basis.strip():
        raise RemarkRequired("请写明承接的依据：协议、合同或中标通知书的名称、编号和日期。")
    locked = Institution.objects.locked(institution.pk)
    if not Institution.objects.visible_to(by).filter(pk=locked.pk).exists():
        raise NotOnDuty(f"“{locked}”不在您的辖区。")
    _check_may_succeed(locked, successor)
    _check_days(locked, successor, on=on, today=timezone.localdate(at))
    row = Succession.objects.create(
        institution=locked,
        predecessor=locked.operator,
        successor=successor,
        on=on,
        basis=basis.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    ending = Registration.objects.in_force().filter(institution=locked, registered_on__lte=on)
    ending.exclude(operator=successor).update(ended_on=on)
    locked.operator = successor
    locked.save(update_fields=["operator", "updated_at"])
    return row


def _check_may_succeed(institution: Institution, successor: Operator) -> None:
    if successor == institution.operator:
        raise SuccessionRefused(f"“{institution}”现在就由{successor}运营，不需要办理承接。")
    if institution.filings.filter(status=FilingStatus.SUBMITTED).exists():
        raise SuccessionRefused("有一份备案正等待受理，受理或退回以后再办理承接。")


def _check_days(institution: Institution, successor: Operator, *, on: date, today: date) -> None:
    if on > today:
        raise DaysOutOfOrder(f"承接日期 {on} 还没有到，到了那天再登记。", field="on")
    if successor.established_on and on < successor.established_on:
        raise DaysOutOfOrder(
            f"承接日期 {on} 早于新运营主体成立日期 {successor.established_on}，请核对。", field="on"
        )
    last = institution.successions.order_by("-on").first()
    if last is not None and on <= last.on:
        raise DaysOutOfOrder(f"上一次承接是 {last.on}，这一次须在它之后。", field="on")
