"""Buttons that move a submission: only those its state and this person allow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from documents.document_numbers import read_number
from documents.models import Document
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.lifecycle import Status
from gazette import submissions
from gazette.admin.submission_forms import IssueForm, NothingForm, ReasonForm, SendForm
from gazette.models import Issue, Submission
from gazette.submission_lifecycle import MOVES, SubmissionVerb, verbs_from
from gazette.submission_rules import missing
from gazette.submission_twins import twins_of

V = SubmissionVerb
BUTTONS = {V.SEND: "报送", V.WITHDRAW: "撤回", V.ACCEPT: "收稿", V.RETURN: "退回", V.TAKE: "编入一期"} | {
    V.DECLINE: "不予刊登"
}
FIRST = (V.SEND, V.ACCEPT, V.TAKE)  # what is wished for; the others stand beside it


@dataclass(frozen=True)
class Offer:
    label: str
    url: str
    is_first: bool


def offers(submission: Submission, request: HttpRequest) -> list[Offer]:
    """What this person may do with it now, what is wished for first."""
    may = [verb for verb in verbs_from(submission.state) if request.user.has_perm(MOVES[verb].permission)]
    return [
        Offer(BUTTONS[verb], address(submission, verb.value), verb in FIRST)
        for verb in sorted(may, key=lambda verb: verb not in FIRST)
    ]


def address(submission: Submission, deed: str, *more: Any) -> str:
    return reverse(f"admin:gazette_submission_{deed}", args=[submission.pk, *more])


class SubmissionDeeds(AsksBeforeActing):
    """For the desk of submissions: `…/submission/<number>/<verb>/`."""

    def deed_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view  # type: ignore[attr-defined]
        deeds: dict[SubmissionVerb, Callable[..., HttpResponse]] = {
            V.SEND: self.send,
            V.WITHDRAW: self.withdraw,
            V.RETURN: self.send_back,
            V.ACCEPT: self.accept,
            V.TAKE: self.take,
            V.DECLINE: self.decline,
        }
        return [
            path(f"<int:pk>/{verb.value}/", guarded(deed), name=f"gazette_submission_{verb.value}")
            for verb, deed in deeds.items()
        ]

    def _asked(self, request: HttpRequest, pk: int, verb: SubmissionVerb) -> Submission:
        """Unseen is 404; seen, but not for this person to move, is 403."""
        submission: Submission = self.found(request, str(pk))
        if not request.user.has_perm(MOVES[verb].permission):
            raise PermissionDenied
        return submission

    def _with_reason(
        self,
        request: HttpRequest,
        pk: int,
        verb: SubmissionVerb,
        act: Callable[..., Any],
        told: str,
        done: str,
    ) -> HttpResponse:
        submission = self._asked(request, pk, verb)
        deed = Deed(
            title=verb.label,
            form=ReasonForm,
            act=lambda said: self._done(
                request, verb, act(submission, **said, by=user_of(request), at=timezone.now())
            ),
            done=done,
            explanation=told,
        )
        return self.ask(request, submission, deed)

    def send(self, request: HttpRequest, pk: int) -> HttpResponse:
        submission = self._asked(request, pk, V.SEND)
        lacking = missing(submission.facts(), today=timezone.localdate())
        twins = [] if lacking else twins_of(submission)
        deed = Deed(
            title=V.SEND.label,
            form=lambda *sent: SendForm(*sent, told=bool(twins)),
            act=lambda said: self._done(
                request,
                V.SEND,
                submissions.send_submission(submission, **said, by=user_of(request), at=timezone.now()),
            ),
            done="已报送，等编辑部收稿。",
            explanation="报送以后内容不能改；要改的，请编辑部退回。编辑部收稿以前可以撤回。",
            notes=lacking or [f"{twin}。" for twin in twins],
            blocked=bool(lacking),
        )
        return self.ask(request, submission, deed)

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        told = "撤回后不能再报送；要再报送的，请另写一件。编辑部收稿以后不能撤回。"
        return self._with_reason(request, pk, V.WITHDRAW, submissions.withdraw_submission, told, "已撤回。")

    def send_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        told = "退回后，报送单位可以修改，再次报送时编号不变。原因请写清楚要改什么。"
        return self._with_reason(
            request, pk, V.RETURN, submissions.return_submission, told, "已退回报送单位。"
        )

    def decline(self, request: HttpRequest, pk: int) -> HttpResponse:
        told = "不予刊登后不再办理；已经收稿的，公文草稿仍在“公文”里，由编辑部处理。报送单位看得到原因。"
        return self._with_reason(
            request, pk, V.DECLINE, submissions.decline_submission, told, "已记为不予刊登。"
        )

    def accept(self, request: HttpRequest, pk: int) -> HttpResponse:
        submission = self._asked(request, pk, V.ACCEPT)
        replaces = _has_draft(submission)
        deed = Deed(
            title=V.ACCEPT.label,
            form=lambda *sent: IssueForm(*sent, issues=draft_issues(), replaces=replaces),
            act=lambda said: self._done(
                request,
                V.ACCEPT,
                submissions.accept_submission(submission, **said, by=user_of(request), at=timezone.now()),
            ),
            done="已收稿，存为公文草稿。",
            explanation="收稿后存为公文草稿，不会公开；读入的问题和不认识的单位，照平常在“读入问题”“待确认单位”里处理。",
            notes=[f"{twin}。" for twin in twins_of(submission)],
        )
        return self.ask(request, submission, deed)

    def take(self, request: HttpRequest, pk: int) -> HttpResponse:
        submission = self._asked(request, pk, V.TAKE)

        def act(said: dict[str, Any]) -> None:
            moved = submissions.take_submission(
                submission, issue=said["issue"], by=user_of(request), at=timezone.now()
            )
            self._done(request, V.TAKE, moved)

        issues = draft_issues()
        deed = Deed(
            title=V.TAKE.label,
            form=(lambda *sent: IssueForm(*sent, issues=issues, must=True)) if issues else NothingForm,
            act=act,
            done="已编入。",
            notes=[] if issues else ["现在没有草稿状态的一期：请先在“公报期次”里新增。"],
            blocked=not issues,
        )
        return self.ask(request, submission, deed)

    def _done(self, request: HttpRequest, verb: SubmissionVerb, moved: Submission) -> None:
        self.log_change(request, moved, verb.label)  # type: ignore[attr-defined]


def draft_issues() -> QuerySet[Issue]:
    return Issue.objects.filter(status=Status.DRAFT).newest_first()


def _has_draft(submission: Submission) -> bool:
    """Whether a draft stands on record under the number that the text, or else the form, bears."""
    number = read_number(str(submission.read.get("document_number") or submission.document_number))
    if number is None:
        return False
    known = Document.objects.with_number(series=number.series, year=number.year, serial=number.serial)
    return known.filter(status=Status.DRAFT).exists()
