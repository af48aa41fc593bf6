"""What an editor is told after accepting an upload: what came of it, and what is left to do by hand."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html, format_html_join

from gazette.actions import Outcome


def summary_of(outcome: Outcome) -> str:
    """In one sentence."""
    if outcome.unchanged:
        return "这个文件的内容早已在库，草稿没有变化；对名称的决定已经生效。"
    where = f"{outcome.issue}：" if outcome.issue else ""
    kept = f"，保持原样 {len(outcome.kept)} 份" if outcome.kept else ""
    return (
        f"已存为草稿。{where}新建公文 {len(outcome.created)} 份，更新 {len(outcome.updated)} 份{kept}；"
        f"大事 {outcome.events} 件，还有待确认单位 {outcome.proposals} 个。"
    )


def what_is_left(outcome: Outcome) -> Iterator[str]:
    """What the editor has yet to do by hand, a sentence each."""
    if outcome.corrections:
        links = format_html_join(
            "、",
            '<a class="desk-link" href="{}">{}</a>',
            (
                (reverse("admin:documents_correction_change", args=[one.pk]), one.title)
                for one in outcome.corrections
            ),
        )
        yield format_html(
            "这些公文已发布，只有提要；全文已写成更正 {} 份，经三审发布后才公开："
            "{}。责任事项和文件关系保持原样，更正发布前请按“检查”核对。",
            len(outcome.corrections),
            links,
        )
    if outcome.omitted:
        yield f"这一期已发布，目录里没有，所以没有新建：{'、'.join(outcome.omitted)}。请先在后台列入目录，再单独导入。"
