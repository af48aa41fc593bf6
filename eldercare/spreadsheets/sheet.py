"""Finding the table in a file: its heading row, its columns by their headings, and the rows below. Pure.

What is wrong with the headings is told before any row is looked at, all of it at once, each by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from openpyxl.utils import get_column_letter

from eldercare.spreadsheets.cells import plain_text
from eldercare.spreadsheets.columns import BY_HEADING, COLUMNS, KEYS, NAME, PROBLEM, SAMPLE_MARK, Column
from foundation.chinese_text import fold
from foundation.refusals import FileRefused
from foundation.tables import Cell, Row, Sheet

HEADING_ROWS = 10  # a title and a note may stand above
LEAST_HEADINGS = 2
MOST_ROWS = 5000
_UNIT = re.compile(r"\((平方米|㎡|m2|米|m|张|人|户|度|万元|必填|选填)\)$")


class HeadingsUnfit(FileRefused):
    """Headings that are missing, unknown or there twice: a sentence each."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("".join(sentences))


class NotATable(FileRefused):
    """There is no heading row, or no row below it."""


@dataclass(frozen=True)
class Entry:
    """One row of the table: cells by the key of their column, blank ones left out."""

    number: int  # of the row in the file
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]  # in the order of the file
    entries: tuple[Entry, ...]
    samples: int = 0  # rows passed over because they are the template's example
    other_sheets: tuple[str, ...] = ()


def normal_heading(text: str) -> str:
    """One spelling: half width, no blanks, no star for what is required, no unit at the end."""
    return _UNIT.sub("", fold(text).strip("*:").lower())


_KNOWN = {normal_heading(heading): column for heading, column in BY_HEADING.items()} | {
    normal_heading(alias): BY_HEADING[heading]
    for alias, heading in {
        "县区": "县（区）",
        "县": "县（区）",
        "乡镇": "乡镇（街道）",
        "乡镇街道": "乡镇（街道）",
        "机构名称": "名称",
        "社区": "社区（村）",
        "法定代表人": "法定代表人（主要负责人）",
    }.items()
}


def table_of(sheets: Sequence[Sheet], *, name: str) -> Table:
    """The table of institutions in a file. Raises NotATable, HeadingsUnfit or FileRefused."""
    chosen = max(sheets, key=_headings_in, default=None)
    if chosen is None or _headings_in(chosen) < LEAST_HEADINGS:
        raise NotATable(
            f"文件“{name}”的前 {HEADING_ROWS} 行里没有找到标题行（县（区）、乡镇（街道）、名称……）："
            "请下载模板，把内容填到模板里再上传。"
        )
    heading = _heading_row(chosen)
    columns = _columns_of(heading, below=[row for row in chosen.rows if row.number > heading.number])
    entries = [_entry(row, columns) for row in chosen.rows if row.number > heading.number]
    filled = [entry for entry in entries if entry.cells]
    real = [entry for entry in filled if not _is_sample(entry)]
    if len(real) > MOST_ROWS:
        raise NotATable(
            f"文件“{name}”有 {len(real)} 行，一次最多导入 {MOST_ROWS} 行；请拆成几个文件，分次导入。"
        )
    if not real:
        raise NotATable(f"文件“{name}”的标题行下面没有内容（【示例】行不算）：请填写以后再上传。")
    others = tuple(
        sheet.name for sheet in sheets if sheet is not chosen and _headings_in(sheet) >= LEAST_HEADINGS
    )
    shown = tuple(column for column in columns if column is not None)
    return Table(shown, tuple(real), samples=len(filled) - len(real), other_sheets=others)


def _heading_row(sheet: Sheet) -> Row:
    return max((row for row in sheet.rows if row.number <= HEADING_ROWS), key=_known_in)


def _headings_in(sheet: Sheet) -> int:
    return max((_known_in(row) for row in sheet.rows if row.number <= HEADING_ROWS), default=0)


def _known_in(row: Row) -> int:
    return sum(cell is not None and normal_heading(cell.text) in _KNOWN for cell in row.cells)


def _columns_of(heading: Row, *, below: Iterable[Row]) -> list[Column | None]:
    """A column for each place of the heading row; None for what is passed over. Raises HeadingsUnfit."""
    columns: list[Column | None] = []
    sentences: list[str] = []
    width = max((len(row.cells) for row in below), default=0)
    used = {
        place
        for row in below
        for place, cell in enumerate(row.cells)
        if cell is not None and cell.kind != "merged"
    }
    for place in range(max(len(heading.cells), width)):
        cell, letter = heading.cell(place), get_column_letter(place + 1)
        text = plain_text(cell) if cell is not None else ""
        column = _KNOWN.get(normal_heading(text))
        if column is not None and column in columns:
            sentences.append(f"第 {letter} 列“{column.heading}”和前面的一列重复：请只留一列。")
        elif column is None and text and text != PROBLEM:
            sentences.append(f"第 {letter} 列“{text[:40]}”不认识{_advice(text)}")
        elif column is None and not text and place in used:
            sentences.append(f"第 {letter} 列有内容而没有标题：请写上标题，或删去这一列。")
        columns.append(column)
    missing = [column.heading for column in COLUMNS if column.key in KEYS and column not in columns]
    if missing:
        sentences.insert(
            0, f"缺少{'、'.join(f'“{heading}”' for heading in missing)}列：有了它们才知道是哪个机构。"
        )
    if sentences:
        raise HeadingsUnfit(sentences)
    return columns


def _advice(text: str) -> str:
    near = get_close_matches(normal_heading(text), list(_KNOWN), n=1, cutoff=0.4)
    if near:
        return f"：是不是“{_KNOWN[near[0]].heading}”？请改成模板里的标题，或删去这一列。"
    return "：请改成模板里的标题，或删去这一列。"


def _entry(row: Row, columns: Sequence[Column | None]) -> Entry:
    cells = {
        column.key: cell
        for place, column in enumerate(columns)
        if column is not None and (cell := row.cell(place)) is not None
    }
    return Entry(row.number, cells)


def _is_sample(entry: Entry) -> bool:
    name = entry.cells.get(NAME)
    return name is not None and plain_text(name).startswith(SAMPLE_MARK)
