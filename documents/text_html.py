"""Official text as HTML: its outline, its passages with their tables, and who answers for what stands in it.

A page has hundreds of these, and a template takes longer over each than over everything around them; so they are written
here, and nowhere else. Whatever comes from the text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Protocol

from django.utils.safestring import SafeString, mark_safe

from documents.citing import place_in_text
from documents.models import Attachment
from documents.models.printed import OrganColumns, PrintedColumns
from documents.models.task import Role
from documents.official_text import Block, OutlineEntry
from documents.passages import Cell, Passage, Table
from foundation.addresses import address_of
from foundation.chinese_text import day_in_words

NAMED = 16  # characters of a passage by which its link is called
LONG_OUTLINE = 40  # lines
ALL_LEVELS = 4
AFTER_NUMBER = {1: "、", 3: "."}  # 一、 and 1. as they are printed; others bring their brackets
LABELS = {role.value: role.label for role in Role}
COLUMN, WIDE = ' scope="col"', ' class="wide"'


def shortened(text: str, length: int) -> str:
    """The text, or its beginning with three dots: never more characters than ``length``."""
    return text if len(text) <= length else f"{text[: length - 3]}..."


class Answering(Protocol):
    """A unit with its role, as printed."""

    @property
    def printed(self) -> str: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def role(self) -> str: ...
    @property
    def implied(self) -> bool: ...


class Listed(Protocol):
    """A task as a list tells it."""

    @property
    def title(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def deadline(self) -> str: ...


class Duty(Listed, Protocol):
    """A task that stands beside its place in the text; amounts are told as printed."""

    @property
    def amounts(self) -> Sequence[object]: ...
    @property
    def assignments(self) -> Sequence[Answering]: ...


def passages_html(passages: Iterable[Passage[Duty]]) -> SafeString:
    """The passages one after the other, each with the note of its tasks."""
    return mark_safe("\n".join(_passage(passage) for passage in passages))


def outline_lines_html(entries: Sequence[OutlineEntry]) -> SafeString:
    """The lines of the outline; a long one names the upper two levels only."""
    deepest = ALL_LEVELS if len(entries) <= LONG_OUTLINE else 2
    return mark_safe("".join(_line(entry) for entry in entries if entry.heading.level <= deepest))


def close_html(
    document: PrintedColumns,
    organs: Iterable[OrganColumns],
    attachments: Sequence[tuple[Attachment, object]],
    *,
    is_folded: bool = False,
    is_open: bool = False,
) -> SafeString:
    """附件说明、署名、成文日期和附注 (GB/T 9704-2012, 7.3.4 to 7.3.6); a long list of attachments can be folded."""
    signed = "".join(f'<p class="signature">{escape(organ.printed)}</p>\n' for organ in organs)
    note = f'<p class="document-note">（{escape(document.note)}）</p>\n' if document.note else ""
    return mark_safe(
        f'<div class="document-close">\n{_attachments(attachments, is_folded=is_folded, is_open=is_open)}'
        f"{signed}{_written_on(document)}{note}</div>"
    )


def _attachments(attachments: Sequence[tuple[Attachment, object]], *, is_folded: bool, is_open: bool) -> str:
    numbered = is_folded or len(attachments) > 1
    lines = "".join(
        f"<li>{_number(place, is_folded=is_folded) if numbered else ''}"
        f'<a href="#{escape(part.anchor)}">{escape(part.title)}</a></li>'
        for place, (part, _) in enumerate(attachments, start=1)
    )
    if is_folded:
        return (
            f'<details class="attachment-index" id="attachments"{" open" if is_open else ""}>\n'
            f'<summary>附件：共 {len(attachments)} 个<span class="no-print">，点这里看清单</span></summary>\n'
            f"<ol>{lines}</ol>\n</details>\n"
        )
    return f'<div class="attachment-list"><span>附件：</span><ol>{lines}</ol></div>\n' if attachments else ""


def _number(place: int, *, is_folded: bool) -> str:
    return f"{place}." if is_folded else f"<span>{place}.</span>"


def _written_on(document: PrintedColumns) -> str:
    day = document.written_on
    if day:
        return f'<p class="written-on"><time datetime="{day.isoformat()}">{day_in_words(day)}</time></p>\n'
    if document.written_on_printed:
        return f'<p class="written-on">{escape(document.written_on_printed)} <span class="tag">原文如此</span></p>\n'
    return ""


def _line(entry: OutlineEntry) -> str:
    heading = entry.heading
    name = escape(f"{heading.number}{AFTER_NUMBER.get(heading.level, '')}{heading.text}")
    return f'<li class="level-{heading.level}"><a href="#{escape(entry.anchor)}">{name}</a></li>'


def roles_html(assignments: Iterable[Answering]) -> SafeString:
    """Who leads, who supports, who is responsible; the units lead to their own pages."""
    said, role = [], ""
    for answering in assignments:
        if answering.role != role:
            said.append("</dd></div>" if role else "")
            role = answering.role
            said.append(f"<div><dt>{LABELS[role]}</dt><dd>")
        said.append(_chip(answering.printed, answering.unit_id, answering.implied))
    said.append("</dd></div>" if role else "")
    return mark_safe(f'<dl class="task-roles">{"".join(said)}</dl>')


def listed_task_html(
    task: Listed, amounts: Iterable[object], assignments: Iterable[Answering], url: str = ""
) -> SafeString:
    """A task in a list: what is to be done, where it stands, until when, with how much money, and by whom."""
    title = f'<a href="{escape(url)}">{escape(task.title)}</a>' if url else escape(task.title)
    said = escape(task.path) + (f"　时限：{escape(task.deadline)}" if task.deadline else "")
    money = "、".join(escape(str(amount)) for amount in amounts)
    place = f'<p class="task-path">{said}{f"　{money}" if money else ""}</p>\n' if said or money else ""
    return mark_safe(f'<p class="task-title">{title}</p>\n{place}{roles_html(assignments)}')


def _passage(passage: Passage[Duty]) -> str:
    block = passage.block
    anchor = escape(block.anchor)
    if passage.table:
        html = _table(passage.table, anchor=anchor)
    elif block.kind == "heading" and block.heading is not None:
        html = (
            f'<h{passage.rank} class="clause clause-heading level-{block.heading.level}" id="{anchor}"{_place(block)}>'
            f"{escape(block.text)}{_permalink(block, anchor, '的链接')}</h{passage.rank}>"
        )
    else:
        lead = f'<span class="clause-lead">{escape(passage.lead)}</span>' if passage.lead else ""
        html = (
            f'<p class="clause" id="{anchor}"{_place(block)}>'
            f"{lead}{escape(passage.rest)}{_permalink(block, anchor, '这一段的链接')}</p>"
        )
    return f"{html}\n{_note(passage.tasks)}" if passage.tasks else html


def _place(block: Block) -> str:
    return f' data-place="{_words_of(block.path)}"' if block.path else ""


@lru_cache(maxsize=4096)  # a long notice names the same places again and again
def _words_of(path: str) -> str:
    return escape(place_in_text(path))


def _permalink(block: Block, anchor: str, what: str) -> str:
    name = escape(shortened(block.text, NAMED))
    return f'<a class="permalink" href="#{anchor}" aria-label="“{name}”{what}">#</a>'


def _note(tasks: Iterable[Duty]) -> str:
    return f'<div class="task-note">{"".join(map(_task, tasks))}</div>'


def _task(task: Duty) -> str:
    deadline = f"时限：{escape(task.deadline)}　" if task.deadline else ""
    said = deadline + "、".join(escape(str(amount)) for amount in task.amounts)
    amounts = f'<p class="task-amounts">{said}</p>' if said else ""
    return f"{roles_html(task.assignments)}{amounts}"


@lru_cache(maxsize=4096)  # a city has some hundred units, a long notice names some hundred times one of them
def _chip(printed: str, unit_id: int | None, implied: bool) -> str:
    name = escape(printed)
    if unit_id is None:
        return f'<span class="chip">{name}</span>'
    note = '<span class="chip-count">依通则</span>' if implied else ""
    return f'<a class="chip" href="{address_of("documents:unit_detail", unit_id)}">{name}{note}</a>'


def _table(table: Table, *, anchor: str) -> str:
    head = f"<thead><tr>{_cells('th', table.head, scope=COLUMN)}</tr></thead>" if table.head else ""
    rows = "".join(f"<tr>{_cells('td', row)}</tr>" for row in table.rows)
    shape = (" is-broad" if table.is_broad else "") + (" is-tall" if table.is_tall else "")
    return (
        f'{_hint(table)}<div class="table-scroll{shape}" role="region" aria-label="{escape(table.label)}，可左右滑动"'
        f' tabindex="0" id="{anchor}"><table class="ruled">{head}<tbody>{rows}</tbody></table></div>'
    )


def _hint(table: Table) -> str:
    if table.is_broad:
        words = f"这张表有 {table.columns} 栏，左右滑动（或点一下表格再按左右键）看全。"
        return f'<p class="table-hint no-print no-aloud">{words}</p>'
    narrow = '<p class="table-hint table-hint-narrow no-print no-aloud">左右滑动看全表。</p>'
    return narrow if table.columns > 3 else ""


def _cells(name: str, cells: Iterable[Cell], *, scope: str = "") -> str:
    return "".join(
        f"<{name}{scope}{WIDE if cell.is_wide else ''}>{escape(cell.text)}</{name}>" for cell in cells
    )
