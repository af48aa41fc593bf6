"""The desk of issues: contents, masthead and chronicle on one page."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from documents.admin.defects import ChecksDefects
from documents.admin.other_editor import MindsOtherEditors
from documents.admin.parts import is_locked
from documents.defects.defect import DOCUMENT, ISSUE, Subject
from documents.defects.report import Report
from documents.models import Document, Problem
from foundation.admin.desk import ListedRows, PrintedRows, number_of
from foundation.admin.duties import Borne, DutyFilter, WaitingFilter, with_standing
from foundation.admin.move_form import MoveForm
from foundation.admin.moves import STATUS_FIELDS, PublishableAdmin
from foundation.lifecycle import Publishable, Verb
from gazette import actions
from gazette.admin.issue_files import IssueForm, KeepsIssueFiles
from gazette.admin.progress import ShowsProgress
from gazette.admin.review import ReviewedIssue
from gazette.defects.report import whole_report
from gazette.issue_moves import laggards, marks_of
from gazette.models import ChronicleEntry, Entry, Event, Issue, MastheadRole
from gazette.views.issues import issue_context


class EntryRows(PrintedRows):
    model = Entry
    fields = ("position", "column", "title", "page", "document", "is_chronicle", "door")
    readonly_fields = ("door",)
    related = ("column", "document")
    autocomplete_fields = ("column", "document")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("document__body")

    @display(description="")
    def door(self, obj: Entry) -> str:
        if not obj.document_id:
            return ""
        page = reverse("admin:documents_document_change", args=[obj.document_id])
        return format_html('<a class="desk-link" href="{}">打开</a>', page)


class MastheadRows(PrintedRows):
    model = MastheadRole
    fields = ("position", "role", "names")


class ChronicleRows(ListedRows):
    """The days of the chronicle; the sentences of each stand on its own page."""

    model = ChronicleEntry
    fields = ("position", "start", "end", "event_count", "text_start")
    readonly_fields = ("event_count", "text_start")
    ordering: ClassVar[tuple[str, ...]] = ("position", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        first = Event.objects.filter(entry=OuterRef("pk")).order_by("position").values("text")[:1]
        days: QuerySet[Any] = (
            super()
            .get_queryset(request)
            .annotate(happened=number_of(Event.objects.all(), "entry"), opening=Subquery(first))
        )
        return days

    @display(description="大事")
    def event_count(self, obj: Any) -> str:
        return f"{obj.happened} 件"

    @display(description="开头")
    def text_start(self, obj: Any) -> str:
        return (obj.text or obj.opening or "")[:40]


class IssueMoveForm(MoveForm):
    """An issue may be returned alone, when only its contents or masthead are wrong."""

    with_documents = forms.BooleanField(
        label="目录里走到同一步的公文一并退回",
        required=False,
        help_text="不勾选的，只退回这一期的目录、版权页和大事记，公文已通过的审核不变。",
    )

    def __init__(self, *args: Any, verb: Verb, **kwargs: Any) -> None:
        super().__init__(*args, verb=verb, **kwargs)
        if verb != Verb.RETURN:
            del self.fields["with_documents"]


@admin.register(Issue)
class IssueAdmin(
    KeepsIssueFiles, ReviewedIssue, ChecksDefects, ShowsProgress, Borne, MindsOtherEditors, PublishableAdmin
):
    form = IssueForm
    actions_detail = ("defects", *PublishableAdmin.actions_detail)
    list_display = (
        "name",
        "total_number",
        "published_month",
        "entry_count",
        "status_badge",
        "borne_by",
        "open_remarks",
        "text_badge",
        "published_at",
    )
    list_filter = (WaitingFilter, DutyFilter, "status", "text_status", "year")
    search_fields = ("title", "year", "total_number", "entries__title")
    ordering = ("-year", "-number")
    readonly_fields = ("reading_link",)
    preview_template = "admin/preview_issue.html"
    move_form = IssueMoveForm
    inlines = (EntryRows, MastheadRows, ChronicleRows)
    fieldsets = (
        (
            None,
            {
                "fields": (("title", "year", "number", "total_number"), ("published_month", "frequency")),
                "description": "年份、期号、总期号都照封面填写，不从月份推算；总期号与前后期不衔接时请核对封面。",
            },
        ),
        (
            "版权页",
            {
                "classes": ("tab",),
                "fields": (
                    ("sponsor", "slogan"),
                    ("permit_number", "distribution_status"),
                    ("editor", "phone", "email"),
                    ("address", "postcode"),
                    ("printer", "printer_phone"),
                    "distribution",
                ),
                "description": "照版权页填写；邮箱等印刷残损的，照残损的样子保存。",
            },
        ),
        (
            "原件",
            {
                "classes": ("tab",),
                "fields": ("cover", "pdf", "text_status"),
                "description": "封面和原版 PDF 供读者下载；“文本状态”说明全文是否已经读入。",
            },
        ),
        (
            "状态",
            {
                "classes": ("tab",),
                "fields": (*STATUS_FIELDS, "reading_link"),
                "description": "用右上角的按钮改变状态。审核、发布一期，目录里走到同一步的公文一同办理；"
                "落后的公文要先赶上，先行发布的不受影响。",
            },
        ),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is printed in a published issue is only corrected by those who may."""
        return bool(super().has_change_permission(request, obj)) and not is_locked(request, obj)

    def move_object(self, obj: Any, *, verb: Verb, by: User, at: datetime, **said: Any) -> Issue:
        return actions.move_issue(obj, verb=verb, by=by, at=at, **said | {"seen": said.get("seen") or None})

    def seen_of(self, obj: Issue) -> str:
        return marks_of(obj)

    def defect_report(self, obj: Issue) -> tuple[Report, dict[int, str]]:
        return whole_report(obj, on=timezone.localdate())

    def defect_subjects(self, obj: Issue) -> dict[Subject, Publishable]:
        """The issue, and the documents of its contents."""
        listed = Document.objects.filter(entries__issue=obj).defer("body").distinct()
        return {Subject(ISSUE, obj.pk): obj} | {Subject(DOCUMENT, one.pk): one for one in listed}

    def searched(self, obj: Issue) -> list[Issue]:
        return [obj]

    def preview_context(self, request: HttpRequest, obj: Issue) -> dict[str, Any]:
        return issue_context(obj)

    def notes_before(self, verb: Verb, obj: Issue) -> list[str]:
        if verb == Verb.WITHDRAW:
            return ["目录里的公文不随这一期撤回；要撤回的，到公文页逐篇撤回。"]
        if verb in (Verb.RETURN, Verb.UNSCHEDULE):
            return []
        along = obj.entries.filter(document__status=obj.status).values("document").distinct().count()
        behind = laggards(obj)
        loose = obj.entries.filter(document__isnull=True, is_chronicle=False).count()
        waiting = (
            Problem.objects.filter(reading=obj.reading_id, settled=False).count() if obj.reading_id else 0
        )
        deed = "到时一同发布" if verb == Verb.SCHEDULE else f"将一同{verb.deed}"
        notes = [f"目录里的 {along} 篇公文{deed}。"] if along else []
        notes += [f"“{one}”还是{one.get_status_display()}，这一期要等它。" for one in behind]
        if loose:
            notes.append(f"目录里有 {loose} 条没有对应的公文。")
        if waiting:
            notes.append(f"读入这一期的文件还有 {waiting} 个问题没有处理。")
        return notes

    def get_queryset(self, request: HttpRequest) -> QuerySet[Issue]:
        issues: QuerySet[Issue] = super().get_queryset(request)
        return with_standing(issues.annotate(listed=number_of(Entry.objects.all(), "issue")))

    @display(description="期次", ordering="year")
    def name(self, obj: Issue) -> str:
        return str(obj)

    @display(description="目录", ordering="listed")
    def entry_count(self, obj: Any) -> str:
        return f"{obj.listed} 条"

    @display(description="文本", ordering="text_status", label={"全文": "success", "仅提要": "warning"})
    def text_badge(self, obj: Issue) -> str:
        return obj.get_text_status_display()

    @display(description="读入记录")
    def reading_link(self, obj: Issue) -> str:
        if obj.reading is None:
            return "手工录入"
        page = reverse("admin:documents_reading_change", args=[obj.reading.pk])
        return format_html('<a class="desk-link" href="{}">{}</a>', page, obj.reading)
