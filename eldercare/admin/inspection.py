"""The desk of inspections: what was looked at, by whom, with which result; and the order that followed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.decorators import display

from eldercare.admin.application_page import name_of
from eldercare.admin.filters import FilingCountyFilter
from eldercare.admin.supervised import SupervisedAdmin, door
from eldercare.models import Evidence, Inspection, Rectification
from foundation.admin.desk import number_of

MEETS, FALLS_SHORT = "符合要求", "不符合要求"


@admin.register(Inspection)
class InspectionAdmin(SupervisedAdmin):
    list_display = ("institution_name", "place", "inspected_on", "departments", "conclusion", "followed")
    list_display_links = ("institution_name",)
    list_filter = ("meets_standard", FilingCountyFilter)
    search_fields = ("institution__name", "departments", "result")
    search_help_text = "机构名称、检查部门或情况"
    ordering = ("-inspected_on", "-pk")
    list_before_template = "admin/eldercare/inspections_begin.html"
    related = ("recorded_by",)
    fields = (
        ("institution_link", "conclusion"),
        ("inspected_on", "departments"),
        "result",
        "files",
        "orders",
        ("recorder", "recorded_on"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        annotated: QuerySet[Any] = rows.annotate(
            order_count=number_of(Rectification.objects.all(), "inspection")
        )
        return annotated

    @display(description="结论", label={MEETS: "success", FALLS_SHORT: "danger"})
    def conclusion(self, obj: Inspection) -> str:
        return MEETS if obj.meets_standard else FALLS_SHORT

    @display(description="责令整改")
    def followed(self, obj: Any) -> str:
        return f"{obj.order_count} 次" if obj.order_count else "—"

    @display(description="材料")
    def files(self, obj: Inspection) -> SafeString | str:
        return file_doors(list(obj.evidence.order_by("pk")))

    @display(description="责令整改")
    def orders(self, obj: Inspection) -> SafeString | str:
        found = obj.rectifications.order_by("pk")
        doors = [(door("rectification", row.pk, f"{row}（{row.get_status_display()}）"),) for row in found]
        return format_html_join("　", "{}", doors) or "—"

    @display(description="登记人")
    def recorder(self, obj: Inspection) -> str:
        return name_of(obj.recorded_by)


def file_doors(files: list[Evidence]) -> SafeString | str:
    """Each opens for who may see it; a voided one says so."""
    return (
        format_html_join(
            "　",
            "{}{}",
            (
                (
                    format_html(
                        '<a class="desk-link" href="{}">{}</a>',
                        reverse("admin:eldercare_evidence_file", args=[file.pk]),
                        file.name,
                    ),
                    "（已作废）" if file.voided_at else "",
                )
                for file in files
            ),
        )
        or "—"
    )
