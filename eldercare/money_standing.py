"""What of money waits for whom; derived from the record."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db.models import Exists, OuterRef, Q

from eldercare.models import Adjustment, Award, Voucher
from eldercare.models.award import AwardQuerySet
from eldercare.models.voucher import VoucherQuerySet
from eldercare.money_vocabulary import CheckStatus
from foundation.models import Jurisdiction


def awards_to_check(user: AbstractUser) -> AwardQuerySet:
    """Awards and adjustments that somebody else prepared, where this person is on duty."""
    theirs = Adjustment.objects.waiting().filter(award=OuterRef("pk")).exclude(prepared_by__pk=user.pk)
    return _of_my_counties(user).filter(
        Q(status=CheckStatus.DRAFTED) & ~Q(prepared_by__pk=user.pk) | Exists(theirs)
    )


def awards_to_adjust(user: AbstractUser) -> AwardQuerySet:
    """What they rest on has changed since."""
    return _of_my_counties(user).out_of_step()


def awards_to_pay(user: AbstractUser) -> AwardQuerySet:
    return _of_my_counties(user).in_force().with_balances().filter(Q(unpaid__gt=0))


def awards_to_recover(user: AbstractUser) -> AwardQuerySet:
    return _of_my_counties(user).in_force().with_balances().filter(Q(to_recover__gt=0))


def vouchers_to_check(user: AbstractUser) -> VoucherQuerySet:
    """Drafted by somebody else, where this person is on duty."""
    mine = Jurisdiction.objects.of(user).values("division__code")
    return (
        Voucher.objects.visible_to(user)
        .waiting()
        .filter(award__institution__township__parent__in=mine)
        .exclude(drafted_by__pk=user.pk)
    )


def _of_my_counties(user: AbstractUser) -> AwardQuerySet:
    mine = Jurisdiction.objects.of(user).values("division__code")
    return Award.objects.visible_to(user).filter(institution__township__parent__in=mine)
