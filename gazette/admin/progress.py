"""The page 本期进度 at the desk of issues: `…/issue/<id>/progress/`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from foundation.admin.reviewed import there
from gazette.models import Issue
from gazette.progress import progress_of


class ShowsProgress:
    """For the desk of issues."""

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view  # type: ignore[attr-defined]
        own = path("<path:object_id>/progress/", guarded(self.progress), name="gazette_issue_progress")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def progress(self, request: HttpRequest, object_id: str) -> HttpResponse:
        issue: Issue = there(self, request, object_id)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": Issue._meta,
            "title": f"{issue}的进度",
            "progress": progress_of(issue, on=timezone.localdate()),
            "page": reverse("admin:gazette_issue_change", args=[issue.pk]),
        }
        return TemplateResponse(request, "admin/gazette/progress.html", context)
