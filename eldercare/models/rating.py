"""等级: the days a level holds. Follows from the decisions; a new decision supersedes rows and never rewrites them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from eldercare.models.decision import RatingDecision
from eldercare.models.institution import Institution
from eldercare.rating_vocabulary import Level
from foundation.civil_time import ONE_DAY
from foundation.constraints import is_known
from foundation.scope import ScopedQuerySet

CURRENT = Q(superseded_at__isnull=True)


class RatingQuerySet(ScopedQuerySet["Rating"]):
    def current(self) -> Self:
        """As we know it today."""
        return self.filter(CURRENT)

    def known_at(self, moment: datetime) -> Self:
        """As it was known then."""
        return self.filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment), recorded_at__lte=moment
        )

    def in_force(self, *, on: date) -> Self:
        """Ratings whose plaque may hang on the door that day (临民联发〔2024〕23号 五（二）: three years)."""
        return self.current().filter(period__contains=on)


class Rating(models.Model):
    """`period` holds the first day and not the day after the last: [2024-10-15, 2027-10-16) is three years."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="ratings", verbose_name="机构")
    level = models.CharField("等级", max_length=2, choices=Level)
    period = DateRangeField("有效期")
    decision = models.ForeignKey(RatingDecision, models.PROTECT, related_name="ratings", verbose_name="决定")
    recorded_at = models.DateTimeField("记入时间")
    superseded_by = models.ForeignKey(
        RatingDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_ratings",
        verbose_name="由哪一决定改变",
    )
    superseded_at = models.DateTimeField("改变时间", null=True, blank=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "等级"
        default_permissions = ("view",)
        constraints = [
            is_known("rating", "level", Level),
            models.CheckConstraint(
                name="rating_has_level_and_period",
                condition=Q(level__isnull=False, period__isnull=False, period__isempty=False)
                & Q(period__lower_inf=False, period__upper_inf=False),
                violation_error_message="等级须有起止日期，有效期至少一天。",
            ),
            # GiST compares ranges without any extension: the owner is written as a range of one.
            ExclusionConstraint(
                name="rating_periods_do_not_overlap",
                expressions=[
                    (
                        Func(F("institution_id"), F("institution_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=CURRENT,
                violation_error_message="同一机构的等级有效期不能重叠。",
            ),
            models.CheckConstraint(
                name="rating_supersession_is_whole",
                condition=Q(superseded_at__isnull=True, superseded_by__isnull=True)
                | Q(
                    superseded_at__isnull=False,
                    superseded_by__isnull=False,
                    superseded_at__gte=F("recorded_at"),
                ),
                violation_error_message="等级的改变须有决定和时间。",
            ),
        ]
        indexes = [
            models.Index(fields=["institution"], condition=CURRENT, name="rating_current"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.first_day:%Y-%m-%d}—{self.last_day:%Y-%m-%d}"

    @property
    def first_day(self) -> date:
        first: date = self.period.lower
        return first

    @property
    def last_day(self) -> date:
        after: date = self.period.upper
        return after - ONE_DAY
