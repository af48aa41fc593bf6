"""利害关系: who of the staff is attached to which institution, and may not take part in its rating."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from eldercare.models.institution import Institution
from eldercare.rating_vocabulary import Bond
from foundation.constraints import is_known
from foundation.scope import ScopedQuerySet


class AffiliationQuerySet(ScopedQuerySet["Affiliation"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Affiliation(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="affiliations", verbose_name="工作人员"
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="affiliations", verbose_name="机构"
    )
    bond = models.CharField("关系", max_length=10, choices=Bond)
    since = models.DateField("起始日期")
    until = models.DateField("终止日期", null=True, blank=True, help_text="仍有关系的留空。")
    remark = models.CharField("说明", max_length=120, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "利害关系"
        constraints = [
            is_known("affiliation", "bond", Bond),
            models.UniqueConstraint(
                name="affiliation_is_once",
                fields=["user", "institution", "bond", "since"],
                violation_error_message="这一关系已经登记。",
            ),
            models.CheckConstraint(
                name="affiliation_days_are_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message="终止日期不能早于起始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.get_full_name() or self.user.get_username()}：{self.get_bond_display()}"
