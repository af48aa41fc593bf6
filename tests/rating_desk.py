"""For tests of the rating desk, which reads the clock: applications of today, and what a page offers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from eldercare import actions
from eldercare.models import Institution, RatingApplication
from eldercare.rating_vocabulary import Level
from tests import care, rating
from tests.rating import People

LONG_AGO = 900


def today() -> date:
    return timezone.localdate()


def eligible(**fields: Any) -> Institution:
    return rating.eligible(opened_on=today() - timedelta(days=LONG_AGO), **fields)


def draft(institution: Institution | None = None) -> tuple[RatingApplication, People]:
    made = institution or eligible()
    who = rating.people(made)
    return rating.opened(made, by=who, at=timezone.localtime(), year=today().year), who


def submitted(level: Level = Level.AA) -> tuple[RatingApplication, People]:
    return rating.submitted(eligible(), level=level, at=timezone.localtime(), year=today().year)


def returned() -> tuple[RatingApplication, People]:
    application, who = submitted()
    reason = "示例：材料不全。"
    actions.return_application(application, reason=reason, by=who.reviewer, at=timezone.localtime())
    return fresh(application), who


def reviewed(*, with_group: bool = True) -> tuple[RatingApplication, People]:
    application, who = submitted()
    at = timezone.localtime()
    actions.pass_review(application, opinion="示例：同意。", by=who.reviewer, at=at)
    if with_group:
        actions.convene_panel(application, lead=who.lead, members=[who.member], by=who.approver, at=at)
    return fresh(application), who


def assessed(level: Level | None = Level.AA) -> tuple[RatingApplication, People]:
    return rating.assessed(eligible(), level=level, at=timezone.localtime(), year=today().year)


def proposed() -> tuple[RatingApplication, People]:
    application, who = assessed(Level.AAA)
    at = timezone.localtime()
    actions.approve(application, level=Level.AAA, opinion="示例：拟同意。", by=who.approver, at=at)
    return fresh(application), who


def decided(level: Level = Level.AA) -> tuple[RatingApplication, People]:
    application, who = assessed(level)
    at = timezone.localtime()
    actions.approve(application, level=level, opinion="示例：同意。", by=who.approver, at=at)
    if level == Level.AAA:
        actions.confirm(application, level=level, opinion="示例：同意。", by=who.confirmer, at=at)
    return fresh(application), who


def fresh(application: RatingApplication) -> RatingApplication:
    return RatingApplication.objects.get(pk=application.pk)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(application: RatingApplication, deed: str = "change") -> str:
    address = reverse("admin:eldercare_ratingapplication_change", args=[application.pk])
    return address if deed == "change" else f"{address.removesuffix('change/')}{deed}/"


def buttons(client: Client, url: str) -> set[str]:
    """The last part of the address of every button."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    offered: list[dict[str, Any]] = answer.context["actions_detail"]
    flat = [item for button in offered for item in button.get("items", [button])]
    return {item["path"].rstrip("/").rsplit("/", 1)[-1] for item in flat} - {"reveal", "papers"}


def send(user: User, application: RatingApplication, deed: str, **said: Any) -> Any:
    return as_user(user).post(page(application, deed), said)


def auditor() -> User:
    return care.officer("养老审计（只读）", care.city())
