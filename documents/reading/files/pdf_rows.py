"""Characters of a PDF page become segments: runs on one line without a wide gap. Pure.

A page break or a column gutter always parts segments; what belongs together is joined again when columns are known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from documents.reading.files.printed import Refused
from documents.reading.files.radicals import whole_characters

WIDE_GAP = 0.9  # of the character size: parts segments
WORD_GAP = 0.35  # a blank was printed here
_GAP = 0.12  # remembered: it may be a gutter
_SAME_LINE = 0.4
_SLOPE = 0.1
_TOGETHER = re.compile(r"[（(〔［\[《“‘]*(?:[!-'*-~]+|.)[，。、；：！？）)〕］\]》”’%％]*")
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
    """``row`` numbers the printed lines of the page from the top: segments side by side share it.

    ``gaps`` are narrow ones within: where in the text, from where and to where on the page.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    row: int = 0
    gaps: tuple[tuple[int, float, float], ...] = ()

    def crosses(self, x: float) -> bool:
        """Whether something is printed on both sides of a place without a gap there."""
        return self.x0 < x < self.x1 and not any(start <= x <= end for _, start, end in self.gaps)

    def parted(self, x: float) -> list[Segment]:
        """The segment, or both halves if a gap lies over that place."""
        for number, (at, start, end) in enumerate(self.gaps):
            if start <= x <= end:
                later = tuple((place - at, a, b) for place, a, b in self.gaps[number + 1 :])
                return [
                    replace(self, text=self.text[:at].rstrip(), x1=start, gaps=self.gaps[:number]),
                    replace(self, text=self.text[at:], x0=end, gaps=later),
                ]
        return [self]


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
    return whole_characters(text).replace("\t", " ").replace("\n", " ").replace("\x00", "")


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
        run: list[tuple[Glyph, bool]] = []  # each with whether a blank stands before it
        blank = False
        for glyph in row:
            if not glyph.text.strip():
                blank = True
            elif not _is_double(run, glyph):
                last = run[-1][0] if run else None
                gap = glyph.x0 - last.x1 if last else 0.0
                if last and gap > WIDE_GAP * max(glyph.size, last.size):
                    found.append(_segment(run, number))
                    run = []
                before = bool(run) and last is not None and (blank or gap > _blank_width(last, glyph))
                run.append((glyph, before))
                blank = False
        if run:
            found.append(_segment(run, number))
    return found


def _is_double(run: Sequence[tuple[Glyph, bool]], glyph: Glyph) -> bool:
    """Bold faked by printing twice."""
    return any(g.text == glyph.text and abs(g.x0 - glyph.x0) < 0.25 * glyph.size for g, _ in run[-3:])


def _segment(run: Sequence[tuple[Glyph, bool]], row: int) -> Segment:
    text = ""
    gaps: list[tuple[int, float, float]] = []
    last: Glyph | None = None
    for glyph, blank in run:
        text += " " if blank else ""
        if last is not None and glyph.x0 - last.x1 > _GAP * glyph.size:
            gaps.append((len(text), last.x1, glyph.x0))
        text += glyph.text
        last = glyph
    glyphs = [glyph for glyph, _ in run]
    return Segment(
        text,
        glyphs[0].x0,
        max(glyph.x1 for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
        sorted(glyph.size for glyph in glyphs)[len(glyphs) // 2],
        row,
        tuple(gaps),
    )


def _blank_width(before: Glyph, after: Glyph) -> float:
    """Between Latin letters a narrower gap is a blank already."""
    latin = before.text.isascii() and after.text.isascii() and (before.text + after.text).isalpha()
    return (0.15 if latin else WORD_GAP) * min(before.size, after.size)


def leading_width(text: str) -> float:
    """How many characters at its head stay together on one line: brackets with what they open, words, numbers."""
    match = _TOGETHER.match(text)
    return sum(0.6 if character.isascii() else 1.0 for character in match.group()) if match else 1.0
