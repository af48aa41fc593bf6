"""Bytes of any file become printed lines; Word and PDF are opened in a confined process of their own."""

from __future__ import annotations

from documents.reading.files.confined import read_confined
from documents.reading.files.kinds import TEXT, kind_of_file
from documents.reading.files.printed import Extraction, require_bounded
from documents.reading.files.text_file import read_text


def extract(raw: bytes, *, name: str) -> Extraction:
    """Raises UnreadableSource, with one Chinese sentence, for whatever cannot or must not be read."""
    kind = kind_of_file(raw, name=name)
    extraction = read_text(raw, name=name) if kind == TEXT else read_confined(kind, raw, name=name)
    require_bounded(extraction.lines, name=name)
    return extraction
