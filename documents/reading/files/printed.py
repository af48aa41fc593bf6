"""What every kind of file becomes: printed lines, in reading order. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.chinese_text import weight

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 5_000_000
MAX_LINE = 100_000
MAX_LINES = 200_000
MAX_PAGES = 600
TOO_MANY_LINES = f"超过{MAX_LINES // 10_000}万行，不像一期公报；请拆分后再导入。"


class UnreadableSource(Exception):
    """The file cannot be read; the message is one Chinese sentence for the person."""


class Refused(Exception):
    """Why a file is refused, without its name: the predicate of the sentence an UnreadableSource says."""


@dataclass(frozen=True)
class PrintedLine:
    """A line as printed; "" is a blank one. ``page`` counts the sheets of a PDF from 1, elsewhere it is 0.

    ``furniture`` marks what belongs to the sheet (running head, page number); ``goes_on`` says that the layout
    showed this line to go on with the line before it; a tab parts the cells of a table row.
    """

    text: str
    page: int = 0
    furniture: bool = False
    goes_on: bool = False


@dataclass(frozen=True)
class Doubt:
    """Something the extraction could not take along, at a line (from 1)."""

    line: int
    kind: str
    message: str


@dataclass(frozen=True)
class Extraction:
    lines: tuple[PrintedLine, ...]
    doubts: tuple[Doubt, ...] = ()


def require_bounded(lines: tuple[PrintedLine, ...]) -> None:
    """Refuse a text that no issue could be, before any stage works on it."""
    if len(lines) > MAX_LINES:
        raise Refused(TOO_MANY_LINES)
    for number, line in enumerate(lines, start=1):
        if len(line.text) > MAX_LINE:
            raise Refused(f"第{number}行长达{len(line.text)}字，没有分行；请按段落分行后再导入。")
    if sum(weight(line.text) for line in lines) > MAX_CHARACTERS:
        raise Refused(f"的文字超过{MAX_CHARACTERS // 10_000}万字，不像一期公报；请拆分后再导入。")
