"""Units with every name they are printed under."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from unfold.decorators import display

from foundation.admin.desk import DeskAdmin, Rows, number_of
from foundation.chinese_text import fold
from foundation.models import Unit, UnitMembership, UnitVariant


class VariantRows(Rows):
    model = UnitVariant
    fields = ("printed",)
    verbose_name_plural = "印刷写法"


class MemberRows(Rows):
    """The members of a group; a single office has none."""

    model = UnitMembership
    fk_name = "group"
    fields = ("member",)
    related = ("group", "member")
    autocomplete_fields = ("member",)
    verbose_name_plural = "成员单位"


class GroupRows(Rows):
    """The groups an office belongs to."""

    model = UnitMembership
    fk_name = "member"
    fields = ("group",)
    related = ("group", "member")
    autocomplete_fields = ("group",)
    verbose_name = "所属的组"
    verbose_name_plural = "所属的组"


@admin.register(Unit)
class UnitAdmin(DeskAdmin):
    list_display = ("name", "short_name", "level", "division", "group_badge", "variant_count", "successor")
    list_filter = ("level", "is_group", ("successor", admin.EmptyFieldListFilter))
    list_select_related = ("division", "successor")
    search_fields = ("name", "short_name", "variants__printed")
    ordering = ("name", "pk")
    autocomplete_fields = ("division", "successor")
    inlines = (VariantRows, MemberRows, GroupRows)
    fieldsets = (
        (
            "名称",
            {
                "fields": (("name", "short_name"), ("level", "division"), "is_group"),
                "description": "规范名称是机构全称。公报里其他写法都记在“印刷写法”里，读入时据此认出单位。",
            },
        ),
        (
            "承接关系",
            {
                "fields": (("successor", "succeeded_on"),),
                "description": "机构改革后，由新单位承接职责的，在这里填写新单位；旧文件上的旧名称保持原样。",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        units: QuerySet[Unit] = super().get_queryset(request)
        return units.annotate(written=number_of(UnitVariant.objects.all(), "unit"))

    def get_inlines(self, request: HttpRequest, obj: Any) -> tuple[type[Rows], ...]:
        """A group has members, a single office has groups."""
        if obj is None:
            return (VariantRows,)
        return (VariantRows, MemberRows if obj.is_group else GroupRows)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Unit], search_term: str
    ) -> tuple[QuerySet[Unit], bool]:
        """Printed names are kept folded, so they are also looked for folded."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        folded = fold(search_term)
        if folded and folded != search_term:
            same = Unit.objects.filter(variants__printed__icontains=folded)
            found, duplicates = found | queryset.filter(pk__in=same.values("pk")), True
        return found, duplicates

    def view_on_site(self, obj: Unit) -> str:
        return reverse("documents:unit_detail", args=[obj.pk])

    @display(description="类型", ordering="is_group", label={"一组单位": "info", "单位": "default"})
    def group_badge(self, obj: Unit) -> str:
        return "一组单位" if obj.is_group else "单位"

    @display(description="印刷写法", ordering="written")
    def variant_count(self, obj: Any) -> str:
        return f"{obj.written} 种"
