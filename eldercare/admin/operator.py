"""Operators: legal persons, townships and villages that run institutions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display

from eldercare.models import Institution, Operator
from foundation.admin.desk import DeskAdmin, checked_input, number_of
from foundation.forms import CheckedNumber
from foundation.identity_numbers import check_credit_code
from foundation.scope import Reader, places_of


class OperatorForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    credit_code = CheckedNumber(
        label="统一社会信用代码",
        required=False,
        widget=checked_input(),
        check=check_credit_code,
        help_text="18 位数字和大写字母，没有 I、O、S、V、Z；没有代码的村（社区）可留空。",
    )

    def clean_established_on(self) -> date | None:
        day: date | None = self.cleaned_data.get("established_on")
        if day and day > timezone.localdate():
            raise forms.ValidationError("这一天还没有到。")
        return day


@admin.register(Operator)
class OperatorAdmin(DeskAdmin):
    form = OperatorForm
    list_display = ("name", "kind", "county", "credit_code", "established_on", "site_count")
    list_filter = ("kind", "county")
    list_select_related = ("county",)
    search_fields = ("name", "credit_code")
    ordering = ("name", "pk")
    autocomplete_fields = ("county",)
    actions = None
    fieldsets = (
        (
            None,
            {
                "fields": (("name", "kind"), ("county", "established_on"), ("credit_code")),
                "description": "一个运营主体可以运营几个机构。乡镇、社区（村）自己运营的，也在这里建一个运营主体。",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = rows.annotate(
            sites=number_of(Institution.objects.visible_to(request.user), "operator"),
            is_ours=_is_ours(request.user),
        )
        return counted

    def searched(self, obj: Operator) -> QuerySet[Institution]:
        """An institution is found by the name of whoever filed it."""
        return Institution.objects.filter(filings__operator=obj).only("pk").distinct()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Everybody sees every operator; it is corrected where it is at home or runs something. A page asks many times:
        the row knows, and only a new one is looked up."""
        allowed: bool = super().has_change_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        if hasattr(obj, "is_ours"):
            return bool(obj.is_ours)
        return self.get_queryset(request).filter(pk=obj.pk, is_ours=True).exists()

    @display(description="运营机构", ordering="sites")
    def site_count(self, obj: Any) -> str:
        return f"{obj.sites} 个" if obj.sites else "—"


def _is_ours(user: Reader) -> Q:
    here = Q(pk=OuterRef("county")) | Q(parent__pk=OuterRef("county"))
    runs = Institution.objects.visible_to(user).filter(operator=OuterRef("pk"))
    return Exists(places_of(user).filter(here)) | Exists(runs)
