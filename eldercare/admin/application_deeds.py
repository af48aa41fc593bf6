"""Buttons of an application: those its state and this person allow, and the applicant's and the township's among them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import action
from unfold.enums import ActionVariant

from eldercare import actions
from eldercare.actions.applications import form_now, left_blank
from eldercare.actions.panels import reached_by
from eldercare.admin.filing_deeds import ReasonForm
from eldercare.admin.rating_forms import HandInForm, OpinionForm
from eldercare.models import RatingApplication
from eldercare.permissions import (
    APPLY_RATING,
    APPROVE_RATING,
    ASSESS_RATING,
    CONFIRM_RATING,
    CONVENE_PANEL,
    REVIEW_RATING,
)
from eldercare.rating_facts import rating_facts
from eldercare.rating_offers import CHECK_MATERIALS, CONVENE, RECORD, SELF_ASSESS, offered
from eldercare.rating_vocabulary import Level, RatingVerb
from eldercare.rules.eligibility import MAY_SUBMIT, has_run_a_year, round_takes_it
from eldercare.rules.standard import highest_reached
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of

PLACES = "institution__township__parent__parent"
# Which deeds a button stands for, by its path.
STANDS_FOR: dict[str, set[str]] = {
    "self-assess": {SELF_ASSESS},
    "materials": {CHECK_MATERIALS},
    "submit": {RatingVerb.SUBMIT},
    "pass": {RatingVerb.PASS},
    "return": {RatingVerb.RETURN},
    "convene": {CONVENE},
    "record": {RECORD},
    "finish": {RatingVerb.ASSESS},
    "send-back": {RatingVerb.SEND_BACK},
    "approve": {RatingVerb.APPROVE, RatingVerb.PROPOSE},
    "refuse": {RatingVerb.REFUSE},
    "confirm": {RatingVerb.CONFIRM},
    "remand": {RatingVerb.REMAND},
    "decline": {RatingVerb.DECLINE},
    "withdraw": {RatingVerb.WITHDRAW},
}
BY_THE_DAY = (has_run_a_year, round_takes_it)  # depend on the day that is only typed with the form


class RatingDeeds(AsksBeforeActing):
    """What all buttons of an application share."""

    def has_apply_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(APPLY_RATING)

    def has_review_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(REVIEW_RATING)

    def has_return_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(REVIEW_RATING) or request.user.has_perm(APPROVE_RATING)

    def has_convene_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(CONVENE_PANEL)

    def has_assess_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(ASSESS_RATING)

    def has_approve_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(APPROVE_RATING)

    def has_confirm_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(CONFIRM_RATING)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what this person may do with it as it stands."""
        rows = RatingApplication.objects.visible_to(request.user).select_related(PLACES, "edition", "round")
        application = rows.filter(pk=object_id).first()
        buttons = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        if application is None:
            return []
        may = offered(application, by=user_of(request), on=timezone.localdate())
        return [
            button for button in buttons if button.path not in STANDS_FOR or STANDS_FOR[button.path] & may
        ]

    def with_reason(
        self,
        request: HttpRequest,
        object_id: str,
        act: Callable[..., RatingApplication],
        *,
        title: str,
        done: str,
        explanation: str,
        form: type[forms.Form] = ReasonForm,
    ) -> HttpResponse:
        application: RatingApplication = self.found(request, object_id)

        def acted(said: dict[str, Any]) -> None:
            act(application, **said, by=user_of(request), at=timezone.localtime())

        deed = Deed(title=title, form=form, act=acted, done=done, explanation=explanation)
        return self.ask(request, application, deed)


class ApplicantDeeds(RatingDeeds):
    @action(
        description="提交申请",
        url_path="submit",
        icon="send",
        variant=ActionVariant.PRIMARY,
        permissions=["apply"],
    )
    def submit(self, request: HttpRequest, object_id: str) -> HttpResponse:
        application: RatingApplication = self.found(request, object_id)
        today = timezone.localdate()
        facts = rating_facts(application.institution, application.round, on=today, application=application)
        answers = [rule(facts) for rule in MAY_SUBMIT]
        form = form_now(application.institution)
        blank = left_blank(form)
        blocking = [rule(facts).stops for rule in MAY_SUBMIT if rule not in BY_THE_DAY]

        def act(said: dict[str, Any]) -> None:
            said["level"] = Level(said["level"])
            actions.submit_application(application, **said, by=user_of(request), at=timezone.localtime())

        deed = Deed(
            title="提交申请",
            form=_hand_in(application, today),
            act=act,
            done=f"已提交，等待{application.institution.township}初审。",
            explanation="提交后，申请表照机构现在的资料固定下来，自评和材料也不能再改，除非退回补正。",
            blocked=any(blocking) or bool(blank),
            template="admin/eldercare/application_submit.html",
            context={"answers": answers, "form_now": form, "blank": blank, "application": application},
        )
        return self.ask(request, application, deed)

    @action(description="撤回申请", url_path="withdraw", icon="cancel", permissions=["apply"])
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.with_reason(
            request,
            object_id,
            actions.withdraw_application,
            title="撤回申请",
            done="已撤回。",
            explanation="撤回后这份申请不再办理，留下记录；本年度受理期内可以重新申请。",
        )

    @action(
        description="初审通过",
        url_path="pass",
        icon="task_alt",
        variant=ActionVariant.PRIMARY,
        permissions=["review"],
    )
    def review(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.with_reason(
            request,
            object_id,
            actions.pass_review,
            title="初审通过",
            done="初审已通过，等待县（区）民政局组成评定组。",
            explanation="核对申请表、自评和十种材料；意见写入申请表的“乡镇初审意见”。初审的人不能再参加评定、审批。",
            form=OpinionForm,
        )

    @action(description="退回补正", url_path="return", icon="undo", permissions=["return"])
    def give_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.with_reason(
            request,
            object_id,
            actions.return_application,
            title="退回补正",
            done="已退回申请的机构。",
            explanation="写明缺什么、怎样补正。补正后从初审起重新办理，各环节的意见清空，流转记录保留。",
        )


def _hand_in(application: RatingApplication, today: Any) -> Callable[..., forms.Form]:
    """The days of the last time where it was returned, and the level the self-assessment comes to."""
    initial = {
        "level": application.level_applied or self_level(application) or Level.A,
        "applied_on": application.applied_on or today,
        "commitment_on": application.commitment_on or today,
    }
    return lambda *sent: HandInForm(*sent) if sent else HandInForm(initial=initial)


def self_level(application: RatingApplication) -> Level | None:
    """The level whose every requirement the institution says it meets."""
    rows = list(application.edition.criteria.order_by("position"))
    codes = {row.pk: row.code for row in rows}
    marks = application.self_marks.values_list("criterion", "reached")
    reached = {codes[pk]: Level(level) if level else None for pk, level in marks}
    return highest_reached([row.text for row in rows if row.is_scored], reached)


def found_level(application: RatingApplication) -> Level | None:
    """The same by what the group found."""
    rows = application.edition.criteria.order_by("position")
    return highest_reached([row.text for row in rows if row.is_scored], reached_by(application))
