"""事故: what happened at an institution, and whether it was found to be a major liability accident (N086)."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from eldercare.models.institution import Institution
from eldercare.models.operator import Operator
from eldercare.rating_vocabulary import IncidentKind
from foundation.constraints import is_known
from foundation.scope import ScopedQuerySet


class IncidentQuerySet(ScopedQuerySet["Incident"]):
    def undetermined(self) -> Self:
        """Nobody has yet said whether it was a major liability accident."""
        return self.filter(is_major__isnull=True)

    def to_cancel_for(self) -> Self:
        """Found to be major, and no word yet on the level (N086)."""
        return self.filter(is_major=True, decisions__isnull=True)


class Incident(models.Model):
    """Recorded whenever it becomes known; what follows counts from the day it happened."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="incidents", verbose_name="机构"
    )
    operator = models.ForeignKey(
        Operator,
        models.PROTECT,
        related_name="incidents",
        verbose_name="当日的运营主体",
        help_text="事故当天运营这个机构的主体。",
    )
    kind = models.CharField("事故类别", max_length=10, choices=IncidentKind)
    happened_on = models.DateField("发生日期")
    summary = models.CharField(
        "经过", max_length=300, help_text="时间、地点、起因和后果；不写老年人的姓名和证件号码。"
    )
    deaths = models.PositiveSmallIntegerField("死亡人数", default=0)
    injuries = models.PositiveSmallIntegerField("受伤人数", default=0)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人", editable=False
    )
    recorded_at = models.DateTimeField("登记时间", editable=False)
    recorded_on = models.DateField("登记日期", editable=False)
    is_major = models.BooleanField("重大责任事故", null=True, editable=False, help_text="还没有认定的为空。")
    determination = models.CharField("认定文书", max_length=120, blank=True, editable=False)
    determined_on = models.DateField("认定日期", null=True, blank=True, editable=False)
    determined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="认定登记人",
        editable=False,
    )

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事故"
        default_permissions = ("add", "view")
        permissions = [("determine_incident", "Can record what an accident was found to be")]
        constraints = [
            is_known("incident", "kind", IncidentKind),
            models.CheckConstraint(
                name="incident_is_described",
                condition=~Q(summary=""),
                violation_error_message="请写明事故经过。",
            ),
            models.CheckConstraint(
                name="incident_is_recorded_after_it_happened",
                condition=Q(recorded_on__gte=F("happened_on")),
                violation_error_message="事故发生日期还没有到。",
            ),
            models.CheckConstraint(
                name="incident_determination_is_whole",
                condition=Q(
                    is_major__isnull=True,
                    determination="",
                    determined_on__isnull=True,
                    determined_by__isnull=True,
                )
                | (
                    Q(
                        is_major__isnull=False,
                        determined_on__isnull=False,
                        determined_on__gte=F("happened_on"),
                        determined_by__isnull=False,
                    )
                    & ~Q(determination="")
                ),
                violation_error_message="认定须有文书、日期和经办人，认定日期不能早于事故发生日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on:%Y-%m-%d} {self.get_kind_display()}"
