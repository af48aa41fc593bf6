"""Spreadsheets on the desk of institutions: choose a file, look at what it would do, confirm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from eldercare import actions
from eldercare.admin.spreadsheet_export import SpreadsheetExport
from eldercare.models import SpreadsheetUpload
from eldercare.models.spreadsheet_upload import KEPT_FOR, NOTHING
from eldercare.permissions import EXPORT_INSTITUTION, IMPORT_INSTITUTION
from eldercare.spreadsheets.keeping import opened_report, opened_table
from eldercare.spreadsheets.report import Fate, Line, Report
from eldercare.spreadsheets.sheet import MOST_ROWS, HeadingsUnfit
from eldercare.spreadsheets.template import template
from eldercare.spreadsheets.writing import XLSX_TYPE, leftovers_of
from foundation.admin.deeds import user_of
from foundation.protected import open_bytes
from foundation.refusals import Refusal
from foundation.scope import places_of
from foundation.tables import LIMIT

LINES_A_PAGE = 50
FATE_WORDS = {
    Fate.WRONG: "有问题",
    Fate.CHANGED: "改动",
    Fate.NEW: "新建",
    Fate.UNCHANGED: "不变",
}


class SpreadsheetForm(forms.Form):
    file = forms.FileField(
        label="表格文件",
        allow_empty_file=True,  # the reader says what is wrong with it
        error_messages={"required": "请选择一个文件。", "invalid": "没有收到文件，请重新选择。"},
        help_text=f".xlsx 或 .csv（UTF-8、GB18030，逗号、分号或制表符分隔），不超过 {LIMIT >> 20} MB、{MOST_ROWS} 行；"
        "按内容识别，不看扩展名。",
    )


class SpreadsheetImport(SpreadsheetExport):
    """For the desk of institutions; before ScopedAdmin among its bases."""

    list_before_template = "admin/eldercare/spreadsheet_doors.html"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        doors = {
            "may_import": request.user.has_perm(IMPORT_INSTITUTION),
            "may_export": request.user.has_perm(EXPORT_INSTITUTION),
        }
        response: HttpResponse = super().changelist_view(  # type: ignore[misc]
            request, {**(extra_context or {}), **doors}
        )
        return response

    def get_urls(self) -> list[URLPattern]:
        return [
            self._address("import/", self.choose_spreadsheet, "import"),
            self._address("import/template.xlsx", self.spreadsheet_template, "import_template"),
            self._address("import/<int:pk>/", self.preview_spreadsheet, "import_preview"),
            self._address("import/<int:pk>/confirm/", self.confirm_spreadsheet, "import_confirm"),
            self._address("import/<int:pk>/discard/", self.discard_spreadsheet, "import_discard"),
            self._address("import/<int:pk>/wrong-rows.xlsx", self.wrong_rows, "import_wrong_rows"),
            self._address("export/", self.export_spreadsheet, "export"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def _address(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        wrapped = self.admin_site.admin_view(view)  # type: ignore[attr-defined]
        address: URLPattern = path(route, wrapped, name=f"eldercare_institution_{name}")
        return address

    # 1 the file

    def choose_spreadsheet(self, request: HttpRequest) -> HttpResponse:
        _require(request, IMPORT_INSTITUTION)
        if request.method != "POST":
            return self._ask_for_file(request, SpreadsheetForm())
        form = SpreadsheetForm(request.POST, request.FILES)
        if form.is_valid():
            file: UploadedFile[bytes] = form.cleaned_data["file"]
            try:
                upload = actions.receive_spreadsheet(file, by=user_of(request), at=timezone.localtime())
            except HeadingsUnfit as refusal:
                form.add_error("file", list(refusal.sentences))
            except Refusal as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect(_preview(upload))
        return self._ask_for_file(request, form)

    def _ask_for_file(self, request: HttpRequest, form: SpreadsheetForm) -> HttpResponse:
        waiting = SpreadsheetUpload.objects.of(request.user).waiting().order_by("-uploaded_at", "-pk")
        fresh = waiting.filter(uploaded_at__gte=timezone.now() - KEPT_FOR).defer("content", "report")
        context = {"title": "导入机构表格", "form": form, "most": LIMIT, "waiting": fresh}
        return self._sheet_page(
            request, "admin/eldercare/spreadsheet_choose.html", context, refused=bool(form.errors)
        )

    def spreadsheet_template(self, request: HttpRequest) -> HttpResponse:
        _require(request, IMPORT_INSTITUTION)
        return _download(template(places_of(request.user)), name="养老服务机构导入模板.xlsx")

    # 2 what it would do

    def preview_spreadsheet(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show_upload(request, self._upload(request, pk))

    def _show_upload(
        self, request: HttpRequest, upload: SpreadsheetUpload, *, refused: str = ""
    ) -> HttpResponse:
        title = "核对表格" if upload.is_waiting else "表格导入"
        context: dict[str, Any] = {"title": title, "upload": upload}
        if upload.is_waiting:
            try:
                context |= _pages(request, opened_report(upload))
            except Refusal as refusal:
                refused = refused or str(refusal)
        context |= {"refused": refused, "ends_at": upload.uploaded_at + KEPT_FOR}
        return self._sheet_page(
            request, "admin/eldercare/spreadsheet_preview.html", context, refused=bool(refused)
        )

    # 3 the confirmation

    def confirm_spreadsheet(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = self._upload(request, pk)
        if request.method != "POST":
            return redirect(_preview(upload))
        by = user_of(request)
        try:
            done = actions.import_spreadsheet(
                upload,
                digest=request.POST.get("digest", ""),
                only_sound=request.POST.get("only_sound") == "1",
                by=by,
                at=timezone.localtime(),
            )
        except Refusal as refusal:
            upload.refresh_from_db()
            return self._show_upload(request, upload, refused=str(refusal))
        left = f"，{done.wrong} 行有问题没有导入" if done.wrong else ""
        messages.success(
            request, f"已导入：新建 {done.new} 个，改动 {done.changed} 个，不变 {done.unchanged} 个{left}。"
        )
        self.note_in_log(request, f"导入机构表格“{done}”", f"新建 {done.new}，改动 {done.changed}{left}")
        return redirect(_preview(done))

    def discard_spreadsheet(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = self._upload(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            actions.discard_spreadsheet(upload, by=user_of(request), at=timezone.localtime())
        except Refusal as refusal:
            upload.refresh_from_db()
            return self._show_upload(request, upload, refused=str(refusal))
        messages.success(request, f"已放弃“{upload}”，什么也没有导入。")
        return redirect("admin:eldercare_institution_import")

    def wrong_rows(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The rows to mend: before the import out of the file, afterwards those that were left out."""
        upload = self._upload(request, pk)
        try:
            if upload.is_waiting:
                content = leftovers_of(opened_table(upload), opened_report(upload))
            elif bytes(upload.leftovers) != NOTHING:
                content = open_bytes(bytes(upload.leftovers))
            else:
                raise Http404("有问题的行已经不再保留。")
        except Refusal as refusal:
            return self._show_upload(request, upload, refused=str(refusal))
        return _download(content, name=f"{upload.name.rpartition('.')[0] or upload.name}-有问题的行.xlsx")

    def _upload(self, request: HttpRequest, pk: int) -> SpreadsheetUpload:
        """This person's own, and not older than it may be; for everybody else it is not there."""
        _require(request, IMPORT_INSTITUTION)
        fresh = SpreadsheetUpload.objects.filter(uploaded_at__gte=timezone.now() - KEPT_FOR)
        return get_object_or_404(fresh.of(request.user), pk=pk)

    def _sheet_page(
        self, request: HttpRequest, page: str, context: dict[str, Any], *, refused: bool
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            **context,
        }
        return TemplateResponse(request, page, context, status=422 if refused else 200)


def _pages(request: HttpRequest, report: Report) -> dict[str, Any]:
    """The lines to show: one fate, or all of them with the wrong ones first."""
    asked = request.GET.get("show", "")
    shown = [fate for fate in Fate if fate.value == asked] or list(Fate)
    lines: list[Line] = [line for fate in shown for line in report.of(fate)]
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    counts = report.counts()
    return {
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "asked": asked if len(shown) == 1 else "",
        "fates": [(fate.value, words, counts[fate.value]) for fate, words in FATE_WORDS.items()],
        "words": {fate.value: words for fate, words in FATE_WORDS.items()},
        "notes": report.notes,
        "wrong": counts[Fate.WRONG.value],
        "sound": counts[Fate.NEW.value] + counts[Fate.CHANGED.value],
        "total": len(report.lines),
    }


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _preview(upload: SpreadsheetUpload) -> str:
    return reverse("admin:eldercare_institution_import_preview", args=[upload.pk])


def _download(content: bytes, *, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=XLSX_TYPE, headers=headers)
