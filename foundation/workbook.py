"""Spreadsheets that leave the portal: sheets of plain cells. No cell is a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from foundation.harmless_cells import harmless

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS_DAY, AS_MONEY, AS_TEXT = "yyyy-mm-dd", "#,##0.00", "@"
HEAD = Font(bold=True)
HEAD_FILL = PatternFill("solid", fgColor="F3F1ED")
LONGEST = 32_767  # characters a cell may hold

Cell: TypeAlias = "str | int | Decimal | date | None"


@dataclass(frozen=True)
class Column:
    heading: str
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def workbook(*sheets: Sheet) -> bytes:
    """The file; headings stay in sight, amounts are figures with two places."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _write(page: Any, sheet: Sheet) -> None:
    page.freeze_panes = "A2"
    for place, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.append([_heading(page, column.heading) for column in sheet.columns])
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])


def _heading(page: Any, heading: str) -> Any:
    cell = WriteOnlyCell(page, heading)
    cell.font, cell.fill, cell.alignment = HEAD, HEAD_FILL, Alignment(vertical="center", wrap_text=True)
    return cell


def _cell(page: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, str):
        value = str(harmless(ILLEGAL_CHARACTERS_RE.sub("", value)))[:LONGEST]
    cell = WriteOnlyCell(page, value)
    cell.number_format = _format(value)
    return cell


def _format(value: Cell) -> str:
    if isinstance(value, Decimal):
        return AS_MONEY
    if isinstance(value, date):
        return AS_DAY
    return AS_TEXT if isinstance(value, str) else "General"
