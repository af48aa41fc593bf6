"""Characters of a PDF page become segments: runs on one line without a wide gap. Pure.

A page break or a column gutter always parts segments; what belongs together is joined again when columns are known.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from documents.reading.files.printed import Refused

WIDE_GAP = 0.9  # of the character size: parts segments
WORD_GAP = 0.35  # a blank was printed here
_SAME_LINE = 0.4
_SLOPE = 0.1
_UNNAMED = "(cid:"
_UNMAPPED_SHARE = 0.2
_NO_WORDS = "的字体没有文字编码，读出来是乱码；请索取 .docx 或 .txt，或做文字识别（OCR）后再导入。"


@dataclass(frozen=True)
class Glyph:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Segment:
    """``row`` numbers the printed lines of the page from the top: segments side by side share it."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    row: int = 0


def glyphs_of(characters: Iterable[dict[str, Any]]) -> tuple[list[Glyph], list[Glyph]]:
    """Upright glyphs, and those set askew (water marks). Blanks keep their place."""
    upright: list[Glyph] = []
    askew: list[Glyph] = []
    for found in characters:
        along, across = abs(found["matrix"][0]), abs(found["matrix"][1])
        glyph = Glyph(
            _plain(found["text"]),
            float(found["x0"]),
            float(found["x1"]),
            float(found["top"]),
            float(found["bottom"]),
            max(float(found["size"]), 1.0),
        )
        (askew if across > _SLOPE * along else upright).append(glyph)
    return upright, askew


def require_words(glyphs: Sequence[Glyph]) -> None:
    """Fonts without a table of characters give numbers of glyphs, or private characters, instead of words."""
    unmapped = sum(
        glyph.text.startswith(_UNNAMED) or unicodedata.category(glyph.text[:1] or " ") in ("Co", "Cn")
        for glyph in glyphs
    )
    if unmapped > _UNMAPPED_SHARE * len(glyphs):
        raise Refused(_NO_WORDS)


def _plain(text: str) -> str:
    """Some programs write 一 as the radical ⼀, which looks the same and is another character."""
    if any("\u2e80" <= character <= "\u2fdf" or "\uf900" <= character <= "\ufaff" for character in text):
        return unicodedata.normalize("NFKC", text)
    return text.replace("\t", " ").replace("\n", " ").replace("\x00", "")


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs by printed line from top to bottom, each line from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle):
        first = rows[-1][0] if rows else None
        if first and glyph.middle - first.middle <= _SAME_LINE * min(first.size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [sorted(row, key=lambda glyph: glyph.x0) for row in rows]


def segments_of(glyphs: Iterable[Glyph]) -> list[Segment]:
    """Segments in order of their rows."""
    found: list[Segment] = []
    for number, row in enumerate(rows_of(glyphs)):
        run: list[Glyph] = []
        blank = False
        pieces: list[str] = []
        for glyph in row:
            if not glyph.text.strip():
                blank = True
            elif not _is_double(run, glyph):
                gap = glyph.x0 - run[-1].x1 if run else 0.0
                if run and gap > WIDE_GAP * max(glyph.size, run[-1].size):
                    found.append(_segment(run, pieces, number))
                    run, pieces = [], []
                if run and (blank or gap > _blank_width(run[-1], glyph)):
                    pieces.append(" ")
                run.append(glyph)
                pieces.append(glyph.text)
                blank = False
        if run:
            found.append(_segment(run, pieces, number))
    return found


def _is_double(run: Sequence[Glyph], glyph: Glyph) -> bool:
    """Bold faked by printing twice."""
    return any(g.text == glyph.text and abs(g.x0 - glyph.x0) < 0.25 * glyph.size for g in run[-3:])


def _segment(run: Sequence[Glyph], pieces: Sequence[str], row: int) -> Segment:
    return Segment(
        "".join(pieces),
        run[0].x0,
        max(glyph.x1 for glyph in run),
        min(glyph.top for glyph in run),
        max(glyph.bottom for glyph in run),
        sorted(glyph.size for glyph in run)[len(run) // 2],
        row,
    )


def _blank_width(before: Glyph, after: Glyph) -> float:
    """Between Latin letters a narrower gap is a blank already."""
    latin = before.text.isascii() and after.text.isascii() and (before.text + after.text).isalpha()
    return (0.15 if latin else WORD_GAP) * min(before.size, after.size)
