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
    "number": ("序号", "编号"),
    "point": ("评价要点", "评价项目", "项目"),
    "content": (
        "评价内容",
        "评定内容",
        "考核内容",
        "工作内容",
        "任务内容",
        "目标任务",
        "目标与任务",
        "重点工作任务",
    ),
    "method": ("评价方式", "评价方法"),
    "tasks": ("任务清单", "工作任务", "主要任务", "重点任务", "任务", "工作措施", "具体措施"),
    "lead": ("牵头单位", "牵头部门", "牵头责任单位", "主要责任单位", "主办单位"),
    "responsible": ("责任单位", "责任部门", "配合责任单位"),
    "support": ("配合单位", "配合部门", "协同配合单位", "协办单位", "参与单位"),
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


@dataclass(frozen=True)
class _Read:
    """An item with its line, and whether its row holds tasks of another row, or none at all."""

    line: int
    item: ChecklistAnswer
    surplus: bool
    lacking: bool


def header_of(row: str) -> tuple[str, ...] | None:
    """The column names of a checklist header, or None for any other row."""
    names = []
    for cell in row.split("\t"):
        known = next((name for name, titles in COLUMNS.items() if squeeze(cell) in titles), None)
        names.append(known or "")
    if "content" not in names and "tasks" in names:
        names[names.index("tasks")] = "content"
    named = {"lead", "responsible", "support"} & set(names)
    return tuple(names) if "content" in names and named else None


def read_checklist(
    paragraphs: Sequence[Paragraph], *, known: Known, findings: Findings
) -> tuple[ChecklistAnswer, ...]:
    """Items of every checklist table among these paragraphs, in printed order."""
    header: tuple[str, ...] | None = None
    section = point = points = ""
    read: list[_Read] = []
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
        surplus = _restarts(row.cell("tasks")) > len(_parts(_content(row)))
        lacking = not row.cell("tasks").strip()
        read += [
            _Read(paragraph.line, item, surplus, lacking)
            for item in _items(row, section, point, points, known)
        ]
    read = _mark_shifted(read)
    _report(read, findings)
    return tuple(one.item for one in read)


def _cells(header: tuple[str, ...], text: str) -> dict[str, str]:
    cells = [cell.strip() for cell in text.split("\t")]
    return {name: cell for name, cell in zip(header, cells, strict=False) if name}


def _point(cell: str) -> tuple[str, str]:
    match = _POINT.match(cell)
    return (squeeze(match["point"]), squeeze(match["points"])) if match else (squeeze(cell), "")


def _items(row: _Row, section: str, point: str, points: str, known: Known) -> list[ChecklistAnswer]:
    """One item for each number in the row; several in one row mean damage."""
    parts = _parts(_content(row), _own_number(row))
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


def _own_number(row: _Row) -> int | None:
    number = squeeze(row.cell("number")).rstrip(".．、")
    return int(number) if number.isdigit() and len(number) < 5 else None


def _content(row: _Row) -> str:
    """Veto rows put the content in the first column."""
    first = row.cell("point")
    return first if _ITEM.match(first) and not _ITEM.match(row.cell("content")) else row.cell("content")


def _restarts(cell: str) -> int:
    """How often the numbering of tasks begins in one cell."""
    return sum(1 for match in _NUMBERED.finditer(tidy(cell)) if match[1] == "1")


def _section_in_tasks(row: _Row) -> str:
    """The title of a section that slipped into a row: "三、生产经营状况(15分)"."""
    cell = row.cell("tasks")
    return tidy(cell) if _SECTION.match(cell) and fold(cell).endswith("分)") and len(cell) <= 40 else ""


def _parts(content: str, number: int | None = None) -> list[tuple[int | None, str]]:
    """(1) text (2) text → numbered parts; bracketed numbers must count on. ``number``: from a column of its own."""
    starts: list[re.Match[str]] = []
    for match in _ITEM.finditer(content):
        if not starts and match.start() == 0 or starts and int(match[1]) == int(starts[-1][1]) + 1:
            starts.append(match)
    if not starts:
        return [(number, tidy(content))]
    ends = [match.start() for match in starts[1:]] + [len(content)]
    return [
        (int(match[1]), tidy(content[match.end() : end])) for match, end in zip(starts, ends, strict=True)
    ]


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
    return bool(numbers) and (numbers[0] != 1 or _restarts(cell) > len(parts))


def _roles(row: _Row, known: Known) -> tuple[tuple[UnitRole, ...], bool]:
    """Units of the two columns in their roles; True when a cell holds something else."""
    roles: list[UnitRole] = []
    strange = False
    for column, role in (("lead", "lead"), ("responsible", "responsible"), ("support", "support")):
        cell = row.cell(column)
        for unit in split_units(cell, known=known) if not _PAGE_SENSIBLE.match(cell.strip()) else ():
            if looks_like_unit(unit) or known(unit):
                roles.append(UnitRole(unit, role))
            else:
                strange = True
    return tuple(dict.fromkeys(roles)), strange


def _mark_shifted(read: list[_Read]) -> list[_Read]:
    """Tasks too many in one row and none in a later row of the section: all between may hold their neighbour's."""
    result = list(read)
    begun: int | None = None
    for index, one in enumerate(read):
        if begun is not None and one.item.section != read[begun].item.section:
            begun = None
        if one.surplus:
            begun = index if begun is None else begun
        elif begun is not None and one.lacking:
            for between in range(begun, index + 1):
                result[between] = replace(result[between], item=replace(result[between].item, damaged=True))
            begun = None
    return result


def _report(read: list[_Read], findings: Findings) -> None:
    numbers = [(one.line, one.item.number) for one in read if one.item.number is not None]
    for (_, before), (line, number) in zip(numbers, numbers[1:], strict=False):
        missing = [str(n) for n in range(before + 1, number)]
        if missing:
            span = missing[0] if len(missing) == 1 else f"{missing[0]}—{missing[-1]}"
            findings.add(
                line,
                "checklist_gap",
                f"责任清单缺第{span}项，原文没有印出，请对照纸质版补录。",
                f"（{before}）…（{number}）",
            )
        elif number <= before:
            findings.add(
                line, "checklist_order", f"责任清单序号（{number}）不在（{before}）之后。", f"（{number}）"
            )
    for one in read:
        if one.item.damaged:
            name = f"第{one.item.number}项" if one.item.number else "没有序号的一行"
            message = f"责任清单{name}串行、合并或残缺，请对照纸质版。"
            findings.add(one.line, "checklist_damaged", message, one.item.content[:60])
