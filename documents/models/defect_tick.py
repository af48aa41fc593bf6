"""A warning of the defect report that an editor has accounted for: who, when, and why it may stand."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q


class DefectTickQuerySet(models.QuerySet["DefectTick"]):
    def standing(self) -> Self:
        """Those nobody has taken back."""
        return self.filter(revoked_at__isnull=True)


class DefectTick(models.Model):
    """One tick. A trigger keeps it as it was made; it can only be taken back, once.

    It holds while the report finds a defect under its key, which is made from the text of the place: when that
    changes, the defect comes back without a tick.
    """

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name="对象类型")
    subject_id = models.PositiveBigIntegerField("对象编号")
    subject = GenericForeignKey("subject_type", "subject_id")
    key = models.CharField("缺陷", max_length=80)
    code = models.CharField("规则", max_length=40)
    sentence = models.TextField("说的是什么", help_text="当时报告里的那一句。")
    reason = models.TextField("理由")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="defect_ticks", verbose_name="经办人"
    )
    at = models.DateTimeField("时间")
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="revoked_defect_ticks",
        verbose_name="撤销人",
    )
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = DefectTickQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "缺陷说明"
        default_permissions = ("view",)
        permissions = [("tick_defect", "可以为检查发现的警告写明理由")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "key"],
                condition=Q(revoked_at__isnull=True),
                name="defect_tick_stands_once",
                violation_error_message="这一条已经写明过理由。",
            ),
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S"),
                name="defect_tick_has_reason",
                violation_error_message="请写明理由。",
            ),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(code=""),
                name="defect_tick_names_its_defect",
                violation_error_message="请指明是哪一条缺陷。",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False, revoked_at__gte=models.F("at")),
                name="defect_tick_revoked_by_someone",
                violation_error_message="撤销须记下何人何时，且不早于说明的时间。",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence[:60]
