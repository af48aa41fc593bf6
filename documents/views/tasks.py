"""责任事项: who must do what, across all documents."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from documents.filters import TaskFilter
from documents.models import Assignment, Task
from foundation.active_filters import active_filters

PUBLIC = AnonymousUser()
TASKS_A_PAGE = 40


def task_list(request: HttpRequest) -> HttpResponse:
    """Tasks grouped by their document, the newest document first."""
    tasks = Task.objects.visible_to(PUBLIC).in_document_order()
    filters = TaskFilter(request.GET, queryset=tasks)
    assignments = Assignment.objects.order_by("position")
    shown = filters.qs.select_related("document").prefetch_related(
        Prefetch("assignments", queryset=assignments), "amounts"
    )
    page = Paginator(shown, TASKS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": filters.form,
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "active": active_filters(filters.form, request.GET),
    }
    return render(request, "documents/task_list.html", context)
