"""What became, or would become, of every row: what the desk shows, what is kept until the person confirms, and what
the confirmation is compared with. Protected numbers stand in it as masks only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any, NamedTuple

from import_export.results import Result, RowResult

from eldercare.spreadsheets.cards import Card, services_as_written
from eldercare.spreadsheets.cells import plain_text
from eldercare.spreadsheets.columns import BY_KEY, COLUMNS, NAME, Column, Holds
from eldercare.spreadsheets.places import said
from eldercare.spreadsheets.sheet import Entry, Table
from foundation.protected import KINDS, Protected
from foundation.redaction import redacted
from foundation.tables import Cell

UNWRITTEN = {"formula": "（公式）", "merged": "（合并单元格）"}
_ORDER = {column.key: place for place, column in enumerate(COLUMNS)}


class Fate(Enum):
    WRONG = "wrong"
    CHANGED = "changed"
    NEW = "new"
    UNCHANGED = "unchanged"


FATES = {
    RowResult.IMPORT_TYPE_NEW: Fate.NEW,
    RowResult.IMPORT_TYPE_UPDATE: Fate.CHANGED,
    RowResult.IMPORT_TYPE_SKIP: Fate.UNCHANGED,
    RowResult.IMPORT_TYPE_INVALID: Fate.WRONG,
}


class Difference(NamedTuple):
    heading: str
    before: str
    after: str


class Mistake(NamedTuple):
    heading: str
    typed: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One row. `mark` is equal as long as the row would do the same to the same record."""

    number: int
    fate: str
    name: str
    mark: str
    differences: tuple[Difference, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True)
class Report:
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        found = Counter(line.fate for line in self.lines)
        return {fate.value: found[fate.value] for fate in Fate}

    def of(self, fate: Fate) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.fate == fate.value)

    def otherwise_than(self, earlier: Report) -> tuple[Line, ...]:
        """The rows that would now do something else than they would have done earlier."""
        marks = {line.number: line.mark for line in earlier.lines}
        return tuple(line for line in self.lines if marks.get(line.number) != line.mark)

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Report:
        kept = json.loads(content)
        return cls(tuple(map(_line_from, kept["lines"])), tuple(kept["notes"]))


def _line_from(kept: Mapping[str, Any]) -> Line:
    differences = tuple(Difference(*row) for row in kept["differences"])
    mistakes = tuple(Mistake(heading, typed, tuple(said)) for heading, typed, said in kept["mistakes"])
    return Line(**{**kept, "differences": differences, "mistakes": mistakes})


def report_of(table: Table, result: Result) -> Report:
    """The result of the library, row by row, in the words of the desk."""
    lines = [_line(entry, row) for entry, row in zip(table.entries, result.rows, strict=True)]
    return Report(tuple(lines), tuple(_notes(table, lines)))


def _line(entry: Entry, row: Any) -> Line:
    fate, name = FATES[row.import_type], said(entry, NAME)
    if fate == Fate.WRONG:
        mistakes = tuple(_mistakes(entry, row.validation_error.message_dict))
        return Line(entry.number, fate.value, redacted(name), _marked(fate, mistakes), mistakes=mistakes)
    card: Card = row.card
    differences = tuple(_differences(card))
    changed = [(key, *map(_compared, change)) for key, change in sorted(card.changes.items())]
    return Line(entry.number, fate.value, card.institution.name, _marked(fate, changed), differences)


def _marked(fate: Fate, content: Sequence[object]) -> str:
    return sha256(repr((fate.value, content)).encode()).hexdigest()[:16]


def _compared(value: object) -> str:
    """Numbers by their fingerprint: two of them may share a mask."""
    return value.fingerprint if isinstance(value, Protected) else str(value)


def _mistakes(entry: Entry, wrong: Mapping[str, Sequence[str]]) -> Iterator[Mistake]:
    for key in sorted(wrong, key=lambda key: _ORDER.get(key, 0)):
        column = BY_KEY[key]
        cell = entry.cells.get(key)
        yield Mistake(column.heading, _typed(column, cell) if cell else "", tuple(wrong[key]))


def _typed(column: Column, cell: Cell) -> str:
    """What stands in a wrong cell; anything that may be a number of a person only as a mask."""
    if cell.kind in UNWRITTEN:
        return UNWRITTEN[cell.kind]
    text = plain_text(cell)
    if column.holds == Holds.PROTECTED:
        kind = str(getattr(column.model_field, "kind", "phone"))
        return KINDS[kind].masked(KINDS[kind].normal(text))
    return redacted(text)[:60]


def _differences(card: Card) -> Iterator[Difference]:
    for key in sorted(card.changes, key=_ORDER.__getitem__):
        column, change = BY_KEY[key], card.changes[key]
        yield Difference(column.heading, shown(column, change.before), shown(column, change.after))


def shown(column: Column, value: Any) -> str:
    """A value as people read it; of a protected number its mask."""
    if value is None or value == "" or value == {}:
        return ""
    if column.holds == Holds.CHOICE:
        return next((label for label, known in column.choices.items() if known == value), str(value))
    if column.holds == Holds.SERVICES:
        return services_as_written(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _notes(table: Table, lines: Sequence[Line]) -> Iterator[str]:
    if table.samples:
        yield f"略过了 {table.samples} 行【示例】。"
    if table.other_sheets:
        yield f"只读了一张工作表；{'、'.join(f'“{name}”' for name in table.other_sheets)}没有读，请另存为文件再导入。"
    headings = {column.key for column in table.columns}
    missing = [column.heading for column in COLUMNS if column.is_needed and column.key not in headings]
    if missing and any(line.fate == Fate.WRONG.value for line in lines):
        yield f"表里没有{'、'.join(f'“{heading}”' for heading in missing)}列：只能更新已有的机构，不能新建。"
