"""督促检查和限期整改 (N088 to N090, N106 to N108): inspections, orders with a deadline, extensions, re-checks."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from eldercare.models.evidence import Evidence
from eldercare.models.institution import Institution
from eldercare.rating_vocabulary import OrderKind, OrderStatus
from foundation.constraints import is_known
from foundation.scope import ScopedQuerySet


class InspectionQuerySet(ScopedQuerySet["Inspection"]):
    pass


class Inspection(models.Model):
    """One visit by one or more departments (N110). Rows are only ever added."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="inspections", verbose_name="机构"
    )
    inspected_on = models.DateField("检查日期")
    departments = models.CharField("检查部门", max_length=120, help_text="如“云县民政局、云县消防救援大队”。")
    result = models.CharField("检查情况", max_length=500)
    meets_standard = models.BooleanField("符合要求")
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="inspections", verbose_name="材料")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人", editable=False
    )
    recorded_on = models.DateField("登记日期", editable=False)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检查"
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(
                name="inspection_is_described",
                condition=~Q(departments="") & ~Q(result=""),
                violation_error_message="请写明检查部门和检查情况。",
            ),
            models.CheckConstraint(
                name="inspection_is_recorded_after_it_took_place",
                condition=Q(recorded_on__gte=F("inspected_on")),
                violation_error_message="检查日期还没有到。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspected_on:%Y-%m-%d} 检查"


class RectificationQuerySet(ScopedQuerySet["Rectification"]):
    def with_deadline(self) -> Self:
        """Each with `due_on`: the deadline of the order, or of its last extension."""
        last = Extension.objects.filter(rectification=OuterRef("pk")).order_by("-until")
        return self.annotate(due_on=Coalesce(Subquery(last.values("until")[:1]), F("deadline")))

    def with_last_recheck(self) -> Self:
        """Each with `last_checked_on` and `last_passed`, None where nobody has looked yet."""
        last = Recheck.objects.filter(rectification=OuterRef("pk")).order_by("-checked_on", "-pk")
        return self.annotate(
            last_checked_on=Subquery(last.values("checked_on")[:1]),
            last_passed=Subquery(last.values("passed")[:1]),
        )

    def open(self) -> Self:
        return self.filter(status=OrderStatus.OPEN)

    def missed(self, *, on: date) -> Self:
        """Open past the deadline: a person decides what follows."""
        return self.open().with_deadline().filter(due_on__lt=on)

    def to_decide_on(self) -> Self:
        """Not corrected, found so by a person, and no word yet on the level (N090)."""
        return self.filter(status=OrderStatus.FAILED, kind=OrderKind.STANDARD, decisions__isnull=True)


class Rectification(models.Model):
    """限期整改: an order to correct. `eldercare.actions` alone writes its status: open → closed or failed."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="rectifications", verbose_name="机构"
    )
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="rectifications", verbose_name="检查"
    )
    kind = models.CharField("事由", max_length=10, choices=OrderKind)
    requirement = models.CharField("整改要求", max_length=500)
    ordered_on = models.DateField("责令日期")
    deadline = models.DateField("整改期限", help_text="这一天仍在期限内。")
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="责令人", editable=False
    )
    status = models.CharField(
        "状态", max_length=10, choices=OrderStatus, default=OrderStatus.OPEN, editable=False
    )
    ended_on = models.DateField("办结日期", null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="办结人",
        editable=False,
    )
    outcome = models.CharField("办结说明", max_length=300, blank=True, editable=False)

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "限期整改"
        default_permissions = ("view",)
        permissions = [
            ("order_rectification", "Can order, extend and re-check corrections"),
            ("end_rectification", "Can close an order or find it not followed"),
        ]
        constraints = [
            is_known("rectification", "kind", OrderKind),
            is_known("rectification", "status", OrderStatus),
            models.CheckConstraint(
                name="rectification_says_what",
                condition=~Q(requirement=""),
                violation_error_message="请写明整改要求。",
            ),
            models.CheckConstraint(
                name="rectification_deadline_is_after_order",
                condition=Q(deadline__gt=F("ordered_on")),
                violation_error_message="整改期限须晚于责令日期。",
            ),
            models.CheckConstraint(
                name="rectification_end_is_whole",
                condition=Q(status=OrderStatus.OPEN, ended_on__isnull=True, ended_by__isnull=True, outcome="")
                | (
                    Q(
                        status__in=[OrderStatus.CLOSED, OrderStatus.FAILED],
                        ended_on__isnull=False,
                        ended_on__gte=F("ordered_on"),
                        ended_by__isnull=False,
                    )
                    & ~Q(outcome="")
                ),
                violation_error_message="办结须有日期、经办人和说明。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.ordered_on:%Y-%m-%d}）"


class ExtensionQuerySet(ScopedQuerySet["Extension"]):
    place = "rectification__institution__township"


class Extension(models.Model):
    """延期: a later deadline, with its reason. Rows are only ever added, each later than the last (a trigger)."""

    rectification = models.ForeignKey(
        Rectification, models.PROTECT, related_name="extensions", verbose_name="限期整改"
    )
    until = models.DateField("延期至")
    reason = models.CharField("原因", max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="批准人"
    )
    granted_on = models.DateField("批准日期")

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="extension_has_reason",
                condition=~Q(reason=""),
                violation_error_message="延期须写明原因。",
            ),
            models.CheckConstraint(
                name="extension_lies_ahead",
                condition=Q(until__gt=F("granted_on")),
                violation_error_message="延期须到批准日期以后。",
            ),
            models.UniqueConstraint(
                name="extension_is_once",
                fields=["rectification", "until"],
                violation_error_message="已经延期到这一天。",
            ),
        ]

    def __str__(self) -> str:
        return f"延期至 {self.until:%Y-%m-%d}"


class RecheckQuerySet(ScopedQuerySet["Recheck"]):
    place = "rectification__institution__township"


class Recheck(models.Model):
    """复查: whether what was ordered has been done. Rows are only ever added."""

    rectification = models.ForeignKey(
        Rectification, models.PROTECT, related_name="rechecks", verbose_name="限期整改"
    )
    checked_on = models.DateField("复查日期")
    passed = models.BooleanField("已整改到位")
    remark = models.CharField("复查情况", max_length=300)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="rechecks", verbose_name="材料")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="复查人")
    recorded_on = models.DateField("登记日期")

    objects = RecheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "复查"
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="recheck_is_described",
                condition=~Q(remark=""),
                violation_error_message="请写明复查情况。",
            ),
            models.CheckConstraint(
                name="recheck_is_recorded_after_it_took_place",
                condition=Q(recorded_on__gte=F("checked_on")),
                violation_error_message="复查日期还没有到。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checked_on:%Y-%m-%d} {'已整改' if self.passed else '未整改'}"
