"""What a unit has to do, by role and theme.

The theme of a duty is its document: hardly any document bears a 主题分类, and the kind (通知, 意见) says nothing of
the matter. Once a document is chosen the theme is the first level of its headings, the matter in its own words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from urllib.parse import quote

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from documents.models import Assignment, Document, Role
from documents.official_text import Block
from documents.short_titles import matter_of
from foundation.models import Unit
from foundation.pictures import bars
from foundation.pictures.picture import Figure, KeyEntry, Picture, Table, TableRow

TOP_THEMES = 10
CHECKLIST = "清单"
LEGEND = tuple(KeyEntry(role.value, str(role.label)) for role in Role)
Roles = Counter[str]


def load_by_document(unit: Unit, duties: QuerySet[Assignment]) -> Picture | None:
    """One bar a document, the fullest first, in two queries; `duties` as the page of the unit lists them."""
    counts: dict[int, Roles] = defaultdict(Counter)
    by_theme = duties.order_by().annotate(theme=Coalesce("task__document", "item__document"))
    grouped = by_theme.values_list("theme", "role").annotate(count=Count("pk"))
    for document, role, count in grouped:
        counts[document][role] += count
    documents = Document.objects.only("title", "document_number").in_bulk(list(counts))
    order = sorted(counts, key=lambda pk: (-counts[pk].total(), -pk))
    themes = [(matter_of(documents[pk].title), f"document={pk}", counts[pk]) for pk in order]
    text = "一条一份公文，最长的事最多。点一条，只看那份公文里的事，再按公文里的标题分开看。"
    if len(themes) > TOP_THEMES:
        text += f"图上是最多的 {TOP_THEMES} 份，全部 {len(themes)} 份在“看数字”里。"
    return _picture(unit, "在哪些公文里有事", text, "公文", themes)


def load_by_heading(unit: Unit, document: Document, duties: QuerySet[Assignment]) -> Picture | None:
    """One bar a heading of the first level, in the order of the text, in one query; `duties` are those of the document."""
    names = first_headings(document.blocks())
    counts: dict[str, Roles] = defaultdict(Counter)
    for role, path in duties.order_by(F("item").asc(nulls_first=True), "task__position").values_list(
        "role", "task__path"
    ):
        counts[theme_of(path)][role] += 1
    themes = [
        (theme_name(theme, names), f"document={document.pk}&path={quote(theme)}" if theme else "", roles)
        for theme, roles in counts.items()
    ]
    text = "一条一个标题，次序同公文。点一条，只看那个标题下的事。"
    return _picture(unit, "在这份公文的哪些标题下有事", text, "标题", themes)


def theme_of(path: str | None) -> str:
    """The first step of the place in the text; rows of a checklist have none and are one theme."""
    return CHECKLIST if path is None else path.partition("/")[0]


def first_headings(blocks: Iterable[Block]) -> dict[str, str]:
    """The words of each heading that has none above it, by its place."""
    return {
        block.heading.path: block.heading.text
        for block in blocks
        if block.heading is not None and "/" not in block.heading.path
    }


def theme_name(theme: str, names: Mapping[str, str]) -> str:
    if theme == CHECKLIST:
        return "责任清单"
    return f"{theme}、{names[theme]}" if names.get(theme) else theme or "没有编号的段落"


def _picture(
    unit: Unit, title: str, text: str, first: str, themes: list[tuple[str, str, Roles]]
) -> Picture | None:
    if not themes:
        return None
    rows = [_row(unit, *theme) for theme in themes]
    total: Roles = Counter()
    for _, _, roles in themes:
        total += roles
    table = Table(
        (first, *(str(role.label) for role in Role), "合计"),
        tuple(
            TableRow(name, _figures(unit, query, roles), _url(unit, query)) for name, query, roles in themes
        ),
        TableRow("合计", _figures(unit, "", total)),
    )
    return Picture("load", title, text, bars.draw(rows[:TOP_THEMES]), table, LEGEND)


def _row(unit: Unit, name: str, query: str, roles: Roles) -> bars.BarRow:
    parts = tuple(
        bars.Part(role.value, Decimal(roles[role.value]), f"{role.label}{roles[role.value]}") for role in Role
    )
    said = "、".join(f"{part.text}件" for part in parts if part.value)
    return bars.BarRow(name, parts, f"{roles.total()}件", f"{name}：{said}", _url(unit, query))


def _url(unit: Unit, query: str) -> str:
    return f"{reverse('documents:unit_detail', args=[unit.pk])}?{query}#duties" if query else ""


def _figures(unit: Unit, query: str, roles: Roles) -> tuple[Figure, ...]:
    by_role = tuple(
        Figure(
            str(roles[role.value]),
            _url(unit, f"{query}&role={role.value}") if query and roles[role.value] else "",
        )
        for role in Role
    )
    return (*by_role, Figure(str(roles.total())))
