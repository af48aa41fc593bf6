"""What units answer for: counts for lists, and the picture of units and documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from documents.models import Assignment, Document, Role
from foundation.models import Unit

PUBLIC = AnonymousUser()
MATRIX_UNITS = 16
MATRIX_DOCUMENTS = 8


def units_with_duties() -> QuerySet[Unit]:
    """Units with the counts ``lead``, ``support``, ``responsible`` and ``duties`` (all of them), the busiest first."""
    public = Document.objects.visible_to(PUBLIC).values("pk")
    visible = Q(assignments__task__document__in=public) | Q(assignments__item__document__in=public)
    counts = {
        role.value: Count("assignments", filter=visible & Q(assignments__role=role), distinct=True)
        for role in Role
    }
    units = Unit.objects.annotate(**counts).annotate(duties=F("lead") + F("support") + F("responsible"))
    return units.order_by("-duties", "name", "pk")


def busiest_units(count: int) -> list[Unit]:
    """The units with the most duties, those without any left out."""
    return [unit for unit in units_with_duties()[:count] if _duties(unit)]


def _duties(unit: Unit) -> int:
    """The count that `units_with_duties` put on the unit."""
    return int(getattr(unit, "duties", 0))


@dataclass(frozen=True)
class MatrixCell:
    unit: Unit
    document: Document
    count: int
    weight: int  # 1 … 4, by which the cell is shaded


@dataclass(frozen=True)
class Matrix:
    documents: list[Document]
    rows: list[tuple[Unit, list[MatrixCell | None]]]


def duty_matrix() -> Matrix:
    """The busiest units against the newest documents with tasks, in three queries."""
    pairs = (
        Assignment.objects.visible_to(PUBLIC)
        .filter(unit__isnull=False)
        .annotate(of_document=Coalesce("task__document", "item__document"))
        .values("unit", "of_document")
        .annotate(count=Count("pk"))
        .values_list("unit", "of_document", "count")
    )
    counts = {(unit, document): count for unit, document, count in pairs}
    documents = list(
        Document.objects.filter(pk__in={document for _, document in counts})
        .newest_first()
        .only("title", "document_number")[:MATRIX_DOCUMENTS]
    )
    totals: Counter[int] = Counter()
    for (unit, _), count in counts.items():
        totals[unit] += count
    busiest = [unit for unit, _ in totals.most_common(MATRIX_UNITS)]
    units = Unit.objects.in_bulk(busiest)
    return Matrix(documents, [(units[pk], _row(units[pk], documents, counts)) for pk in busiest])


def _row(
    unit: Unit, documents: list[Document], counts: dict[tuple[int, int], int]
) -> list[MatrixCell | None]:
    cells: list[MatrixCell | None] = []
    for document in documents:
        count = counts.get((unit.pk, document.pk), 0)
        cells.append(MatrixCell(unit, document, count, _weight(count)) if count else None)
    return cells


def _weight(count: int) -> int:
    return 1 if count < 3 else 2 if count < 10 else 3 if count < 30 else 4


@dataclass(frozen=True)
class UnitGroup:
    """The units of one level: those with duties, the busiest first, and the rest."""

    name: str
    busy: list[Unit]
    rest: list[Unit]


LEVELS = (
    Unit.Level.CITY,
    Unit.Level.COUNTY,
    Unit.Level.TOWNSHIP,
    Unit.Level.PROVINCE,
    Unit.Level.NATIONAL,
    Unit.Level.OTHER,
)
GROUPS = "统称（一组单位）"


def by_level(units: QuerySet[Unit]) -> list[UnitGroup]:
    """Units of `units_with_duties` under the name of their level, the city's own first."""
    levels: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        levels[GROUPS if unit.is_group else str(Unit.Level(unit.level).label)].append(unit)
    names = [str(LEVELS[0].label), GROUPS, *[str(level.label) for level in LEVELS[1:]]]
    return [_group(name, levels[name]) for name in names if name in levels]


def _group(name: str, units: list[Unit]) -> UnitGroup:
    busy = [unit for unit in units if _duties(unit)]
    return UnitGroup(name, busy, [unit for unit in units if unit not in busy])
