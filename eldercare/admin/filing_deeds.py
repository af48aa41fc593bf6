"""Buttons that move a filing: only those its state and this person allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminTextareaWidget

from eldercare import actions
from eldercare.facts import facts_of, with_facts
from eldercare.lifecycle import MOVES, verbs_from
from eldercare.models import Filing, Institution
from eldercare.permissions import NOTE_FILING
from eldercare.rules.checklist import obstacles
from eldercare.vocabulary import FilingPath, FilingStatus, FilingVerb
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.models import WorkYear


class SubmitForm(forms.Form):
    commitment_on = forms.DateField(
        label="承诺书签署日期",
        widget=UnfoldAdminDateWidget(),
        help_text="备案书和承诺书上签字盖章的日期。",
    )
    filed_on = forms.DateField(
        label="报送日期",
        widget=UnfoldAdminDateWidget(),
        help_text="备案书送达受理机关的日期；是否逾期按这一天算。",
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="原因",
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        error_messages={"required": "请写明原因。"},
    )


class RemarkForm(forms.Form):
    remark = forms.CharField(
        label="说明", max_length=300, required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )


class FilingDeeds(AsksBeforeActing):
    actions_detail: tuple[Any, ...] = ("submit", "accept", "send_back", "note", "discard", "cancel")

    def _may(self, request: HttpRequest, verb: FilingVerb) -> bool:
        return request.user.has_perm(MOVES[verb].permission)

    def has_submit_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, FilingVerb.SUBMIT)

    def has_accept_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, FilingVerb.ACCEPT)

    def has_send_back_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, FilingVerb.RETURN)

    def has_discard_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, FilingVerb.DISCARD)

    def has_cancel_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, FilingVerb.CANCEL)

    def has_note_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(NOTE_FILING)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what can be done from where the filing stands."""
        filing: Filing = self.found(request, str(object_id))
        buttons = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        return [button for button in buttons if _is_offered(button.path, filing)]

    @action(
        description="提交",
        url_path="submit",
        icon="send",
        variant=ActionVariant.PRIMARY,
        permissions=["submit"],
    )
    def submit(self, request: HttpRequest, object_id: str) -> HttpResponse:
        filing: Filing = self.found(request, object_id)
        institution = with_facts(Institution.objects.filter(pk=filing.institution_id)).get()
        today = timezone.localdate()
        found = obstacles(facts_of(institution, on=today, calendar=WorkYear.objects.calendar()))

        def form(*sent: Any) -> SubmitForm:
            return (
                SubmitForm(*sent) if sent else SubmitForm(initial={"commitment_on": today, "filed_on": today})
            )

        deed = Deed(
            title="提交备案",
            form=form,
            act=lambda said: self._done(
                actions.submit_filing(filing, **said, by=user_of(request), at=timezone.localtime())
            ),
            done=f"已提交，等待{filing.authority_name}受理。",
            explanation=""
            if found
            else f"提交后，备案书照机构现在的资料固定下来，由{filing.authority_name}受理；您自己不能受理。",
            notes=[answer.reason for answer in found],
            blocked=bool(found),
            template="admin/eldercare/filing_submit.html",
            context={"institution": institution, "obstacles": found},
        )
        return self.ask(request, filing, deed)

    @action(
        description="受理备案",
        url_path="accept",
        icon="task_alt",
        variant=ActionVariant.PRIMARY,
        permissions=["accept"],
    )
    def accept(self, request: HttpRequest, object_id: str) -> HttpResponse:
        filing: Filing = self.found(request, object_id)
        notes = (
            [f"报送日期 {filing.filed_on}，应备案日期 {filing.due_on}：逾期，照收并注明逾期。"]
            if filing.is_late
            else []
        )
        deed = Deed(
            title="受理备案",
            form=RemarkForm,
            act=lambda said: self._done(
                actions.accept_filing(filing, **said, by=user_of(request), at=timezone.localtime())
            ),
            done="已受理，回执编号已生成。请打印回执、基本条件告知书和扶持政策措施清单。",
            explanation="受理后按县（区）和年份顺序编号，编号不能更改；机构在公开名录中显示。",
            notes=notes,
        )
        return self.ask(request, filing, deed)

    @action(description="退回补正", url_path="return", icon="undo", permissions=["send_back"])
    def send_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._with_reason(
            request,
            object_id,
            actions.return_filing,
            "退回补正",
            "已退回。",
            "写明缺什么、怎样补正，报送的人看得到。",
        )

    @action(description="放弃", url_path="discard", icon="delete", permissions=["discard"])
    def discard(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._with_reason(
            request,
            object_id,
            actions.discard_filing,
            "放弃这份备案",
            "已放弃。",
            "放弃后留下记录，不能恢复；可以重新填写。",
        )

    @action(
        description="注销备案",
        url_path="cancel",
        icon="block",
        variant=ActionVariant.DANGER,
        permissions=["cancel"],
    )
    def cancel(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._with_reason(
            request,
            object_id,
            actions.cancel_filing,
            "注销备案",
            "已注销。",
            "注销后机构从公开名录中消失，不能恢复；重新开展服务的，另行备案。",
        )

    @action(description="县级备份", url_path="note", icon="inventory", permissions=["note"])
    def note(self, request: HttpRequest, object_id: str) -> HttpResponse:
        filing: Filing = self.found(request, object_id)
        deed = Deed(
            title="县级备份",
            form=forms.Form,
            act=lambda said: self._done(
                actions.note_copy(filing, by=user_of(request), at=timezone.localtime())
            ),
            done="已登记备份。",
            explanation="乡镇（街道）受理的备案书报县（区）民政局备份；登记后不再列在待办里。",
        )
        return self.ask(request, filing, deed)

    def _with_reason(
        self,
        request: HttpRequest,
        object_id: str,
        act: Callable[..., Filing],
        title: str,
        done: str,
        explanation: str,
    ) -> HttpResponse:
        filing: Filing = self.found(request, object_id)
        deed = Deed(
            title=title,
            form=ReasonForm,
            act=lambda said: self._done(act(filing, **said, by=user_of(request), at=timezone.localtime())),
            done=done,
            explanation=explanation,
        )
        return self.ask(request, filing, deed)

    @staticmethod
    def _done(_: Filing) -> None:
        return None


OFFERED = {"submit", "accept", "return", "discard", "cancel"}


def _is_offered(path: str, filing: Filing) -> bool:
    """A move from where the lifecycle allows it; a copy that waits to be noted; papers and numbers always."""
    if path in OFFERED:
        return FilingVerb(path) in verbs_from(filing.status)
    if path == "note":
        waits = filing.status == FilingStatus.ACCEPTED and filing.noted_at is None
        return waits and filing.path == FilingPath.SELF_RUN
    return True
