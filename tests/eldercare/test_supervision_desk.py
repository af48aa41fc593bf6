"""Inspections and orders at the desk: who records, who orders, who decides; every refusal at its field, and nothing that was
typed is lost."""

from __future__ import annotations

from typing import Any

import pytest

from eldercare import actions
from eldercare.models import (
    Extension,
    Inspection,
    Rating,
    RatingDecision,
    Recheck,
    Rectification,
)
from eldercare.rating_vocabulary import Level, OrderKind
from tests import care, rating_desk, supervision
from tests.eldercare.desk import list_of, page_of
from tests.eldercare.places import site
from tests.rating_desk import as_user, buttons, today
from tests.supervision import days, post, said_of, watched

pytestmark = pytest.mark.django_db


INSPECTION = {"departments": "示例县民政局", "result": "示例：呼叫装置损坏。", "meets_standard": "no"}
ORDER = {"kind": "standard", "requirement": "示例：修复呼叫装置。", "inspection": ""}


# Inspections


def test_an_inspection_keeps_its_files_and_leads_to_an_order() -> None:
    own = site("here").evidence
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
