"""决定: what an authority decided of an institution's level. Never changed; a correction supersedes it (a trigger)."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from eldercare.models.application import RatingApplication
from eldercare.models.incident import Incident
from eldercare.models.institution import Institution
from eldercare.models.operator import Operator
from eldercare.models.rectification import Rectification
from eldercare.rating_vocabulary import DecisionKind, Level
from foundation.constraints import is_known
from foundation.models import Division
from foundation.scope import ScopedQuerySet

GRANT, REFUSE, LOWER, REVOKE, CANCEL, ANNUL = DecisionKind.values
FIRST = Q(supersedes__isnull=True)


def letter_number(code: str, year: int, serial: int) -> str:
    """区划代码-年份-评-序号, also where a whole list is read without its decisions."""
    return f"{code}-{year}-评-{serial:04d}"


class RatingDecisionQuerySet(ScopedQuerySet["RatingDecision"]):
    def standing(self) -> Self:
        """Those no correction has superseded."""
        return self.filter(superseded_by__isnull=True)

    def standing_at(self, moment: datetime) -> Self:
        """Made before that moment, and not corrected before it."""
        uncorrected = Q(superseded_by__isnull=True) | Q(superseded_by__decided_at__gte=moment)
        return self.filter(uncorrected, decided_at__lt=moment)

    def cancelling(self) -> Self:
        """Standing cancellations after an accident: each bars a new application for two full years (N087)."""
        return self.standing().filter(kind=CANCEL)


class RatingDecision(models.Model):
    """Numbered by county (or city) and year without a gap; `effective_on` is the first day it holds."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="decisions", verbose_name="机构"
    )
    operator = models.ForeignKey(
        Operator,
        models.PROTECT,
        related_name="decisions",
        verbose_name="运营主体",
        help_text="所涉当日的运营主体。",
    )
    kind = models.CharField("决定", max_length=10, choices=DecisionKind)
    level = models.CharField("等级", max_length=2, choices=Level, blank=True)
    effective_on = models.DateField("生效日期")
    decided_on = models.DateField("决定日期")
    decided_at = models.DateTimeField("决定时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions", verbose_name="决定人"
    )
    authority = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="决定机关所在")
    grounds = models.CharField("理由", max_length=500)
    application = models.ForeignKey(
        RatingApplication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="申请",
    )
    rectification = models.ForeignKey(
        Rectification,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="限期整改",
    )
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="事故"
    )
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name="更正的决定",
    )
    letter_code = models.CharField("编号区划", max_length=6)
    letter_year = models.PositiveSmallIntegerField("编号年份")
    letter_serial = models.PositiveIntegerField("编号序号")

    objects = RatingDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评定决定"
        default_permissions = ("view",)
        permissions = [
            ("correct_ratingdecision", "Can correct decisions"),
            ("withdraw_level", "Can lower, revoke and cancel levels"),
        ]
        constraints = [
            is_known("decision", "kind", DecisionKind),
            models.CheckConstraint(
                name="decision_has_level_where_one_is_given",
                condition=Q(kind__in=[GRANT, LOWER], level__in=Level.values)
                | Q(kind__in=[REFUSE, REVOKE, CANCEL, ANNUL], level=""),
                violation_error_message="评定和降低等级须写明等级，其他决定没有等级。",
            ),
            models.CheckConstraint(
                name="decision_has_basis",
                condition=(FIRST & Q(kind__in=[GRANT, REFUSE], application__isnull=False))
                | (FIRST & Q(kind__in=[LOWER, REVOKE], rectification__isnull=False))
                | (FIRST & Q(kind=CANCEL, incident__isnull=False))
                | Q(supersedes__isnull=False),
                violation_error_message="决定须有依据：申请、限期整改或事故；更正须指明更正哪一个决定。",
            ),
            models.CheckConstraint(
                name="decision_has_grounds", condition=~Q(grounds=""), violation_error_message="请写明理由。"
            ),
            models.CheckConstraint(
                name="decision_is_not_effective_before_decided",
                condition=Q(supersedes__isnull=False)
                | Q(kind=CANCEL, effective_on__lte=F("decided_on"))
                | (~Q(kind=CANCEL) & Q(effective_on__gte=F("decided_on"))),
                violation_error_message="生效日期不能早于决定日期；取消等级从事故发生之日起。",
            ),
            # One application is decided once: who comes second finds it decided.
            models.UniqueConstraint(
                name="decision_is_once_an_application",
                fields=["application"],
                condition=Q(supersedes__isnull=True, application__isnull=False),
                violation_error_message="这份申请已经决定。",
            ),
            models.UniqueConstraint(
                name="decision_is_once_an_accident",
                fields=["incident"],
                condition=Q(supersedes__isnull=True, incident__isnull=False),
                violation_error_message="这起事故已经处理。",
            ),
            models.UniqueConstraint(
                name="decision_is_once_an_order",
                fields=["rectification"],
                condition=Q(supersedes__isnull=True, rectification__isnull=False),
                violation_error_message="这次限期整改已经处理。",
            ),
            models.CheckConstraint(
                name="decision_does_not_supersede_itself",
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("pk")),
                violation_error_message="决定不能更正自己。",
            ),
            models.UniqueConstraint(
                name="decision_letter_is_once",
                fields=["letter_code", "letter_year", "letter_serial"],
                violation_error_message="决定编号重复。",
            ),
        ]
        indexes = [models.Index(fields=["institution", "decided_at"], name="decision_by_institution")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.letter_number}"

    @property
    def outcome(self) -> str:
        """What it comes to, in words."""
        said = self.get_kind_display()
        if self.level:
            said = f"{said}：{self.get_level_display()}"
        return f"更正：{said}" if self.supersedes_id else said

    @property
    def letter_number(self) -> str:
        """区划代码-年份-评-序号, e.g. 530922-2026-评-0007."""
        return letter_number(self.letter_code, self.letter_year, self.letter_serial)


class DecisionBook(models.Model):
    """The last number each authority gave in a year; its row is locked while a decision is written."""

    code = models.CharField("区划代码", max_length=6)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后序号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "决定编号簿"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="decision_book_is_one",
                fields=["code", "year"],
                violation_error_message="每个机关每年只有一本决定编号簿。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}: {self.last}"
