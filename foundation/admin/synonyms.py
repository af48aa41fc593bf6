"""Words that mean the same when somebody searches."""

from django.contrib import admin

from foundation.admin.desk import DeskAdmin
from foundation.models import Synonym


@admin.register(Synonym)
class SynonymAdmin(DeskAdmin):
    list_display = ("word", "group")
    list_filter = ("group",)
    search_fields = ("word", "group")
    ordering = ("group", "word")
    fieldsets = (
        (
            "同义词",
            {
                "fields": ("group", "word"),
                "description": "查其中一个，也找到同组的其他说法；读者给词加引号时不用。通用名称本身也算一个说法。"
                "单位的全称、简称和别名已经在“单位”里，不必重复。",
            },
        ),
    )
