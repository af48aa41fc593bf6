"""Units against documents: who leads, supports and answers for how much in which of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.db.models.functions import Coalesce
from django.urls import reverse

from documents.models import Assignment, Document, Role
from documents.models.document import DocumentQuerySet
from documents.short_titles import matter_of
from foundation.models import Unit, UnitMembership
from foundation.pictures import grid
from foundation.pictures.picture import Figure, KeyEntry, Picture, Table, TableRow

PUBLIC = AnonymousUser()
TOP_UNITS = 16
TOP_DOCUMENTS = 8
LEGEND = tuple(KeyEntry(role.value, str(role.label)) for role in Role)
HOW_TO_READ = (
    "一行一个单位，一列一份公文。实心方块里是牵头几件，圆圈里是配合几件，虚线方块里是负责几件；"
    "交给“各县（区）”这样一组单位的事，也算在组里每个单位名下。点格子看是哪些事。"
)
LAYOUT = grid.Layout(
    names=150, width=3 * grid.SLOT + 14, height=38, total=64, total_name="全部", head_lines=3
)
Roles = Counter[str]


@dataclass(frozen=True)
class Duties:
    """Counts by unit and document; ``named`` only what names the unit itself, ``counts`` what its groups bring too."""

    named: Counter[int]
    counts: dict[tuple[int, int], Roles]

    @property
    def documents(self) -> set[int]:
        return {document for _, document in self.counts}

    def total(self, unit: int) -> int:
        return sum(roles.total() for (of, _), roles in self.counts.items() if of == unit)


def public_duties() -> Duties:
    """Every published duty counted as the pages of the units list it, in two queries."""
    rows = (
        Assignment.objects.visible_to(PUBLIC)
        .filter(unit__isnull=False)
        .annotate(of_document=Coalesce("task__document", "item__document"))
        .values_list("unit", "of_document", "role")
        .annotate(count=Count("pk"))
    )
    members: dict[int, list[int]] = defaultdict(list)
    for group, member in UnitMembership.objects.values_list("group", "member"):
        members[group].append(member)
    named: Counter[int] = Counter()
    counts: dict[tuple[int, int], Roles] = defaultdict(Counter)
    for unit, document, role, count in rows:
        named[unit] += count
        for concerned in (unit, *members[unit]):
            counts[concerned, document][role] += count
    return Duties(named, dict(counts))


def matrix_of_the_busiest() -> Picture | None:
    """The units named most against the newest documents, in four queries; nothing while there are no duties."""
    duties = public_duties()
    documents = list(documents_with_duties(duties)[:TOP_DOCUMENTS])
    units = _by_pk([unit for unit, _ in duties.named.most_common(TOP_UNITS)])
    return matrix(duties, units, documents) if documents else None


def units_of(duties: Duties, documents: Sequence[Document]) -> list[Unit]:
    """Every unit that one of these documents names or that belongs to a group it names, the busiest first."""
    shown = {document.pk for document in documents}
    totals: Counter[int] = Counter()
    for (unit, document), roles in duties.counts.items():
        if document in shown:
            totals[unit] += roles.total()
    return _by_pk([unit for unit, _ in totals.most_common()])


def matrix(duties: Duties, units: Sequence[Unit], documents: Sequence[Document]) -> Picture:
    lines = [_line(unit, duties.total(unit.pk)) for unit in units]
    heads = [_head(document) for document in documents]
    spots = {
        (unit.pk, document.pk): _spot(unit, document, roles)
        for unit in units
        for document in documents
        if (roles := duties.counts.get((unit.pk, document.pk)))
    }
    return Picture(
        key="matrix",
        title="单位和公文对照图",
        text=HOW_TO_READ,
        drawing=grid.draw(lines, heads, spots, LAYOUT),
        table=_table(duties, units, documents),
        legend=LEGEND,
    )


def documents_with_duties(duties: Duties) -> DocumentQuerySet:
    return Document.objects.filter(pk__in=duties.documents).newest_first().only("title", "document_number")


def _by_pk(order: Sequence[int]) -> list[Unit]:
    units = Unit.objects.in_bulk(order)
    return [units[pk] for pk in order]


def _name(document: Document) -> str:
    return document.document_number or matter_of(document.title)


def _line(unit: Unit, total: int) -> grid.Line:
    url = reverse("documents:unit_detail", args=[unit.pk])
    return grid.Line(unit.pk, unit.label, url, str(total), url, f"{unit.label}，全部公文共{total}件")


def _head(document: Document) -> grid.Head:
    return grid.Head(document.pk, _name(document), document.get_absolute_url(), document.title)


def _spot(unit: Unit, document: Document, roles: Roles) -> grid.Spot:
    marks = tuple(grid.Mark(role.value, roles[role.value]) for role in Role)
    said = "、".join(f"{role.label}{roles[role.value]}件" for role in Role if roles[role.value])
    return grid.Spot(
        roles.total(),
        f"{unit.label}，{_name(document)}：{said}",
        _narrowed(unit, document),
        marks=marks,
    )


def _narrowed(unit: Unit, document: Document) -> str:
    return f"{reverse('documents:unit_detail', args=[unit.pk])}?document={document.pk}"


def _table(duties: Duties, units: Sequence[Unit], documents: Sequence[Document]) -> Table:
    """One row for each pair, each role in its column: what the marks show, as numbers."""
    rows = tuple(
        TableRow(
            f"{unit.label}，{_name(document)}",
            tuple(Figure(str(number)) for number in (*(roles[role.value] for role in Role), roles.total())),
            _narrowed(unit, document),
        )
        for unit in units
        for document in documents
        if (roles := duties.counts.get((unit.pk, document.pk)))
    )
    return Table(("单位，公文", *(str(role.label) for role in Role), "合计"), rows)
