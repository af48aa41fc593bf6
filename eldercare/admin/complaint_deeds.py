"""Buttons that move a complaint: only those its state and this person allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget

from eldercare import actions
from eldercare.complaint_lifecycle import verbs_from
from eldercare.complaint_vocabulary import ComplaintVerb
from eldercare.models import Complaint
from eldercare.models.complaint import LONGEST_REPLY
from eldercare.permissions import HANDLE_COMPLAINT
from eldercare.rules.complaints import DAYS_TO_HANDLE
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of


class NoteForm(forms.Form):
    remark = forms.CharField(
        label="内部说明",
        max_length=300,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text="只记入流转记录，投诉人看不到。",
    )


class ReplyForm(NoteForm):
    reply = forms.CharField(
        label="答复",
        max_length=LONGEST_REPLY,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        help_text="投诉人凭查询码看得到；不要写任何人的身份证号码、电话，也不要写投诉人说了什么。",
        error_messages={"required": "请写明答复，投诉人凭查询码看得到。"},
    )
    field_order = ("reply", "remark")


class ComplaintDeeds(AsksBeforeActing):
    actions_detail: tuple[Any, ...] = ("accept", "handle", "decline")

    def has_handling_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(HANDLE_COMPLAINT)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what can be done from where the complaint stands; a number to reveal only where one was left."""
        complaint: Complaint = self.found(request, str(object_id))
        buttons = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        return [button for button in buttons if _is_offered(button.path, complaint)]

    @action(
        description="受理",
        url_path="accept",
        icon="task_alt",
        variant=ActionVariant.PRIMARY,
        permissions=["handling"],
    )
    def accept(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._asked(
            request,
            object_id,
            "受理投诉",
            NoteForm,
            actions.accept_complaint,
            "已受理。",
            f"受理后 {DAYS_TO_HANDLE} 个工作日内办结；投诉人凭查询码看到“办理中”。",
        )

    @action(
        description="办结",
        url_path="handle",
        icon="mark_email_read",
        variant=ActionVariant.PRIMARY,
        permissions=["handling"],
    )
    def handle(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._asked(
            request,
            object_id,
            "办结投诉",
            ReplyForm,
            actions.handle_complaint,
            "已办结，答复可以凭查询码看到。",
            "写明查了什么、怎样处理。办结后不能改。",
        )

    @action(description="不予办理", url_path="decline", icon="block", permissions=["handling"])
    def decline(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._asked(
            request,
            object_id,
            "不予办理",
            ReplyForm,
            actions.decline_complaint,
            "已答复不予办理。",
            "写明为什么，该找哪里。不能改。",
        )

    def _asked(
        self,
        request: HttpRequest,
        object_id: str,
        title: str,
        form: type[forms.Form],
        act: Callable[..., Complaint],
        done: str,
        explanation: str,
    ) -> HttpResponse:
        complaint: Complaint = self.found(request, object_id)

        def do(said: dict[str, Any]) -> None:
            act(complaint, **said, by=user_of(request), at=timezone.localtime())

        return self.ask(
            request, complaint, Deed(title=title, form=form, act=do, done=done, explanation=explanation)
        )


OFFERED = {"accept", "handle", "decline"}


def _is_offered(path: str, complaint: Complaint) -> bool:
    if path in OFFERED:
        return ComplaintVerb(path) in verbs_from(complaint.status)
    return bool(complaint.contact_phone)
