"""The desk of documents."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from documents import actions
from documents.admin.changes import ShowsChanges
from documents.admin.correction import StartsCorrections
from documents.admin.defects import ChecksDefects, document_subject
from documents.admin.parts import (
    AttachmentBlocks,
    ChecklistRows,
    OrganRows,
    RelationRows,
    TaskRows,
    is_kept,
)
from documents.admin.review import ReviewedDocument
from documents.admin.together import SignsTogether
from documents.defects.defect import Subject
from documents.defects.report import Report, document_report
from documents.document_numbers import read_number
from documents.document_page import page_context
from documents.models import Document, Problem
from documents.snapshot import COLUMNS
from documents.whole import whole
from foundation.admin.duties import Borne, DutyFilter, WaitingFilter, with_standing
from foundation.admin.moves import STATUS_FIELDS, PublishableAdmin, seen_mark
from foundation.lifecycle import Publishable, Verb

WITHOUT_TEXT = ("documents_document_changelist", "autocomplete")


@admin.register(Document)
class DocumentAdmin(
    SignsTogether,
    ReviewedDocument,
    ChecksDefects,
    Borne,
    StartsCorrections,
    ShowsChanges,
    PublishableAdmin,
):
    actions_detail = ("defects", *PublishableAdmin.actions_detail)
    list_display = (
        "short_title",
        "document_number",
        "kind",
        "column",
        "written_on",
        "status_badge",
        "borne_by",
        "open_remarks",
        "text_badge",
    )
    list_filter = (WaitingFilter, DutyFilter, "status", "text_status", "year", "column", "kind", "disclosure")
    list_select_related = ("kind", "column")
    search_fields = ("title", "document_number", "series")
    ordering = ("-written_on", "-pk")
    date_hierarchy = "written_on"
    autocomplete_fields = ("kind", "column")
    readonly_fields = ("reading_link",)
    text_rows = {"body": 28, "abstract": 5}
    preview_template = "admin/preview_document.html"
    inlines = (OrganRows, AttachmentBlocks, RelationRows, TaskRows, ChecklistRows)
    fieldsets = (
        (
            None,
            {
                "fields": ("title", ("kind", "column"), "document_number", ("series", "year", "serial")),
                "description": "照公报印刷的样子填写。发文字号写全一遍，再拆成机关代字、年份、顺序号，供检索用。",
            },
        ),
        (
            "正文",
            {
                "classes": ("tab",),
                "fields": ("enclosed_title", "body", "text_status"),
                "description": "一段一行，不要空行；层次序号按 一、（一）1.（1） 书写，网页的目录和锚点由此生成。"
                "表格一行一行写，单元格之间用制表符。“印发”类通知把所印发文件的标题写在“所印发文件标题”里。"
                "发布以后印刷的内容不能直接改，请用“办理更正”。",
            },
        ),
        (
            "要素",
            {
                "classes": ("tab",),
                "fields": (
                    "addressees",
                    ("written_on", "written_on_printed"),
                    "note",
                    ("disclosure", "index_number", "subject"),
                    ("effective_from", "effective_until"),
                    "abstract",
                ),
                "description": "成文日期印刷不全时，规范日期留空，把印刷的原样填在“原样”里。有效性由废止关系和日期推算，不另填写。",
            },
        ),
        (
            "状态",
            {
                "classes": ("tab",),
                "fields": (*STATUS_FIELDS, "reading_link"),
                "description": "状态只能用右上角的按钮改变：初审、复审、终审由三个不同的人办理，终审后发布；"
                "审核以后内容有改动的，审核失效。发布时间由服务器写入，此后不变。",
            },
        ),
    )

    def move_object(self, obj: Any, *, verb: Verb, by: User, at: datetime, **said: Any) -> Document:
        return actions.move_document(obj, verb=verb, by=by, at=at, **said | {"seen": seen_mark(said)})

    def defect_report(self, obj: Document) -> tuple[Report, dict[int, str]]:
        return document_report(obj, on=timezone.localdate()), {}

    def defect_subjects(self, obj: Document) -> dict[Subject, Publishable]:
        return document_subject(obj)

    def searched(self, obj: Document) -> Iterable[Document]:
        return [obj, *actions.repealed_by(obj)]

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            actions.follow_documents(obj)  # what it repealed before its relations are saved

    def preview_context(self, request: HttpRequest, obj: Document) -> dict[str, Any]:
        return page_context(request, whole(obj.pk, on=timezone.localdate()))

    def notes_before(self, verb: Verb, obj: Document) -> list[str]:
        if verb in (Verb.RETURN, Verb.UNSCHEDULE, Verb.WITHDRAW):
            return []
        notes = [] if obj.has_full_text else ["这篇公文只有提要，没有全文。"]
        if not obj.written_on:
            notes.append("成文日期没有填写。")
        open_problems = (
            Problem.objects.filter(reading=obj.reading_id, settled=False).count() if obj.reading_id else 0
        )
        if open_problems:
            notes.append(f"读入这篇公文的文件还有 {open_problems} 个问题没有处理。")
        return notes

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        kept = COLUMNS if is_kept(obj) else ()
        return (*super().get_readonly_fields(request, obj), *kept)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """Lists and choices do without the texts."""
        documents: QuerySet[Document] = super().get_queryset(request)
        place = request.resolver_match.url_name if request.resolver_match else ""
        documents = with_standing(documents) if place == WITHOUT_TEXT[0] else documents
        return documents.defer("body") if place in WITHOUT_TEXT else documents

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A number is found whatever its brackets: 临政发〔2024〕9号, 临政发[2024]9, 临政发(2024)9号."""
        number = read_number(search_term)
        if number is not None:
            same = queryset.filter(series=number.series, year=number.year, serial=number.serial)
            if same.exists():
                return same, False
        found: tuple[QuerySet[Any], bool] = super().get_search_results(request, queryset, search_term)
        return found

    @display(description="标题", ordering="title")
    def short_title(self, obj: Document) -> str:
        return obj.title if len(obj.title) <= 36 else f"{obj.title[:35]}…"

    @display(description="文本", ordering="text_status", label={"全文": "success", "仅提要": "warning"})
    def text_badge(self, obj: Document) -> str:
        return obj.get_text_status_display()

    @display(description="读入记录")
    def reading_link(self, obj: Document) -> str:
        if obj.reading is None:
            return "手工录入"
        page = reverse("admin:documents_reading_change", args=[obj.reading.pk])
        return format_html('<a class="desk-link" href="{}">{}</a>', page, obj.reading)
