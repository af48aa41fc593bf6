"""What can be read in a PDF without seeing it: the words of its pages, notes stuck to them, what it says of itself.

In the order of the file, not laid out: enough to look for something, too little to read from.
"""

from __future__ import annotations

import ctypes
import json
from typing import Any

import pypdfium2
from pypdfium2 import raw as pdfium

from foundation.opening.refused import CannotOpen

MAX_PAGES = 3000
MAX_CHARACTERS = 5_000_000


def words_as_json(raw: bytes) -> bytes:
    """``{"about": …, "pages": […]}``. Raises CannotOpen, or whatever pdfium raises for a broken file."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise CannotOpen("LockedPdf") from None
        raise
    if not 0 < len(document) <= MAX_PAGES:
        raise CannotOpen("FileTooComplex" if len(document) else "DamagedFile")
    pages: list[str] = []
    left = MAX_CHARACTERS
    for number in range(len(document)):
        pages.append(_words_of(document[number]))
        left -= len(pages[-1])
        if left < 0:
            raise CannotOpen("FileTooComplex")
    about = "\n".join(filter(None, document.get_metadata_dict().values()))
    return json.dumps({"about": about, "pages": pages}).encode()


def _words_of(page: Any) -> str:
    text = page.get_textpage()
    words = [text.get_text_bounded(), *_notes_on(page)]
    text.close()
    page.close()
    return "\n".join(filter(None, words)).replace("\r\n", "\n")


def _notes_on(page: Any) -> list[str]:
    """Comments of editors, and what was filled into forms, are in the file also where a viewer hides them."""
    notes = []
    for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        for key in (b"Contents", b"V"):
            size = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
            buffer = (ctypes.c_ushort * (size // 2 + 1))()
            pdfium.FPDFAnnot_GetStringValue(note, key, buffer, size)
            notes.append(bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le", "replace"))
        pdfium.FPDFPage_CloseAnnot(note)
    return notes
