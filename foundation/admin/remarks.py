"""Every remark on what one may see, to be read only: each leads to the page where it stands."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import display

from foundation.admin.desk import RecordAdmin
from foundation.admin.review_record import name_of
from foundation.models import Remark


class StandingFilter(SimpleListFilter):
    title = "办结"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "未办结"), ("mine", "未办结，我提的"), ("no", "已办结")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.filter(resolved_at__isnull=True)
        if self.value() == "mine":
            return queryset.filter(resolved_at__isnull=True, by=request.user)
        if self.value() == "no":
            return queryset.filter(resolved_at__isnull=False)
        return queryset


@admin.register(Remark)
class RemarkAdmin(RecordAdmin):
    list_display = ("at", "subject_label", "short_quote", "short_text", "said_by", "state", "door")
    list_display_links = ("short_text",)
    list_filter = (StandingFilter,)
    list_select_related = ("by", "resolved_by")
    search_fields = ("subject_label", "text", "quote")
    ordering = ("-at", "-pk")
    fields = (
        "subject_label",
        "quote",
        "text",
        "by",
        "at",
        "resolved_by",
        "resolved_at",
        "resolution",
        "door",
    )
    readonly_fields = ("door",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Remark]:
        """Of what one may see; the order is the list's own."""
        return Remark.objects.visible_to(request.user).order_by(*self.ordering)

    @display(description="原文")
    def short_quote(self, obj: Remark) -> str:
        return obj.quote[:24] or "整篇"

    @display(description="批注", ordering="text")
    def short_text(self, obj: Remark) -> str:
        return str(obj)

    @display(description="批注人")
    def said_by(self, obj: Remark) -> str:
        return name_of(obj.by)

    @display(description="办结", label={"未办结": "warning", "已办结": "success"})
    def state(self, obj: Remark) -> str:
        return "未办结" if obj.is_standing else "已办结"

    @display(description="")
    def door(self, obj: Remark) -> str:
        kind = ContentType.objects.get_for_id(obj.subject_type_id)  # in memory: no question a line
        page = reverse(f"admin:{kind.app_label}_{kind.model}_review", args=[obj.subject_id])
        return format_html('<a class="desk-link" href="{}#remark-{}">到它所在的地方</a>', page, obj.pk)
