"""Accidents, inspections and orders at the desk: who records, who determines, who decides; every refusal at its field, and
nothing that was typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from eldercare import actions
from eldercare.models import (
    Affiliation,
    Evidence,
    Extension,
    Incident,
    Inspection,
    Rating,
    RatingDecision,
    Recheck,
    Rectification,
)
from eldercare.rating_vocabulary import Level, OrderKind, RatingStatus
from tests import care, rating_desk, supervision
from tests.eldercare.desk import client_of, list_of, page_of
from tests.rating_desk import as_user, buttons, today
from tests.supervision import Watched, days, watched

pytestmark = pytest.mark.django_db


def post(user: User, row: Any, deed: str, **said: Any) -> Any:
    return client_of(user).post(page_of(row, deed), said)


def said_of(answer: Any) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = answer.context["form"].errors
    return {name: list(found) for name, found in errors.items()}


INCIDENT = {"kind": "fire", "summary": "示例：厨房起火。", "deaths": 0, "injuries": 2}
INSPECTION = {"departments": "示例县民政局", "result": "示例：呼叫装置损坏。", "meets_standard": "no"}
ORDER = {"kind": "standard", "requirement": "示例：修复呼叫装置。", "inspection": ""}


# Accidents


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


# Inspections


def evidence_of(who: Watched) -> Evidence:
    from tests.eldercare.places import site

    place = site("here")
    return Evidence.objects.filter(pk=place.evidence.pk).get()


def test_an_inspection_keeps_its_files_and_leads_to_an_order() -> None:
    own = evidence_of(watched(None))
    officer = care.officer()
    answer = post(officer, own.institution, "inspect", **INSPECTION, inspected_on=days(1), evidence=[own.pk])
    made = Inspection.objects.get()
    assert answer.headers["location"] == page_of(made)
    assert list(made.evidence.all()) == [own]
    page = as_user(officer).get(page_of(made)).content.decode()
    assert own.name in page
    assert "不符合要求" in page
    post(officer, own.institution, "order", **ORDER | {"inspection": made.pk, "deadline": days(-30)})
    order = Rectification.objects.get()
    assert (order.inspection, order.deadline) == (made, days(-30))
    assert page_of(order) in as_user(officer).get(page_of(made)).content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"inspected_on": days(-1)}, "inspected_on", "还没有到"),
        ({"departments": " "}, "departments", "请写明检查部门"),
        ({"result": ""}, "result", "请写明检查情况"),
        ({"meets_standard": ""}, "meets_standard", "请选择"),
        ({"evidence": ["999999"]}, "evidence", "不是这个机构的"),
    ],
)
def test_a_wrong_inspection_is_refused_at_its_field(typed: dict[str, Any], field: str, told: str) -> None:
    who = watched(None)
    answer = post(who.officer, who.institution, "inspect", **{**INSPECTION, "inspected_on": today(), **typed})
    assert answer.status_code == 422
    assert told in "".join(said_of(answer)[field])
    assert not Inspection.objects.exists()


# Orders to correct


def test_only_the_county_orders_and_only_ahead() -> None:
    who = watched()
    said = ORDER | {"deadline": days(-10)}
    assert post(who.township, who.institution, "order", **said).status_code == 403
    assert post(who.city, who.institution, "order", **said).status_code == 403
    refused = post(who.officer, who.institution, "order", **said | {"deadline": today()})
    assert "须在今天以后" in said_of(refused)["deadline"][0]
    assert post(who.officer, who.institution, "order", **said).status_code == 302
    assert Rectification.objects.get().kind == OrderKind.STANDARD


def test_an_extension_is_a_row_with_its_reason() -> None:
    who = watched()
    made = supervision.order(who)
    assert buttons(as_user(who.officer), page_of(made)) == {"extend", "recheck"}
    refused = post(who.officer, made, "extend", until=days(0), reason="示例：材料未到。")
    assert "今天以后" in said_of(refused)["until"][0]
    assert "示例：材料未到。" in refused.content.decode()
    assert "请写明原因" in said_of(post(who.officer, made, "extend", until=days(-5), reason=" "))["reason"][0]
    assert post(who.officer, made, "extend", until=days(-5), reason="示例：材料未到。").status_code == 302
    row = Extension.objects.get()
    assert (row.until, row.granted_by) == (days(-5), who.officer)
    page = as_user(who.officer).get(page_of(made)).content.decode()
    assert "示例：材料未到。" in page
    assert "5 天" in page


def test_a_recheck_ends_nothing_and_a_person_closes() -> None:
    who = watched()
    made = supervision.order(who)
    said = {"checked_on": today(), "passed": "yes", "remark": "示例：已修复。"}
    assert "不能办结" in post(who.other, made, "close", outcome="示例").content.decode()
    late = post(who.officer, made, "recheck", **said | {"checked_on": days(41)})
    assert "须在责令日期和今天之间" in said_of(late)["checked_on"][0]
    assert post(who.officer, made, "recheck", **said).status_code == 302
    made.refresh_from_db()
    assert (made.status, Recheck.objects.get().passed) == ("open", True)
    assert buttons(as_user(who.officer), page_of(made)) == {"extend", "recheck", "close"}
    assert post(who.township, made, "close", outcome="示例").status_code == 403
    assert post(who.officer, made, "close", outcome="示例：整改到位。").status_code == 302
    made.refresh_from_db()
    assert made.status == "closed"
    assert buttons(as_user(who.officer), page_of(made)) == set()
    gone = post(who.officer, made, "extend", until=days(-9), reason="示例")
    assert "已整改，不能延长整改期限" in gone.content.decode()


def test_a_missed_deadline_surfaces_and_a_person_decides() -> None:
    who = watched(Level.AA)
    made = supervision.order(who)
    listed = as_user(who.other).get(list_of(Rectification) + "?stage=missed")
    assert [row.pk for row in listed.context["cl"].result_list] == [made.pk]
    assert "已过 10 天" in listed.content.decode()
    board = as_user(who.other).get("/admin/").content.decode()
    assert "期满没有办结的整改" in board
    assert "先登记一次" in post(who.other, made, "fail", outcome="示例").content.decode()
    supervision.rechecked(made, who, passed=False)
    assert buttons(as_user(who.other), page_of(made)) == {"extend", "recheck", "fail"}
    assert Rating.objects.current().get().level == "2A"
    assert post(who.other, made, "fail", outcome="示例：没有整改。").status_code == 302
    assert Rating.objects.current().get().level == "2A"  # nothing follows by itself
    assert buttons(as_user(who.decider), page_of(made)) == {"take"}
    for user in (who.officer, who.other, who.city):
        assert buttons(as_user(user), page_of(made)) == set()


@pytest.mark.parametrize(("choice", "kind", "level"), [("A", "lower", "A"), ("revoke", "revoke", None)])
def test_a_level_is_lowered_or_revoked_from_today(choice: str, kind: str, level: str | None) -> None:
    who = watched(Level.AA)
    made = supervision.failed(who)
    asked = as_user(who.decider).get(page_of(made, "take"))
    offered = dict(asked.context["form"].fields["level"].choices)
    assert set(offered) == {"", "A", "revoke"}  # never to its own level or above
    refused = post(who.decider, made, "take", level="3A", grounds="示例：理由。")
    assert refused.status_code == 422
    assert "示例：理由。" in refused.content.decode()
    assert "请选择" in said_of(post(who.decider, made, "take", level="", grounds="示例"))["level"][0]
    assert "由您责令或办结" in post(who.other, made, "take", level="A", grounds="示例").content.decode()
    assert post(who.decider, made, "take", level=choice, grounds="示例：没有整改。").status_code == 302
    assert RatingDecision.objects.get(rectification=made).kind == kind
    now = Rating.objects.in_force(on=today()).first()
    assert (now.level if now else None) == level


def test_an_order_about_another_matter_takes_no_level() -> None:
    who = watched(Level.AA)
    made = supervision.order(who, kind=OrderKind.DIVERSION)
    supervision.rechecked(made, who, passed=False)
    actions.fail_rectification(made, outcome="示例", by=who.other, at=supervision.moment(0))
    assert buttons(as_user(who.decider), page_of(made)) == set()


# Who sees


@pytest.mark.parametrize("noun", ["incident", "inspection", "order"])
def test_rows_are_seen_where_one_is_on_duty(noun: str) -> None:
    who = watched()
    made: Any
    if noun == "incident":
        made = supervision.incident(who)
    elif noun == "order":
        made = supervision.order(who)
    else:
        post(who.officer, who.institution, "inspect", **INSPECTION, inspected_on=today())
        made = Inspection.objects.get()
    elsewhere = care.officer("养老县区经办", care.county("530921"))
    for user, seen in ((who.officer, 1), (who.city, 1), (who.township, 1), (elsewhere, 0)):
        listed = as_user(user).get(list_of(type(made)))
        assert listed.context["cl"].result_count == seen, user.username
        assert as_user(user).get(page_of(made)).status_code == (200 if seen else 404)
    for deed in {"incident": ["determine", "cancel"], "order": ["extend", "close", "take"]}.get(noun, []):
        assert post(elsewhere, made, deed).status_code == 404
    auditor = rating_desk.auditor()
    assert as_user(auditor).get(page_of(made)).status_code == 200
    editor = care.officer("责任编辑", care.county())
    assert as_user(editor).get(page_of(made)).status_code == 403
    for deed in {"incident": ["determine", "cancel"], "order": ["extend", "close", "take"]}.get(noun, []):
        assert post(auditor, made, deed).status_code == 403
    for deed in ("inspect", "order", "incident"):
        assert post(elsewhere, who.institution, deed).status_code == 404
        assert post(auditor, who.institution, deed).status_code == 403
