"""Official text arranged for a page: blocks with the tasks that stand after them. Pure.

Reads the blocks of `official_text` and tasks (anything with a path); gives passages in reading order, with the
rank of each heading so that the page skips no level, and tables with their head row found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from documents.official_text import Block

WIDE_CELL = 24  # characters from which a column needs room
BROAD = 9  # columns from which no screen shows a table whole: its first column stays, and paper is turned
TALL = 16  # rows from which a table scrolls in itself under its head
SPEAKER_LINE = 30  # the longest line that names who speaks
HEAD_CELL = 14  # a head row has short cells only
_STOP = re.compile("[，。；：！？]")
_FIGURE = re.compile(r"^[\d.,，%％～~—\-+万亿元]+$")
_POST = re.compile(
    "^(?:总|副|常务副)*(?:组长|主任|召集人|指挥长?|成员)$"
)  # opens a list of members, which has no head


class HasPath(Protocol):
    @property
    def path(self) -> str: ...


T = TypeVar("T", bound=HasPath)


@dataclass(frozen=True)
class Cell:
    text: str
    is_wide: bool


@dataclass(frozen=True)
class Table:
    """``label`` tells the tables of one page apart: 表2, 附件1表1."""

    label: str
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def columns(self) -> int:
        return len(self.head or (self.rows[0] if self.rows else ()))

    @property
    def is_broad(self) -> bool:
        return self.columns >= BROAD

    @property
    def is_tall(self) -> bool:
        return bool(self.head) and len(self.rows) >= TALL


@dataclass(frozen=True)
class Passage(Generic[T]):
    """One block; ``rank`` is the h-level of a heading, ``lead`` the run-in heading before the rest."""

    block: Block
    rank: int = 0
    lead: str = ""
    rest: str = ""
    table: Table | None = None
    tasks: tuple[T, ...] = ()


@dataclass(frozen=True)
class Arrangement(Generic[T]):
    """A notice: lines that belong to its title (——2月10日在……会议上), its own text, then the text it encloses
    (title first), then tasks whose place is not in the text.
    """

    subtitle: tuple[Block, ...]
    opening: tuple[Passage[T], ...]
    title: Block | None
    enclosed: tuple[Passage[T], ...]
    unplaced: tuple[T, ...] = field(default=())


def arrange(blocks: Sequence[Block], tasks: Iterable[T] = (), *, first_rank: int = 2) -> Arrangement[T]:
    """Put the tasks after the last block of their place and split the text at the enclosed title."""
    by_path: dict[str, list[T]] = {}
    for task in tasks:
        by_path.setdefault(task.path, []).append(task)
    ends = _ends(blocks)
    places = {ends[path]: found for path, found in by_path.items() if path in ends}
    unplaced = tuple(task for path, found in by_path.items() if path not in ends for task in found)
    above = _subtitle(blocks)
    split = next((index for index, block in enumerate(blocks) if block.kind == "title"), None)
    ranks = _ranks(blocks, first_rank=first_rank)
    passages = [
        _passage(block, rank, tuple(places.get(index, ())))
        for index, (block, rank) in enumerate(zip(blocks, ranks, strict=True))
    ]
    if split is None:
        return Arrangement(tuple(blocks[:above]), tuple(passages[above:]), None, (), unplaced)
    opening, enclosed = tuple(passages[above:split]), tuple(passages[split + 1 :])
    return Arrangement(tuple(blocks[:above]), opening, blocks[split], enclosed, unplaced)


def _subtitle(blocks: Sequence[Block]) -> int:
    """How many lines belong to the title: a first line with a dash, and the short line of the speaker after it."""
    if not blocks or not blocks[0].text.startswith("——"):
        return 0
    speaker = len(blocks) > 1 and len(blocks[1].text) <= SPEAKER_LINE and not _STOP.search(blocks[1].text)
    return 2 if speaker and blocks[1].kind == "paragraph" else 1


def tabulate(rows: Sequence[Sequence[str]], *, anchor: str = "t1") -> Table:
    """Rows of one width; the first is the head when all its cells are short words, no figures and nobody's post."""
    width = max((len(row) for row in rows), default=0)
    full = [tuple(row) + ("",) * (width - len(row)) for row in rows]
    wide = [any(len(row[column]) > WIDE_CELL for row in full) for column in range(width)]
    cells = [tuple(Cell(text, wide[column]) for column, text in enumerate(row)) for row in full]
    if len(full) > 1 and _is_head(full[0]):
        return Table(_label(anchor), cells[0], tuple(cells[1:]))
    return Table(_label(anchor), (), tuple(cells))


def _label(anchor: str) -> str:
    attachment, _, table = anchor.rpartition("-")
    return f"{attachment.replace('a', '附件')}{table.replace('t', '表')}"


def _is_head(row: Sequence[str]) -> bool:
    filled = [text for text in row if text]
    if len(filled) < 2 or _POST.match(filled[0]):
        return False
    return all(len(text) <= HEAD_CELL and not _FIGURE.match(text) for text in filled)


def _ends(blocks: Sequence[Block]) -> dict[str, int]:
    """The last block of each place; a place that comes twice counts where it stands first."""
    ends: dict[str, int] = {}
    for index, block in enumerate(blocks):
        if block.path and (block.path not in ends or ends[block.path] == index - 1):
            ends[block.path] = index
    return ends


def _ranks(blocks: Sequence[Block], *, first_rank: int) -> list[int]:
    """The h-level of each standalone heading: one deeper than the nearest heading above it."""
    ranks: list[int] = []
    open_levels: list[int] = []
    base = first_rank
    for block in blocks:
        if block.kind == "title":
            open_levels, base = [], first_rank + 1
        if block.kind != "heading" or block.heading is None:
            ranks.append(0)
            continue
        while open_levels and open_levels[-1] >= block.heading.level:
            open_levels.pop()
        ranks.append(min(base + len(open_levels), 6))
        open_levels.append(block.heading.level)
    return ranks


def _passage(block: Block, rank: int, tasks: tuple[T, ...]) -> Passage[T]:
    lead, rest = _split_lead(block)
    table = tabulate(block.rows, anchor=block.anchor) if block.rows else None
    return Passage(block, rank, lead, rest, table, tasks)


def _split_lead(block: Block) -> tuple[str, str]:
    """A run-in heading with its number, and the text after it."""
    if block.heading is None or block.heading.form != "run_in" or not block.heading.text:
        return "", block.text
    start = block.text.find(block.heading.text)
    end = start + len(block.heading.text)
    return ("", block.text) if start < 0 else (block.text[:end], block.text[end:])
