"""扶持政策措施: what the bureau hands over as a list with every receipt (N035)."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q


class SupportMeasureQuerySet(models.QuerySet["SupportMeasure"]):
    def current(self, *, on: date) -> Self:
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on).order_by("position", "pk")


class SupportMeasure(models.Model):
    """One measure in force from a day on."""

    position = models.PositiveSmallIntegerField("次序", default=0)
    title = models.CharField("措施", max_length=80)
    content = models.CharField("内容和标准", max_length=200)
    basis = models.CharField("依据", max_length=120, help_text="文件名称和文号。")
    office = models.CharField("受理部门", max_length=60)
    since = models.DateField("施行日期")
    until = models.DateField("截止日期", null=True, blank=True, help_text="仍在施行的留空。")

    objects = SupportMeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "扶持措施"
        constraints = [
            models.UniqueConstraint(
                name="support_measure_is_once",
                fields=["title", "since"],
                violation_error_message="这项措施已经列出。",
            ),
            models.CheckConstraint(
                name="support_measure_is_said",
                condition=~Q(title="") & ~Q(content="") & ~Q(basis="") & ~Q(office=""),
                violation_error_message="措施、内容、依据和受理部门都要填写。",
            ),
            models.CheckConstraint(
                name="support_measure_days_are_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message="截止日期不能早于施行日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.title
