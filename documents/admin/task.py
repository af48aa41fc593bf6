"""The desk of tasks."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from documents.admin.parts import PartPage, units_as_printed
from documents.models import Amount, Assignment, Document, Task
from foundation.admin.desk import DeskAdmin, PrintedRows


class AssignmentRows(PrintedRows):
    """Who answers for it; of a task or of a checklist item."""

    model = Assignment
    fields = ("position", "printed", "unit", "role", "implied")
    related = ("unit",)
    autocomplete_fields = ("unit",)
    tab = False


class AmountRows(PrintedRows):
    model = Amount
    fields = ("position", "kind", "printed", "number", "measure")
    tab = False


@admin.register(Task)
class TaskAdmin(PartPage, DeskAdmin):
    list_display = ("short_title", "path", "units", "deadline", "document")
    list_filter = ("assignments__role", ("deadline", admin.EmptyFieldListFilter), "document__year")
    list_select_related = ("document",)
    search_fields = ("title", "text", "annotation", "document__title")
    ordering = ("-document_id", "position")
    autocomplete_fields = ("document",)
    inlines = (AssignmentRows, AmountRows)
    fieldsets = (
        (
            "责任事项",
            {
                "fields": ("document", ("position", "path", "deadline"), "title", "text", "annotation"),
                "description": "“层次”与正文序号一致，如 一/（一）/1，网页据此跳到那一段。"
                "责任标注照印刷原样填写，单位在下面逐个确认。",
            },
        ),
    )

    def whole(self, obj: Task) -> Document:
        return obj.document

    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        tasks: QuerySet[Task] = super().get_queryset(request)
        return tasks.defer("document__body").prefetch_related("assignments")

    def view_on_site(self, obj: Task) -> str | None:
        return obj.get_absolute_url() if obj.document.is_public else None

    @display(description="事项", ordering="title")
    def short_title(self, obj: Task) -> str:
        return obj.title if len(obj.title) <= 30 else f"{obj.title[:29]}…"

    @display(description="责任单位")
    def units(self, obj: Any) -> str:
        return units_as_printed(list(obj.assignments.all()))
