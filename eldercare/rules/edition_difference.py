"""What changed from one edition of the standard to the next, row by row. Pure.

Rows are known by their number (编号), which stays the same through all editions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


NAMES = {ChangeKind.ADDED: "新增", ChangeKind.REMOVED: "删去", ChangeKind.CHANGED: "修改"}


@dataclass(frozen=True)
class Printed:
    """One row as it is compared: its cells by label."""

    code: str
    position: int
    title: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CellChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    kind: ChangeKind
    code: str
    title: str
    cells: tuple[CellChange, ...]

    @property
    def name(self) -> str:
        return NAMES[self.kind]


def difference(before: Sequence[Printed], after: Sequence[Printed]) -> list[RowChange]:
    """In the order of the newer edition; what was removed stands where it stood."""
    old = {row.code: row for row in before}
    new = {row.code: row for row in after}
    found = [(row.position, 1, _against(old.get(row.code), row)) for row in after]
    found += [(row.position, 0, _removed(row)) for row in before if row.code not in new]
    ordered = sorted(found, key=lambda told: told[:2])
    return [change for _, _, change in ordered if change is not None]


def _against(old: Printed | None, new: Printed) -> RowChange | None:
    if old is None:
        cells = tuple(CellChange(label, "", text) for label, text in new.cells if text)
        return RowChange(ChangeKind.ADDED, new.code, new.title, cells)
    before = dict(old.cells)
    cells = tuple(
        CellChange(label, before.get(label, ""), text)
        for label, text in new.cells
        if before.get(label, "") != text
    )
    return RowChange(ChangeKind.CHANGED, new.code, new.title, cells) if cells else None


def _removed(old: Printed) -> RowChange:
    cells = tuple(CellChange(label, text, "") for label, text in old.cells if text)
    return RowChange(ChangeKind.REMOVED, old.code, old.title, cells)


def in_words(changes: Sequence[RowChange]) -> str:
    """“新增 1 条，删去 2 条，修改 3 条”."""
    if not changes:
        return "内容没有改动"
    counted = {kind: sum(change.kind == kind for change in changes) for kind in ChangeKind}
    return "，".join(f"{NAMES[kind]} {count} 条" for kind, count in counted.items() if count)
