"""公文 and its parts: issuing organs, attachments, relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5, Coalesce, ExtractYear

from documents.models.printed import AttachmentColumns, OrganColumns, PrintedColumns
from documents.models.reading import Reading
from documents.models.reference import Column, Kind
from documents.models.relation import Relation, RelationKind
from foundation.addresses import address_of
from foundation.models import Publishable, PublishableQuerySet, Status, Unit
from foundation.remark_places import Place

if TYPE_CHECKING:
    from datetime import date

MOST_WORDS = 8  # each is looked for in every text


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


class Document(PrintedColumns, Publishable):
    """One 公文: what is printed of it, where it stands, and how it came in."""

    kind = models.ForeignKey(
        Kind, models.PROTECT, verbose_name="文种", null=True, blank=True, related_name="documents"
    )
    column = models.ForeignKey(
        Column, models.PROTECT, verbose_name="栏目", null=True, blank=True, related_name="documents"
    )
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
            *PrintedColumns.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(disclosure="active"),
                name="document_published_is_disclosed",
                violation_error_message="只有“主动公开”的公文可以发布。",
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
        return address_of("documents:document_detail", self.pk)

    def places(self) -> list[Place]:
        """The title, every paragraph, the close, and the same of every attachment, by the anchors of the page."""
        close = [organ.printed for organ in self.organs.order_by("position")]
        close += [f"{self.written_on:%Y-%m-%d}" if self.written_on else self.written_on_printed, self.note]
        places = [Place("title", f"{self.title} {self.document_number}")]
        places += [Place(block.anchor, block.text) for block in self.blocks()]
        places.append(Place("close", " ".join(filter(None, close))))
        for attachment in self.attachments.order_by("position"):
            places.append(Place(attachment.anchor, str(attachment)))
            places += [Place(block.anchor, block.text) for block in attachment.blocks()]
        return [place for place in places if place.text.strip()]


class DocumentOrgan(OrganColumns):
    """发文机关 of a document."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="organs", verbose_name="公文")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="issued", verbose_name="单位"
    )

    class Meta:
        verbose_name = verbose_name_plural = "发文机关"
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="document_organ_position_unique"),
        ]


class Attachment(AttachmentColumns):
    """附件 of a document."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="attachments", verbose_name="公文")

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="attachment_position_unique"),
        ]
