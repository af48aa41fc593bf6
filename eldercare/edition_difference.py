"""An edition of the standard beside another: the rows of both, as the rules compare them."""

from __future__ import annotations

from eldercare.models import Criterion, StandardEdition
from eldercare.rules import edition_difference as rules
from eldercare.rules.edition_difference import Printed

COMPARED = (
    "category",
    "group",
    "item",
    "level_a",
    "need_a",
    "level_aa",
    "need_aa",
    "level_aaa",
    "need_aaa",
    "fact",
    "note",
    "printed",
)


def changes_between(before: StandardEdition, after: StandardEdition) -> list[rules.RowChange]:
    return rules.difference(_rows(before), _rows(after))


def _rows(edition: StandardEdition) -> list[Printed]:
    return [
        Printed(row.code, row.position, row.item, _cells(row))
        for row in edition.criteria.order_by("position")
    ]


def _cells(row: Criterion) -> tuple[tuple[str, str], ...]:
    labels = {field.name: str(field.verbose_name) for field in Criterion._meta.fields}
    return tuple((labels[name], _said(row, name)) for name in COMPARED)


def _said(row: Criterion, name: str) -> str:
    return row.get_fact_display() if name == "fact" else str(getattr(row, name))
