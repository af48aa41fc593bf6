"""What the desks of supervision share: rows that are recorded once, seen within reach, and moved by buttons."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import display

from eldercare.models import RatingDecision
from foundation.admin.deeds import AsksBeforeActing
from foundation.admin.kept import KeepsDeeds
from foundation.admin.scoped import ScopedAdmin

SUPERVISED_DEED = "admin/eldercare/supervised_deed.html"


class SupervisedAdmin(KeepsDeeds, AsksBeforeActing, ScopedAdmin):
    """Nothing is typed on the page itself: it says what was recorded, the buttons add to it."""

    actions = None
    search_fields: tuple[str, ...] = ("institution__name",)
    search_help_text = "机构名称"
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related("institution__township__parent__parent", *self.related)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for row in self.fields for name in ([row] if isinstance(row, str) else row)]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """It begins on the page of its institution."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="机构", ordering="institution__name")
    def institution_name(self, obj: Any) -> str:
        return str(obj.institution)

    @display(description="机构")
    def institution_link(self, obj: Any) -> SafeString:
        return door("institution", obj.institution_id, obj.institution)

    @display(description="所在地", ordering="institution__township__code")
    def place(self, obj: Any) -> str:
        name: str = obj.institution.place_name
        return name


def door(noun: str, pk: int, label: object) -> SafeString:
    page = reverse(f"admin:eldercare_{noun}_change", args=[pk])
    return format_html('<a class="desk-link desk-long" href="{}">{}</a>', page, label)


def decision_doors(decisions: list[RatingDecision]) -> SafeString | str:
    """The letters that rest on a row; a corrected one leads on from its own page."""
    if not decisions:
        return "—"
    doors = [door("ratingdecision", one.pk, f"{one.letter_number} {one.outcome}") for one in decisions]
    return format_html("{}" + "　{}" * (len(doors) - 1), *doors)
