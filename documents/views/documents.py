"""The list of documents, one document, its print view, and the way to it by 文号."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from documents.document_numbers import read_number
from documents.document_page import page_context, print_context
from documents.filters import DocumentFilter
from documents.models import Document
from documents.models.document import DocumentQuerySet
from documents.near_numbers import near
from documents.whole import Whole, whole
from foundation.active_filters import active_filters
from foundation.lifecycle import AFTER_PUBLICATION, Status

PUBLIC = AnonymousUser()
DOCUMENTS_A_PAGE = 20
NEAR_NUMBERS = 8
NONE = "没有这份公文，或尚未发布。"


def document_list(request: HttpRequest) -> HttpResponse:
    documents = Document.objects.visible_to(PUBLIC).newest_first()
    filters = DocumentFilter(request.GET, queryset=documents)
    page = Paginator(for_list(filters.qs), DOCUMENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": filters.form,
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "active": active_filters(filters.form, request.GET),
    }
    return render(request, "documents/document_list.html", context)


def for_list(documents: DocumentQuerySet) -> DocumentQuerySet:
    """What a line of a list shows, in a fixed number of queries."""
    return (
        documents.with_repeal_mark(on=timezone.localdate())
        .select_related("kind", "column")
        .prefetch_related("organs", "entries__issue")
        .defer("body")
    )


def document_detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = _public_or_gone(pk)
    if found.document.status == Status.WITHDRAWN:
        return tombstone(request, found.document)
    return render(request, "documents/document_detail.html", page_context(request, found))


def document_print(request: HttpRequest, pk: int) -> HttpResponse:
    found = _public_or_gone(pk)
    if found.document.status == Status.WITHDRAWN:
        return tombstone(request, found.document)
    return render(request, "documents/document_print.html", print_context(request, found))


def _public_or_gone(pk: int) -> Whole:
    """As `public_or_gone`, with all that its page shows."""
    try:
        found = whole(pk, on=timezone.localdate())
    except Document.DoesNotExist:
        raise Http404(NONE) from None
    if found.document.status not in AFTER_PUBLICATION:
        raise Http404(NONE)
    return found


def public_or_gone(pk: int) -> Document:
    """The document if it is, or was, before the public; of any other it is said that there is none."""
    document = Document.objects.filter(pk=pk).first()
    if document is None or document.status not in AFTER_PUBLICATION:
        raise Http404(NONE)
    return document


def tombstone(request: HttpRequest, document: Document) -> HttpResponse:
    """What stays of a withdrawn document, at each of its addresses: that it was, since when it is not, and why."""
    return render(request, "documents/document_withdrawn.html", {"document": document}, status=410)


def number_resolve(request: HttpRequest, number: str) -> HttpResponse:
    """Any spelling of a 发文字号 leads to its document; none or several to a page that helps on."""
    number = number.replace("\0", "").strip()
    wanted = read_number(number)
    public = Document.objects.visible_to(PUBLIC)
    if wanted is None:
        found = public.filter(document_number__icontains=number) if number else public.none()
    else:
        found = public.with_number(series=wanted.series, year=wanted.year, serial=wanted.serial)
    documents = list(for_list(found.newest_first())[:NEAR_NUMBERS])
    if len(documents) == 1:
        return redirect(documents[0])
    context = {
        "number": number,
        "wanted": wanted,
        "found": documents,
        "near": near(wanted, for_list(public), limit=NEAR_NUMBERS) if wanted and not documents else [],
    }
    return render(request, "documents/number_resolve.html", context, status=300 if documents else 404)
