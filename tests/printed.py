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


def outside_the_text_area(pdf: bytes, *, left: float, right: float, bottom: float) -> list[str]:
    """Characters beyond the margins, in points from the left and lower edges; page numbers stand below them."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        return [
            character["text"]
            for page in document.pages
            for character in page.chars
            if character["x0"] < left - 1
            or character["x1"] > page.width - right + 1
            or character["y0"] < bottom
        ]


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
