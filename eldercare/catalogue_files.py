"""The catalogue of a year as a spreadsheet or a text of separated values: the official columns, and no formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from eldercare.catalogue import CatalogueRow
from eldercare.public_levels import bureau
from eldercare.rules.catalogue import COLUMNS, TITLE
from eldercare.spreadsheets.writing import HEAD, HEAD_FILL, saved
from foundation.chinese_text import day_in_words
from foundation.harmless_cells import harmless

BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheet programs take Chinese for another encoding
WIDTHS = (6, 12, 40, 34, 44, 26, 26)
HEAD_ROW = 3
A4, LANDSCAPE = 9, "landscape"
_THIN = Side(style="thin", color="8C8375")


@dataclass(frozen=True)
class Sheet:
    """A catalogue ready to be written down. The paper (PDF) is set from the same facts."""

    year: int
    place: str  # the county, or the city
    on: date
    rows: Sequence[CatalogueRow]

    @property
    def title(self) -> str:
        return TITLE.format(year=self.year)

    @property
    def filled_in_by(self) -> str:
        return f"填表单位（盖章）：{bureau(self.place)}"

    @property
    def day(self) -> str:
        return f"日期：{day_in_words(self.on)}"

    @property
    def file_name(self) -> str:
        return f"{self.year}年度等级评定目录-{self.place}-{self.on}"


def as_csv(sheet: Sheet) -> str:
    """The columns and nothing above them, so that programs can read it."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(value) for value in row.cells] for row in sheet.rows)
    return BYTE_ORDER_MARK + written.getvalue()


def as_xlsx(sheet: Sheet) -> bytes:
    """The form as it is printed: title, who filled it in, the day, and the table on A4 across."""
    book = Workbook()
    page: Any = book.active
    page.title = f"{sheet.year}年度"
    last = get_column_letter(len(COLUMNS))
    page.append([sheet.title])
    page.merge_cells(f"A1:{last}1")
    page["A1"].font, page["A1"].alignment = Font(bold=True, size=16), Alignment(horizontal="center")
    page.append([sheet.filled_in_by, *[None] * (len(COLUMNS) - 2), sheet.day])
    page.append(COLUMNS)
    for row in sheet.rows:
        page.append([_safe(value) for value in row.cells])
    _lay_out(page)
    return saved(book)


def _lay_out(page: Any) -> None:
    for place, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
    wrapped = Alignment(vertical="top", wrap_text=True)
    for cells in page.iter_rows(min_row=HEAD_ROW):
        for cell in cells:
            cell.border, cell.alignment = border, wrapped
    for cell in page[HEAD_ROW]:
        cell.font, cell.fill = HEAD, HEAD_FILL
    page.freeze_panes = f"A{HEAD_ROW + 1}"
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.page_setup.orientation, page.page_setup.paperSize = LANDSCAPE, A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _safe(value: int | str) -> object:
    return harmless(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value
