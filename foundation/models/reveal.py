"""Who looked at whose protected data, when, and why."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q

LEAST_REASON = 4  # characters, white space apart: 核对身份


class ProtectedRevealQuerySet(models.QuerySet["ProtectedReveal"]):
    def of(self, subject: models.Model) -> Self:
        """Every look at one object's protected data."""
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)


class ProtectedReveal(models.Model):
    """One look, written by `foundation.actions.reveal` before it answers; a trigger lets nobody change it."""

    subject_type = models.ForeignKey(
        ContentType, verbose_name="对象类型", on_delete=models.PROTECT, related_name="+"
    )
    subject_id = models.PositiveBigIntegerField("对象编号")
    subject = GenericForeignKey("subject_type", "subject_id")
    subject_label = models.CharField(
        "对象", max_length=300, help_text="查看时对象的名称，对象以后改名也不变。"
    )
    fields = ArrayField(models.CharField(max_length=100), verbose_name="查看的信息")
    reason = models.TextField("理由")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="查看人",
        on_delete=models.PROTECT,
        related_name="protected_reveals",
    )
    at = models.DateTimeField("时间")

    objects = ProtectedRevealQuerySet.as_manager()

    class Meta:
        verbose_name = "受保护信息的查看记录"
        verbose_name_plural = "受保护信息的查看记录"
        default_permissions = ("view",)
        permissions = [("reveal_protected", "查看证件号码等受保护的信息")]
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="reveal_by_subject")]
        constraints = [
            models.CheckConstraint(
                name="protected_reveal_has_reason",
                condition=Q(reason__regex=rf"^\s*(\S\s*){{{LEAST_REASON},}}$"),
                violation_error_message=f"请写明查看的理由，至少 {LEAST_REASON} 个字。",
            ),
            models.CheckConstraint(
                name="protected_reveal_names_fields",
                condition=Q(fields__len__gt=0),
                violation_error_message="请选择要查看的信息。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field_labels}：{self.subject_label}"

    @property
    def field_labels(self) -> str:
        """The fields as forms call them today; a field that is gone, by its name."""
        model = self.subject_type.model_class()
        return "、".join(_label(model, name) for name in self.fields)


def _label(model: type[models.Model] | None, name: str) -> str:
    try:
        return str(model._meta.get_field(name).verbose_name) if model else name  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name
