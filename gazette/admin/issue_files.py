"""The cover and the original of an issue are read by everybody: opened in a confined process before they are kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from foundation.file_kinds import Admitted, FileKind, admitted
from foundation.refusals import FileRefused

ORIGINAL_LIMIT = 40 << 20  # what nginx lets through, README “生产部署”
COVER_KINDS = (FileKind.JPEG, FileKind.PNG)


class IssueForm(forms.ModelForm):  # type: ignore[type-arg]
    """A picture is encoded anew, without what the camera wrote into it; a PDF that would act is refused."""

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
