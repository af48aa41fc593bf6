"""评定年度: rating takes place once a year (N084)."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear

from eldercare.models.standard import StandardEdition


class RatingRoundQuerySet(models.QuerySet["RatingRound"]):
    def taking_applications(self, *, on: date) -> Self:
        return self.filter(opens_on__lte=on, closes_on__gte=on)


class RatingRound(models.Model):
    """One year's rating, by one edition of the standard."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    edition = models.ForeignKey(
        StandardEdition, models.PROTECT, related_name="rounds", verbose_name="评定标准"
    )
    opens_on = models.DateField("开始受理申请")
    closes_on = models.DateField("截止受理申请", help_text="这一天仍可申请。")
    notice = models.CharField("通知", max_length=120, blank=True, help_text="部署当年评定的文件名称、文号。")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="设立人", editable=False
    )

    objects = RatingRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评定年度"
        constraints = [
            models.CheckConstraint(
                name="rating_round_lies_in_its_year",
                condition=Q(year__gte=2020, year__lte=2100)
                & Q(year=ExtractYear("opens_on"))
                & Q(year=ExtractYear("closes_on")),
                violation_error_message="受理申请的起止日期须在这个年度之内，年度从 2020 年起。",
            ),
            models.CheckConstraint(
                name="rating_round_days_are_in_order",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message="截止日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年度"
