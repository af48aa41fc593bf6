"""What stands in a PDF, read back by other programs than the one that made it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral

from foundation.chinese_text import squeeze


def pages(pdf: bytes) -> list[str]:
    """The text of each page, in reading order."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def words(pdf: bytes) -> str:
    """All text in a row, without blanks and page numbers."""
    return squeeze("".join(page.rpartition("\n— ")[0] or page for page in pages(pdf)))


def fonts(pdf: bytes) -> set[str]:
    """The PostScript names of the fonts used; each stands in the file itself."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        used = {character["fontname"] for page in document.pages for character in page.chars}
    return {name.partition("+")[2] for name in used}


def outside(pdf: bytes, *, left: float, right: float, bottom: float) -> list[str]:
    """Characters whose ink stands, in points, beyond the margins; but page numbers, which stand below the text."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        for index, character in enumerate(_characters(text)):
            x0, y0, x1, y1 = text.get_charbox(index)
            is_page_number = y1 < bottom and character in "—0123456789"
            if not (character.isspace() or is_page_number) and not (
                left <= x0 and x1 <= page.get_width() - right and y0 > bottom
            ):
                found.append(character)
    return found


def _characters(text: pypdfium2.PdfTextPage) -> list[str]:
    """One a place on the page, as PDFium counts them."""
    codes = [pypdfium2.raw.FPDFText_GetUnicode(text, index) for index in range(text.count_chars())]
    return list(map(chr, codes))


@dataclass(frozen=True)
class Archive:
    """What makes a PDF fit for the archive and for screen readers."""

    metadata: str
    language: str
    marked: bool
    shows_title: bool
    has_output_intent: bool
    tags: list[str]


def archive(pdf: bytes) -> Archive:
    with pdfplumber.open(BytesIO(pdf)) as document:
        catalog = document.doc.catalog
        root = resolve1(catalog["StructTreeRoot"])
        return Archive(
            metadata=resolve1(catalog["Metadata"]).get_data().decode(),
            language=catalog["Lang"].decode(),
            marked=resolve1(catalog["MarkInfo"])["Marked"],
            shows_title=resolve1(catalog["ViewerPreferences"])["DisplayDocTitle"],
            has_output_intent=bool(resolve1(catalog["OutputIntents"])),
            tags=_tags(root["K"]),
        )


def _tags(node: Any) -> list[str]:
    node = resolve1(node)
    if isinstance(node, list):
        return [tag for child in node for tag in _tags(child)]
    if not isinstance(node, dict) or not isinstance(node.get("S"), PSLiteral):
        return []
    return [str(node["S"].name), *_tags(node.get("K", []))]
