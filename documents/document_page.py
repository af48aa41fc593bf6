"""The page of a document, from its parts: what its templates are given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from documents.body_html import paper_html
from documents.citing import Citation, cite
from documents.linked_data import legislation
from documents.page_html import (
    abstract_html,
    below_html,
    crumb_html,
    meta_html,
    origin_html,
    red_head_html,
    warnings_html,
)
from documents.printed_text import laid_out, printed_text
from documents.whole import Whole
from foundation.linked_data import Thing, thing
from foundation.site_address import full_address


def page_context(request: HttpRequest, found: Whole) -> dict[str, Any]:
    """Everything the page of a document shows."""
    printed = printed_text(found)
    red_head = red_head_html(found.document, found.organs, printed.subtitle)
    return _head(request, found) | {
        "printed": printed,
        "above": warnings_html(found) + red_head + origin_html(found),
        "abstract": abstract_html(found, printed),
        "below": below_html(found, _citation(request, found)),
    }


def print_context(request: HttpRequest, found: Whole) -> dict[str, Any]:
    """The same for paper: the text without the notes beside it."""
    laid = laid_out(found, with_tasks=False)
    return _head(request, found) | {
        "above": warnings_html(found) + red_head_html(found.document, found.organs, laid.text.subtitle),
        "text": paper_html(laid),
    }


def _head(request: HttpRequest, found: Whole) -> dict[str, Any]:
    """What the head of a page says of the document."""
    site, organs = settings.SITE, found.organs
    source = organs[0].printed if organs else site.sponsor or site.name
    return {
        "document": found.document,
        "crumb": crumb_html(found.document),
        "meta": meta_html(found.document, source),
        "linked_data": [_legislation(request, found)],
    }


def _citation(request: HttpRequest, found: Whole) -> Citation:
    document, entry = found.document, found.entry
    return cite(
        organs=[organ.printed for organ in found.organs],
        title=document.title,
        number=document.document_number,
        gazette=entry.issue.title if entry else "",
        issue=str(entry.issue) if entry else "",
        page=entry.page if entry else None,
        address=request.build_absolute_uri(document.get_absolute_url()),
    )


def _legislation(request: HttpRequest, found: Whole) -> Thing:
    document = found.document
    issue = found.entry.issue if found.entry else None
    return legislation(
        address=full_address(request, document.get_absolute_url()),
        title=document.title,
        number=document.document_number,
        kind=found.kind,
        organs=[organ.printed for organ in found.organs],
        written_on=document.written_on,
        effective_from=document.effective_from,
        is_in_force=found.validity.is_valid,
        abstract=document.abstract,
        published_at=timezone.localtime(document.published_at) if document.published_at else None,
        within=thing("PublicationIssue", name=str(issue), url=full_address(request, issue.get_absolute_url()))
        if issue
        else None,
    )
