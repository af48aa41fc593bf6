"""年度数据: the figures of a year, as somebody answered for them (国办函〔2018〕12号: on the site by 31 January)."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q


class YearlyReportQuerySet(models.QuerySet["YearlyReport"]):
    def standing(self) -> Self:
        """What the public sees: confirmed, and not taken back."""
        return self.filter(revoked_at__isnull=True)


class YearlyReport(models.Model):
    """The figures of one year, frozen when they were confirmed. Taking them back leaves them on record."""

    year = models.PositiveSmallIntegerField("年度")
    figures = models.JSONField("数字")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="确认人"
    )
    confirmed_at = models.DateTimeField("确认时间")
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="收回人",
    )
    revoked_at = models.DateTimeField("收回时间", null=True, blank=True)
    revoke_reason = models.CharField("收回原因", max_length=300, blank=True)

    objects = YearlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度数据"
        default_permissions = ("view", "confirm")
        constraints = [
            models.UniqueConstraint(
                name="yearly_report_stands_once",
                fields=["year"],
                condition=Q(revoked_at__isnull=True),
                violation_error_message="这一年的数据已经确认。",
            ),
            models.CheckConstraint(
                name="yearly_report_revoked_has_reason",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoke_reason="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason="")),
                violation_error_message="收回须写明原因，并记明经办人和时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年"
