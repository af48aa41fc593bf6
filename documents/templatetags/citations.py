"""How a document is cited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import RequestContext

from documents.models import Document, DocumentOrgan

register = template.Library()


@register.simple_tag(takes_context=True)
def citation(context: RequestContext, document: Document, organs: Sequence[DocumentOrgan], entry: Any) -> str:
    """发文机关：《标题》（文号），载《刊名》年第期，第页，网址。"""
    issued_by = "、".join(organ.printed for organ in organs)
    text = f"{issued_by}：《{document.title}》" if issued_by else f"《{document.title}》"
    if document.document_number:
        text += f"（{document.document_number}）"
    if entry is not None:
        text += f"，载《{entry.issue.title}》{entry.issue}"
        text += f"，第{entry.page}页" if entry.page else ""
    return f"{text}。{context['request'].build_absolute_uri(document.get_absolute_url())}"
