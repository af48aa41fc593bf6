"""What the import desk asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from documents.reading.files.printed import MAX_BYTES, MAX_PAGES
from foundation.models import Unit
from gazette.models import Choice, Issue, Subject, UploadKind

LIMITS = (
    f"一次一个文件，最大 {MAX_BYTES >> 20} MB，PDF 不超过 {MAX_PAGES} 页。"
    "可以是 .txt（UTF-8 或 GB18030）、.docx，或有文字层的 .pdf；按内容识别，不看扩展名。"
    "扫描件（图片）读不了，请先做文字识别。"
)


class UploadForm(forms.Form):
    """A file, what it is, and where a single document belongs."""

    file = forms.FileField(
        label="文件",
        help_text=LIMITS,
        allow_empty_file=True,  # the reader says what is wrong with it
        error_messages={"required": "请选择一个文件。", "invalid": "没有收到文件，请重新选择。"},
    )
    kind = forms.ChoiceField(
        label="类型",
        choices=[("", "自动识别"), *UploadKind.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text="看不准时用自动识别；核对时还可以改。",
    )
    issue = forms.ModelChoiceField(
        label="列入期次",
        queryset=Issue.objects.none(),
        required=False,
        empty_label="不列入（以后再说）",
        help_text="只用于单个公文：接受后排在这一期目录的末尾。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issues = self.fields["issue"]
        assert isinstance(issues, forms.ModelChoiceField)
        issues.queryset = Issue.objects.newest_first()

    def clean_file(self) -> UploadedFile[bytes]:
        """Refused by its size before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(f"文件“{file.name}”超过20MB，没有读入；请拆分后再导入。")
        return file


class DecisionForm(forms.Form):
    """One answer to one printed name; the action says what is wrong with it."""

    SUGGESTED = "suggested"

    subject = forms.ChoiceField(choices=Subject.choices)
    printed = forms.CharField(max_length=120, strip=False)
    choice = forms.ChoiceField(choices=[*Choice.choices, (SUGGESTED, "采纳建议")])
    name = forms.CharField(max_length=120, required=False)
    suggestion = forms.CharField(max_length=120, required=False)
    short_name = forms.CharField(max_length=60, required=False)
    level = forms.ChoiceField(choices=[("", "—"), *Unit.Level.choices], required=False)

    def clean(self) -> dict[str, Any]:
        """Taking the suggestion names its object; a new unit bears the printed name unless another is given."""
        answer = super().clean() or {}
        suggestion = answer.pop("suggestion", "")
        if answer.get("choice") == self.SUGGESTED:
            answer |= {"choice": Choice.ALIAS, "name": suggestion}
        elif answer.get("choice") == Choice.CREATE:
            answer["name"] = answer.get("name") or answer.get("printed", "")
        return answer
