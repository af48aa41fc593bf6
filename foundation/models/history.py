"""The history of every lifecycle: who moved what, when, from where, to where, and why."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q

from foundation.lifecycle import Status, Verb


class StatusChangeQuerySet(models.QuerySet["StatusChange"]):
    def of(self, subject: models.Model) -> Self:
        """The history of one object, whatever its kind."""
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)


class StatusChange(models.Model):
    """One move, appended by the door that made it and never changed afterwards (a trigger refuses it)."""

    subject_type = models.ForeignKey(
        ContentType, verbose_name="对象类型", on_delete=models.PROTECT, related_name="+"
    )
    subject_id = models.PositiveBigIntegerField("对象编号")
    subject = GenericForeignKey("subject_type", "subject_id")
    subject_label = models.CharField(
        "对象", max_length=300, help_text="变更时对象的名称，对象以后改名也不变。"
    )
    verb = models.CharField("动作", max_length=20, choices=Verb)
    from_status = models.CharField("原状态", max_length=20, choices=Status)
    to_status = models.CharField("新状态", max_length=20, choices=Status)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        on_delete=models.PROTECT,
        related_name="status_changes",
    )
    at = models.DateTimeField("时间")
    remark = models.TextField("说明", blank=True, help_text="撤回须写明原因。")

    objects = StatusChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "状态变更"
        verbose_name_plural = "状态变更"
        default_permissions = ("view",)
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="status_change_by_subject")]
        constraints = [
            models.CheckConstraint(
                name="status_change_moves",
                condition=~Q(from_status=F("to_status")),
                violation_error_message="状态没有变化，不记入历史。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}：{self.subject_label}"
