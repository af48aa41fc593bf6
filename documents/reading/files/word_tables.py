"""A Word table becomes rows of cells: the text of a merged cell once, the cells it covers empty. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from docx.oxml.ns import qn

MAX_COLUMNS = 200
_WRAPPERS = (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:smartTag"))


def children(parent: Any, tag: str) -> Iterator[Any]:
    """Children of a kind, also inside content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from children(child, tag)


def read_rows(table: Any, cell_text: Callable[[Any], str]) -> list[list[str]]:
    """Rows as wide as the widest; ``cell_text`` is asked for every visible cell, in order."""
    rows = []
    for row in children(table, qn("w:tr")):
        properties = row.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            continue
        cells = [""] * _number(properties, "w:gridBefore")
        for cell in children(row, qn("w:tc")):
            cells += _cell(cell, cell_text)
        rows.append(cells[:MAX_COLUMNS])
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def is_frame(table: Any) -> bool:
    """A table of one column only frames its text."""
    return all(sum(1 for _ in children(row, qn("w:tc"))) <= 1 for row in children(table, qn("w:tr")))


def cells_of(table: Any) -> Iterator[Any]:
    for row in children(table, qn("w:tr")):
        yield from children(row, qn("w:tc"))


def _cell(cell: Any, cell_text: Callable[[Any], str]) -> list[str]:
    properties = cell.find(qn("w:tcPr"))
    span = min(max(_number(properties, "w:gridSpan"), 1), MAX_COLUMNS)
    return [cell_text(cell) if not _is_covered(properties) else "", *[""] * (span - 1)]


def _is_covered(properties: Any) -> bool:
    """The lower part of a cell merged downwards (w:vMerge without restart), or w:hMerge to the right."""
    for tag in ("w:vMerge", "w:hMerge"):
        merge = None if properties is None else properties.find(qn(tag))
        if merge is not None and merge.get(qn("w:val"), "continue") == "continue":
            return True
    return False


def _number(properties: Any, tag: str) -> int:
    element = None if properties is None else properties.find(qn(tag))
    value = "" if element is None else element.get(qn("w:val"), "")
    return min(int(value), MAX_COLUMNS) if value.isdigit() else 0
