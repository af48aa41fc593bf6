"""Stretches of text with their places, and the lines of the file they came from. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.official_text import Block, Heading
from documents.reading.answer import LineAccount
from foundation.chinese_text import squeeze

_ADDED = re.compile(r"\*\*|</?[a-z][^<>]{0,80}>", re.I)  # what an extraction puts into the text
_KEY = 14
_WINDOW = 6000  # how far ahead a passage is looked for: furniture may stand between


@dataclass(frozen=True)
class Passage:
    """``role``: title | number | date | addressees | announcement | label | heading | prose | cell | event | name.

    ``offset`` is where the passage stands in the source without white space, -1 when it is not known.
    """

    text: str
    place: str
    anchor: str = ""
    role: str = "prose"
    heading: Heading | None = None
    offset: int = -1
    line: int | None = None  # known beforehand


class SourceText:
    """The lines of a file as one text without white space, to tell the line of a passage."""

    def __init__(self, lines: Sequence[LineAccount]) -> None:
        self.lines = tuple(lines)
        self._starts: list[int] = []
        self._numbers: list[int] = []
        pieces: list[str] = []
        length = 0
        for line in lines:
            self._starts.append(length)
            self._numbers.append(line.number)
            pieces.append(squeeze(_ADDED.sub("", line.text)))
            length += len(pieces[-1])
        self.text = "".join(pieces)

    def find(self, text: str, after: int = 0, *, window: int = _WINDOW) -> int:
        """Where a passage stands, looked for from ``after`` on; the window keeps the cost linear."""
        key = squeeze(text[: 4 * _KEY])[:_KEY]
        return self.text.find(key, after, after + window + len(key)) if key else -1

    def find_line(self, text: str, after: int) -> int:
        """Where a squeezed text stands at the beginning of a line; a citation inside a line does not count."""
        found = self.text.find(text, after)
        while found >= 0 and self._starts[bisect_right(self._starts, found) - 1] != found:
            found = self.text.find(text, found + 1)
        return found

    def start_of(self, number: int) -> int:
        """Where a line begins in the squeezed text."""
        return self._starts[bisect_left(self._numbers, number)]

    def between(self, first: int, past: int) -> tuple[LineAccount, ...]:
        """The lines from one number to before another."""
        return self.lines[bisect_left(self._numbers, first) : bisect_left(self._numbers, past)]

    def line_at(self, offset: int) -> int | None:
        """The number of the line at an offset of the squeezed text."""
        index = bisect_right(self._starts, offset) - 1
        return self._numbers[index] if 0 <= index < len(self._numbers) and offset >= 0 else None

    def line_of(self, passage: Passage, start: int, end: int, before: int) -> int | None:
        """The line of a piece of a passage; furniture inside the passage may have moved it on a little.
        ``before``: how many characters of the passage stand before the piece, white space not counted."""
        if passage.line is not None or passage.offset < 0:
            return passage.line
        expected = passage.offset + before
        key = squeeze(passage.text[start : max(end, start + 6)])[:_KEY]
        found = self.text.find(key, max(expected - 2, 0), expected + 200) if key else -1
        return self.line_at(found if found >= 0 else expected)


def block_passages(blocks: Sequence[Block], part: str) -> Iterator[Passage]:
    """Lines and table cells of a text; ``part`` is 正文 or the label of an attachment."""
    table = 0
    for block in blocks:
        where = f"{part}{block.path}" if part != "正文" or not block.path else f"正文{block.path}"
        if block.kind == "table":
            table += 1
            yield from _cells(block, f"{part}表{table}")
            continue
        role = {"heading": "heading", "title": "title"}.get(block.kind, "prose")
        yield Passage(block.text, where, block.anchor, role, block.heading)


def _cells(block: Block, where: str) -> Iterator[Passage]:
    for number, row in enumerate(block.rows, start=1):
        for cell in row:
            if cell:
                yield Passage(cell, f"{where}第{number}行", block.anchor, "cell")
