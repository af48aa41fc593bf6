"""Buttons of an order to correct: more time, a re-check, its end, and what becomes of the level."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action
from unfold.enums import ActionVariant

from eldercare import actions
from eldercare.actions.supervision import no_level_that_day
from eldercare.admin.supervised import SUPERVISED_DEED
from eldercare.admin.supervision_forms import (
    ExtensionForm,
    OutcomeForm,
    RecheckForm,
    choosing,
    taking_from,
)
from eldercare.levels import level_held
from eldercare.models import Rectification
from eldercare.permissions import END_RECTIFICATION, ORDER_RECTIFICATION, WITHDRAW_LEVEL
from eldercare.rating_vocabulary import Level
from eldercare.supervision import stage_of
from eldercare.supervision_offers import order_offers
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of


class OrderDeeds(AsksBeforeActing):
    actions_detail: tuple[Any, ...] = ("extend", "recheck", "close", "fail", "take")

    def has_order_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(ORDER_RECTIFICATION)

    def has_end_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(END_RECTIFICATION)

    def has_take_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(WITHDRAW_LEVEL)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what this person may do with it as it stands."""
        order: Rectification = self.found(request, str(object_id))
        today = timezone.localdate()
        may = order_offers(order, stage_of(order, on=today), by=user_of(request), on=today)
        buttons = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        return [button for button in buttons if button.path in may]

    @action(description="延期", url_path="extend", icon="more_time", permissions=["order"])
    def extend(self, request: HttpRequest, object_id: str) -> HttpResponse:
        order: Any = self.found(request, object_id)
        return self._deed(
            request,
            order,
            actions.extend_deadline,
            title="延期",
            form=ExtensionForm,
            done="已延期。",
            explanation=f"现在的期限是 {order.due_on}。延期另记一行，写明原因；原来的期限保留。",
        )

    @action(
        description="登记复查",
        url_path="recheck",
        icon="fact_check",
        variant=ActionVariant.PRIMARY,
        permissions=["order"],
    )
    def recheck(self, request: HttpRequest, object_id: str) -> HttpResponse:
        order: Any = self.found(request, object_id)
        return self._deed(
            request,
            order,
            actions.record_recheck,
            title="登记复查",
            form=choosing(RecheckForm, order.institution, first={"checked_on": timezone.localdate()}),
            done="已登记复查。整改到位的请办结；期满没有到位的请认定，或者延期。",
            explanation="复查本身不办结整改：办结、认定由人另作。复查登记后不能改动。",
        )

    @action(
        description="办结",
        url_path="close",
        icon="task_alt",
        variant=ActionVariant.PRIMARY,
        permissions=["end"],
    )
    def close(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._deed(
            request,
            self.found(request, object_id),
            actions.close_rectification,
            title="办结",
            form=OutcomeForm,
            done="已办结：整改到位。",
            explanation="最近一次复查写明已整改到位的，可以办结。办结后不再延期、复查。",
        )

    @action(
        description="认定未按期整改",
        url_path="fail",
        icon="report",
        variant=ActionVariant.DANGER,
        permissions=["end"],
    )
    def fail(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._deed(
            request,
            self.found(request, object_id),
            actions.fail_rectification,
            title="认定未按期整改",
            form=OutcomeForm,
            done="已认定未按期整改。有等级的，由评定机关的另一位工作人员决定降低或撤销。",
            explanation="期限已过，期满后复查仍没有到位的，由人认定；认定后不再延期。认定本身不改变等级。",
        )

    @action(
        description="降低或撤销等级",
        url_path="take",
        icon="trending_down",
        variant=ActionVariant.DANGER,
        permissions=["take"],
    )
    def take(self, request: HttpRequest, object_id: str) -> HttpResponse:
        order: Rectification = self.found(request, object_id)
        today = timezone.localdate()
        held = level_held(order.institution, on=today)
        level = Level(held.level) if held else None

        def act(said: dict[str, Any]) -> str:
            decision = actions.lower_or_revoke(order, **said, by=user_of(request), at=timezone.localtime())
            return reverse("admin:eldercare_ratingdecision_change", args=[decision.pk])

        now = f"现在是 {held.get_level_display()}，到 {held.last_day} 为止。" if held else ""
        deed = Deed(
            title="降低或撤销等级",
            form=taking_from(level),
            act=act,
            done="已作出决定，等级从今天起改变。",
            explanation=f"{now}没有按期整改的，降低或撤销等级（五（二））。须由没有责令、认定这次整改的人决定。",
            notes=[
                f"降低的，从今天（{today}）起为较低的等级，到期日不变；撤销的，从今天起没有等级，可以重新申请。"
            ]
            if held
            else [no_level_that_day(order.institution, today)],
            blocked=held is None,
            template=SUPERVISED_DEED,
        )
        return self.ask(request, order, deed)

    def _deed(
        self,
        request: HttpRequest,
        order: Rectification,
        act: Callable[..., object],
        *,
        title: str,
        form: Callable[..., forms.Form],
        done: str,
        explanation: str,
    ) -> HttpResponse:
        def acted(said: dict[str, Any]) -> None:
            act(order, **said, by=user_of(request), at=timezone.localtime())

        deed = Deed(
            title=title,
            form=form,
            act=acted,
            done=done,
            explanation=explanation,
            template=SUPERVISED_DEED,
        )
        return self.ask(request, order, deed)
