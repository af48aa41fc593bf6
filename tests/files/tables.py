"""Spreadsheets for tests, written by openpyxl as real files, and hostile ones put together by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook


def xlsx(rows: Sequence[Sequence[Any]], *, change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook of one sheet; `change` may do to the sheet what no list of rows says."""
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(sheet)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def with_member(raw: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one member replaced or added."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            if member.filename != name:
                target.writestr(member.filename, source.read(member))
        target.writestr(name, content)
    return made.getvalue()


def package(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def bomb() -> bytes:
    """Forty million bytes of one cell in forty thousand."""
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"9" * 40_000_000 + b"</t></is></c></row>"
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + cell
        + b"</sheetData></worksheet>"
    )
    return with_member(xlsx([["x"]]), "xl/worksheets/sheet1.xml", sheet)


def entities() -> bytes:
    sheet = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">]><worksheet>&l0;</worksheet>'
    return with_member(xlsx([["x"]]), "xl/worksheets/sheet1.xml", sheet)
