"""Every state of a document that was ever public, kept as it was."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from documents.models.correction import Correction
from documents.models.document import Document
from documents.snapshot import Content


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    def newest_first(self) -> Self:
        return self.order_by("-number")

    def without_content(self) -> Self:
        """For lists: the texts stay where they are."""
        return self.defer("content")

    def newest(self) -> DocumentVersion | None:
        return self.newest_first().first()


class DocumentVersion(models.Model):
    """One published state. A trigger lets nobody change or remove it, and numbers follow without a gap."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions", verbose_name="公文")
    number = models.PositiveSmallIntegerField("版次")
    content = models.JSONField("印刷内容")
    digest = models.CharField("内容摘要值", max_length=64)
    published_at = models.DateTimeField("发布时间")
    note = models.TextField("说明", blank=True, help_text="为什么有这一版，公开显示；第一版没有。")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发布人",
        help_text="由导入补入的没有。",
    )
    correction = models.OneToOneField(
        Correction, models.PROTECT, null=True, blank=True, related_name="version", verbose_name="更正"
    )

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公文版本"
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="document_version_number_unique",
                violation_error_message="这一版已经有了。",
            ),
            models.CheckConstraint(
                condition=Q(number=1, correction__isnull=True) & Q(note="") | Q(number__gt=1) & ~Q(note=""),
                name="document_version_says_why",
                violation_error_message="第一版没有说明；以后各版须写明为什么有这一版。",
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="document_version_has_digest",
                violation_error_message="版本须有内容的摘要值。",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}版"

    def get_absolute_url(self) -> str:
        return reverse("documents:version_detail", args=[self.document_id, self.number])

    def read(self) -> Content:
        return Content.from_json(self.content)
