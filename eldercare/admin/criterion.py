"""One row of the standard on its own page: edited while its edition is a draft, read after that."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from eldercare import actions
from eldercare.admin.standard_forms import CriterionForm
from eldercare.models import Criterion, StandardEdition
from eldercare.permissions import CHANGE_EDITION
from foundation.admin.deeds import user_of
from foundation.admin.desk import DeskAdmin
from foundation.admin.kept import KeepsWhatWasTyped

LONGEST_NUMBER = 18


@admin.register(Criterion)
class CriterionAdmin(KeepsWhatWasTyped, DeskAdmin):
    form = CriterionForm
    list_display = ("code", "edition", "category", "item", "level_a", "level_aa", "level_aaa")
    list_display_links = ("code",)
    list_filter = ("edition",)
    search_fields = ("code", "item", "category")
    ordering = ("-edition__issued_on", "-edition", "position", "pk")
    list_select_related = ("edition",)
    actions = None
    fieldsets = (
        (None, {"fields": (("code", "position"), ("category", "group", "item"))}),
        (
            "三级要求",
            {
                "fields": (("level_a", "need_a"), ("level_aa", "need_aa"), ("level_aaa", "need_aaa"), "fact"),
                "description": "由登记的数据判断的，选定数据并写各级的数值；由评定组判断的，数据和数值都留空。",
            },
        ),
        ("说明", {"fields": ("note", "printed")}),
    )

    def get_urls(self) -> list[URLPattern]:
        """A row is a long text: these keep what was typed without a session."""
        own = [
            path("add/", self.keeps(self.add_view)),
            path("<path:object_id>/change/", self.keeps(self.change_view)),
        ]
        return [*own, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related("edition")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False  # its door is the page of its edition

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("eldercare.view_standardedition")

    def has_add_permission(self, request: HttpRequest) -> bool:
        edition = _asked_edition(request)
        return edition is not None and edition.is_draft and request.user.has_perm(CHANGE_EDITION)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(CHANGE_EDITION) and (obj is None or obj.edition.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and self.has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            edition = _asked_edition(request)
            assert edition is not None  # has_add_permission
            obj.edition = edition
        place = form.cleaned_data.get("position")
        actions.keep_criterion(obj, place=place, by=user_of(request))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        request.emptied_edition = _edition_page(obj)  # type: ignore[attr-defined]
        actions.remove_criterion(obj, by=user_of(request))

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return redirect(_edition_page(obj))

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return redirect(_edition_page(obj))

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        super().response_delete(request, obj_display, obj_id)  # says what was deleted
        return redirect(request.emptied_edition)  # type: ignore[attr-defined]


def _asked_edition(request: HttpRequest) -> StandardEdition | None:
    """A new row belongs to the edition its page was opened from."""
    asked = request.GET.get("edition", "")
    if not (asked.isdecimal() and len(asked) <= LONGEST_NUMBER):
        return None
    return StandardEdition.objects.filter(pk=asked).first()


def _edition_page(criterion: Criterion) -> str:
    return reverse("admin:eldercare_standardedition_change", args=[criterion.edition_id])
