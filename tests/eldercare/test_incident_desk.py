"""Accidents at the desk: recorded, determined, answered by a decision on the level; every refusal at its field, and nothing
that was typed is lost (N086, N087)."""

from __future__ import annotations

from typing import Any

import pytest

from eldercare.models import Affiliation, Incident, Rating, RatingDecision
from eldercare.rating_vocabulary import Level, RatingStatus
from tests import rating_desk, supervision
from tests.eldercare.desk import page_of
from tests.rating_desk import as_user, buttons, today
from tests.supervision import days, post, said_of, watched

pytestmark = pytest.mark.django_db
INCIDENT = {"kind": "fire", "summary": "示例：厨房起火。", "deaths": 0, "injuries": 2}


def test_an_accident_of_a_day_gone_by_is_recorded_on_the_page_of_the_institution() -> None:
    who = watched()
    answer = post(who.township, who.institution, "incident", **INCIDENT, happened_on=days(30))
    made = Incident.objects.get()
    assert answer.headers["location"] == page_of(made)
    assert (made.happened_on, made.recorded_on, made.recorded_by) == (days(30), today(), who.township)
    page = as_user(who.officer).get(page_of(made)).content.decode()
    assert "死亡 0 人，受伤 2 人" in page
    assert "待认定" in page


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"happened_on": days(-1)}, "happened_on", "还没有到"),
        ({"happened_on": "2001-01-01"}, "happened_on", "早于开展服务日期"),
        ({"happened_on": ""}, "happened_on", "请填写发生日期"),
        ({"happened_on": "昨天"}, "happened_on", "2026-03-05 这样的日期"),
        ({"summary": "  "}, "summary", "请写明经过"),
        ({"deaths": "-1"}, "deaths", "不能是负数"),
        ({"injuries": "两"}, "injuries", "请填整数"),
        ({"kind": "war"}, "kind", "war"),
    ],
)
def test_a_wrong_accident_is_refused_at_its_field_and_stays_typed(
    typed: dict[str, Any], field: str, told: str
) -> None:
    who = watched(None)
    sent = {**INCIDENT, "happened_on": days(3), **typed}
    answer = post(who.officer, who.institution, "incident", **sent)
    assert answer.status_code == 422
    assert told in "".join(said_of(answer)[field])
    assert "示例：厨房起火。" in answer.content.decode() or field == "summary"
    assert not Incident.objects.exists()


def test_an_accident_is_determined_once_by_the_county() -> None:
    who = watched()
    made = supervision.incident(who)
    said = {"is_major": "yes", "determination": "示例认定书", "determined_on": days(2)}
    assert buttons(as_user(who.other), page_of(made)) == {"determine"}
    assert buttons(as_user(who.township), page_of(made)) == set()
    assert post(who.township, made, "determine", **said).status_code == 403
    assert post(who.city, made, "determine", **said).status_code == 403
    refused = post(who.other, made, "determine", **said | {"determined_on": days(21)})
    assert "认定日期须在事故发生日期和今天之间" in said_of(refused)["determined_on"][0]
    assert "请选择" in said_of(post(who.other, made, "determine", **said | {"is_major": ""}))["is_major"][0]
    assert post(who.other, made, "determine", **said).status_code == 302
    made.refresh_from_db()
    assert (made.is_major, made.determined_by) == (True, who.other)
    again = post(who.other, made, "determine", **said)
    assert again.status_code == 422
    assert "已经认定过" in again.content.decode()


def test_cancelling_says_what_ends_and_what_is_barred_and_ends_it() -> None:
    who = watched(Level.AA)
    made = supervision.determined(who)
    held = Rating.objects.current().get()
    assert buttons(as_user(who.decider), page_of(made)) == {"cancel"}
    asked = as_user(who.decider).get(page_of(made, "cancel")).content.decode()
    assert f"2A 级（{held.first_day} 至 {held.last_day}）到 {days(21)} 为止" in asked
    assert "为止不能重新申请评定" in asked
    answer = post(who.decider, made, "cancel", grounds="示例：重大责任事故。")
    decision = RatingDecision.objects.get(kind="cancel")
    assert answer.headers["location"] == page_of(decision)
    assert (decision.effective_on, Rating.objects.current().get().last_day) == (days(20), days(21))
    assert buttons(as_user(who.decider), page_of(made)) == set()
    again = post(who.decider, made, "cancel", grounds="示例：再来。")
    assert again.status_code == 422
    assert RatingDecision.objects.filter(kind="cancel").count() == 1


def test_an_application_on_its_way_ends_with_the_level_and_is_announced() -> None:
    who = watched(Level.A, rated_ago=500)
    application, _people = rating_desk.draft(who.institution)
    made = supervision.determined(who)
    asked = as_user(who.decider).get(page_of(made, "cancel")).content.decode()
    assert "评定申请（草稿）随之终止" in asked
    post(who.decider, made, "cancel", grounds="示例：重大责任事故。")
    application.refresh_from_db()
    assert application.status == RatingStatus.ENDED


def test_who_recorded_or_determined_or_is_attached_does_not_decide() -> None:
    who = watched()
    made = supervision.determined(who)
    Affiliation.objects.create(
        user=who.decider, institution=who.institution, bond="relative", since=days(100)
    )
    for user in (who.officer, who.other, who.decider, who.city):
        assert buttons(as_user(user), page_of(made)) == set()
    assert "由您登记或认定" in post(who.other, made, "cancel", grounds="示例").content.decode()
    assert "利害关系" in post(who.decider, made, "cancel", grounds="示例").content.decode()
    assert "民政局作出" in post(who.city, made, "cancel", grounds="示例").content.decode()
    assert post(who.township, made, "cancel", grounds="示例").status_code == 403
    assert not RatingDecision.objects.filter(kind="cancel").exists()


def test_without_a_level_that_day_there_is_nothing_to_cancel() -> None:
    who = watched(Level.A, rated_ago=5)
    made = supervision.determined(who)  # the accident came first
    answer = as_user(who.decider).get(page_of(made, "cancel"))
    assert answer.context["deed"].blocked
    assert "没有有效的等级" in answer.content.decode()
    assert buttons(as_user(who.decider), page_of(made)) == set()
    minor = supervision.determined(watched(), is_major=False)
    assert buttons(as_user(who.decider), page_of(minor)) == set()
