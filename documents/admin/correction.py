"""The desk of corrections: started from the document's page, laid out like it, reviewed and published like it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from documents.admin.changes import ShowsChanges
from documents.admin.defects import ChecksDefects
from documents.admin.parts import is_kept
from documents.content_difference import compare_contents
from documents.correction_actions import adopt_base, move_correction, start_correction
from documents.defects.corrected import correction_report
from documents.defects.defect import DOCUMENT, Subject
from documents.defects.report import Report
from documents.models import (
    Correction,
    CorrectionAttachment,
    CorrectionOrgan,
    Document,
    DocumentVersion,
)
from documents.snapshot import snapshot
from documents.views.versions import printed_context
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.admin.desk import PrintedBlocks, PrintedRows
from foundation.admin.duties import WaitingFilter
from foundation.admin.moves import STATUS_FIELDS, PublishableAdmin, seen_mark
from foundation.lifecycle import Publishable, Status, Verb
from foundation.permissions import ADD_CORRECTION
from foundation.refusals import Refusal


class StartForm(forms.Form):
    """Why; the rest is a copy of what stands."""

    explanation = forms.CharField(
        label="更正说明",
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        help_text="写给读者看：更正了什么、为什么。更正发布后显示在公文网页上，发布以前还可以改。",
        error_messages={"required": "请写明更正了什么、为什么。"},
    )


class StartsCorrections(AsksBeforeActing):
    """For the desk of documents: a public one is corrected, not edited."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.correct)  # type: ignore[attr-defined]
        own = [path("<path:object_id>/correct/", view, name="documents_document_correct")]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def doors(self, request: HttpRequest, obj: Document) -> list[tuple[str, str]]:
        """To the correction under way or to a new one, and to the versions."""
        doors: list[tuple[str, str]] = []
        if not is_kept(obj):
            return doors
        under_way = obj.corrections.open().only("pk").first()
        if under_way is not None:
            doors.append(("有一份更正正在办理", _page_of(under_way)))
        elif obj.is_public and request.user.has_perm(ADD_CORRECTION):
            doors.append(("办理更正", reverse("admin:documents_document_correct", args=[obj.pk])))
        if obj.is_public:
            doors.append(("各个版本", reverse("documents:version_list", args=[obj.pk])))
        return doors

    def correct(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks for the explanation and makes the copy to work on."""
        if not request.user.has_perm(ADD_CORRECTION):
            raise PermissionDenied
        document: Document = self.found(request, object_id)

        def act(cleaned: dict[str, Any]) -> str:
            correction = start_correction(
                document, explanation=cleaned["explanation"], by=user_of(request), at=timezone.localtime()
            )
            return _page_of(correction)

        deed = Deed(
            title="办理更正",
            form=StartForm,
            act=act,
            done="已起草更正：请修改，然后送审。公开的文本要到更正发布时才改变。",
            explanation="照现行文本起草一份更正。改好以后经初审、复审、终审，发布时成为公文的下一版；"
            "公文的发布时间不变，旧的一版仍可查阅。",
            button="起草更正",
        )
        return self.ask(request, document, deed)


def _page_of(correction: Correction) -> str:
    return reverse("admin:documents_correction_change", args=[correction.pk])


class CorrectionOrganRows(PrintedRows):
    model = CorrectionOrgan
    fields = ("position", "printed", "unit")
    related = ("unit",)
    autocomplete_fields = ("unit",)


class CorrectionAttachmentBlocks(PrintedBlocks):
    model = CorrectionAttachment
    fields = (("position", "label"), "title", "text")
    text_rows: ClassVar[dict[str, int]] = {"text": 12}


@admin.register(Correction)
class CorrectionAdmin(ShowsChanges, ChecksDefects, PublishableAdmin):
    actions_detail = ("defects", *PublishableAdmin.actions_detail)
    list_display = ("short_title", "document_number", "base", "status_badge", "created_by", "published_at")
    list_filter = (WaitingFilter, "status")
    list_select_related = ("created_by",)
    search_fields = ("title", "document_number", "explanation")
    ordering = ("-pk",)
    autocomplete_fields = ("kind",)
    readonly_fields = ("document_link", "base", "created_by", "created_at")
    text_rows = {"body": 28, "abstract": 5, "explanation": 4}
    preview_template = "admin/preview_correction.html"
    changes_template = "admin/correction_changes.html"
    inlines = (CorrectionOrganRows, CorrectionAttachmentBlocks)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "explanation",
                    "title",
                    "kind",
                    "document_number",
                    ("series", "year", "serial"),
                ),
                "description": "更正说明公开显示，请写给读者看。下面是整份公文，照应当印刷的样子改。",
            },
        ),
        (
            "正文",
            {
                "classes": ("tab",),
                "fields": ("enclosed_title", "body", "text_status"),
                "description": "一段一行，不要空行；层次序号按 一、（一）1.（1） 书写；表格一行一行写，单元格之间用制表符。",
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
            },
        ),
        (
            "状态",
            {
                "classes": ("tab",),
                "fields": (("document_link", "base"), ("created_by", "created_at"), *STATUS_FIELDS),
                "description": "与公文一样由三个不同的人审核；发布后成为公文的下一版，这里不能再改。",
            },
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A correction begins on the page of its document."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(super().has_change_permission(request, obj)) and not is_kept(obj)

    def may_move(self, request: HttpRequest, verb: Verb) -> bool:
        """What is corrected is not taken back alone."""
        return verb != Verb.WITHDRAW and bool(super().may_move(request, verb))

    def move_object(self, obj: Any, *, verb: Verb, by: User, at: datetime, **said: Any) -> Correction:
        return move_correction(obj, verb=verb, by=by, at=at, **said | {"seen": seen_mark(said)})

    def defect_report(self, obj: Correction) -> tuple[Report, dict[int, str]]:
        return correction_report(obj, on=timezone.localdate()), {}

    def defect_subjects(self, obj: Correction) -> dict[Subject, Publishable]:
        """The defects are the document's to be; the reasons stand on the correction."""
        return {Subject(DOCUMENT, obj.document_id): obj}

    def view_on_site(self, obj: Correction) -> str | None:
        version = DocumentVersion.objects.filter(correction=obj).without_content().first()
        return version.get_absolute_url() if version is not None else None

    def preview_context(self, request: HttpRequest, obj: Correction) -> dict[str, Any]:
        return {"current": obj.document, **printed_context(snapshot(obj))}

    def doors(self, request: HttpRequest, obj: Correction) -> list[tuple[str, str]]:
        document = reverse("admin:documents_document_change", args=[obj.document_id])
        return [("与现行文本的对照", self.changes_page(obj)), ("公文", document)]

    def more_changes(self, obj: Correction) -> dict[str, Any]:
        """Against the version it was made from, and the newest one where that is another."""
        versions = obj.document.versions
        base = versions.get(number=obj.base_number)
        newest = versions.newest()
        compared: dict[str, Any] = {
            "base": base,
            "against_base": compare_contents(base.read(), snapshot(obj)),
        }
        if not is_kept(obj) and newest is not None and newest.number != base.number:
            compared |= {
                "newest": newest,
                "meanwhile": compare_contents(base.read(), newest.read()),
                "against_newest": compare_contents(newest.read(), snapshot(obj)),
                "may_adopt": obj.status == Status.DRAFT,
                "adopt_page": reverse("admin:documents_correction_adopt", args=[obj.pk]),
            }
        return compared

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.adopt)
        own = [path("<path:object_id>/adopt/", view, name="documents_correction_adopt")]
        return [*own, *super().get_urls()]

    def adopt(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The editor has seen the newest version and goes on from it."""
        obj = self.get_object(request, unquote(object_id))
        number = request.POST.get("number", "")
        is_number = number.isdecimal() and len(number) < 10
        if obj is None or request.method != "POST" or not is_number:
            raise Http404
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        try:
            adopt_base(obj, number=int(number), by=user_of(request))
        except Refusal as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(request, f"底本已换为第{number}版，更正稿的文字没有变。", messages.SUCCESS)
        return redirect(self.changes_page(obj))

    @display(description="标题", ordering="title")
    def short_title(self, obj: Correction) -> str:
        return obj.title if len(obj.title) <= 36 else f"{obj.title[:35]}…"

    @display(description="底本", ordering="base_number")
    def base(self, obj: Correction) -> str:
        return f"第{obj.base_number}版"

    @display(description="公文")
    def document_link(self, obj: Correction) -> str:
        page = reverse("admin:documents_document_change", args=[obj.document_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', page, obj.document)
