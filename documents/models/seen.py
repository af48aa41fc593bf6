"""What a member of staff last saw of a text, so that the next look begins with what changed since."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models

from documents.snapshot import Content


class SeenQuerySet(models.QuerySet["Seen"]):
    def by(self, user: User, subject: models.Model) -> Self:
        """What this person saw of the object, the latest first."""
        kind = ContentType.objects.get_for_model(subject)
        return self.filter(user=user, subject_type=kind, subject_id=subject.pk).order_by("-pk")


class Seen(models.Model):
    """One state that somebody looked at; the two latest are kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="谁")
    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name="对象类型")
    subject_id = models.PositiveBigIntegerField("对象编号")
    content = models.JSONField("看到的内容")
    digest = models.CharField("内容摘要值", max_length=64)
    at = models.DateTimeField("时间")

    objects = SeenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "看过的内容"
        default_permissions = ()
        indexes = [models.Index(fields=["user", "subject_type", "subject_id", "-at"], name="seen_by_whom")]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d %H:%M}"

    def read(self) -> Content:
        return Content.from_json(self.content)
