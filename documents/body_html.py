"""The official text as a whole, as HTML: its outline, the text with its attachments, the checklist, tasks without a place.

Written here for the reason `text_html` gives. Whatever comes from the text is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from documents.models import Attachment, ChecklistItem
from documents.models.printed import OrganColumns, PrintedColumns
from documents.official_text import OutlineEntry
from documents.passages import Arrangement
from documents.text_html import (
    close_html,
    listed_task_html,
    outline_lines_html,
    passages_html,
    roles_html,
    shortened,
)

MANY_ATTACHMENTS = 12  # from here on their list is folded, and the outline names them in one line
IN_OUTLINE = 30  # characters of the title of an attachment


@dataclass(frozen=True)
class LaidOut:
    """A text ready to be written: its blocks and those of its attachments arranged, and the checklist by section."""

    document: PrintedColumns
    organs: Sequence[OrganColumns]
    text: Arrangement[Any]
    outline: Sequence[OutlineEntry]
    attachments: Sequence[tuple[Attachment, Arrangement[Any]]]
    checklist: Sequence[tuple[str, Sequence[tuple[ChecklistItem, Sequence[Any]]]]] = ()

    @property
    def is_folded(self) -> bool:
        return len(self.attachments) > MANY_ATTACHMENTS

    @property
    def checklist_home(self) -> Attachment | None:
        """The attachment that is the checklist, if it is one."""
        if not self.checklist:
            return None
        return next((part for part, _ in self.attachments if "清单" in part.title), None)


def outline_html(laid: LaidOut) -> SafeString:
    """Nothing where there is nothing to name."""
    if not (laid.outline or laid.attachments or laid.checklist):
        return mark_safe("")
    if laid.is_folded:
        parts = f'<li><a href="#attachments">附件（共 {len(laid.attachments)} 个）</a></li>'
    else:
        parts = "".join(
            f'<li><a href="#{escape(part.anchor)}">{escape(part.label)} {escape(shortened(part.title, IN_OUTLINE))}</a></li>'
            for part, _ in laid.attachments
        )
    if laid.checklist and not laid.checklist_home:
        parts += '<li><a href="#checklist">责任清单</a></li>'
    if laid.text.unplaced:
        parts += '<li><a href="#tasks">责任事项</a></li>'
    return mark_safe(
        '<nav class="reading-outline" id="outline" tabindex="-1" aria-label="本文目录">\n'
        '<details data-outline data-open-when-wide="68rem">\n'
        '<summary><span>目录</span> <span class="outline-place" data-here></span> <span class="outline-read" data-read>'
        '</span></summary>\n<progress class="needs-scripts" max="100" value="0" aria-hidden="true"></progress>\n'
        f"<ol>\n{outline_lines_html(laid.outline)}\n{parts}\n</ol>\n</details>\n</nav>"
    )


def body_html(laid: LaidOut) -> SafeString:
    """The text, and what of the checklist and the tasks has no place in it."""
    return official_html(laid) + mark_safe(_checklist_alone(laid) + _unplaced(laid))


def paper_html(laid: LaidOut) -> SafeString:
    """The text for paper."""
    checklist = ""
    if laid.checklist and not laid.checklist_home:
        checklist = f'<section class="attachment"><h2>责任清单</h2>{_checklist(laid)}</section>'
    return official_html(laid, is_open=True) + mark_safe(checklist)


def official_html(laid: LaidOut, *, is_open: bool = False) -> SafeString:
    """Addressees, text, close and attachments; ``is_open`` shows a long list of attachments as it is."""
    document, text = laid.document, laid.text
    to = (
        f'<p class="addressees">{"，".join(map(escape, document.addressees))}：</p>\n'
        if document.addressees
        else ""
    )
    close = close_html(document, laid.organs, laid.attachments, is_folded=laid.is_folded, is_open=is_open)
    enclosed = ""
    if text.title:
        anchor, title = escape(text.title.anchor), escape(document.enclosed_title or text.title.text)
        enclosed = (
            f'\n<h2 class="enclosed-title clause" id="{anchor}">{title}'
            f'<a class="permalink" href="#{anchor}" aria-label="所印发文件的链接">#</a></h2>\n{passages_html(text.enclosed)}'
        )
    attachments = "".join(_attachment(laid, part, content) for part, content in laid.attachments)
    return mark_safe(f"{to}{passages_html(text.opening)}\n{close}{enclosed}\n{attachments}")


def _attachment(laid: LaidOut, part: Attachment, content: Arrangement[Any]) -> str:
    anchor, shown = escape(part.anchor), passages_html(content.opening)
    if part is laid.checklist_home:
        as_printed = (
            f'<details class="no-print"><summary>按原表的样子看</summary>{shown}</details>' if shown else ""
        )
        shown = mark_safe(f"{_checklist(laid)}{as_printed}")
    shown = shown or mark_safe('<p class="clause">这份附件的文字还没有录入。</p>')
    back = ' <a class="no-print" href="#attachments">回到附件清单</a>' if laid.is_folded else ""
    return (
        f'<section class="attachment" id="{anchor}" aria-labelledby="{anchor}-title">\n'
        f'<p class="attachment-label">{escape(part.label)}{back}</p>\n<h2 id="{anchor}-title">{escape(part.title)}</h2>\n'
        f"{shown}\n</section>\n"
    )


def _checklist_alone(laid: LaidOut) -> str:
    if not laid.checklist or laid.checklist_home:
        return ""
    return (
        '<section class="section" id="checklist" aria-labelledby="checklist-title"><h2 id="checklist-title">责任清单</h2>'
        f"{_checklist(laid)}</section>\n"
    )


def _checklist(laid: LaidOut) -> str:
    return "".join(_section(section, items) for section, items in laid.checklist)


def _section(section: str, items: Sequence[tuple[ChecklistItem, Sequence[Any]]]) -> str:
    veto = ' <span class="tag tag-strong">否决项</span>' if items[0][0].veto else ""
    rows = "".join(_row(item, answering) for item, answering in items)
    return f'<section class="checklist-section">\n<h3>{escape(section or "责任清单")}{veto}</h3>\n{rows}</section>\n'


def _row(item: ChecklistItem, answering: Sequence[Any]) -> str:
    anchor, name = escape(item.anchor), str(item.number or item.position)
    points = f"　{item.points}" if item.points else ""
    damaged = ' <span class="tag tag-strong">原表残损</span>' if item.damaged else ""
    facts = f"{escape(item.point)}{escape(points)}{damaged}"
    method = f"评价方式：{escape(item.method)}" if item.method else ""
    tasks = "".join(f"<li>{escape(line)}</li>" for line in item.tasks)
    return (
        f'<div class="checklist-item{" checklist-veto" if item.veto else ""}" id="{anchor}">\n'
        f'<p><a class="checklist-number" href="#{anchor}" aria-label="第{name}条的链接">{item.number or "—"}</a></p>\n'
        f'<div>\n{_facts(facts)}<p class="checklist-content">{escape(item.content)}</p>\n'
        f"{f'<ul>{tasks}</ul>' if tasks else ''}\n{_facts(method)}{roles_html(answering)}\n</div>\n</div>\n"
    )


def _facts(said: str) -> str:
    return f'<p class="checklist-facts">{said}</p>\n' if said else ""


def _unplaced(laid: LaidOut) -> str:
    if not laid.text.unplaced:
        return ""
    title = "其他责任事项" if laid.document.has_full_text else "责任事项"
    lines = "".join(
        f'<li id="task-{task.position}">{listed_task_html(task, task.amounts, task.assignments)}</li>'
        for task in laid.text.unplaced
    )
    return (
        f'<section class="section" id="tasks" aria-labelledby="tasks-title">\n<h2 id="tasks-title">{title}</h2>\n'
        f'<ul class="task-list">{lines}</ul>\n</section>\n'
    )
