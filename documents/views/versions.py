"""The versions of a document: their list, an older one to read, and what a version changed.

With the document they are gone: a withdrawn one has its tombstone at every address below its own.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from documents.body_html import LaidOut, official_html
from documents.content_difference import ELEMENTS, compare_contents, shown
from documents.models import Attachment, Document, DocumentOrgan, DocumentVersion
from documents.page_html import red_head_html
from documents.passages import arrange
from documents.snapshot import COLUMNS, Content
from documents.views.documents import public_or_gone, tombstone
from foundation.lifecycle import Status

# Elements that stand on no line of the text itself.
BESIDE_THE_TEXT = ("kind", "index_number", "subject", "effective_from", "effective_until", "disclosure")


def version_list(request: HttpRequest, pk: int) -> HttpResponse:
    document = public_or_gone(pk)
    if document.status == Status.WITHDRAWN:
        return tombstone(request, document)
    versions = list(document.versions.without_content().newest_first())
    return render(request, "documents/version_list.html", {"document": document, "versions": versions})


def version_detail(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    document = public_or_gone(pk)
    if document.status == Status.WITHDRAWN:
        return tombstone(request, document)
    newest = document.versions.without_content().newest()
    version = _version(document, number)
    context = {
        "current": document,
        "version": version,
        "is_newest": newest is not None and newest.number == number,
        "canonical_path": document.get_absolute_url(),
        **printed_context(version.read()),
    }
    return render(request, "documents/version_detail.html", context)


def version_changes(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    document = public_or_gone(pk)
    if document.status == Status.WITHDRAWN:
        return tombstone(request, document)
    version, before = _version(document, number), _version(document, number - 1)
    context = {
        "document": document,
        "version": version,
        "before": before,
        "difference": compare_contents(before.read(), version.read()),
        "canonical_path": document.get_absolute_url(),
    }
    return render(request, "documents/version_changes.html", context)


def _version(document: Document, number: int) -> DocumentVersion:
    version = document.versions.filter(number=number).first()
    if version is None:
        raise Http404("这份公文没有这一版。")
    return version


def printed_context(content: Content) -> dict[str, Any]:
    """A kept content in the shape the templates of a document know; nothing of it is looked up or saved."""
    values = {name: getattr(content, name) for name in COLUMNS if name != "kind"}
    document = Document(**values | {"addressees": list(content.addressees)})
    attachments = [
        Attachment(position=place, label=part.label, title=part.title, text=part.text)
        for place, part in enumerate(content.attachments, start=1)
    ]
    beside = [(ELEMENTS[name], shown(getattr(content, name))) for name in BESIDE_THE_TEXT]
    laid = LaidOut(
        document=document,
        organs=[DocumentOrgan(printed=printed) for printed in content.organs],
        text=arrange(document.blocks()),
        outline=(),
        attachments=[(part, arrange(part.blocks(), first_rank=3)) for part in attachments],
    )
    return {
        "document": document,
        "red_head": red_head_html(document, laid.organs, laid.text.subtitle),
        "text": official_html(laid),
        "beside_the_text": [(label, value) for label, value in beside if value],
    }
