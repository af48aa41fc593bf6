"""Spreadsheets that leave the portal: an export, and the rows that were wrong. No cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from eldercare.models import Institution
from eldercare.spreadsheets.cards import with_cards
from eldercare.spreadsheets.columns import EXPORTED, PROBLEM, Column, Holds
from eldercare.spreadsheets.report import Fate, Line, Report
from eldercare.spreadsheets.resource import InstitutionResource
from eldercare.spreadsheets.sheet import Entry, Table
from foundation.harmless_cells import harmless
from foundation.tables import Cell

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "机构"
AS_DAY, AS_TEXT = "yyyy-mm-dd", "@"
HEAD = Font(bold=True)
HEAD_FILL = PatternFill("solid", fgColor="F3F1ED")
NEEDED_FILL = PatternFill("solid", fgColor="FAE7E3")
_WIDE = {"名称": 36, "地址": 28, "运营主体": 30, "服务项目": 36, "服务范围": 28, PROBLEM: 60}
_TEXTS = (Holds.NUMBER, Holds.PROTECTED)
Value = str | int | float | date | None


def exported_xlsx(institutions: QuerySet[Institution]) -> bytes:
    """Every institution of the list, in its order."""
    return _workbook(EXPORTED, _rows(institutions))


def exported_csv(institutions: QuerySet[Institution]) -> bytes:
    """The same as text; a byte order mark for spreadsheet programs."""
    made = io.StringIO(newline="")
    made.write("\ufeff")
    writer = csv.writer(made)
    writer.writerow([column.heading for column in EXPORTED])
    writer.writerows([_safe(value) for value in row] for row in _rows(institutions))
    return made.getvalue().encode()


def _rows(institutions: QuerySet[Institution]) -> Iterable[Sequence[Value]]:
    dataset = InstitutionResource(EXPORTED).export(with_cards(institutions))
    return (dataset[place] for place in range(len(dataset)))


def leftovers_of(table: Table, report: Report) -> bytes:
    """The rows that were wrong, as they were typed, and what is wrong with them: to be mended and brought again."""
    wrong = {line.number: line for line in report.of(Fate.WRONG)}
    entries = [entry for entry in table.entries if entry.number in wrong]
    rows = ([*_as_typed(entry, table), _said_of(wrong[entry.number])] for entry in entries)
    return _workbook(table.columns, rows, PROBLEM)


def _as_typed(entry: Entry, table: Table) -> Iterator[Value]:
    for column in table.columns:
        cell = entry.cells.get(column.key)
        yield _value_of(cell) if cell is not None else None


def _value_of(cell: Cell) -> Value:
    """Figures and days as such, so that the table looks as it did; a lost number stays what it was."""
    if cell.kind == "day":
        return date.fromisoformat(cell.text)
    if cell.kind == "number" and "e" not in cell.text.lower():
        return float(cell.text) if "." in cell.text else int(cell.text)
    return {"1": "是", "0": "否"}[cell.text] if cell.kind == "truth" else cell.text


def _said_of(line: Line) -> str:
    return "\n".join(f"{each.heading}：{''.join(each.sentences)}" for each in line.mistakes)


def _workbook(columns: Sequence[Column], rows: Iterable[Sequence[Value]], *more: str) -> bytes:
    """The heading stays in sight; numbers of people and bodies are text, so that no program shortens them."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(SHEET)
    sheet.freeze_panes = "D2"
    headings = [*(column.heading for column in columns), *more]
    for place, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width_of(heading)
    for place, column in enumerate(columns, start=1):
        if column.holds in _TEXTS:
            sheet.column_dimensions[get_column_letter(place)].number_format = AS_TEXT
    sheet.append([_heading(sheet, heading) for heading in headings])
    as_text = {place for place, column in enumerate(columns) if column.holds in _TEXTS}
    for row in rows:
        sheet.append([_cell(sheet, value, place in as_text) for place, value in enumerate(row)])
    return saved(book)


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def width_of(heading: str) -> int:
    return _WIDE.get(heading, max(12, 2 * len(heading) + 2))


def _heading(sheet: Any, heading: str) -> Any:
    cell = WriteOnlyCell(sheet, heading)
    cell.font, cell.fill, cell.alignment = HEAD, HEAD_FILL, Alignment(vertical="center", wrap_text=True)
    return cell


def _cell(sheet: Any, value: Value, is_number: bool) -> Any:
    """A plain value where it needs no format: formats are what takes time."""
    safe = _safe(value)
    is_day, has_lines = isinstance(safe, date), isinstance(safe, str) and "\n" in safe
    if safe is None or not (is_number or is_day or has_lines):
        return safe
    cell = WriteOnlyCell(sheet, safe)
    cell.number_format = AS_DAY if is_day else AS_TEXT
    if has_lines:
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _safe(value: Any) -> Any:
    return harmless(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value
