"""自评: what the institution says of itself, criterion by criterion, and the ten materials it hands in (N079, N091)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from eldercare.models.application import RatingApplication
from eldercare.models.evidence import Evidence
from eldercare.models.standard import Criterion
from eldercare.rating_vocabulary import MATERIALS, Level, MaterialState
from foundation.constraints import is_known
from foundation.scope import ScopedQuerySet


class SelfMarkQuerySet(ScopedQuerySet["SelfMark"]):
    place = "application__institution__township"


class SelfMark(models.Model):
    """The highest level whose requirement the institution says it meets; none: not even that of A."""

    application = models.ForeignKey(
        RatingApplication, models.CASCADE, related_name="self_marks", verbose_name="申请"
    )
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name="评定内容")
    reached = models.CharField(
        "自评达到", max_length=2, choices=Level, blank=True, help_text="没有达到 A 级的留空。"
    )
    remark = models.CharField("说明", max_length=200, blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="self_marks", verbose_name="材料")

    objects = SelfMarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自评"
        default_permissions = ("view",)
        constraints = [
            is_known("self_mark", "reached", Level, blank=True),
            models.UniqueConstraint(
                name="self_mark_is_once",
                fields=["application", "criterion"],
                violation_error_message="这一条已经自评。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion.code} {self.get_reached_display() or '未达到'}"


class MaterialQuerySet(ScopedQuerySet["Material"]):
    place = "application__institution__township"


class Material(models.Model):
    """One of the ten kinds of 附件1 备注, checked off."""

    application = models.ForeignKey(
        RatingApplication, models.CASCADE, related_name="materials", verbose_name="申请"
    )
    number = models.PositiveSmallIntegerField("序号", choices=list(MATERIALS.items()))
    state = models.CharField("是否提交", max_length=20, choices=MaterialState, default=MaterialState.MISSING)
    remark = models.CharField("说明", max_length=200, blank=True, help_text="不适用的写明原因。")
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="materials", verbose_name="材料")

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申请材料"
        default_permissions = ("view",)
        constraints = [
            is_known("material", "state", MaterialState),
            models.UniqueConstraint(
                name="material_is_once",
                fields=["application", "number"],
                violation_error_message="这一种材料已经列出。",
            ),
            models.CheckConstraint(
                name="material_is_one_of_ten",
                condition=Q(number__gte=1, number__lte=10),
                violation_error_message="申请材料共十种。",
            ),
            models.CheckConstraint(
                name="material_left_out_has_reason",
                condition=~Q(state=MaterialState.NOT_APPLICABLE) | ~Q(remark=""),
                violation_error_message="不适用的材料须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_number_display()}"
