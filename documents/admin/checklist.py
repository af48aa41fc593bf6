"""The desk of 责任清单 rows."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from documents.admin.parts import PartPage, units_as_printed
from documents.admin.task import AssignmentRows
from documents.models import ChecklistItem, Document
from foundation.admin.desk import DeskAdmin


@admin.register(ChecklistItem)
class ChecklistItemAdmin(PartPage, DeskAdmin):
    list_display = ("number", "content_start", "point", "units", "veto", "damaged", "document")
    list_display_links = ("content_start",)
    list_filter = ("damaged", "veto")
    list_select_related = ("document",)
    search_fields = ("content", "point", "section", "document__title")
    ordering = ("-document_id", "position")
    autocomplete_fields = ("document",)
    inlines = (AssignmentRows,)
    fieldsets = (
        (
            "清单条目",
            {
                "fields": (
                    "document",
                    ("position", "number", "points"),
                    ("section", "point"),
                    "content",
                    "method",
                    "tasks",
                    ("veto", "damaged"),
                ),
                "description": "照印刷的表格填写一行；原表缺字、串行或合并的，勾选“原表残损”，对照纸质版补正后再取消。",
            },
        ),
    )

    def whole(self, obj: ChecklistItem) -> Document:
        return obj.document

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChecklistItem]:
        items: QuerySet[ChecklistItem] = super().get_queryset(request)
        return items.defer("document__body").prefetch_related("assignments")

    @display(description="评价内容", ordering="content")
    def content_start(self, obj: ChecklistItem) -> str:
        return obj.content[:30] or "（空）"

    @display(description="责任单位")
    def units(self, obj: ChecklistItem) -> str:
        return units_as_printed(list(obj.assignments.all()))
