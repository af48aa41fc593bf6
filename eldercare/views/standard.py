"""The standard levels are given by, with A, 2A and 3A side by side; a page for every edition that is or was in force."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from eldercare.models import Criterion, StandardEdition
from eldercare.rating_vocabulary import LEVELS, Level
from eldercare.rules.standard import Requirement


@dataclass(frozen=True)
class Line:
    """One row of the standard as the page shows it."""

    criterion: Criterion
    cells: tuple[tuple[Level, Requirement], ...]

    @property
    def lost(self) -> bool:
        """Nothing of it can be read any more."""
        return all(asked.is_lost for _, asked in self.cells)


@dataclass(frozen=True)
class Part:
    """The rows of one category, in order; `name` may come twice when the rows of a category do not stand together."""

    name: str
    lines: tuple[Line, ...]


def standard(request: HttpRequest) -> HttpResponse:
    """The edition in force, or a word that there is none yet."""
    editions = _editions()
    if not editions:
        return render(request, "eldercare/standard.html", {"edition": None})
    return _answer(request, editions[0], editions)


def standard_edition(request: HttpRequest, code: str) -> HttpResponse:
    edition = get_object_or_404(StandardEdition.objects.public(), code=code)
    return _answer(request, edition, _editions())


def _editions() -> list[StandardEdition]:
    """What citizens may read, the newest first."""
    return list(StandardEdition.objects.public().order_by("-published_at", "-pk"))


def _answer(request: HttpRequest, edition: StandardEdition, editions: list[StandardEdition]) -> HttpResponse:
    context = {
        "edition": edition,
        "others": [other for other in editions if other.pk != edition.pk],
        "parts": parts_of(edition),
        "levels": LEVELS,
    }
    return render(request, "eldercare/standard.html", context)


def parts_of(edition: StandardEdition) -> list[Part]:
    rows = edition.criteria.order_by("position")
    return [
        Part(name, tuple(_line(row) for row in group))
        for name, group in groupby(rows, lambda row: row.category)
    ]


def _line(row: Criterion) -> Line:
    return Line(row, tuple(zip(LEVELS, row.text.levels, strict=True)))
