"""What the desk of submissions asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.dateparse import parse_datetime
from unfold.widgets import INPUT_CLASSES, SELECT_CLASSES, UnfoldAdminTextareaWidget

from documents.models import Column, Kind
from documents.reading.files.printed import MAX_BYTES
from foundation.models import Unit
from gazette.admin.upload_forms import LIMITS
from gazette.models import FileRole, Interpretation, Issue, Submission
from gazette.submission_rules import doubt_of_phone
from gazette.submissions import FORM

_INPUT, _SELECT = {"class": " ".join(INPUT_CLASSES)}, {"class": " ".join(SELECT_CLASSES)}
NEVER = datetime.min.replace(tzinfo=UTC)
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("正文", ("unit", "text")),
    ("公文", ("title", "document_number", "written_on", "effective_from", "kind", "column")),
    ("公开属性", ("disclosure", "closed_reason")),
    ("规范性文件和解读", ("is_normative", "interpretation", "exempt_reason")),
    ("联系", ("contact", "contact_phone", "remarks")),
)


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **_INPUT})


class SubmissionForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """The form of a unit. What is still missing is said on the page of the submission, and stops only the sending."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    unit = forms.ModelChoiceField(
        label="报送单位", queryset=Unit.objects.none(), widget=forms.Select(attrs=_SELECT), empty_label=None
    )
    text = forms.FileField(
        label="正文文件",
        required=False,
        help_text=LIMITS + "可以先保存其他内容，以后再选。",
        allow_empty_file=True,  # the reader says what is wrong with it
        widget=forms.FileInput(
            attrs={
                "class": "upload-file",
                "accept": ".txt,.docx,.pdf",
                "data-most": MAX_BYTES,
                "data-too-large": "这个文件超过20MB，请拆分后再报送。",
            }
        ),
        error_messages={"invalid": "没有收到文件，请重新选择。"},
    )

    class Meta:
        model = Submission
        fields = FORM
        widgets = {
            "title": UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            "document_number": forms.TextInput(attrs=_INPUT),
            "written_on": _day(),
            "effective_from": _day(),
            "disclosure": forms.RadioSelect,
            "closed_reason": forms.TextInput(attrs=_INPUT),
            "kind": forms.Select(attrs=_SELECT),
            "column": forms.Select(attrs=_SELECT),
            "interpretation": forms.Select(attrs=_SELECT),
            "exempt_reason": forms.TextInput(attrs=_INPUT),
            "contact": forms.TextInput(attrs={**_INPUT, "autocomplete": "name"}),
            "contact_phone": forms.TextInput(attrs={**_INPUT, "inputmode": "tel"}),
            "remarks": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, units: Sequence[Unit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("kind", Kind), ("column", Column)):
            choice = self.fields[name]
            assert isinstance(choice, forms.ModelChoiceField)
            choice.queryset = model._default_manager.order_by("position", "pk")
            choice.empty_label = "不填"
        told = self.fields["interpretation"]
        assert isinstance(told, forms.ChoiceField)
        told.choices = [("", "不适用（不是规范性文件）"), *Interpretation.choices]
        if units:
            mine = self.fields["unit"]
            assert isinstance(mine, forms.ModelChoiceField)
            mine.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("name")
        else:
            del self.fields["unit"]
            self.fields["seen"].initial = self.instance.changed_at.isoformat()

    def parts(self) -> list[tuple[str, list[BoundField]]]:
        """The fields under their headings."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in PARTS]

    def look_again(self, stands: Submission) -> None:
        """The person has been told what changed meanwhile: what they save next counts from here."""
        self.data = {**self.data.dict(), "seen": stands.changed_at.isoformat()}  # type: ignore[attr-defined]

    def clean_contact_phone(self) -> str:
        phone: str = self.cleaned_data["contact_phone"]
        if doubt := doubt_of_phone(phone):
            raise forms.ValidationError(doubt)
        return phone

    def clean_text(self) -> UploadedFile[bytes] | None:
        """Refused by its size before it is read."""
        file: UploadedFile[bytes] | None = self.cleaned_data["text"]
        if file is not None and (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(f"文件“{file.name}”超过20MB，没有读入；请拆分后再报送。")
        return file

    def clean_seen(self) -> datetime | None:
        """The moment the page wrote; nonsense is one at which nothing was saved."""
        written = self.cleaned_data["seen"]
        try:
            return (parse_datetime(written) or NEVER) if written else None
        except ValueError:  # the 45th day of a month
            return NEVER

    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FORM}


class AttachForm(forms.Form):
    """One more file."""

    role = forms.ChoiceField(
        label="种类", choices=FileRole.choices, widget=forms.RadioSelect, initial=FileRole.ATTACHMENT
    )
    file = forms.FileField(
        label="文件",
        help_text="PDF、JPEG、PNG 每个 10 MB 以内，.docx 20 MB 以内；按内容识别。图片会去掉拍摄地点等信息。",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "upload-file", "accept": ".pdf,.docx,.jpg,.jpeg,.png"}),
        error_messages={"required": "请选择一个文件。", "invalid": "没有收到文件，请重新选择。"},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="原因",
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        error_messages={"required": "请写明原因。"},
    )


class NothingForm(forms.Form):
    """A button that asks nothing more."""


class SendForm(forms.Form):
    """The tick is there only for who is told that the same came before."""

    again = forms.BooleanField(label="已经核对，仍要报送", required=False)

    def __init__(self, *args: Any, told: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not told:
            del self.fields["again"]


class IssueForm(forms.Form):
    """A draft issue of the gazette."""

    issue = forms.ModelChoiceField(
        label="编入", queryset=Issue.objects.none(), widget=forms.Select(attrs=_SELECT), required=False
    )
    replace = forms.BooleanField(label="用这份文件更新库里的草稿", required=False)

    def __init__(
        self, *args: Any, issues: Any, must: bool = False, replaces: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["issue"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset, choice.required = issues, must
        choice.empty_label = "请选择一期" if must else "先不编入"
        choice.error_messages["required"] = "请选择一期。"
        choice.help_text = "排在这一期目录的末尾；只列出还是草稿的各期。"
        if not replaces:
            del self.fields["replace"]
