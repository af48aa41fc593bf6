"""People named in public office."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from foundation.admin.desk import DeskAdmin, Rows, number_of
from gazette.models import Appearance, Official, OfficialAlias


class AliasRows(Rows):
    model = OfficialAlias
    fields = ("printed",)
    tab = False


@admin.register(Official)
class OfficialAdmin(DeskAdmin):
    list_display = ("name", "aliases_printed", "appearance_count")
    search_fields = ("name", "aliases__printed")
    ordering = ("name", "pk")
    inlines = (AliasRows,)
    fieldsets = (
        (
            "人物",
            {
                "fields": ("name",),
                "description": "只记公职身份中的姓名。印错的、异体的写法记为别名，原文保持原样。",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Official]:
        people: QuerySet[Official] = super().get_queryset(request)
        return people.prefetch_related("aliases").annotate(
            seen=number_of(Appearance.objects.all(), "official")
        )

    def view_on_site(self, obj: Official) -> str:
        return obj.get_absolute_url()

    @display(description="别名")
    def aliases_printed(self, obj: Official) -> str:
        return "、".join(alias.printed for alias in obj.aliases.all()) or "—"

    @display(description="出现", ordering="seen")
    def appearance_count(self, obj: Any) -> str:
        return f"{obj.seen} 次"
