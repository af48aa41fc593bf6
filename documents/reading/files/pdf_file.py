"""A PDF with a text layer becomes printed lines, column by column, each with its sheet. Pure.

glyphs → ruled tables → segments → running heads and page numbers → columns → lines and paragraphs.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from documents.reading.files.pdf_columns import Region, arrange, find_gutter
from documents.reading.files.pdf_flow import Flow, prose_edges
from documents.reading.files.pdf_furniture import find_furniture
from documents.reading.files.pdf_rows import Segment, glyphs_of, require_words, segments_of
from documents.reading.files.pdf_tables import PrintedTable, read_tables
from documents.reading.files.printed import MAX_CHARACTERS, MAX_PAGES, Doubt, Extraction, Refused

_LEAST_GLYPHS = 10  # a page, below which a document is a scan with stamps
_SCANNED = "是扫描件，没有文字层；请先做文字识别（OCR），或向来文单位索取 .docx 或 .txt。"
_LOCKED = "加了密码，没有读入；请去掉密码另存后再导入。"
_PICTURE = "原件第{page}页是图片，没有文字层，这一页没有读入；请做文字识别（OCR）后补录。"

_SIDEWAYS = "原件第{page}页的文字是横着放的，没有按行读入；请转正后再导入，或手工补录。"


@dataclass(frozen=True)
class _Page:
    segments: tuple[Segment, ...]
    tables: tuple[PrintedTable, ...]
    askew: str  # water marks
    lies_sideways: bool
    height: float
    has_picture: bool


def read_pdf(raw: bytes) -> Extraction:
    """Raises Refused for locked, scanned or endless files, and whatever pdfplumber raises for broken ones."""
    pages = _read_pages(raw)
    if not any(page.segments or page.tables or page.askew for page in pages):
        raise Refused(_SCANNED)
    furniture = find_furniture([page.segments for page in pages], [page.height for page in pages])
    regions = _regions(pages, furniture)
    flow = Flow(prose_edges(region for page in regions for region in page))
    doubts: list[Doubt] = []
    for number, (page, rows) in enumerate(zip(pages, furniture, strict=True), start=1):
        heads = _texts_of([s for s in page.segments if s.row in rows])
        flow.add_furniture(heads, number)
        for region in regions[number - 1]:
            flow.add(region, number)
        flow.add_askew(page.askew, number, furniture=not page.lies_sideways)
        if page.lies_sideways:
            doubts.append(Doubt(len(flow.lines), "page_unread", _SIDEWAYS.format(page=number)))
        if page.has_picture and not page.segments and not page.tables:
            doubts.append(Doubt(len(flow.lines) or 1, "page_unread", _PICTURE.format(page=number)))
    return Extraction(tuple(flow.lines), tuple(doubts))


def _read_pages(raw: bytes) -> list[_Page]:
    try:
        with pdfplumber.open(io.BytesIO(raw)) as document:
            if len(document.pages) > MAX_PAGES:
                raise Refused(f"有{len(document.pages)}页，超过{MAX_PAGES}页；请拆分后再导入。")
            pages: list[_Page] = []
            glyphs = 0
            for page in document.pages:
                read, count = _read_page(page)
                page.close()
                glyphs += count
                pages.append(read)
                if glyphs > MAX_CHARACTERS:
                    raise Refused(f"的文字超过{MAX_CHARACTERS // 10_000}万字；请拆分后再导入。")
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise Refused(_LOCKED) from None
        raise
    if glyphs < _LEAST_GLYPHS * len(pages) and any(page.has_picture for page in pages):
        raise Refused(_SCANNED)
    return pages


def _read_page(page: Any) -> tuple[_Page, int]:
    upright, askew = glyphs_of(page.chars)
    require_words(upright)
    tables, rest = read_tables(page, upright)
    read = _Page(
        tuple(segments_of(rest)),
        tuple(tables),
        "".join(glyph.text for glyph in askew).strip(),
        len(askew) > len(upright),
        float(page.height),
        bool(page.images),
    )
    return read, len(upright) + len(askew)


def _regions(pages: Sequence[_Page], furniture: Sequence[set[int]]) -> list[list[Region]]:
    """Reading order of every page; gutters found on one page help on another."""
    bodies = [
        [s for s in page.segments if s.row not in rows] for page, rows in zip(pages, furniture, strict=True)
    ]
    known = [gutter for body in bodies if (gutter := find_gutter(body))]
    return [
        arrange([*body, *page.tables], find_gutter(body, known))
        for body, page in zip(bodies, pages, strict=True)
    ]


def _texts_of(segments: Sequence[Segment]) -> list[str]:
    rows: dict[int, list[str]] = {}
    for segment in segments:
        rows.setdefault(segment.row, []).append(segment.text)
    return [" ".join(parts) for parts in rows.values()]
