"""联络员: who submits documents to the gazette for which unit (国办发〔2018〕22号: 联络员制度, 部门文件报送制度)."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from foundation.models.unit import Unit


def _only(field: str) -> Func:
    """The owner written as a range of one, so that the constraint needs no extension."""
    return Func(F(field), F(field), Value("[]"), function="int8range")


class LiaisonQuerySet(models.QuerySet["Liaison"]):
    def in_force(self, *, on: date) -> Self:
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)

    def of(self, user: AbstractBaseUser | AnonymousUser, *, on: date) -> Self:
        """For which units this person speaks on that day."""
        return self.in_force(on=on).filter(user__pk=user.pk)


class Liaison(models.Model):
    """One person for one unit, from a day, perhaps to a day. One may serve several units, a unit may have two."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="liaisons", verbose_name="单位", help_text="报送文件的单位。"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="liaisons",
        verbose_name="联络员",
        help_text="须是有“联络员”角色的账号。",
    )
    since = models.DateField("起", help_text="从这一天起可以报送。")
    until = models.DateField("止", null=True, blank=True, help_text="最后一天；一直有效的留空。")
    note = models.CharField("确定依据", max_length=200, help_text="如单位报送的联络员名单和日期。")
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人", editable=False
    )
    appointed_at = models.DateTimeField("登记时间", editable=False)

    objects = LiaisonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联络员"
        default_permissions = ("view", "add", "change")
        constraints = [
            models.CheckConstraint(
                name="liaison_days_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message="截止日期不能早于起始日期。",
            ),
            models.CheckConstraint(
                name="liaison_has_its_ground",
                condition=~Q(note=""),
                violation_error_message="请写明确定联络员的依据。",
            ),
            ExclusionConstraint(
                name="liaison_does_not_overlap",
                expressions=[
                    (_only("unit_id"), RangeOperators.OVERLAPS),
                    (_only("user_id"), RangeOperators.OVERLAPS),
                    (
                        Func(F("since"), F("until"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="这个人在这段时间已经是这个单位的联络员。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.label} · {self.user.get_full_name() or self.user.get_username()}"
