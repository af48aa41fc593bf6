"""责任清单: the rows of an official table become items with their units; damaged rows are marked. Pure.

A row is damaged when print or extraction moved its parts: several numbers in one cell, numbered tasks in a unit
column, a section title inside a row, tasks that begin in the middle, cells that belong to the row before.
Nothing is put right in silence and no row is invented: missing numbers become problems.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from documents.reading.answer import ChecklistAnswer, Findings, UnitRole
from documents.reading.paragraphs import Paragraph
from documents.reading.unit_lists import Known, looks_like_unit, split_units
from foundation.chinese_text import fold, squeeze, tidy

COLUMNS = {
    "point": ("评价要点", "评价项目", "项目"),
    "content": ("评价内容", "评定内容", "考核内容"),
    "method": ("评价方式", "评价方法"),
    "tasks": ("任务清单", "工作任务", "主要任务"),
    "lead": ("牵头单位", "牵头部门"),
    "responsible": ("责任单位", "责任部门", "配合单位"),
}
_SECTION = re.compile(r"^[一二三四五六七八九十]+、\s*\S")
_ITEM = re.compile(r"[（(]\s*(\d{1,3})\s*[)）]")
_POINT = re.compile(r"^(?P<point>.+?)\s*[（(](?P<points>[^（()）]*分)[)）]\s*$")
_NUMBERED = re.compile(r"(?:(?<=^)|(?<=[\s。；;:：]))(\d{1,2})\s*[.．](?!\d)\s*")
_PAGE_SENSIBLE = re.compile(r"^(?:/|—|-|无)?$")


@dataclass
class _Row:
    line: int
    cells: dict[str, str]

    def cell(self, name: str) -> str:
        return self.cells.get(name, "")


def header_of(row: str) -> tuple[str, ...] | None:
    """The column names of a checklist header, or None for any other row."""
    names = []
    for cell in row.split("\t"):
        known = next((name for name, titles in COLUMNS.items() if squeeze(cell) in titles), None)
        names.append(known or "")
    return tuple(names) if "content" in names and ("lead" in names or "responsible" in names) else None


def read_checklist(
    paragraphs: Sequence[Paragraph], *, known: Known, findings: Findings
) -> tuple[ChecklistAnswer, ...]:
    """Items of every checklist table among these paragraphs, in printed order."""
    header: tuple[str, ...] | None = None
    section = point = points = ""
    read: list[tuple[int, ChecklistAnswer]] = []
    for paragraph in paragraphs:
        if not paragraph.is_row:
            continue
        if found := header_of(paragraph.text):
            header = found
            continue
        if header is None:
            continue
        row = _Row(paragraph.line, _cells(header, paragraph.text))
        whole = [cell for cell in row.cells.values() if cell]
        if lost := _section_in_tasks(row):
            section = lost
        if len(whole) == 1 and _SECTION.match(whole[0]):
            section = tidy(whole[0])
            continue
        if row.cell("point") and not _ITEM.match(row.cell("point")):
            point, points = _point(row.cell("point"))
        if section.endswith("否决项") or "否决" in section:
            point = points = ""
        read += [(paragraph.line, item) for item in _items(row, section, point, points, known)]
    read = _mark_shifted(read)
    _report(read, findings)
    return tuple(item for _, item in read)


def _cells(header: tuple[str, ...], text: str) -> dict[str, str]:
    cells = [cell.strip() for cell in text.split("\t")]
    return {name: cell for name, cell in zip(header, cells, strict=False) if name}


def _point(cell: str) -> tuple[str, str]:
    match = _POINT.match(cell)
    return (squeeze(match["point"]), squeeze(match["points"])) if match else (squeeze(cell), "")


def _items(row: _Row, section: str, point: str, points: str, known: Known) -> list[ChecklistAnswer]:
    """One item for each number in the row; several in one row mean damage."""
    content = row.cell("content")
    if not _ITEM.match(content) and _ITEM.match(row.cell("point")):
        content = row.cell("point")  # veto rows put the content in the first column
    parts = _parts(content)
    section_lost = bool(_section_in_tasks(row))
    tasks = () if section_lost else _tasks(row.cell("tasks"))
    roles, strange = _roles(row, known)
    damaged = len(parts) > 1 or strange or parts[0][0] is None or _broken_tasks(row.cell("tasks"), parts)
    items = []
    for order, (number, text) in enumerate(parts):
        items.append(
            ChecklistAnswer(
                number=number,
                section=section,
                point=point,
                points=points,
                content=text,
                method=tidy(row.cell("method")),
                tasks=tasks if order == 0 else (),
                assignments=roles,
                damaged=damaged or section_lost,
            )
        )
    return items


def _section_in_tasks(row: _Row) -> str:
    """The title of a section that slipped into a row: "三、生产经营状况(15分)"."""
    cell = row.cell("tasks")
    return tidy(cell) if _SECTION.match(cell) and fold(cell).endswith("分)") and len(cell) <= 40 else ""


def _parts(content: str) -> list[tuple[int | None, str]]:
    """(1) text (2) text → numbered parts; bracketed numbers must count on."""
    starts = []
    for match in _ITEM.finditer(content):
        if not starts and match.start() == 0 or starts and int(match[1]) == int(starts[-1][1]) + 1:
            starts.append(match)
    if not starts:
        return [(None, tidy(content))]
    ends = [match.start() for match in starts[1:]] + [len(content)]
    return [(int(match[1]), tidy(content[match.end() : end])) for match, end in zip(starts, ends, strict=True)]


def _tasks(cell: str) -> tuple[str, ...]:
    """Numbered tasks of a cell; a cell without numbers is one task; "/" is none."""
    text = tidy(cell)
    if _PAGE_SENSIBLE.match(text):
        return ()
    starts = list(_NUMBERED.finditer(text))
    if not starts:
        return (text,)
    parts = [text[: starts[0].start()].strip()] if starts[0].start() else []
    ends = [match.start() for match in starts[1:]] + [len(text)]
    parts += [text[match.end() : end].strip() for match, end in zip(starts, ends, strict=True)]
    return tuple(part for part in parts if part)


def _broken_tasks(cell: str, parts: list[tuple[int | None, str]]) -> bool:
    """Numbers that begin above 1 or start again: parts of another row stand here."""
    numbers = [int(match[1]) for match in _NUMBERED.finditer(tidy(cell))]
    if not numbers:
        return False
    restarts = sum(1 for number in numbers if number == 1)
    return numbers[0] != 1 or restarts > len(parts) or (restarts > 1 and len(parts) == 1)


def _roles(row: _Row, known: Known) -> tuple[tuple[UnitRole, ...], bool]:
    """Units of the two columns in their roles; True when a cell holds something else."""
    roles: list[UnitRole] = []
    strange = False
    for column, role in (("lead", "lead"), ("responsible", "responsible")):
        cell = row.cell(column)
        for unit in split_units(cell, known=known) if not _PAGE_SENSIBLE.match(cell.strip()) else ():
            if looks_like_unit(unit) or known(unit):
                roles.append(UnitRole(unit, role))
            else:
                strange = True
    return tuple(dict.fromkeys(roles)), strange


def _mark_shifted(read: list[tuple[int, ChecklistAnswer]]) -> list[tuple[int, ChecklistAnswer]]:
    """Tasks of one row too many, and later a row with none: every row between them may hold its neighbour's."""
    result = list(read)
    surplus: int | None = None
    for index, (line, item) in enumerate(read):
        if surplus is not None and item.number is not None and not item.tasks and not item.damaged:
            for between in range(surplus, index + 1):
                result[between] = (result[between][0], replace(result[between][1], damaged=True))
            surplus = None
        elif item.damaged:
            surplus = index
        elif line and item.section != (read[surplus][1].section if surplus is not None else item.section):
            surplus = None
    return result


def _report(read: list[tuple[int, ChecklistAnswer]], findings: Findings) -> None:
    numbers = [(line, item.number) for line, item in read if item.number is not None]
    for (_, before), (line, number) in zip(numbers, numbers[1:], strict=False):
        missing = [str(n) for n in range(before + 1, number)]
        if missing:
            span = missing[0] if len(missing) == 1 else f"{missing[0]}—{missing[-1]}"
            findings.add(line, "checklist_gap", f"责任清单缺第{span}项，原文没有印出，请对照纸质版补录。", f"（{before}）…（{number}）")
        elif number <= before:
            findings.add(line, "checklist_order", f"责任清单序号（{number}）不在（{before}）之后。", f"（{number}）")
    for line, item in read:
        if item.damaged:
            name = f"第{item.number}项" if item.number else "没有序号的一行"
            findings.add(line, "checklist_damaged", f"责任清单{name}串行、合并或残缺，请对照纸质版。", item.content[:60])
