"""The desk of submissions: a unit writes, looks at what was read, and sends; the editors see both sides and decide."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from foundation.admin.deeds import user_of
from foundation.admin.desk import DeskAdmin
from foundation.models import Liaison, Unit
from foundation.permissions import SEND_SUBMISSION, VIEW_SUBMISSION
from foundation.refusals import Refusal
from gazette import submissions
from gazette.admin.submission_forms import AttachForm, SubmissionForm
from gazette.admin.submission_list import (
    SubmissionColumns,
    UnitFilter,
    WaitingFilter,
)
from gazette.admin.submission_page import SubmissionPage
from gazette.admin.submission_reports import SubmissionReports
from gazette.admin.upload_reading import Checked, answer_when_read, reading_of
from gazette.models import Submission, UploadKind
from gazette.submission_attachments import attach_file, detach_file
from gazette.submission_refusals import ChangedMeanwhile
from gazette.submission_text import SubmittedText


@admin.register(Submission)
class SubmissionAdmin(SubmissionColumns, SubmissionPage, SubmissionReports, DeskAdmin):
    list_display = (
        "number_shown",
        "name",
        "unit_label",
        "state_badge",
        "sent_at",
        "waiting_shown",
        "due_shown",
        "clock",
    )
    list_display_links = ("number_shown", "name")
    list_filter = ("state", WaitingFilter, UnitFilter)
    list_select_related = ("unit", "document")
    list_before_template = "admin/submission/list_doors.html"
    search_fields = ("title", "document_number", "unit__name")
    search_help_text = "标题、文号或单位"
    ordering = ("-first_sent_at", "-pk")
    actions = None

    # who sees what

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        rows = Submission.objects.visible_to(request.user, on=timezone.localdate())
        return rows.light().defer("lines", "answer", "findings", "document__body").order_by(*self.ordering)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(VIEW_SUBMISSION) or request.user.has_perm(SEND_SUBMISSION)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SEND_SUBMISSION)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def found(self, request: HttpRequest, object_id: str) -> Submission:
        """Unseen is not there (404); who may see none at all is told so (403)."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        seen = Submission.objects.visible_to(user_of(request), on=timezone.localdate())
        whole = seen.select_related("unit", "kind", "column", "document", "issue", "sent_by", "accepted_by")
        number = int(object_id) if object_id.isdecimal() and len(object_id) < 18 else 0
        return get_object_or_404(whole, pk=number)

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        own = [
            path("<int:pk>/edit/", guarded(self.edit), name="gazette_submission_edit"),
            path("<int:pk>/attach/", guarded(self.attach), name="gazette_submission_attach"),
            path("<int:pk>/detach/<int:file>/", guarded(self.detach), name="gazette_submission_detach"),
            path("<int:pk>/file/", guarded(self.file), name="gazette_submission_file"),
            path("<int:pk>/file/<int:file>/", guarded(self.attached), name="gazette_submission_attached"),
        ]
        return [*self.report_urls(), *self.deed_urls(), *own, *super().get_urls()]

    # writing

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        if not self.has_add_permission(request):
            raise PermissionDenied
        units = self._own_units(request)
        form = SubmissionForm(*_sent(request), units=units or [Unit()])
        if request.method != "POST" or not units or not form.is_valid():
            return self._write(request, form, "新的报送", units=units)

        def save(text: SubmittedText | None) -> Submission:
            return submissions.open_submission(
                unit=form.cleaned_data["unit"],
                form=form.typed(),
                text=text,
                by=user_of(request),
                at=timezone.now(),
            )

        return self._read_and_save(request, form, save, units=units)

    def edit(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        submission = self._to_write_in(request, pk)
        form = SubmissionForm(*_sent(request), instance=Submission.objects.get(pk=submission.pk))
        if request.method != "POST" or not form.is_valid():
            return self._write(request, form, "修改报送", submission=submission)
        seen = form.cleaned_data["seen"]

        def save(text: SubmittedText | None) -> Submission:
            said, by, at = form.typed(), user_of(request), timezone.now()
            try:
                return submissions.save_submission(submission, form=said, text=text, seen=seen, by=by, at=at)
            except ChangedMeanwhile:
                form.look_again(Submission.objects.get(pk=submission.pk))
                raise

        return self._read_and_save(request, form, save, submission=submission)

    def _read_and_save(
        self, request: HttpRequest, form: SubmissionForm, save: Any, **shown: Any
    ) -> HttpResponseBase:
        """A new text is read first, which may take a while; what was typed is saved with it, or shown again."""

        def refuse(sentence: str, field: str | None = "text") -> HttpResponse:
            form.add_error(field, sentence)
            title = "修改报送" if "submission" in shown else "新的报送"
            return self._write(request, form, title, **shown)

        def keep(text: SubmittedText | None) -> str:
            saved: Submission = save(text)
            self.log_change(request, saved, "保存")
            return self.page_of(saved)

        file = form.cleaned_data["text"]
        if file is None:
            try:
                return redirect(keep(None))
            except Refusal as refusal:
                return refuse(str(refusal), None)
        raw, name = file.read(), file.name

        def settle(checked: Checked) -> str:
            return keep(SubmittedText.of(checked.read, checked.findings, raw=raw, name=name))

        read = reading_of(raw, name=name, kind=UploadKind.DOCUMENT)
        return answer_when_read(request, read, settle=settle, refuse=refuse, back=request.path)

    def _write(
        self,
        request: HttpRequest,
        form: SubmissionForm,
        title: str,
        *,
        units: list[Unit] | None = None,
        submission: Submission | None = None,
    ) -> HttpResponse:
        if form.errors and request.FILES:
            messages.warning(request, "没有保存；改好以后请把文件再选一次，其他填写的都还在。")
        context = {**self.frame(request), "title": title, "form": form, "submission": submission}
        context |= {"may_write": units is None or bool(units)}
        status = 422 if form.is_bound and form.errors else 200
        return TemplateResponse(request, "admin/submission/form.html", context, status=status)

    def attach(self, request: HttpRequest, pk: int) -> HttpResponse:
        submission = self._to_write_in(request, pk)
        form = AttachForm(*_sent(request))
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            try:
                attach_file(
                    submission,
                    role=said["role"],
                    upload=said["file"],
                    by=user_of(request),
                    at=timezone.now(),
                )
            except Refusal as refusal:
                form.add_error("file", str(refusal))
            else:
                messages.success(request, "已添加。")
                return redirect(f"{self.page_of(submission)}#files")
        context = {**self.frame(request), "title": "添加附件或解读", "form": form, "submission": submission}
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/submission/attach.html", context, status=status)

    def detach(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        submission = self._to_write_in(request, pk)
        try:
            detach_file(submission, file=file, by=user_of(request), at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已去掉。")
        return redirect(f"{self.page_of(submission)}#files")

    def _to_write_in(self, request: HttpRequest, pk: int) -> Submission:
        submission = self.found(request, str(pk))
        if not self.is_mine(request, submission):
            raise PermissionDenied
        return submission

    def _own_units(self, request: HttpRequest) -> list[Unit]:
        on = timezone.localdate()
        return list(Unit.objects.filter(pk__in=Liaison.objects.of(user_of(request), on=on).values("unit")))

    def is_mine(self, request: HttpRequest, submission: Submission) -> bool:
        return request.user.has_perm(SEND_SUBMISSION) and submission.unit in self._own_units(request)

    def frame(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}


def _sent(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()
