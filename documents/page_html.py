"""What stands around the text of a document, as HTML: its head, what a reader must know first, where it comes from.

Written here for the reason `text_html` gives: on a page that is made anew, templates for these took longer than the text.
Whatever comes from the document is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from documents.citing import Citation
from documents.models import Document, DocumentVersion, Relation, RelationKind
from documents.models.printed import PrintedColumns
from documents.official_text import Block
from documents.printed_text import PrintedText
from documents.text_html import shortened
from documents.validity import Validity
from documents.whole import Whole
from foundation.addresses import address_of
from foundation.article_meta import article_meta_html
from foundation.chinese_text import day_in_words

LONG_TITLE = 60  # characters; longer ones are set smaller
CRUMB, NEIGHBOUR = 20, 24  # characters of a title that stand for it
DESCRIPTION = 120  # characters of the abstract that search engines are given


def crumb_html(document: Document) -> SafeString:
    """What the document is called in the breadcrumbs: its number, else its title."""
    return mark_safe(escape(document.document_number or shortened(document.title, CRUMB)))


def meta_html(document: Document, source: str) -> SafeString:
    """What the head of the page says of the document; its abstract is what search engines show."""
    said = article_meta_html(document.title, document.published_at, source)
    if document.abstract:
        abstract = escape(shortened(document.abstract, DESCRIPTION))
        said += mark_safe(f'\n  <meta name="Description" content="{abstract}">')
    return said


def red_head_html(
    document: PrintedColumns, organs: Sequence[Any], subtitle: Iterable[Block] | None = None
) -> SafeString:
    """发文机关标志、发文字号、红色分隔线和标题 (GB/T 9704-2012, 7.2 and 7.3.1); ``organs`` are as printed."""
    title, number = document.title, document.document_number
    head = (_organ_mark(organs) if organs and number else "") + (
        f'<p class="document-number">{escape(number)}</p>\n<hr class="red-rule">\n' if number else ""
    )
    size = " document-title-long" if len(title) > LONG_TITLE else ""
    under = "".join(
        f'<p class="subtitle" id="{escape(block.anchor)}">{escape(block.text)}</p>\n'
        for block in subtitle or ()
    )
    return mark_safe(
        f'<header class="red-head">\n{head}<h1 class="document-title{size}">{escape(title)}</h1>\n{under}</header>'
    )


def _organ_mark(organs: Sequence[Any]) -> str:
    if len(organs) == 1:
        return f'<p class="organ-mark">{escape(organs[0].printed)}文件</p>\n'
    names = "".join(f"<span>{escape(organ.printed)}</span>" for organ in organs)
    return f'<p class="organ-mark organ-mark-joint"><span>{names}</span><span class="organ-mark-word">文件</span></p>\n'


def warnings_html(found: Whole) -> SafeString:
    """What a reader must know before relying on the text: that it is not in force, was amended, was corrected."""
    said = _validity(found.validity)
    if found.amendments:
        named = "、".join(_by_title(relation.source) for relation in found.amendments)
        said += f'<div class="notice"><p><strong>有修改</strong>，见{named}。</p></div>\n'
    corrected = (version for version in found.later_versions if version.correction_id)
    return mark_safe(said + "".join(_correction(found.document, version) for version in corrected))


def _validity(validity: Validity) -> str:
    if validity.state == "repealed":
        since = f"（{day_in_words(validity.since)}起）" if validity.since else ""
        by = f"，见{_by_title(validity.by)}" if validity.by else ""
        return f'<div class="notice notice-strong"><p><strong>已废止</strong>{since}{by}。</p></div>\n'
    if validity.state == "expired" and validity.since:
        until = day_in_words(validity.since)
        return (
            f'<div class="notice notice-strong"><p><strong>已失效</strong>：有效期到{until}为止。</p></div>\n'
        )
    if validity.state == "pending" and validity.since:
        begins = day_in_words(validity.since)
        return f'<div class="notice"><p><strong>尚未施行</strong>：{begins}起施行。</p></div>\n'
    return ""


def _by_title(document: Document) -> str:
    return f"{_link(document, f'《{document.title}》')}{_in_brackets(document.document_number)}"


def _in_brackets(number: str) -> str:
    return f"（{escape(number)}）" if number else ""


def _link(document: Document, name: str) -> str:
    return f'<a href="{document.get_absolute_url()}">{escape(name)}</a>'


def _correction(document: Document, version: DocumentVersion) -> str:
    changes = address_of("documents:version_changes", document.pk, version.number)
    note = "<br>".join(map(escape, version.note.splitlines()))
    return (
        f'<div class="notice no-aloud"><p><strong>更正</strong>：本文于{_time(version.published_at)}更正：{note}</p>'
        f'<p class="no-print"><a href="{changes}">看改了哪些字</a>，'
        f'<a href="{_versions(document)}">看各个版本</a></p></div>\n'
    )


def _versions(document: Document) -> str:
    return address_of("documents:version_list", document.pk)


def _time(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f'<time datetime="{local:%Y-%m-%d}">{day_in_words(local)}</time>'


def origin_html(found: Whole) -> SafeString:
    """When it was published and where it is printed, and the ways to its interpretations and to its print view."""
    document, entry, said = found.document, found.entry, ""
    if document.published_at:
        local = timezone.localtime(document.published_at)
        said = f'<span>发布：<time datetime="{local:%Y-%m-%dT%H:%M%z}">{day_in_words(local)} {local:%H:%M}</time></span>'
    if entry:
        issue = entry.issue
        page = f"第{entry.page}页" if entry.page else ""
        place = f'<span class="printed-place"><a href="{issue.get_absolute_url()}">{issue}</a>{page}</span>'
        said += f"<span>来源：{escape(issue.title)}{place}</span>"
    if found.interpretations:
        said += '<a href="#interpretations">看政策解读</a>'
    on_paper = address_of("documents:document_print", document.pk)
    return mark_safe(f'<p class="document-tools">{said}<a href="{on_paper}">打印版</a></p>')


def abstract_html(found: Whole, printed: PrintedText) -> SafeString:
    """What it interprets, whether its text is on record, and its abstract."""
    document, interprets = found.document, found.interprets
    said = ""
    target = interprets.target if interprets else None
    if target and target.is_public:
        number = _in_brackets(target.document_number)
        said += f'<p class="interprets">解读的文件：{_link(target, target.title)}{number}</p>\n'
    if not document.has_full_text:
        there = f"提要{'、标题' if printed.names_headings else ''}{'和责任分工' if printed.has_tasks else ''}"
        paper = found.entry.issue if found.entry else "纸质公报"
        said += (
            f'<div class="notice"><p>这份公文的全文还没有录入。下面是{there}，全文请看{paper}。</p></div>\n'
        )
    if document.abstract:
        said += (
            '<section aria-labelledby="abstract"><h2 class="clause-heading" id="abstract">提要</h2>'
            f"<p>{escape(document.abstract)}</p></section>\n"
        ) + ("<hr>\n" if document.has_full_text else "")
    return mark_safe(said)


def below_html(found: Whole, cited: Citation) -> SafeString:
    """Interpretations, other documents, what is known of it, how it is cited, and what stands beside it in its issue."""
    parts = (
        _interpretations(found.interpretations),
        _relations(found.outgoing, found.mentions),
        _facts(found),
        _citation(cited),
        _neighbours(*found.neighbours),
    )
    return mark_safe("".join(parts))


def _interpretations(interpretations: Sequence[Relation]) -> str:
    if not interpretations:
        return ""
    lines = "".join(f"<li>{_link(said.source, said.source.title)}</li>" for said in interpretations)
    return (
        '<section class="section no-print" aria-labelledby="interpretations">'
        f'<h2 id="interpretations">政策解读</h2>\n<ul class="plain-list">{lines}</ul>\n</section>\n'
    )


def _relations(outgoing: Sequence[Relation], mentions: Sequence[Relation]) -> str:
    """What it says of others, by kind in the order of ``outgoing``, and which others mention it."""
    if not outgoing and not mentions:
        return ""
    lists = "".join(
        f'<h3>本文{RelationKind(kind).label}</h3>\n<ul class="plain-list">{"".join(map(_said, found))}</ul>\n'
        for kind, found in groupby(outgoing, key=lambda relation: relation.kind)
    )
    if mentions:
        lines = "".join(
            f'<li>{_link(said.source, said.source.title)} <span class="tag">{RelationKind(said.kind).label}</span></li>'
            for said in mentions
        )
        lists += f'<h3>提到本文的</h3>\n<ul class="plain-list">{lines}</ul>\n'
    return (
        '<section class="section no-print not-for-elders" aria-labelledby="relations">'
        f'<h2 id="relations">相关文件</h2>\n{lists}</section>\n'
    )


def _said(relation: Relation) -> str:
    target, number = relation.target, escape(relation.document_number)
    is_shown = target is not None and target.is_public
    name = _link(target, relation.title or target.title) if target and is_shown else escape(relation.title)
    return f"<li>{name}</li>" if not number else f'<li>{name} <span class="list-number">{number}</span></li>'


def _facts(found: Whole) -> str:
    """One line each; what is not known is left out or said so."""
    document, entry, later_versions = found.document, found.entry, found.later_versions
    facts = [
        ("索引号", escape(document.index_number)),
        ("主题分类", escape(document.subject)),
        ("文种", escape(found.kind)),
        ("栏目", escape(found.column)),
        ("发文机关", "、".join(map(_organ, found.organs))),
        ("发文字号", escape(document.document_number) or "没有标明"),
        ("成文日期", _written_on(document)),
        ("施行日期", day_in_words(document.effective_from) if document.effective_from else ""),
        ("有效期至", day_in_words(document.effective_until) if document.effective_until else ""),
        ("有效性", found.validity.label),
        ("公开方式", escape(document.get_disclosure_display())),
        ("刊登", _printed_in(entry) if entry else ""),
        (
            "发布时间",
            f"{timezone.localtime(document.published_at):%Y-%m-%d %H:%M}" if document.published_at else "",
        ),
        ("版本", _newest(document, later_versions[0]) if later_versions else ""),
    ]
    lines = "\n".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts if value)
    return (
        '<section class="section no-print not-for-elders" aria-labelledby="facts"><h2 id="facts">文件信息</h2>\n'
        f'<dl class="facts facts-narrow">\n{lines}\n</dl>\n</section>\n'
    )


def _organ(organ: Any) -> str:
    if not organ.unit_id:
        return escape(organ.printed)
    return f'<a href="{address_of("documents:unit_detail", organ.unit_id)}">{escape(organ.printed)}</a>'


def _written_on(document: Document) -> str:
    if document.written_on:
        return day_in_words(document.written_on)
    return f"{escape(document.written_on_printed)}（原文如此）" if document.written_on_printed else "没有标明"


def _printed_in(entry: Any) -> str:
    issue, page = entry.issue, entry.page
    at = f"#page={page}" if page else ""
    pdf = f'（<a href="{escape(issue.pdf.url)}{at}">原版 PDF</a>）' if issue.pdf else ""
    return f'<a href="{issue.get_absolute_url()}">{issue}</a>{f"，第{page}页" if page else ""}{pdf}'


def _newest(document: Document, version: DocumentVersion) -> str:
    why = "更正" if version.correction_id else escape(version.note)
    since = _time(version.published_at)
    return f'第{version.number}版，{since}起（{why}），<a href="{_versions(document)}">看各个版本</a>'


def _citation(cited: Citation) -> str:
    return (
        '<section class="section no-print not-for-elders" aria-labelledby="citation"><h2 id="citation">引用本文</h2>\n'
        f'<p class="citation" data-citation data-work="{escape(cited.work)}" data-printed="{escape(cited.printed)}">'
        f"{escape(str(cited))}</p>\n"
        '<p class="citation-deeds"><button class="button button-quiet needs-scripts" type="button" data-copy-citation>'
        "复制引文</button>\n"
        '<span class="citation-status" role="status" data-citation-status>点一下上面的文字就能全部选中。</span></p>\n'
        '<p class="citation-help needs-scripts">只引用一段：点那一段前面的“#”。</p>\n</section>\n'
    )


def _neighbours(previous: Document | None, following: Document | None) -> str:
    if not previous and not following:
        return ""
    before, after = "<span></span>", ""
    if previous:
        name = escape(shortened(previous.title, NEIGHBOUR))
        before = f'<a href="{previous.get_absolute_url()}" rel="prev">← {name}</a>'
    if following:
        name = escape(shortened(following.title, NEIGHBOUR))
        after = f'<a href="{following.get_absolute_url()}" rel="next">{name} →</a>'
    return f'<nav class="section neighbours no-print" aria-label="本期前后各篇">\n{before}\n{after}\n</nav>'
