"""公文 and its parts: issuing organs, attachments, relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5, Coalesce, ExtractYear
from django.urls import reverse

from documents.models.reading import Reading
from documents.models.reference import Column, Kind
from documents.models.relation import Relation, RelationKind
from documents.official_text import Block, parse
from foundation.models import Publishable, PublishableQuerySet, Status, Unit

if TYPE_CHECKING:
    from datetime import date

MOST_WORDS = 8  # each is looked for in every text


class TextStatus(models.TextChoices):
    """How much of the printed text is on record."""

    OUTLINE = "outline", "仅提要"
    FULL = "full", "全文"


class Disclosure(models.TextChoices):
    """公开属性 (国办发〔2016〕80号)."""

    ACTIVE = "active", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    CLOSED = "closed", "不予公开"


def _year() -> Coalesce:
    return Coalesce("year", ExtractYear(_day()), _of_interpreted("year"), output_field=models.IntegerField())


def _day() -> Coalesce:
    return Coalesce("written_on", _of_interpreted("written_on"))


def _of_interpreted(field: str) -> models.Subquery:
    """A fact of the document that this one interprets: a 解读 often bears no date of its own."""
    readings = Relation.objects.filter(source=models.OuterRef("pk"), kind=RelationKind.INTERPRETS)
    return models.Subquery(readings.values(f"target__{field}")[:1])


class DocumentQuerySet(PublishableQuerySet["Document"]):
    """Documents in the words of the editors."""

    def with_number(self, *, series: str, year: int, serial: int) -> Self:
        """The documents that bear a 发文字号, however its brackets were typed."""
        return self.filter(series=series, year=year, serial=serial)

    def repealed(self, *, on: date) -> Self:
        """Documents that a published repeal names, in force on that day.

        A repeal counts from the day its own document takes effect (废止 = void from that date,
        党政机关公文处理工作条例 第三十三条); without a known day it counts at once.
        """
        return self.filter(Relation.repeal_in_force(on=on, prefix="incoming_relations__")).distinct()

    def with_repeal_mark(self, *, on: date) -> Self:
        """Each document says by ``is_repealed`` whether a published repeal names it."""
        repeals = Relation.objects.filter(Relation.repeal_in_force(on=on), target=models.OuterRef("pk"))
        return self.annotate(is_repealed=models.Exists(repeals))

    def of_year(self, year: int) -> Self:
        """Documents numbered in that year; without a number, written in it; an undated reading follows its notice."""
        return self.alias(of=_year()).filter(of=year)

    def with_day(self) -> Self:
        """Each document with its day and year as lists order it, ``shown_day`` and ``shown_year``."""
        return self.annotate(shown_day=_day(), shown_year=_year())

    def years(self) -> list[int]:
        """The years that have documents, newest first."""
        named = self.annotate(of=_year()).filter(of__isnull=False)
        return list(named.order_by("-of").values_list("of", flat=True).distinct())

    def newest_first(self) -> Self:
        """By year (a damaged date still has the year of its number), then by day."""
        return self.order_by(_year().desc(nulls_last=True), _day().desc(nulls_last=True), "-pk")

    def oldest_first(self) -> Self:
        return self.order_by(_year().asc(nulls_last=True), _day().asc(nulls_last=True), "pk")

    def containing(self, text: str) -> Self:
        """Documents with the words in title, number, abstract or body; a question has so many words and no more."""
        words = Q()
        for word in list(dict.fromkeys(text.split()))[:MOST_WORDS]:
            words &= (
                Q(title__icontains=word)
                | Q(document_number__icontains=word)
                | Q(abstract__icontains=word)
                | Q(body__icontains=word)
            )
        return self.filter(words)

    def issued_by(self, unit: Unit) -> Self:
        return self.filter(pk__in=DocumentOrgan.objects.filter(unit=unit).values("document"))

    def engaging(self, unit: Unit) -> Self:
        """Documents that give the unit, or a group it belongs to, something to do."""
        units = Unit.objects.standing_for(unit).values("pk")
        named = Q(tasks__assignments__unit__in=units) | Q(checklist__assignments__unit__in=units)
        return self.filter(pk__in=self.model.objects.filter(named).values("pk"))

    def valid(self, *, on: date) -> Self:
        """Documents neither repealed nor past their last day."""
        expired = Q(effective_until__lt=on)
        return self.exclude(pk__in=self.model.objects.repealed(on=on).values("pk")).exclude(expired)


class Document(Publishable):
    """One 公文 with the elements of GB/T 9704-2012.

    The body is official text, one paragraph a line; blocks, outline and anchors are derived from it.
    """

    title = models.CharField("标题", max_length=400)
    kind = models.ForeignKey(
        Kind, models.PROTECT, verbose_name="文种", null=True, blank=True, related_name="documents"
    )
    column = models.ForeignKey(
        Column, models.PROTECT, verbose_name="栏目", null=True, blank=True, related_name="documents"
    )
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
    reading = models.ForeignKey(
        Reading, models.SET_NULL, null=True, blank=True, related_name="documents", verbose_name="读入记录"
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = DocumentQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = verbose_name_plural = "公文"
        permissions = [("correct_document", "可以更正已发布公文的全文")]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(series="", year__isnull=True, serial__isnull=True)
                | (~Q(series="") & Q(year__isnull=False, serial__isnull=False)),
                name="document_number_parts_together",
                violation_error_message="机关代字、年份、顺序号要么都填，要么都不填。",
            ),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True)
                | Q(effective_from__isnull=True)
                | Q(effective_until__gte=models.F("effective_from")),
                name="document_effective_period_in_order",
                violation_error_message="有效期截止日不能早于施行日期。",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(disclosure="active"),
                name="document_published_is_disclosed",
                violation_error_message="只有“主动公开”的公文可以发布。",
            ),
            models.CheckConstraint(
                condition=Q(disclosure__in=["active", "on_request", "closed"]),
                name="document_disclosure_is_known",
                violation_error_message="没有这种公开属性。",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="document_has_title",
                violation_error_message="公文必须有标题。",
            ),
            models.UniqueConstraint(
                fields=["series", "year", "serial"],
                condition=~Q(series=""),
                name="document_number_unique",
                violation_error_message="已有同一发文字号的公文。",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-written_on", "-id"], name="document_newest"),
            models.Index(MD5("body"), name="document_body_digest"),  # the same text again is found at once
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.document_number}）" if self.document_number else self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:document_detail", args=[self.pk])

    @property
    def has_full_text(self) -> bool:
        return self.text_status == TextStatus.FULL

    def blocks(self) -> tuple[Block, ...]:
        """The body as blocks with anchors (derived, never stored)."""
        return parse(self.body, enclosed_title=self.enclosed_title)


class DocumentOrgan(models.Model):
    """发文机关 in printed order; a joint issue has several."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="organs", verbose_name="公文")
    position = models.PositiveSmallIntegerField("次序")
    printed = models.CharField("发文机关（原样）", max_length=120)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="issued", verbose_name="单位"
    )

    class Meta:
        verbose_name = verbose_name_plural = "发文机关"
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="document_organ_position_unique"),
        ]

    def __str__(self) -> str:
        return self.printed


class Attachment(models.Model):
    """附件 with its own title and text."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="attachments", verbose_name="公文")
    position = models.PositiveSmallIntegerField("次序")
    label = models.CharField("附件序号（原样）", max_length=40, help_text="如“附件1”。")
    title = models.CharField("附件标题", max_length=400)
    text = models.TextField("附件正文", blank=True, help_text="一段一行；表格行的单元格之间用制表符。")

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="attachment_position_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    @property
    def anchor(self) -> str:
        return f"a{self.position}"

    def blocks(self) -> tuple[Block, ...]:
        """The text as blocks, their anchors prefixed with the attachment's own."""
        return parse(self.text, prefix=f"{self.anchor}-")
