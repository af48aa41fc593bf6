"""清样定稿日 and 出刊日 of an issue, noted beside it: when it went online the portal knows itself (国办发〔2018〕22号)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gazette.models.issue import Issue


class IssueDates(models.Model):
    """Two days that only the editors know. They are no part of the printed issue and void no review."""

    issue = models.OneToOneField(Issue, models.CASCADE, related_name="dates", verbose_name="期次")
    proof_on = models.DateField(
        "清样定稿日", null=True, blank=True, help_text="清样定稿以后，电子版可以先上网。"
    )
    printed_on = models.DateField("出刊日", null=True, blank=True, help_text="纸质公报印好的日期。")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    noted_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "刊期"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="issue_dates_in_order",
                condition=Q(proof_on__isnull=True)
                | Q(printed_on__isnull=True)
                | Q(printed_on__gte=F("proof_on")),
                violation_error_message="出刊日不能早于清样定稿日。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue}的刊期"

    @property
    def is_online_in_time(self) -> bool | None:
        """Online no later than printed; None while nobody can say."""
        online = online_on(self.issue)
        if self.printed_on is None or online is None:
            return None
        return online <= self.printed_on


def online_on(issue: Issue) -> date | None:
    """上网日: the day it was published here."""
    return timezone.localdate(issue.published_at) if issue.published_at else None
