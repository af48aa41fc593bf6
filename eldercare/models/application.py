"""等级评定申请: one application in one round, with the opinion of every stage (附件2)."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from eldercare.models.application_constraints import CONSTRAINTS, OPEN
from eldercare.models.institution import Institution
from eldercare.models.operator import Operator
from eldercare.models.rating_round import RatingRound
from eldercare.models.standard import StandardEdition
from eldercare.rating_vocabulary import Capacity, Level, RatingStatus, RatingVerb, VisitMode
from eldercare.vocabulary import Nature
from foundation.constraints import is_known
from foundation.fields import ProtectedField
from foundation.scope import ScopedQuerySet


def _person(label: str) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
        editable=False,
    )


class RatingApplicationQuerySet(ScopedQuerySet["RatingApplication"]):
    def open(self) -> Self:
        """Still on its way."""
        return self.filter(status__in=OPEN)

    def counted(self) -> Self:
        """Those that use up the one application of a year (N084)."""
        return self.exclude(status=RatingStatus.WITHDRAWN)

    def decided(self) -> Self:
        return self.filter(status__in=(RatingStatus.DECIDED, RatingStatus.REFUSED))


class RatingApplication(models.Model):
    """`eldercare.actions` alone writes its status; see `eldercare.rating_lifecycle` for the moves.

    The edition is pinned when the application is opened. The form is copied from the institution when it is submitted
    and frozen from then on, until it is returned.
    """

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="applications", verbose_name="机构"
    )
    round = models.ForeignKey(
        RatingRound, models.PROTECT, related_name="applications", verbose_name="评定年度"
    )
    edition = models.ForeignKey(
        StandardEdition, models.PROTECT, related_name="applications", verbose_name="评定标准"
    )
    operator = models.ForeignKey(
        Operator, models.PROTECT, related_name="applications", verbose_name="运营主体"
    )
    status = models.CharField(
        "状态", max_length=10, choices=RatingStatus, default=RatingStatus.DRAFT, editable=False
    )

    # 附件2 as it was handed in.
    level_applied = models.CharField("申请等级", max_length=2, choices=Level, blank=True)
    applied_on = models.DateField(
        "申请日期", null=True, blank=True, help_text="申请表上的申请日期；运营满一年按这一天算。"
    )
    commitment_on = models.DateField("承诺日期", null=True, blank=True, help_text="承诺栏签字盖章的日期。")
    name = models.CharField("机构名称", max_length=120, blank=True)
    nature = models.CharField("机构性质", max_length=20, choices=Nature, blank=True)
    address = models.CharField("机构地址", max_length=200, blank=True)
    person_in_charge = models.CharField("负责人（法人）", max_length=40, blank=True)
    identity_number = ProtectedField("身份证号码", kind="identity_number", blank=True)
    person_phone = ProtectedField("联系电话", kind="phone", blank=True)
    opened_on = models.DateField("机构运营时间", null=True, blank=True)
    filing_label = models.CharField("备案时间及备案号", max_length=80, blank=True)
    registration_label = models.CharField("登记时间及登记号", max_length=120, blank=True)
    building_area = models.DecimalField("建筑面积", max_digits=8, decimal_places=2, null=True, blank=True)
    average_daily_elders = models.PositiveSmallIntegerField("日均服务老年人数", null=True, blank=True)
    staff_total = models.PositiveSmallIntegerField("服务工作人员总数", null=True, blank=True)
    staff_full_time = models.PositiveSmallIntegerField("专职服务工作人员数", null=True, blank=True)
    staff_nurses = models.PositiveSmallIntegerField("护理员人数", null=True, blank=True)

    # The stages, in order. A return to the applicant empties them; the history keeps who said what.
    submitted_by = _person("提交人")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True, editable=False)
    reviewed_by = _person("初审人")
    reviewed_at = models.DateTimeField("初审时间", null=True, blank=True, editable=False)
    review_opinion = models.CharField("乡镇初审意见", max_length=300, blank=True, editable=False)
    assessed_by = _person("评定组组长")
    assessed_at = models.DateTimeField("评定时间", null=True, blank=True, editable=False)
    visit_mode = models.CharField("评定方式", max_length=10, choices=VisitMode, blank=True, editable=False)
    visited_on = models.DateField("查看日期", null=True, blank=True, editable=False)
    panel_level = models.CharField("评定组建议等级", max_length=2, choices=Level, blank=True, editable=False)
    panel_opinion = models.CharField("评定组意见", max_length=300, blank=True, editable=False)
    approved_by = _person("县级审批人")
    approved_at = models.DateTimeField("县级审批时间", null=True, blank=True, editable=False)
    approved_level = models.CharField("县级审定等级", max_length=2, choices=Level, blank=True, editable=False)
    approval_opinion = models.CharField("县级民政部门意见", max_length=300, blank=True, editable=False)
    confirmed_by = _person("市级确认人")
    confirmed_at = models.DateTimeField("市级确认时间", null=True, blank=True, editable=False)
    confirmed_level = models.CharField(
        "市级确认等级", max_length=2, choices=Level, blank=True, editable=False
    )
    confirmation_opinion = models.CharField("市级民政部门意见", max_length=300, blank=True, editable=False)
    return_reason = models.CharField("退回原因", max_length=300, blank=True, editable=False)
    ended_on = models.DateField("终止日期", null=True, blank=True, editable=False)
    end_reason = models.CharField("终止原因", max_length=300, blank=True, editable=False)

    objects = RatingApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "等级评定申请"
        default_permissions = ("view",)
        permissions = [
            ("apply_rating", "Can open, submit and withdraw applications"),
            ("review_rating", "Can make the township's first review"),
            ("convene_panel", "Can appoint the rating group"),
            ("assess_rating", "Can take part in the rating group"),
            ("approve_rating", "Can decide for the county"),
            ("confirm_rating", "Can decide for the city"),
        ]
        constraints = CONSTRAINTS
        indexes = [
            models.Index(fields=["round", "status"], name="application_by_round"),
            models.Index(fields=["status", "submitted_at"], name="application_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.institution.name} {self.round}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class RatingMoveQuerySet(ScopedQuerySet["RatingMove"]):
    place = "application__institution__township"


class RatingMove(models.Model):
    """Who moved an application, in which capacity, from where, to where, and why; appended, never changed (a trigger)."""

    application = models.ForeignKey(
        RatingApplication, models.PROTECT, related_name="moves", verbose_name="申请"
    )
    verb = models.CharField("动作", max_length=10, choices=RatingVerb)
    capacity = models.CharField("以何身份", max_length=10, choices=Capacity, blank=True)
    from_status = models.CharField("原状态", max_length=10, choices=RatingStatus, blank=True)
    to_status = models.CharField("新状态", max_length=10, choices=RatingStatus)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="rating_moves", verbose_name="经办人"
    )
    at = models.DateTimeField("时间")
    remark = models.CharField("说明", max_length=300, blank=True)

    objects = RatingMoveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评定流转"
        default_permissions = ("view",)
        constraints = [
            is_known("rating_move", "verb", RatingVerb),
            is_known("rating_move", "capacity", Capacity, blank=True),
            models.CheckConstraint(
                name="rating_move_moves",
                condition=~Q(from_status=F("to_status")),
                violation_error_message="状态没有变化，不记入历史。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"
