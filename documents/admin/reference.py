"""文种 and 栏目."""

from django.contrib import admin

from documents.models import Column, Kind
from foundation.admin.desk import DeskAdmin


@admin.register(Kind)
class KindAdmin(DeskAdmin):
    list_display = ("name", "is_official", "position")
    list_filter = ("is_official",)
    search_fields = ("name",)
    ordering = ("position", "name")
    fieldsets = (
        (
            "文种",
            {
                "fields": ("name", "is_official", "position"),
                "description": "法定文种十五种，见《党政机关公文处理工作条例》第八条；公报另载的（如任免、解读）也列在这里。"
                "改名以后，用着它、正在审核的公文和更正回到草稿；已发布的公文用着的不能改名。",
            },
        ),
    )


@admin.register(Column)
class ColumnAdmin(DeskAdmin):
    list_display = ("name", "slug", "position")
    search_fields = ("name",)
    ordering = ("position", "name")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (
            "栏目",
            {
                "fields": ("name", "slug", "position"),
                "description": "栏目按“排序”出现在目录和筛选里；网址名发布后不要再改。",
            },
        ),
    )
