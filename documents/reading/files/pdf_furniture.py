"""Running heads and page numbers: rows at the edge of a sheet that stand apart or come again. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from documents.official_text import split_number
from documents.reading.files.pdf_rows import Segment

_PAGE_NUMBER = re.compile(
    r"^[—－\-–~·\s]*\d{1,4}[—－\-–~·\s]*$|^第\s*\d{1,4}\s*页(?:\s*[，,/]?\s*共\s*\d{1,4}\s*页)?$|^\d{1,4}\s*/\s*\d{1,4}$"
)
_NUMBER = re.compile(r"^[—－\-–~·\d]+|[—－\-–~·\d]+$")
_LABEL = re.compile(r"^附\s*件")
_BLANKS = re.compile(r"\s+")
_DEEP = 3  # rows from the edge
_EDGE = 0.15  # of the sheet
_SAME_HEIGHT = 4.0
_OFTEN = 3
_LARGE = 1.15  # times the size of the text: a title, however often
_APART = 0.8  # of the size, between a page number and the text

Row = tuple[Segment, ...]
Run = list[Row | None]


def find_furniture(pages: Sequence[Sequence[Segment]], heights: Sequence[float]) -> list[set[int]]:
    """For each page the rows that belong to the sheet."""
    edges = [_edges(segments, height) for segments, height in zip(pages, heights, strict=True)]
    seen: dict[tuple[str, bool], list[float]] = defaultdict(list)
    for rows in edges:
        for foot, run in rows.items():
            for row in filter(None, run[:-1]):
                seen[_key(row), foot].append(row[0].top)
    least = 3 if len(pages) > 5 else 2
    largest = _LARGE * _text_size(pages)
    return [_of_page(rows, seen, least, len(pages), largest) for rows in edges]


def _text_size(pages: Sequence[Sequence[Segment]]) -> float:
    """The size most characters are set in."""
    counts: Counter[float] = Counter()
    for segment in (segment for page in pages for segment in page):
        counts[round(segment.size, 1)] += len(segment.text)
    return counts.most_common(1)[0][0] if counts else 0.0


def _edges(segments: Sequence[Segment], height: float) -> dict[bool, Run]:
    """Rows near the top inward (False) and near the foot inward (True), and after them the first row of the text."""
    rows: dict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        rows[segment.row].append(segment)
    ordered = [tuple(rows[number]) for number in sorted(rows)]
    top = [row for row in ordered[:_DEEP] if row[0].top < _EDGE * height]
    foot = [row for row in ordered[::-1][:_DEEP] if row[0].bottom > (1 - _EDGE) * height]
    return {
        False: [*top, next(iter(ordered[len(top) :]), None)],
        True: [*foot, next(iter(ordered[::-1][len(foot) :]), None)],
    }


def _key(row: Row) -> str:
    """The words of a row without the page number before or after them."""
    return _NUMBER.sub("", _BLANKS.sub("", "".join(segment.text for segment in row)))


def _is_of_the_text(row: Row) -> bool:
    """Labels and numbered lines may come again at the head of a sheet, and are no running heads."""
    text = " ".join(segment.text for segment in row)
    return _LABEL.match(text) is not None or (split_number(text) is not None and not _is_page_number(row))


def _of_page(
    rows: dict[bool, Run],
    seen: dict[tuple[str, bool], list[float]],
    least: int,
    pages: int,
    largest: float,
) -> set[int]:
    """From the edge inward as long as rows come again; the innermost stands apart, or is on most sheets."""
    found: set[int] = set()
    for foot, run in rows.items():
        waiting: list[int] = []
        for row, inner in zip(run, run[1:], strict=False):
            if row is None:
                break
            times = sum(abs(top - row[0].top) <= _SAME_HEIGHT for top in seen[_key(row), foot])
            comes_again = times >= least and row[0].size <= largest and not _is_of_the_text(row)
            if not comes_again and not _is_page_number(row):
                break
            waiting.append(row[0].row)
            apart = _stands_apart(row, inner)
            if apart or times >= max(_OFTEN, pages / 2):
                found.update(waiting)
                waiting = []
    return found


def _is_page_number(row: Row) -> bool:
    return _PAGE_NUMBER.match(" ".join(segment.text for segment in row)) is not None


def _stands_apart(row: Row, inner: Row | None) -> bool:
    if inner is None:
        return True
    upper, lower = sorted((row[0], inner[0]), key=lambda segment: segment.top)
    return lower.top - upper.bottom > _APART * max(upper.size, lower.size)
