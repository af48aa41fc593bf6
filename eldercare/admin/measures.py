"""The support measures handed over with every receipt."""

from django.contrib import admin

from eldercare.models import SupportMeasure
from foundation.admin.desk import DeskAdmin


@admin.register(SupportMeasure)
class SupportMeasureAdmin(DeskAdmin):
    list_display = ("title", "content", "basis", "office", "since", "until", "position")
    search_fields = ("title", "content", "basis")
    ordering = ("position", "pk")
    actions = None
    fieldsets = (
        (
            None,
            {
                "fields": (("title", "position"), "content", ("basis", "office"), ("since", "until")),
                "description": "受理备案时随回执交给机构的扶持政策措施清单。不再施行的填写截止日期，不要删除。",
            },
        ),
    )
