"""Buttons that decide: the county's and the city's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import action
from unfold.enums import ActionVariant

from eldercare import actions
from eldercare.admin.application_deeds import RatingDeeds
from eldercare.admin.rating_forms import with_levels
from eldercare.levels import levels_of
from eldercare.models import RatingApplication
from eldercare.rating_vocabulary import LEVELS, Level
from eldercare.rules.timeline import first_possible_day, level_on
from foundation.admin.deeds import Deed, user_of


class CountyDeeds(RatingDeeds):
    @action(
        description="审批",
        url_path="approve",
        icon="gavel",
        variant=ActionVariant.PRIMARY,
        permissions=["approve"],
    )
    def approve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        application: RatingApplication = self.found(request, object_id)
        found = Level(application.panel_level) if application.panel_level else None
        own = [level for level in LEVELS[: found.rank + 1] if level != Level.AAA] if found else []
        to_city = ["3A 级报市民政局确认，生效日期由市民政局定。"] if found == Level.AAA else []
        return self._grant(
            request,
            application,
            actions.approve,
            title="审批",
            levels=LEVELS[: found.rank + 1] if found else (),
            dated=own,
            done="审批意见已记下。",
            explanation=f"评定组的意见是 {found.label}：{application.panel_opinion}"
            if found
            else "评定组的意见是不予评定，不能定级；有不同意见的，请退回评定组。",
            notes=to_city,
        )

    @action(description="不予评定", url_path="refuse", icon="block", permissions=["approve"])
    def refuse(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.with_reason(
            request,
            object_id,
            actions.refuse,
            title="不予评定",
            done="已作出不予评定的决定。",
            explanation="这份申请就此办结，作出不予评定的决定；机构下一年度可以再申请。请写明理由。",
        )

    @action(description="退回评定组", url_path="send-back", icon="reply", permissions=["approve"])
    def send_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.with_reason(
            request,
            object_id,
            actions.send_back,
            title="退回评定组",
            done="已退回评定组。",
            explanation="评定记录保留，评定组可以改正，由组长重新提出意见。",
        )

    def _grant(
        self,
        request: HttpRequest,
        application: RatingApplication,
        act: Callable[..., RatingApplication],
        *,
        title: str,
        levels: Sequence[Level],
        dated: Sequence[Level],
        done: str,
        explanation: str,
        notes: Sequence[str],
    ) -> HttpResponse:
        today = timezone.localdate()
        days, reasons = _first_days(application, dated, on=today)

        def acted(said: dict[str, Any]) -> None:
            act(application, **said, by=user_of(request), at=timezone.localtime())

        deed = Deed(
            title=title,
            form=with_levels(levels, effective_on=days.get(dated[-1]) if dated else None),
            act=acted,
            done=done,
            explanation=explanation,
            notes=[*notes, *reasons],
            blocked=not levels,
        )
        return self.ask(request, application, deed)


class CityDeeds(CountyDeeds):
    @action(
        description="市级确认",
        url_path="confirm",
        icon="verified",
        variant=ActionVariant.PRIMARY,
        permissions=["confirm"],
    )
    def confirm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        application: RatingApplication = self.found(request, object_id)
        return self._grant(
            request,
            application,
            actions.confirm,
            title="市级确认",
            levels=LEVELS,
            dated=LEVELS,
            done="市级意见已记下，评定决定已作出。",
            explanation=f"县（区）民政局的意见：{application.approval_opinion or '—'} 可以确认 3A 级，也可以定为较低的等级。",
            notes=[],
        )

    @action(description="退回县级", url_path="remand", icon="reply", permissions=["confirm"])
    def remand(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.with_reason(
            request,
            object_id,
            actions.remand,
            title="退回县级",
            done="已退回县（区）民政局。",
            explanation="县级的审批意见清空，由县（区）民政局重新审批，或者退回评定组。",
        )

    @action(description="市级不予评定", url_path="decline", icon="block", permissions=["confirm"])
    def decline(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.with_reason(
            request,
            object_id,
            actions.decline,
            title="市级不予评定",
            done="已作出不予评定的决定。",
            explanation="这份申请就此办结，不定任何等级。认为够较低等级的，请用“市级确认”定为那一级。",
        )


def _first_days(
    application: RatingApplication, levels: Sequence[Level], *, on: date
) -> tuple[dict[Level, date], list[str]]:
    """From when each level can hold, and why."""
    held = levels_of(application.institution)
    running = level_on(held, on)
    days = {level: first_possible_day(held, level, decided_on=on) for level in levels}
    reasons = []
    for day, together in groupby(levels, key=lambda level: days[level]):
        named = "、".join(level.label for level in together)
        if day == on:
            why = f"高于现有的 {running.label}，可以当天换级" if running else "现在没有等级，可以从决定当天起"
        else:
            why = "现有的等级到前一天为止，有效期不重叠"
        reasons.append(f"{named}最早从 {day} 起：{why}。")
    return days, reasons
