"""What the list of institutions shows, as a spreadsheet: asked before it is made, and written into the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from eldercare.models import Institution
from eldercare.permissions import EXPORT_INSTITUTION
from eldercare.spreadsheets.writing import XLSX_TYPE, exported_csv, exported_xlsx
from foundation.accounts.record import note_export
from foundation.admin.deeds import user_of
from foundation.redaction import redacted

Writer = Callable[[QuerySet[Institution]], bytes]
FORMATS: dict[str, tuple[str, str, Writer]] = {
    "xlsx": ("Excel 表格（.xlsx）", XLSX_TYPE, exported_xlsx),
    "csv": ("逗号分隔的文本（.csv）", "text/csv; charset=utf-8", exported_csv),
}


class FormatForm(forms.Form):
    format = forms.ChoiceField(
        label="格式",
        choices=[(name, words) for name, (words, *_) in FORMATS.items()],
        initial="xlsx",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择格式。", "invalid_choice": "请选择列出的格式。"},
    )


class SpreadsheetExport:
    """The list's filters, search and order come with the address, as the list itself reads them."""

    def export_spreadsheet(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(EXPORT_INSTITUTION):
            raise PermissionDenied
        try:
            listed: Any = self.get_changelist_instance(request)  # type: ignore[attr-defined]
        except IncorrectLookupParameters:
            return redirect("admin:eldercare_institution_changelist")
        chosen = filters_in_words(listed)
        form = FormatForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return self._hand_out(request, listed, form.cleaned_data["format"], chosen)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": "导出机构表格",
            "form": form,
            "count": listed.result_count,
            "chosen": chosen,
            "query": request.GET.urlencode(),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/eldercare/spreadsheet_export.html", context, status=status)

    def _hand_out(self, request: HttpRequest, listed: Any, format: str, chosen: list[str]) -> HttpResponse:
        _, content_type, write = FORMATS[format]
        content = write(listed.queryset)
        self.note_in_log(
            request,
            f"导出机构表格（{format}）",
            f"{listed.result_count} 个机构；{'；'.join(chosen) or '没有筛选'}",
        )
        what = f"机构表格（{format}）；{'；'.join(chosen) or '没有筛选'}"
        note_export(request, what, rows=listed.result_count, at=timezone.now())
        name = f"养老服务机构-{timezone.localdate()}.{format}"
        headers = {
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(content, content_type=content_type, headers=headers)

    def note_in_log(self, request: HttpRequest, deed: str, details: str) -> None:
        """The log of the desk says who brought how much in or out; numbers typed into a search stay out of it."""
        LogEntry.objects.create(
            user=user_of(request),
            content_type=ContentType.objects.get_for_model(Institution),
            object_repr=deed[:200],
            action_flag=CHANGE,
            change_message=redacted(details),
        )


def filters_in_words(listed: Any) -> list[str]:
    """“县（区）：云县”, “查找：爱华”: what narrows the list, as its side bar says it."""
    words = []
    for spec in listed.filter_specs:
        choices = list(spec.choices(listed))[1:]  # the first one is “all”
        words += [f"{spec.title}：{choice['display']}" for choice in choices if choice.get("selected")]
    return [*words, f"查找：{listed.query}"] if listed.query else words
