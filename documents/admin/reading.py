"""What was read from files, and the problems it left for the editor."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from documents.admin.problem_kinds import KindFilter
from documents.models import Problem, Reading
from documents.reading.problem_names import name_of
from foundation.admin.desk import DeskAdmin, Rows, number_of

READ = ("line", "kind_name", "message", "printed", "suggestion")


class NamesKinds:
    """The kind of a problem by its name."""

    @display(description="类别", ordering="kind")
    def kind_name(self, obj: Problem) -> str:
        return name_of(obj.kind)


class ProblemRows(NamesKinds, Rows):
    """The problems of one file, those to be settled first."""

    model = Problem
    fields = (*READ, "settled")
    readonly_fields = READ
    ordering: ClassVar[tuple[str, ...]] = ("settled", "position", "pk")
    can_delete = False
    tab = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Reading)
class ReadingAdmin(DeskAdmin):
    list_display = ("source_name", "read_at", "characters", "unplaced_characters", "open_problems")
    search_fields = ("source_name", "sha256")
    ordering = ("-read_at", "-pk")
    inlines = (ProblemRows,)
    readonly_fields = ("source_name", "sha256", "read_at", "characters", "placed", "furniture")
    fieldsets = (
        (
            "来源",
            {
                "fields": (("source_name", "read_at"), "sha256"),
                "description": "读入的文件逐字核算：字符数＝已归位＋版面附件＋未归位，一个字也不丢。",
            },
        ),
        (
            "核算",
            {"fields": (("characters", "placed", "furniture", "unplaced_characters"), "unplaced_lines")},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.readonly_fields, "unplaced_characters", "unplaced_lines")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reading]:
        readings: QuerySet[Reading] = super().get_queryset(request)
        return readings.annotate(waiting=number_of(Problem.objects.filter(settled=False), "reading"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="待处理问题", ordering="waiting")
    def open_problems(self, obj: Any) -> str:
        return f"{obj.waiting} 个" if obj.waiting else "—"

    @display(description="未归位的文字")
    def unplaced_lines(self, obj: Reading) -> str:
        return "\n".join(f"第{piece.get('line')}行：{piece.get('text')}" for piece in obj.unplaced) or "—"


class SettledFilter(SimpleListFilter):
    """What waits is what the list shows unless asked otherwise."""

    title = "处理情况"
    parameter_name = "settled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "已处理"), ("all", "全部")]

    def choices(self, changelist: Any) -> Any:
        listed = list(super().choices(changelist))
        return [{**listed[0], "display": "未处理"}, *listed[1:]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Problem]) -> QuerySet[Problem]:
        if self.value() == "all":
            return queryset
        return queryset.filter(settled=self.value() == "yes")


@admin.register(Problem)
class ProblemAdmin(NamesKinds, DeskAdmin):
    list_display = (*READ, "reading", "settled_badge")
    list_display_links = ("message",)
    list_filter = (SettledFilter, KindFilter)
    list_select_related = ("reading",)
    search_fields = ("message", "printed", "reading__source_name")
    ordering = ("settled", "-reading_id", "position")
    actions = ("settle", "reopen")
    readonly_fields = ("reading", *READ)
    fieldsets = (
        (
            "问题",
            {
                "fields": ("reading", *READ, "settled"),
                "description": "读入时只提出疑问，从不擅自改字。对照纸质版核实、在公文里改好之后，勾选“已处理”。",
            },
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="标为已处理", permissions=["change"])
    def settle(self, request: HttpRequest, queryset: QuerySet[Problem]) -> None:
        done = queryset.filter(settled=False).update(settled=True)
        self.message_user(request, f"已处理 {done} 个问题。", messages.SUCCESS)

    @admin.action(description="重新列为未处理", permissions=["change"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[Problem]) -> None:
        done = queryset.filter(settled=True).update(settled=False)
        self.message_user(request, f"{done} 个问题重新列为未处理。", messages.SUCCESS)

    @display(description="处理情况", ordering="settled", label={"未处理": "warning", "已处理": "success"})
    def settled_badge(self, obj: Problem) -> str:
        return "已处理" if obj.settled else "未处理"
