"""What may be chosen of one criterion: its cells, those that ask the same put together. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from eldercare.rating_vocabulary import LEVELS, Level
from eldercare.rules.standard import CriterionText

BELOW = ""  # not even what the lowest level asks


@dataclass(frozen=True)
class Cell:
    """What one level asks, or several alike."""

    levels: tuple[Level, ...]
    text: str
    is_asked: bool
    is_lost: bool

    @property
    def value(self) -> Level:
        """Who meets it meets all of its levels: the highest is what is marked."""
        return self.levels[-1]

    @property
    def label(self) -> str:
        return "、".join(level.value for level in self.levels) + " 级"


def cells(criterion: CriterionText) -> tuple[Cell, ...]:
    """The printed cells from low to high; neighbours with the same words are one."""
    together = groupby(LEVELS, key=lambda level: criterion.of(level))
    return tuple(Cell(tuple(levels), asked.text, asked.is_asked, asked.is_lost) for asked, levels in together)


def choices(criterion: CriterionText) -> tuple[str, ...]:
    """The marks that can be given, from low to high. Where the lowest level asks nothing, nobody is below it."""
    found = cells(criterion)
    below = [] if not (found[0].is_asked or found[0].is_lost) else [BELOW]
    return (*below, *(cell.value for cell in found if not cell.is_lost))


def chosen(criterion: CriterionText, reached: str) -> str:
    """A mark as one of the choices: A stands for 3A where all three levels ask the same."""
    for cell in cells(criterion):
        if reached in cell.levels and not cell.is_lost:
            return cell.value
    return choices(criterion)[0]


def differ(criterion: CriterionText, one: str, other: str) -> bool:
    """Whether two marks of the criterion say different things."""
    return chosen(criterion, one) != chosen(criterion, other)


def words(criterion: CriterionText, reached: str) -> str:
    """A mark in words: the levels it stands for, e.g. “2A、3A 级”."""
    mark = chosen(criterion, reached)
    named = next((cell.label for cell in cells(criterion) if cell.value == mark), "")
    return named if mark else "未达到"


def by_category(rows: Sequence[CriterionText]) -> list[tuple[str, list[CriterionText]]]:
    """In the order of the standard, under the headings it prints."""
    return [(heading, list(found)) for heading, found in groupby(rows, key=lambda row: row.category)]
