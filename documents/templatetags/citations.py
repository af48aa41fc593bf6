"""How a document is cited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import RequestContext

from documents.citing import Citation, cite
from documents.models import Document, DocumentOrgan

register = template.Library()


@register.simple_tag(takes_context=True)
def citation(
    context: RequestContext, document: Document, organs: Sequence[DocumentOrgan], entry: Any
) -> Citation:
    """The citation of the document in the issue that carries it (``entry`` may be None)."""
    return cite(
        organs=[organ.printed for organ in organs],
        title=document.title,
        number=document.document_number,
        gazette=entry.issue.title if entry else "",
        issue=str(entry.issue) if entry else "",
        page=entry.page if entry else None,
        address=context["request"].build_absolute_uri(document.get_absolute_url()),
    )
