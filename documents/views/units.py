"""Units: the list with what each answers for, the whole matrix, and the page of one."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from documents.duties import by_level, units_with_duties
from documents.duty_matrix import (
    TOP_DOCUMENTS,
    documents_with_duties,
    matrix,
    matrix_of_the_busiest,
    public_duties,
    units_of,
)
from documents.models import Assignment, Document, Role
from documents.unit_load import CHECKLIST, load_by_document, load_by_heading
from documents.views.documents import for_list
from foundation.linked_data import Thing, government, thing
from foundation.models import Unit
from foundation.pictures.picture import Picture
from foundation.site_address import full_address

PUBLIC = AnonymousUser()
DUTIES_A_PAGE = 60
ISSUED_SHOWN = 20
LONGEST_PATH = 80  # characters
PARTY = "中国共产党"


def unit_list(request: HttpRequest) -> HttpResponse:
    context = {"levels": by_level(units_with_duties()), "matrix": matrix_of_the_busiest()}
    return render(request, "documents/unit_list.html", context)


def duty_matrix(request: HttpRequest) -> HttpResponse:
    """All units against all documents with duties, a few documents a page."""
    duties = public_duties()
    page = Paginator(documents_with_duties(duties), TOP_DOCUMENTS).get_page(request.GET.get("page"))
    documents = list(page)
    context = {
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "matrix": matrix(duties, units_of(duties, documents), documents) if documents else None,
    }
    return render(request, "documents/duty_matrix.html", context)


def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything a unit leads, supports and answers for, what is asked of its groups included."""
    unit = get_object_or_404(Unit.objects.select_related("successor", "division"), pk=pk)
    document = _chosen_document(request)
    path = request.GET.get("path", "")[:LONGEST_PATH].replace("\x00", "") if document else ""
    duties = unit_duties(unit, document)
    narrowed = duties.filter(_at(path)) if path else duties
    counts = dict(narrowed.order_by().values_list("role").annotate(count=Count("pk")))
    role = request.GET.get("role", "")
    chosen = narrowed.filter(role=role) if role in Role.values else narrowed
    page = Paginator(chosen, DUTIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "document": document,
        "path": path,
        "load": _load(unit, document, duties),
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "role": role if role in Role.values else "",
        "roles": [(choice.value, choice.label, counts.get(choice.value, 0)) for choice in Role],
        "total": sum(counts.values()),
        "issued": for_list(Document.objects.visible_to(PUBLIC).issued_by(unit).newest_first())[:ISSUED_SHOWN],
        "variants": unit.variants.order_by("pk"),
        "members": unit.members.order_by("name", "pk"),
        "groups_of": unit.member_of.order_by("name", "pk"),
        "predecessors": unit.predecessors.order_by("name", "pk"),
        "linked_data": [] if unit.is_group else [_as_linked_data(request, unit)],
    }
    return render(request, "documents/unit_detail.html", context)


def _as_linked_data(request: HttpRequest, unit: Unit) -> Thing:
    """An organ of government; of what is none (the Party, a company) only that it is an organization."""
    address = full_address(request, reverse("documents:unit_detail", args=[unit.pk]))
    if unit.level == Unit.Level.OTHER or unit.name.startswith(PARTY):
        return thing("Organization", name=unit.name, url=address)
    return government(unit.name, address=address, other_name=unit.short_name)


def _chosen_document(request: HttpRequest) -> Document | None:
    """The document to which the page is narrowed, if the address names a public one."""
    chosen = request.GET.get("document", "")
    return Document.objects.visible_to(PUBLIC).filter(pk=chosen).first() if chosen.isdecimal() else None


def _load(unit: Unit, document: Document | None, duties: QuerySet[Assignment]) -> Picture | None:
    return load_by_heading(unit, document, duties) if document else load_by_document(unit, duties)


def _at(path: str) -> Q:
    """Duties at a place of the text and below it; those of the checklist under its own word."""
    if path == CHECKLIST:
        return Q(item__isnull=False)
    return Q(task__path=path) | Q(task__path__startswith=f"{path}/")


def unit_duties(unit: Unit, document: Document | None) -> QuerySet[Assignment]:
    """Assignments of the unit and of its groups with their document, newest first; of one document if given."""
    wanted = Q(task__document=document) | Q(item__document=document) if document else Q()
    return (
        Assignment.objects.visible_to(PUBLIC)
        .filter(wanted, unit__in=Unit.objects.standing_for(unit))
        .annotate(of_document=Coalesce("task__document", "item__document"))
        .select_related("task__document", "item__document", "unit")
        .prefetch_related("task__amounts")
        .order_by("-of_document", "task__position", "item__position", "position", "pk")
    )
