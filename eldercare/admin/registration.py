"""Registrations on their own page: the changes the registering authority made."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from eldercare.admin.filters import FilingCountyFilter
from eldercare.admin.registration_form import RegistrationForm
from eldercare.admin.rows import ChangeRows
from eldercare.models import Registration
from foundation.admin.scoped import ScopedAdmin


@admin.register(Registration)
class RegistrationAdmin(ScopedAdmin):
    form = RegistrationForm
    list_display = (
        "institution",
        "place",
        "kind",
        "number",
        "authority",
        "registered_on",
        "valid_until",
        "ended_on",
    )
    list_display_links = ("institution",)
    list_filter = ("kind", FilingCountyFilter)
    list_select_related = ("institution__township__parent", "operator")
    search_fields = ("number", "institution__name", "operator__name")
    ordering = ("institution__township__code", "institution__name", "pk")
    autocomplete_fields = ("institution", "operator")
    inlines = (ChangeRows,)
    actions = None
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("institution", "operator"),
                    ("kind", "authority"),
                    ("number"),
                    ("registered_on", "valid_until", "ended_on"),
                ),
                "description": "登记机关变更了登记的，在下面“变更登记”里记一行，并到机构页办理备案变更。",
            },
        ),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *(("institution",) if obj else ()))

    @display(description="所在地", ordering="institution__township__code")
    def place(self, obj: Registration) -> str:
        return obj.institution.place_name
