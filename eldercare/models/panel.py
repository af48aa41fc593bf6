"""评定组: who is on it, and what it found of every criterion (N081)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from eldercare.models.application import RatingApplication
from eldercare.models.evidence import Evidence
from eldercare.models.standard import Criterion
from eldercare.rating_vocabulary import Level
from foundation.constraints import is_known
from foundation.scope import ScopedQuerySet


class PanelMemberQuerySet(ScopedQuerySet["PanelMember"]):
    place = "application__institution__township"


class PanelMember(models.Model):
    application = models.ForeignKey(
        RatingApplication, models.CASCADE, related_name="panel", verbose_name="申请"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="panels", verbose_name="成员"
    )
    is_lead = models.BooleanField("组长", default=False)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="指定人"
    )
    appointed_at = models.DateTimeField("指定时间")

    objects = PanelMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评定组成员"
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="panel_member_is_once",
                fields=["application", "user"],
                violation_error_message="这个人已经在评定组里。",
            ),
            models.UniqueConstraint(
                name="panel_lead_is_one",
                fields=["application"],
                condition=Q(is_lead=True),
                violation_error_message="评定组只有一位组长。",
            ),
        ]

    def __str__(self) -> str:
        name = self.user.get_full_name() or self.user.get_username()
        return f"{name}（组长）" if self.is_lead else name


class FindingQuerySet(ScopedQuerySet["Finding"]):
    place = "application__institution__township"


class Finding(models.Model):
    """What the group found of one criterion; frozen once the group has finished (a trigger)."""

    application = models.ForeignKey(
        RatingApplication, models.CASCADE, related_name="findings", verbose_name="申请"
    )
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name="评定内容")
    reached = models.CharField(
        "达到的等级", max_length=2, choices=Level, blank=True, help_text="没有达到 A 级的留空。"
    )
    figure = models.DecimalField(
        "核实的数据",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="由数据判断的评定内容，写核实的数。",
    )
    remark = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="记录人")
    at = models.DateTimeField("记录时间")
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="findings", verbose_name="材料")

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评定记录"
        default_permissions = ("view",)
        constraints = [
            is_known("finding", "reached", Level, blank=True),
            models.UniqueConstraint(
                name="finding_is_once",
                fields=["application", "criterion"],
                violation_error_message="这一条已经有评定记录。",
            ),
            models.CheckConstraint(
                name="finding_figure_is_not_negative",
                condition=Q(figure__isnull=True) | Q(figure__gte=0),
                violation_error_message="核实的数据不能是负数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion.code} {self.get_reached_display() or '未达到'}"
