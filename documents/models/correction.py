"""更正: the next version of a published document while it is written and reviewed."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from documents.models.document import Document
from documents.models.printed import AttachmentColumns, OrganColumns, PrintedColumns
from documents.models.reference import Kind
from foundation.lifecycle import AFTER_PUBLICATION
from foundation.models import Publishable, PublishableQuerySet, Unit


class CorrectionQuerySet(PublishableQuerySet["Correction"]):
    def open(self) -> Self:
        """Those that are still written or reviewed."""
        return self.exclude(status__in=AFTER_PUBLICATION)


class Correction(PrintedColumns, Publishable):
    """The whole content as it shall stand. It goes through the same reviews as a document; published, it is the next
    version, and its own page is the desk's only.
    """

    begun_by = "created_by"

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="corrections", verbose_name="公文", editable=False
    )
    base_number = models.PositiveSmallIntegerField(
        "底本版次", editable=False, help_text="更正是照这一版改的；发布时它须仍是最新一版。"
    )
    explanation = models.TextField(
        "更正说明",
        help_text="写给读者看：更正了什么、为什么。发布后公开显示在公文网页上。",
    )
    kind = models.ForeignKey(
        Kind, models.PROTECT, verbose_name="文种", null=True, blank=True, related_name="corrections"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="起草人", editable=False
    )
    created_at = models.DateTimeField("起草时间", editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = verbose_name_plural = "更正"
        constraints = [
            *Publishable.Meta.constraints,
            *PrintedColumns.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(explanation=""),
                name="correction_has_explanation",
                violation_error_message="请写明更正了什么、为什么。",
            ),
            models.CheckConstraint(
                condition=Q(base_number__gte=1),
                name="correction_has_base",
                violation_error_message="更正须有底本。",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=~Q(status__in=AFTER_PUBLICATION),
                name="correction_open_once",
                violation_error_message="这份公文已有一份没有办完的更正。",
            ),
        ]

    def __str__(self) -> str:
        return f"更正：{self.title}"

    def clean(self) -> None:
        """The 文号 stays its own; publishing asks again."""
        super().clean()
        if self.is_number_taken():
            raise ValidationError({"document_number": "已有同一发文字号的公文。"})

    def is_number_taken(self) -> bool:
        """Whether another document bears the number."""
        if not self.series or self.year is None or self.serial is None:
            return False
        same = Document.objects.with_number(series=self.series, year=self.year, serial=self.serial)
        return same.exclude(pk=self.document_id).exists()


class CorrectionOrgan(OrganColumns):
    """发文机关 of a correction."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="organs", verbose_name="更正")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )

    class Meta:
        verbose_name = verbose_name_plural = "发文机关"
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "position"], name="correction_organ_position_unique"
            ),
        ]


class CorrectionAttachment(AttachmentColumns):
    """附件 of a correction."""

    correction = models.ForeignKey(
        Correction, models.CASCADE, related_name="attachments", verbose_name="更正"
    )

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "position"], name="correction_attachment_position_unique"
            ),
        ]
