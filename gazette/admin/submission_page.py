"""The page of one submission: what was said, what was read, the text beside it, and the files for saving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from foundation.file_kinds import FileKind
from foundation.models import Unit, WorkYear
from foundation.permissions import VIEW_SUBMISSION
from foundation.private_files import serve_private
from gazette.admin.submission_deeds import SubmissionDeeds, offers
from gazette.admin.submission_list import clock_of, due_text
from gazette.admin.upload_preview import understood
from gazette.models import Entry, Submission, SubmissionFile
from gazette.submission_lifecycle import OPEN_TO_THE_UNIT
from gazette.submission_rules import differences, missing
from gazette.submission_twins import twins_of


class SubmissionPage(SubmissionDeeds):
    """For the desk of submissions, which says who sees what."""

    def is_mine(self, request: HttpRequest, submission: Submission) -> bool:
        raise NotImplementedError

    def frame(self, request: HttpRequest) -> dict[str, Any]:
        raise NotImplementedError

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        submission = self.found(request, object_id)
        context = {
            **self.frame(request),
            "title": str(submission),
            "upload": submission,  # as the parts of the import desk call what was read
            "submission": submission,
            "answer": submission.answer,
            "is_nav_sidebar_enabled": False,  # both sides need the width
            **self._told(request, submission),
        }
        return TemplateResponse(request, "admin/submission/page.html", context)

    def _told(self, request: HttpRequest, submission: Submission) -> Mapping[str, Any]:
        calendar = WorkYear.objects.calendar()
        facts, mine = submission.facts(), self.is_mine(request, submission)
        text_of = _number(request, "text") or 0
        return {
            "offers": [
                one for one in offers(submission, request) if mine or request.user.has_perm(VIEW_SUBMISSION)
            ],
            "may_write": mine and submission.state in OPEN_TO_THE_UNIT,
            "lacking": missing(facts, today=timezone.localdate()) if mine else [],
            "differences": differences(facts, submission.read),
            "twins": twins_of(submission),
            "files": list(submission.files.order_by("role", "pk")),
            "moves": list(submission.moves.select_related("by").order_by("pk")),
            "places": list(
                Entry.objects.filter(document=submission.document_id or 0).select_related("issue")
            ),
            "due": due_text(submission, calendar),
            "clock": clock_of(submission, calendar),
            "text_of": text_of,
            "preview": understood(
                submission.answer,
                lines=submission.lines,
                findings=submission.findings,
                lexicon=Unit.objects.lexicon(),
                text_of=text_of,
                sheet=_number(request, "sheet") or 1,
            )
            if submission.answer
            else None,
        }

    def file(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The text as it came, for saving, never for opening in the browser."""
        submission = self.found(request, str(pk))
        if not submission.file:
            raise Http404
        return serve_private(submission.file, name=submission.file_name, kind=None)

    def attached(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        submission = self.found(request, str(pk))
        found = get_object_or_404(SubmissionFile, submission=submission, pk=file)
        kind = FileKind(found.kind) if found.kind in FileKind.values else None
        return serve_private(found.file, name=found.name, kind=kind)


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else None
