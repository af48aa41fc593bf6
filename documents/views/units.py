"""Units: the list with what each answers for, and the page of one."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from documents.duties import by_level, duty_matrix, units_with_duties
from documents.models import Assignment, Document, Role
from documents.views.documents import for_list
from foundation.linked_data import Thing, government, thing
from foundation.models import Unit
from foundation.site_address import full_address

PUBLIC = AnonymousUser()
DUTIES_A_PAGE = 60
ISSUED_SHOWN = 20
PARTY = "中国共产党"


def unit_list(request: HttpRequest) -> HttpResponse:
    context = {"levels": by_level(units_with_duties()), "matrix": duty_matrix()}
    return render(request, "documents/unit_list.html", context)


def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything a unit leads, supports and answers for, what is asked of its groups included."""
    unit = get_object_or_404(Unit.objects.select_related("successor", "division"), pk=pk)
    document = _chosen_document(request)
    duties = unit_duties(unit, document)
    counts = dict(duties.order_by().values_list("role").annotate(count=Count("pk")))
    role = request.GET.get("role", "")
    chosen = duties.filter(role=role) if role in Role.values else duties
    page = Paginator(chosen, DUTIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "document": document,
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
