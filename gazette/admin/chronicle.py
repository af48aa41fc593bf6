"""The desk of the chronicle: days, their events, and who is named in them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from documents.admin.other_editor import MindsOtherEditors
from documents.admin.parts import PartPage
from foundation.admin.desk import DeskAdmin, PrintedBlocks, PrintedRows, number_of
from gazette.models import Appearance, ChronicleEntry, Event, Issue


class EventBlocks(PrintedBlocks):
    model = Event
    fields = (("position", "start", "end"), "text")
    tab = False
    show_change_link = True


class AppearanceRows(PrintedRows):
    model = Appearance
    fields = ("position", "official", "printed")
    related = ("official",)
    autocomplete_fields = ("official",)
    tab = False


@admin.register(ChronicleEntry)
class ChronicleEntryAdmin(MindsOtherEditors, PartPage, DeskAdmin):
    list_display = ("days", "issue", "event_count", "text_start")
    list_filter = ("issue__year",)
    list_select_related = ("issue",)
    search_fields = ("text", "events__text")
    ordering = ("-start", "issue_id", "position")
    date_hierarchy = "start"
    autocomplete_fields = ("issue",)
    inlines = (EventBlocks,)
    fieldsets = (
        (
            "日期",
            {
                "fields": (("issue", "position"), ("start", "end"), "text"),
                "description": "一天或一段日子一条；只有一天的，“至”留空。原文照印刷的样子保存，疑似错字不擅改。"
                "下面一句一件事，每件事在网页上有自己的地址；点“修改”可登记出席人物。",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChronicleEntry]:
        days: QuerySet[ChronicleEntry] = super().get_queryset(request)
        return days.annotate(happened=number_of(Event.objects.all(), "entry"))

    def whole(self, obj: ChronicleEntry) -> Issue:
        return obj.issue

    @display(description="日期", ordering="start")
    def days(self, obj: ChronicleEntry) -> str:
        return f"{obj.start:%Y-%m-%d} 至 {obj.end:%m-%d}" if obj.end else f"{obj.start:%Y-%m-%d}"

    @display(description="大事", ordering="happened")
    def event_count(self, obj: Any) -> str:
        return f"{obj.happened} 件"

    @display(description="原文")
    def text_start(self, obj: ChronicleEntry) -> str:
        return obj.text[:36]


@admin.register(Event)
class EventAdmin(PartPage, DeskAdmin):
    list_display = ("start", "text_start", "people", "issue")
    list_display_links = ("text_start",)
    list_filter = ("entry__issue__year",)
    list_select_related = ("entry__issue",)
    search_fields = ("text", "appearances__printed")
    ordering = ("-start", "entry_id", "position")
    date_hierarchy = "start"
    autocomplete_fields = ("entry",)
    inlines = (AppearanceRows,)
    fieldsets = (
        (
            "大事",
            {
                "fields": (("entry", "position"), ("start", "end"), "text"),
                "description": "一句话一件事。人物按句中出现的先后登记，印刷写法照原样。",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        events: QuerySet[Event] = super().get_queryset(request)
        return events.prefetch_related("appearances")

    def whole(self, obj: Event) -> Issue:
        return obj.entry.issue

    def view_on_site(self, obj: Event) -> str | None:
        return obj.get_absolute_url() if obj.entry.issue.is_public else None

    @display(description="内容", ordering="text")
    def text_start(self, obj: Event) -> str:
        return obj.text[:40]

    @display(description="人物")
    def people(self, obj: Event) -> str:
        named = sorted(obj.appearances.all(), key=lambda row: row.position)
        return "、".join(row.printed for row in named) or "—"

    @display(description="期次")
    def issue(self, obj: Event) -> str:
        return str(obj.entry.issue)
