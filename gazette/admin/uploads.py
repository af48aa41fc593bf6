"""The import desk: a file comes in, the editor sees both sides, decides, and accepts or discards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from unfold.decorators import display

from documents.reading.files.printed import MAX_BYTES
from foundation.admin.desk import DeskAdmin
from foundation.models import Unit
from foundation.permissions import ACCEPT_UPLOAD, ADD_UPLOAD
from foundation.refusals import Refusal
from gazette import uploads
from gazette.admin.upload_forms import DecisionForm, UploadForm
from gazette.admin.upload_outcome import summary_of, what_is_left
from gazette.admin.upload_preview import preview_of
from gazette.admin.upload_reading import Checked, answer_when_read, reading_of
from gazette.models import Upload, UploadState

Deed = Callable[[HttpRequest, Upload], HttpResponseBase]


@admin.register(Upload)
class UploadAdmin(DeskAdmin):
    """No form of a model: the list, the upload, and the preview with its buttons."""

    list_display = (
        "name",
        "kind",
        "state_badge",
        "issue",
        "size_shown",
        "uploader",
        "uploaded_at",
        "decided",
    )
    list_filter = ("state", "kind")
    list_select_related = ("issue", "uploaded_by", "decided_by")
    search_fields = ("name", "sha256")
    ordering = ("-uploaded_at", "-pk")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Upload]:
        return Upload.objects.light()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was uploaded is never edited: it is accepted or discarded."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        deeds: dict[str, Deed] = {
            "decide": self.decide,
            "undo": self.undo,
            "accept": self.accept,
            "reread": self.reread,
        }
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(self._posted(deed)),
                name=f"gazette_upload_{name}",
            )
            for name, deed in deeds.items()
        ]
        own += [
            path(
                "<int:pk>/discard/", self.admin_site.admin_view(self.discard), name="gazette_upload_discard"
            ),
            path("<int:pk>/file/", self.admin_site.admin_view(self.file), name="gazette_upload_file"),
        ]
        return [*own, *super().get_urls()]

    # the upload

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        _require(request, ADD_UPLOAD)
        if request.method != "POST":
            return self._ask(request, UploadForm())
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._ask(request, form)
        file, issue = form.cleaned_data["file"], form.cleaned_data["issue"]
        raw, name, by = file.read(), file.name, _user(request)

        def settle(checked: Checked) -> str:
            upload = uploads.receive_upload(
                checked.read,
                findings=checked.findings,
                raw=raw,
                name=name,
                issue=issue,
                by=by,
                at=timezone.now(),
            )
            self.log_addition(request, upload, "上传")
            return _page(upload)

        def refuse(sentence: str) -> HttpResponse:
            form.add_error("file", sentence)
            return self._ask(request, form)

        read = reading_of(raw, name=name, kind=form.cleaned_data["kind"])
        return answer_when_read(request, read, settle=settle, refuse=refuse, back=request.path)

    def _ask(self, request: HttpRequest, form: UploadForm) -> HttpResponse:
        context = {**self._context(request), "title": "导入公报、公文", "form": form, "most": MAX_BYTES}
        return TemplateResponse(
            request, "admin/upload_form.html", context, status=422 if form.errors else 200
        )

    # the preview

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        upload = get_object_or_404(Upload.objects.defer("content"), pk=_key(object_id))
        return self._show(request, upload)

    def _show(self, request: HttpRequest, upload: Upload, *, refused: str = "") -> HttpResponse:
        context = {**self._context(request), "title": upload.name, "upload": upload, "refused": refused}
        context["may_decide"] = upload.is_waiting and request.user.has_perm(ACCEPT_UPLOAD)
        if upload.state == UploadState.DISCARDED:
            return TemplateResponse(request, "admin/upload_discarded.html", context)
        context["text_of"] = _number(request, "text")
        context["preview"] = preview_of(
            upload, text_of=context["text_of"], sheet=_number(request, "sheet") or 1
        )
        context["levels"] = Unit.Level.choices
        context["is_nav_sidebar_enabled"] = False  # both sides need the width
        return TemplateResponse(request, "admin/upload_preview.html", context, status=422 if refused else 200)

    def _posted(self, deed: Deed) -> Callable[..., HttpResponseBase]:
        """A deed is asked for by POST, by who may; what it refuses is said in place."""

        def view(request: HttpRequest, pk: int) -> HttpResponseBase:
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            _require(request, ACCEPT_UPLOAD)
            upload = get_object_or_404(Upload.objects.defer("content"), pk=pk)
            try:
                return deed(request, upload)
            except Refusal as refusal:
                upload.refresh_from_db()
                return self._show(request, upload, refused=str(refusal))

        return view

    def decide(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self._show(request, upload, refused="没有看懂这个决定，请重新选择。")
        uploads.decide(upload, **form.cleaned_data, by=_user(request), at=timezone.now())
        return redirect(f"{_page(upload)}#{request.POST.get('then') or 'names'}")

    def undo(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        uploads.undo_decision(upload, decision=_key(request.POST.get("decision", "")), by=_user(request))
        return redirect(f"{_page(upload)}#names")

    def accept(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        replace = request.POST.get("replace") == "1"
        outcome = uploads.accept_upload(upload, replace=replace, by=_user(request), at=timezone.now())
        self.log_change(request, upload, "接受导入")
        messages.success(request, summary_of(outcome))
        for sentence in what_is_left(outcome):
            messages.warning(request, sentence)
        return redirect(_page(upload))

    def reread(self, request: HttpRequest, upload: Upload) -> HttpResponseBase:
        by = _user(request)

        def settle(checked: Checked) -> str:
            return _page(uploads.reread_upload(upload, checked.read, findings=checked.findings, by=by))

        kind = request.POST.get("kind", upload.kind)
        read = reading_of(bytes(upload.content), name=upload.name, kind=kind)
        return answer_when_read(
            request,
            read,
            settle=settle,
            refuse=lambda sentence: self._show(request, upload, refused=sentence),
            back=_page(upload),
        )

    def discard(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asked before it is done."""
        _require(request, ACCEPT_UPLOAD)
        upload = get_object_or_404(Upload.objects.light(), pk=pk)
        context = {**self._context(request), "title": "放弃导入", "upload": upload, "refused": ""}
        if request.method == "POST":
            try:
                uploads.discard_upload(upload, by=_user(request), at=timezone.now())
            except Refusal as refusal:
                context["refused"] = str(refusal)
            else:
                self.log_change(request, upload, "放弃导入")
                messages.success(request, f"已放弃：{upload.name}")
                return redirect("admin:gazette_upload_changelist")
        status = 422 if context["refused"] else 200
        return TemplateResponse(request, "admin/upload_discard.html", context, status=status)

    def file(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file as it came in, for saving, never for opening in the browser."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        upload = get_object_or_404(Upload.objects.exclude(state=UploadState.DISCARDED), pk=pk)
        response = HttpResponse(bytes(upload.content), content_type="application/octet-stream")
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Disposition"] = content_disposition_header(True, upload.name) or "attachment"
        return response

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}

    @display(
        description="状态",
        ordering="state",
        label={"待核对": "warning", "已接受": "success", "已放弃": "default"},
    )
    def state_badge(self, obj: Upload) -> str:
        return UploadState(obj.state).label

    @display(description="大小", ordering="size")
    def size_shown(self, obj: Upload) -> str:
        return f"{max(1, round(obj.size / 1024))} KB"

    @display(description="上传人", ordering="uploaded_by")
    def uploader(self, obj: Upload) -> str:
        return _named(obj.uploaded_by)

    @display(description="经办", ordering="decided_at")
    def decided(self, obj: Upload) -> str:
        if obj.decided_by is None or obj.decided_at is None:
            return "—"
        return f"{_named(obj.decided_by)} {timezone.localtime(obj.decided_at):%Y-%m-%d %H:%M}"


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # admin_view lets nobody else in
    return request.user


def _key(written: str) -> int:
    """The number of a row; what can be none is that of no row."""
    return int(written) if written.isdecimal() and len(written) < 18 else 0


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else None


def _named(person: User) -> str:
    return person.get_full_name() or person.get_username()


def _page(upload: Upload) -> str:
    return reverse("admin:gazette_upload_change", args=[upload.pk])
