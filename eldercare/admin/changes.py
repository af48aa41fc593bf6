"""Who changed what in home care, when, from what to what; each sees what belongs to their places."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from eldercare.models import CareChange
from foundation.admin.desk import RecordAdmin


@admin.register(CareChange)
class CareChangeAdmin(RecordAdmin):
    list_display = ("at", "deed", "table_name", "row_id", "by", "via")
    list_display_links = ("at",)
    list_filter = ("deed",)
    list_select_related = ("by",)
    ordering = ("-at", "-pk")
    fields = ("at", "deed", "table_name", "row_id", "before", "after", "by", "via")

    def get_queryset(self, request: HttpRequest) -> Any:
        return CareChange.objects.visible_to(request.user).order_by(*self.ordering)
