"""运营主体承接: a new operator at the same site, from a day on. Rows are only ever added."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from eldercare.models.institution import Institution
from eldercare.models.operator import Operator
from foundation.scope import ScopedQuerySet


class SuccessionQuerySet(ScopedQuerySet["Succession"]):
    pass


class Succession(models.Model):
    """Histories and bans follow both: the site and whoever ran it. Written by `eldercare.actions.succeed` only."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="successions", verbose_name="机构"
    )
    predecessor = models.ForeignKey(
        Operator, models.PROTECT, related_name="handovers", verbose_name="原运营主体"
    )
    successor = models.ForeignKey(
        Operator, models.PROTECT, related_name="takeovers", verbose_name="新运营主体"
    )
    on = models.DateField("承接日期", help_text="新运营主体开始运营的日期。")
    basis = models.CharField("依据", max_length=120, help_text="协议、合同或中标通知书的名称、编号和日期。")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    recorded_at = models.DateTimeField("登记时间")

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "运营主体承接"
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="succession_changes_operator",
                condition=~Q(predecessor=F("successor")),
                violation_error_message="新运营主体就是原运营主体，不需要办理承接。",
            ),
            models.UniqueConstraint(
                name="succession_is_once_a_day",
                fields=["institution", "on"],
                violation_error_message="这个机构在这一天已经登记过承接。",
            ),
            models.CheckConstraint(
                name="succession_has_basis",
                condition=~Q(basis=""),
                violation_error_message="请写明承接的依据。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
