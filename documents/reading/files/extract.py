"""Bytes of any file become printed lines; Word and PDF are opened in a confined process of their own."""

from __future__ import annotations

from documents.reading.files.confined import read_confined
from documents.reading.files.kinds import TEXT, kind_of_file
from documents.reading.files.printed import Extraction, Refused, UnreadableSource, require_bounded
from documents.reading.files.text_file import read_text


def extract(raw: bytes, *, name: str) -> Extraction:
    """Raises UnreadableSource, with one Chinese sentence, for whatever cannot or must not be read."""
    try:
        kind = kind_of_file(raw)
        extraction = read_text(raw) if kind == TEXT else read_confined(kind, raw)
        require_bounded(extraction.lines)
    except Refused as refusal:
        raise UnreadableSource(f"文件“{name}”{refusal}") from None
    return extraction
