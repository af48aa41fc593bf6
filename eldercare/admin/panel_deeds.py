"""Buttons of the rating group: appoint it, finish."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import action
from unfold.enums import ActionVariant

from eldercare import actions
from eldercare.actions.panels import LEAST_MEMBERS, reached_by
from eldercare.admin.application_deeds import RatingDeeds
from eldercare.admin.rating_forms import finish_with, panel_from
from eldercare.models import RatingApplication
from eldercare.permissions import ASSESS_RATING
from eldercare.rating_vocabulary import LEVELS, Level
from eldercare.rules.standard import CriterionText, falls_short, highest_reached
from foundation.admin.deeds import Deed, user_of
from foundation.models import Division, Jurisdiction


def assessors_at(county: Division) -> QuerySet[User]:
    """Who may be asked to sit on a group: holds the permission, and is on duty for the county."""
    people: QuerySet[User] = User.objects.with_perm(ASSESS_RATING, include_superusers=False)
    there = Jurisdiction.objects.filter(division=county).values("user")
    return people.filter(pk__in=there).order_by("first_name", "username", "pk")


class PanelDeeds(RatingDeeds):
    @action(
        description="组成评定组",
        url_path="convene",
        icon="groups",
        variant=ActionVariant.PRIMARY,
        permissions=["convene"],
    )
    def convene(self, request: HttpRequest, object_id: str) -> HttpResponse:
        application: RatingApplication = self.found(request, object_id)
        seats = list(application.panel.select_related("user").order_by("pk"))
        lead = next((seat.user for seat in seats if seat.is_lead), None)
        others = [seat.user for seat in seats if not seat.is_lead]

        def act(said: dict[str, Any]) -> None:
            actions.convene_panel(
                application,
                lead=said["lead"],
                members=list(said["members"]),
                by=user_of(request),
                at=timezone.localtime(),
            )

        deed = Deed(
            title="组成评定组",
            form=panel_from(assessors_at(application.institution.county), lead=lead, members=others),
            act=act,
            done="评定组已组成。",
            explanation="评定组实地查看、查阅资料，逐条记录，由组长提出意见。换人时已有的评定记录保留。",
            template="admin/eldercare/application_convene.html",
        )
        return self.ask(request, application, deed)

    @action(
        description="完成评定",
        url_path="finish",
        icon="done_all",
        variant=ActionVariant.PRIMARY,
        permissions=["assess"],
    )
    def finish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        application: RatingApplication = self.found(request, object_id)
        criteria = [row.text for row in application.edition.criteria.order_by("position") if row.is_scored]
        reached = reached_by(application)
        highest = highest_reached(criteria, reached)
        hindrances = _hindrances(application, criteria, reached)

        def act(said: dict[str, Any]) -> None:
            actions.finish_assessment(application, **said, by=user_of(request), at=timezone.localtime())

        deed = Deed(
            title="完成评定",
            form=finish_with(highest, today=timezone.localdate()),
            act=act,
            done="评定已完成，等待县（区）民政局审批。",
            explanation=_comes_to(highest) if not hindrances else "还不能完成评定：",
            notes=hindrances or _short_of(criteria, highest, reached),
            blocked=bool(hindrances),
        )
        return self.ask(request, application, deed)


def _comes_to(highest: Level | None) -> str:
    if highest is None:
        return "评定记录不到 A 级，只能建议不予评定。"
    return f"评定记录达到 {highest.label}；建议的等级不能更高。"


def _hindrances(
    application: RatingApplication, criteria: list[CriterionText], reached: dict[str, Level | None]
) -> list[str]:
    found = []
    if application.panel.count() < LEAST_MEMBERS:
        found.append(f"评定组至少 {LEAST_MEMBERS} 人。")
    if unseen := [f"{row.code} {row.item}" for row in criteria if row.code not in reached]:
        found.append(f"还有 {len(unseen)} 条没有评定记录：{'、'.join(unseen)}。")
    return found


def _short_of(
    criteria: list[CriterionText], highest: Level | None, reached: dict[str, Level | None]
) -> list[str]:
    """Why it is not the next level."""
    wanted = highest.next if highest else LEVELS[0]
    if wanted is None:
        return []
    named = "；".join(
        f"{row.code} {row.item}（{row.of(wanted).text}）" for row in falls_short(criteria, wanted, reached)
    )
    return [f"没有达到 {wanted.label}的：{named}。"]
