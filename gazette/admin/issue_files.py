"""The cover and the original of an issue at the desk: opened in a confined process before they are kept, shown to who may
see the issue whether it is public or not, and gone once another takes their place."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from unfold.widgets import UnfoldAdminImageFieldWidget

from foundation.file_kinds import Admitted, FileKind, admitted
from foundation.private_files import forget
from foundation.refusals import FileRefused
from foundation.shown_files import send_file
from gazette.models import Issue

FILES = ("cover", "pdf")
ORIGINAL_LIMIT = 40 << 20  # what nginx lets through, README “生产部署”
COVER_KINDS = (FileKind.JPEG, FileKind.PNG)


class KeepsIssueFiles:
    """For the desk of issues."""

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view(self.file)  # type: ignore[attr-defined]
        own = [
            path(f"<int:pk>/{field}/", guarded, {"field": field}, name=f"gazette_issue_{field}")
            for field in FILES
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def file(self, request: HttpRequest, pk: int, field: str) -> HttpResponseBase:
        """To who may see the issue, also while readers may not."""
        issue = get_object_or_404(Issue, pk=pk)
        if not self.has_view_permission(request, issue):  # type: ignore[attr-defined]
            raise PermissionDenied
        kept = getattr(issue, field)
        if not kept:
            raise Http404("这一期没有这个文件。")
        return send_file(request, kept, name=f"{issue.title}{issue}")

    def save_model(self, request: HttpRequest, obj: Issue, form: Any, change: bool) -> None:
        before = Issue.objects.filter(pk=obj.pk).values_list(*FILES).first() or ()
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        for name in {name for name in before if name} - {getattr(obj, field).name for field in FILES}:
            forget(name)

    def delete_model(self, request: HttpRequest, obj: Issue) -> None:
        for field in FILES:
            if getattr(obj, field):
                forget(getattr(obj, field).name)
        super().delete_model(request, obj)  # type: ignore[misc]


class IssueForm(forms.ModelForm):  # type: ignore[type-arg]
    """A picture is encoded anew, without what the camera wrote into it; a PDF that would act is refused."""

    class Meta:
        widgets: ClassVar = {"cover": UnfoldAdminImageFieldWidget(attrs={"accept": "image/*"})}

    def clean_cover(self) -> Any:
        return self._let_in("cover", COVER_KINDS, "封面须是 JPEG 或 PNG 图片。")

    def clean_pdf(self) -> Any:
        return self._let_in("pdf", (FileKind.PDF,), "原版须是 PDF 文件。", limit=ORIGINAL_LIMIT)

    def _let_in(self, name: str, kinds: tuple[FileKind, ...], sentence: str, **limit: int) -> Any:
        """What was there before, or was taken away, passes."""
        sent = self.cleaned_data[name]
        if not isinstance(sent, UploadedFile):
            return sent
        try:
            found = admitted(sent, **limit)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        if found.kind not in kinds:
            raise forms.ValidationError(sentence)
        return _kept_as(found)


def _kept_as(found: Admitted) -> SimpleUploadedFile:
    return SimpleUploadedFile(found.name, found.content, content_type=found.kind.content_type)
