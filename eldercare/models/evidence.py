"""材料: files an institution rests on. Never public, never changed; voided with a reason, never silently gone."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from eldercare.models.filing import Filing
from eldercare.models.institution import Institution
from eldercare.vocabulary import EvidenceKind
from foundation.constraints import is_known
from foundation.file_kinds import FileKind
from foundation.private_files import PrivateStorage, telling_nothing
from foundation.scope import ScopedQuerySet


class EvidenceQuerySet(ScopedQuerySet["Evidence"]):
    def standing(self) -> Self:
        return self.filter(voided_at__isnull=True)


class Evidence(models.Model):
    """One file, recognised by its content, kept outside static and media. Written by `eldercare.actions` only."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="evidence", verbose_name="机构")
    filing = models.ForeignKey(
        Filing, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name="备案"
    )
    kind = models.CharField("材料种类", max_length=20, choices=EvidenceKind)
    file = models.FileField("文件", storage=PrivateStorage(), upload_to=telling_nothing, max_length=64)
    name = models.CharField("文件名", max_length=200)
    file_kind = models.CharField("文件类型", max_length=10, choices=FileKind)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="作废人",
    )
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=300, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "材料"
        default_permissions = ("add", "view", "void")
        constraints = [
            is_known("evidence", "kind", EvidenceKind),
            models.CheckConstraint(
                name="evidence_has_content",
                condition=Q(size__gte=1, sha256__regex=r"^[0-9a-f]{64}$", file_kind__in=FileKind.values)
                & ~Q(file="")
                & ~Q(name=""),
                violation_error_message="材料没有内容。",
            ),
            models.CheckConstraint(
                name="evidence_void_has_reason",
                condition=Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
                violation_error_message="作废须写明原因，并记明经办人和时间。",
            ),
            models.UniqueConstraint(
                name="evidence_is_once",
                fields=["institution", "sha256"],
                condition=Q(voided_at__isnull=True),
                violation_error_message="这个机构已经有内容相同的文件。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.name}"
