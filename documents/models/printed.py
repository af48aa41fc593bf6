"""The columns a page is printed from: a document has them, and so has a correction that will replace them.

What points at other rows (文种, units) is declared where it belongs, for each has its own way back.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from documents.official_text import Block, parse


class TextStatus(models.TextChoices):
    """How much of the printed text is on record."""

    OUTLINE = "outline", "仅提要"
    FULL = "full", "全文"


class Disclosure(models.TextChoices):
    """公开属性 (国办发〔2016〕80号)."""

    ACTIVE = "active", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    CLOSED = "closed", "不予公开"


class PrintedColumns(models.Model):
    """The elements of GB/T 9704-2012 with the text. `documents.snapshot.COLUMNS` names the same ones; a test holds that.

    The body is official text, one paragraph a line; blocks, outline and anchors are derived from it.
    """

    title = models.CharField("标题", max_length=400)
    series = models.CharField("机关代字", max_length=40, blank=True, help_text="如“临政发”。")
    year = models.PositiveSmallIntegerField("发文年份", null=True, blank=True)
    serial = models.PositiveIntegerField("发文顺序号", null=True, blank=True)
    document_number = models.CharField(
        "发文字号", max_length=80, blank=True, help_text="按〔〕书写，如“临政发〔2024〕9号”；没有文号的留空。"
    )
    addressees = ArrayField(
        models.CharField(max_length=120), verbose_name="主送机关", default=list, blank=True
    )
    written_on = models.DateField("成文日期", null=True, blank=True, help_text="印刷不全、无法确定时留空。")
    written_on_printed = models.CharField("成文日期（原样）", max_length=60, blank=True)
    note = models.CharField("附注", max_length=200, blank=True, help_text="如“此件公开发布”，不带括号。")
    disclosure = models.CharField(
        "公开属性", max_length=20, choices=Disclosure.choices, default=Disclosure.ACTIVE, blank=False
    )
    index_number = models.CharField("索引号", max_length=60, blank=True)
    subject = models.CharField("主题分类", max_length=60, blank=True)
    abstract = models.TextField("摘要", blank=True, help_text="用自己的话写，不摘抄原文。")
    enclosed_title = models.CharField("所印发文件标题", max_length=400, blank=True)
    body = models.TextField(
        "正文", blank=True, help_text="一段一行；表格行的单元格之间用制表符；层次序号按 一、（一）1.（1）。"
    )
    text_status = models.CharField(
        "文本状态", max_length=10, choices=TextStatus.choices, default=TextStatus.FULL
    )
    effective_from = models.DateField("施行日期", null=True, blank=True)
    effective_until = models.DateField("有效期至", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(series="", year__isnull=True, serial__isnull=True)
                | (~Q(series="") & Q(year__isnull=False, serial__isnull=False)),
                name="%(class)s_number_parts_together",
                violation_error_message="机关代字、年份、顺序号要么都填，要么都不填。",
            ),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True)
                | Q(effective_from__isnull=True)
                | Q(effective_until__gte=models.F("effective_from")),
                name="%(class)s_effective_period_in_order",
                violation_error_message="有效期截止日不能早于施行日期。",
            ),
            models.CheckConstraint(
                condition=Q(disclosure__in=["active", "on_request", "closed"]),
                name="%(class)s_disclosure_is_known",
                violation_error_message="没有这种公开属性。",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="%(class)s_has_title",
                violation_error_message="公文必须有标题。",
            ),
        ]

    @property
    def has_full_text(self) -> bool:
        return self.text_status == TextStatus.FULL

    def blocks(self) -> tuple[Block, ...]:
        """The body as blocks with anchors (derived, never stored)."""
        return parse(self.body, enclosed_title=self.enclosed_title)


class OrganColumns(models.Model):
    """发文机关 in printed order; a joint issue has several."""

    position = models.PositiveSmallIntegerField("次序")
    printed = models.CharField("发文机关（原样）", max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.printed


class AttachmentColumns(models.Model):
    """附件 with its own title and text."""

    position = models.PositiveSmallIntegerField("次序")
    label = models.CharField("附件序号（原样）", max_length=40, help_text="如“附件1”。")
    title = models.CharField("附件标题", max_length=400)
    text = models.TextField("附件正文", blank=True, help_text="一段一行；表格行的单元格之间用制表符。")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    @property
    def anchor(self) -> str:
        return f"a{self.position}"

    def blocks(self) -> tuple[Block, ...]:
        """The text as blocks, their anchors prefixed with the attachment's own."""
        return parse(self.text, prefix=f"{self.anchor}-")
