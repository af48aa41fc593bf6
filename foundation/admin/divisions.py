"""Places."""

from django.contrib import admin

from foundation.admin.desk import DeskAdmin
from foundation.models import Division


@admin.register(Division)
class DivisionAdmin(DeskAdmin):
    list_display = ("code", "name", "short_name", "level", "kind", "parent")
    list_display_links = ("code", "name")
    list_filter = ("level", "kind")
    list_select_related = ("parent",)
    search_fields = ("code", "name", "short_name")
    ordering = ("code",)
    autocomplete_fields = ("parent",)
    fieldsets = (
        (
            "区划",
            {
                "fields": (("code", "level", "kind"), ("name", "short_name"), "parent"),
                "description": "代码采用国家统计局的统计用区划代码；层级、上级必须与代码一致，否则不能保存。",
            },
        ),
    )
