"""A spreadsheet or a text of separated values becomes plain rows of cells. Opened in the confined process only.

What a cell holds is told apart and never guessed: text, a number, a day, a truth, an error of the program that wrote
it, a formula whose result was not saved, a part of a merged range. Results of formulas count as what they are.

    [{"name": …, "rows": [[number of the row in the file, [cell, …]], …]}, …]

where a cell is null, its text, or [kind, text] with one of the kinds below. Blank rows and blanks at the end are gone.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from foundation.opening.archives import require_sound_archive
from foundation.opening.refused import CannotOpen

MOST_ROWS = 6000  # blank ones apart; who reads the table may allow fewer
MOST_COLUMNS = 200
MOST_SHEETS = 10
MOST_CHARACTERS = 12_000_000
LONGEST_CELL = 32_767  # of a spreadsheet program
NUMBER, DAY, TRUTH, ERROR, FORMULA, MERGED = "number", "day", "truth", "error", "formula", "merged"

_LOOK_TWICE = re.compile(rb"<(?:\w+:)?(?:f|mergeCell)[\s/>]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SEPARATORS = (",", "\t", ";")
Cells = list[Any]
Rows = Iterable[tuple[int, Cells]]


def sheets_as_json(kind: str, raw: bytes) -> bytes:
    """The rows of every visible sheet of an "xlsx", or of the one table of a "csv". Raises CannotOpen, or what the
    parsers raise for a broken file."""
    sheets = list(_workbook(raw)) if kind == "xlsx" else [{"name": "", "rows": _bounded(_separated(raw))}]
    return json.dumps(sheets, ensure_ascii=False).encode()


def _bounded(rows: Rows) -> list[tuple[int, Cells]]:
    kept: list[tuple[int, Cells]] = []
    characters = 0
    for number, cells in rows:
        while cells and _is_blank(cells[-1]):
            cells.pop()
        if all(_is_blank(cell) or cell[0] == MERGED for cell in cells):
            continue
        if len(kept) == MOST_ROWS:
            raise CannotOpen("TooManyRows")
        characters += sum(len(cell) for cell in cells if cell is not None)
        if characters > MOST_CHARACTERS:
            raise CannotOpen("FileTooComplex")
        kept.append((number, cells))
    return kept


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


# Workbooks


def _workbook(raw: bytes) -> Iterator[dict[str, Any]]:
    require_sound_archive(raw)
    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        visible: list[Any] = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in visible[:MOST_SHEETS]:
            sheet.reset_dimensions()  # what a file says of its own extent need not be true
            special = _special_cells(archive.read(sheet._worksheet_path.lstrip("/")))
            yield {"name": sheet.title, "rows": _bounded(_rows(sheet, special))}


def _rows(sheet: Any, special: dict[tuple[int, int], str]) -> Iterator[tuple[int, Cells]]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_cell(cell) for cell in row[:MOST_COLUMNS]]
        for column in range(1, len(cells) + 1) if special else ():
            kind = special.get((number, column))
            if kind and cells[column - 1] is None:
                cells[column - 1] = [kind, ""]
        yield number, cells


def _cell(cell: Any) -> Any:
    value = cell.value
    if value is None or isinstance(value, str):
        return [ERROR, value] if cell.data_type == "e" else value and value.replace("_x000D_", "")
    if isinstance(value, bool):
        return [TRUTH, "1" if value else "0"]
    if isinstance(value, int | float | Decimal):
        return [
            NUMBER,
            format(value, ".15g"),
        ]  # as the program itself shows it: 420.1, not 420.09999999999997
    if isinstance(value, datetime | date):
        return [DAY, value.date().isoformat() if isinstance(value, datetime) else value.isoformat()]
    return str(value)


def _special_cells(xml: bytes) -> dict[tuple[int, int], str]:
    """Formulas without a result, and the cells that a merged range hides: (row, column) → kind."""
    if not _LOOK_TWICE.search(xml):
        return {}
    found: dict[tuple[int, int], str] = {}
    for _, element in etree.iterparse(io.BytesIO(xml), resolve_entities=False, no_network=True):
        tag = etree.QName(element).localname
        if tag == "c":
            parts = {etree.QName(part).localname: part.text for part in element}
            if "f" in parts and not parts.get("v") and element.get("r"):
                left, top, *_ = range_boundaries(element.get("r"))
                found[top or 0, left or 0] = FORMULA
        elif tag == "mergeCell":
            found.update(_hidden_by(element.get("ref", "")))
        if tag in ("c", "row"):
            element.clear()
    return found


def _hidden_by(merged: str) -> Iterator[tuple[tuple[int, int], str]]:
    left, top, right, bottom = (bound or 0 for bound in range_boundaries(merged))
    for row in range(top, min(bottom, top + MOST_ROWS) + 1):
        for column in range(left, min(right, MOST_COLUMNS) + 1):
            if (row, column) != (top, left):
                yield (row, column), MERGED


# Separated values


def _separated(raw: bytes) -> Iterator[tuple[int, Cells]]:
    lines = list(io.StringIO(_decoded(raw), newline=""))
    csv.field_size_limit(LONGEST_CELL * 4)
    reader = csv.reader(lines, delimiter=_separator_of(lines), strict=True)
    begun = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            raise CannotOpen("UnpairedQuote", str(begun)) from None
        if row is None:
            return
        yield begun, [value or None for value in row[:MOST_COLUMNS]]
        begun = reader.line_num + 1


def _decoded(raw: bytes) -> str:
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise CannotOpen("UnknownEncoding")


def _separator_of(lines: list[str]) -> str:
    """The separator that parts the first lines into most cells."""

    def cells(separator: str) -> int:
        try:
            return max((len(row) for row in csv.reader(lines[:20], delimiter=separator)), default=0)
        except csv.Error:
            return 0

    return max(_SEPARATORS, key=cells)
