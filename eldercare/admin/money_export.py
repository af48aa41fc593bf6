"""What a list of money shows, as a spreadsheet: asked before it is made, and written into the log."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import content_disposition_header

from eldercare.permissions import EXPORT_AWARD
from foundation.accounts.record import note_export
from foundation.admin.deeds import user_of
from foundation.redaction import redacted
from foundation.workbook import XLSX_TYPE


class ExportsList:
    """For a desk of money, before ScopedAdmin: the list's filters, search and order come with the address."""

    export_name = ""
    export_noun = ""
    list_before_template = "admin/eldercare/money_doors.html"

    def export_book(self, rows: Any) -> bytes:
        raise NotImplementedError

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {
            **(extra_context or {}),
            "may_export": request.user.has_perm(EXPORT_AWARD),
            "export_page": f"admin:eldercare_{self.opts.model_name}_export",  # type: ignore[attr-defined]
        }
        response: HttpResponse = super().changelist_view(request, context)  # type: ignore[misc]
        return response

    def get_urls(self) -> list[URLPattern]:
        noun = self.opts.model_name  # type: ignore[attr-defined]
        view = self.admin_site.admin_view(self.export)  # type: ignore[attr-defined]
        return [path("export/", view, name=f"eldercare_{noun}_export"), *super().get_urls()]  # type: ignore[misc]

    def export(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(EXPORT_AWARD):
            raise PermissionDenied
        opts = self.opts  # type: ignore[attr-defined]
        listing = f"admin:eldercare_{opts.model_name}_changelist"
        try:
            listed: Any = self.get_changelist_instance(request)  # type: ignore[attr-defined]
        except IncorrectLookupParameters:
            return redirect(listing)
        chosen = _in_words(listed)
        if request.method == "POST":
            return self._hand_out(request, listed, chosen)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": opts,
            "title": f"导出{self.export_name}",
            "count": listed.result_count,
            "noun": self.export_noun,
            "chosen": chosen,
            "query": request.GET.urlencode(),
            "export_page": f"admin:eldercare_{opts.model_name}_export",
            "list_page": listing,
        }
        return TemplateResponse(request, "admin/eldercare/money_export.html", context)

    def _hand_out(self, request: HttpRequest, listed: Any, chosen: list[str]) -> HttpResponse:
        content = self.export_book(listed.queryset)
        told = f"{listed.result_count} {self.export_noun}；{'；'.join(chosen) or '没有筛选'}"
        return handed_out(request, content, self.export_name, told, listed.model, rows=listed.result_count)


def handed_out(
    request: HttpRequest, content: bytes, name: str, told: str, model: Any, *, rows: int
) -> HttpResponse:
    """The file; the log of the desk and the security record say who took what."""
    note_export(request, f"{name}（xlsx）；{told}", rows=rows, at=timezone.now())
    LogEntry.objects.create(
        user=user_of(request),
        content_type=ContentType.objects.get_for_model(model),
        object_repr=f"导出{name}（xlsx）",
        action_flag=CHANGE,
        change_message=redacted(told),
    )
    response = HttpResponse(content, content_type=XLSX_TYPE)
    file_name = f"{name}-{timezone.localdate()}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _in_words(listed: Any) -> list[str]:
    """“县（区）：云县”, “查找：爱华”: what narrows the list, as its side bar says it."""
    words = []
    for spec in listed.filter_specs:
        choices = list(spec.choices(listed))[1:]  # the first one is “all”
        words += [f"{spec.title}：{choice['display']}" for choice in choices if choice.get("selected")]
    return [*words, f"查找：{listed.query}"] if listed.query else words
