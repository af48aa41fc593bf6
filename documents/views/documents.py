"""The list of documents, one document, its print view, and the way to it by 文号."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from documents.document_numbers import read_number
from documents.filters import DocumentFilter
from documents.linked_data import legislation
from documents.models import Assignment, ChecklistItem, Document, Relation, RelationKind, Task
from documents.models.document import DocumentQuerySet
from documents.near_numbers import near
from documents.official_text import outline
from documents.passages import arrange
from documents.validity import validity_of
from foundation.active_filters import active_filters
from foundation.lifecycle import AFTER_PUBLICATION, Status
from foundation.linked_data import Thing, thing
from foundation.site_address import full_address

PUBLIC = AnonymousUser()
DOCUMENTS_A_PAGE = 20
NEAR_NUMBERS = 8
MANY_ATTACHMENTS = 12  # from here on their list is folded, and the outline names them in one line


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
    return _document_page(request, pk, "documents/document_detail.html", with_tasks=True)


def document_print(request: HttpRequest, pk: int) -> HttpResponse:
    """For paper: the text without the notes beside it."""
    return _document_page(request, pk, "documents/document_print.html", with_tasks=False)


def _document_page(request: HttpRequest, pk: int, template: str, *, with_tasks: bool) -> HttpResponse:
    document = public_or_gone(pk)
    if document.status == Status.WITHDRAWN:
        return tombstone(request, document)
    context = document_context(document, with_tasks=with_tasks)
    later = list(document.versions.without_content().newest_first().filter(number__gt=1))
    said = {"later_versions": later, "linked_data": [_as_linked_data(request, context)]}
    return render(request, template, context | said)


def public_or_gone(pk: int) -> Document:
    """The document if it is, or was, before the public; of any other it is said that there is none."""
    document = Document.objects.select_related("kind", "column").filter(pk=pk).first()
    if document is None or document.status not in AFTER_PUBLICATION:
        raise Http404("没有这份公文，或尚未发布。")
    return document


def tombstone(request: HttpRequest, document: Document) -> HttpResponse:
    """What stays of a withdrawn document, at each of its addresses: that it was, since when it is not, and why."""
    return render(request, "documents/document_withdrawn.html", {"document": document}, status=410)


def _as_linked_data(request: HttpRequest, context: dict[str, Any]) -> Thing:
    document: Document = context["document"]
    issue = context["entry"].issue if context["entry"] else None
    return legislation(
        address=full_address(request, document.get_absolute_url()),
        title=document.title,
        number=document.document_number,
        kind=document.kind.name if document.kind else "",
        organs=[organ.printed for organ in context["organs"]],
        written_on=document.written_on,
        effective_from=document.effective_from,
        is_in_force=context["validity"].is_valid,
        abstract=document.abstract,
        published_at=timezone.localtime(document.published_at) if document.published_at else None,
        within=thing("PublicationIssue", name=str(issue), url=full_address(request, issue.get_absolute_url()))
        if issue
        else None,
    )


def document_context(document: Document, *, with_tasks: bool) -> dict[str, Any]:
    """Everything a document page shows."""
    today = timezone.localdate()
    repeals = list(
        document.incoming_relations.filter(Relation.repeal_in_force(on=today))
        .select_related("source")
        .order_by("pk")
    )
    blocks = document.blocks()
    tasks = list(_tasks(document)) if with_tasks else []
    attachments = list(document.attachments.order_by("position"))
    checklist = _checklist(document)
    entry = (
        document.entries.filter(issue__status=Status.PUBLISHED)
        .select_related("issue")
        .order_by("issue_id")
        .first()
    )
    return {
        "document": document,
        "organs": list(document.organs.select_related("unit").order_by("position")),
        "validity": validity_of(document, repeals, on=today),
        "text": arrange(blocks, tasks),
        "has_tasks": bool(tasks or checklist),
        "outline": outline(blocks),
        "attachments": [
            (attachment, arrange(attachment.blocks(), first_rank=3)) for attachment in attachments
        ],
        "many_attachments": len(attachments) > MANY_ATTACHMENTS,
        "checklist": checklist,
        "checklist_home": next((found for found in attachments if checklist and "清单" in found.title), None),
        "entry": entry,
        **_related(document),
        **_neighbours(document, entry),
    }


def _related(document: Document) -> dict[str, Any]:
    """What it says of other documents, and what public documents say of it."""
    incoming = list(
        document.incoming_relations.filter(source__in=Document.objects.visible_to(PUBLIC))
        .select_related("source")
        .order_by("-source__written_on", "source_id", "position", "pk")
    )
    outgoing = list(document.outgoing_relations.select_related("target").order_by("kind", "position", "pk"))
    return {
        "relations": _by_kind(outgoing),
        "interpretations": [found for found in incoming if found.kind == RelationKind.INTERPRETS],
        "amendments": [found for found in incoming if found.kind == RelationKind.AMENDS],
        "mentions": [found for found in incoming if found.kind != RelationKind.INTERPRETS],
        "interprets": next((found for found in outgoing if found.kind == RelationKind.INTERPRETS), None),
    }


def _neighbours(document: Document, entry: Any) -> dict[str, Document | None]:
    """The public documents before and after it in the contents of its issue."""
    if entry is None:
        return {"previous": None, "next": None}
    in_issue = (
        Document.objects.visible_to(PUBLIC).filter(entries__issue=entry.issue).order_by("entries__position")
    )
    shown = list(in_issue.only("title", "document_number"))
    place = next((index for index, found in enumerate(shown) if found.pk == document.pk), 0)
    return {
        "previous": shown[place - 1] if place else None,
        "next": shown[place + 1] if place + 1 < len(shown) else None,
    }


def _tasks(document: Document) -> QuerySet[Task]:
    assignments = Assignment.objects.order_by("position")
    return document.tasks.order_by("position").prefetch_related(
        Prefetch("assignments", queryset=assignments), "amounts"
    )


def _checklist(document: Document) -> list[tuple[str, list[ChecklistItem]]]:
    """The rows of a 责任清单 by section, in printed order."""
    assignments = Assignment.objects.order_by("position")
    items = document.checklist.order_by("position").prefetch_related(
        Prefetch("assignments", queryset=assignments)
    )
    return [(section, list(found)) for section, found in groupby(items, key=lambda item: item.section)]


def _by_kind(relations: list[Relation]) -> list[tuple[str, list[Relation]]]:
    """What the document itself cites, repeals, amends or interprets."""
    order = list(RelationKind)
    ranked = sorted(relations, key=lambda relation: order.index(RelationKind(relation.kind)))
    return [
        (RelationKind(kind).label, list(found))
        for kind, found in groupby(ranked, key=lambda found: found.kind)
    ]


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
