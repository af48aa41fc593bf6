"""The desk of complaints: badges, filters, buttons and who may press them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from eldercare.models import Complaint
from foundation.models import ProtectedReveal, SpecialDay, WorkYear
from tests import care, complaining
from tests.complaining import PHONE
from tests.eldercare.desk import client_of, list_of, page_of
from tests.eldercare.test_care_budgets import questions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calendar() -> None:
    """Whenever the tests are run, the days off of these years are known."""
    today = timezone.localdate()
    for year in (today.year - 1, today.year, today.year + 1):
        known = WorkYear.objects.create(
            year=year, notice_number="示例〔1〕号", notice_title="示例", notice_on=today, is_complete=True
        )
        SpecialDay.objects.create(work_year=known, date=date(year, 1, 1), kind="off", name="元旦")


def county_desk() -> Client:
    return client_of(care.officer("养老县区经办", care.county()))


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_list_says_what_is_late() -> None:
    now = timezone.localtime()
    complaining.sent(about="示例迟了的", county=care.county(), at=now - timedelta(days=60))
    complaining.sent(about="示例刚来的", county=care.county(), at=now)
    complaining.handled(complaining.sent(about="示例办完的", county=care.county(), at=now), at=now)
    client = county_desk()
    text = text_of(client, list_of(Complaint))
    assert "逾期" in text
    assert "未到期" in text
    late = text_of(client, f"{list_of(Complaint)}?waiting=overdue")
    assert "示例迟了的" in late
    assert "示例刚来的" not in late
    mine = text_of(client, f"{list_of(Complaint)}?waiting=mine")
    assert "示例办完的" not in mine
    assert "示例刚来的" in mine
    assert "示例刚来的" in text_of(client, f"{list_of(Complaint)}?county=530922&category__exact=fee")
    assert "示例刚来的" not in text_of(client, f"{list_of(Complaint)}?waiting=soon")


def test_it_is_accepted_and_handled_by_buttons() -> None:
    complaint = complaining.sent(about="示例", county=care.county())
    client = county_desk()
    page = text_of(client, page_of(complaint))
    assert page_of(complaint, "accept") in page
    assert page_of(complaint, "handle") not in page
    assert client.post(page_of(complaint, "accept"), {"confirm": "1"}).status_code == 302
    empty = client.post(page_of(complaint, "handle"), {"reply": ""})
    assert empty.status_code == 422
    assert "请写明答复" in empty.content.decode()
    assert client.post(page_of(complaint, "handle"), {"reply": "示例：已查实。"}).status_code == 302
    found = Complaint.objects.get(pk=complaint.pk)
    assert (found.status, found.reply) == ("handled", "示例：已查实。")
    page = text_of(client, page_of(complaint))
    assert "示例：已查实。" in page
    assert "群众" in page  # who sent it, in the history
    again = client.post(page_of(complaint, "decline"), {"reply": "示例"})
    assert again.status_code == 422
    assert "不能不予办理" in again.content.decode()


def test_a_number_is_masked_and_revealed_on_record_only() -> None:
    complaint = complaining.sent(about="示例", county=care.county(), contact_phone=PHONE)
    client = county_desk()
    page = text_of(client, page_of(complaint))
    assert PHONE not in page
    assert "139****1234" in page
    shown = client.post(
        page_of(complaint, "reveal"), {"wanted": ["contact_phone"], "reason": "示例：回访投诉人"}
    )
    assert PHONE in shown.content.decode()
    assert ProtectedReveal.objects.count() == 1
    anonymous = complaining.sent(about="示例", county=care.county())
    page = text_of(client, page_of(anonymous))
    assert "没有留（匿名）" in page
    assert page_of(anonymous, "reveal") not in page


def test_who_may_look_and_who_may_act() -> None:
    complaint = complaining.sent(about="示例", county=care.county())
    for role, place, status in (
        ("养老市级管理", care.city(), 200),
        ("养老审计（只读）", care.county(), 200),
        ("养老乡镇经办", care.township(), 403),
        ("养老登记管理", care.county(), 403),
        ("责任编辑", care.county(), 403),
        ("养老县区经办", care.county("530921"), 404),
    ):
        client = client_of(care.officer(role, place))
        assert client.get(page_of(complaint)).status_code == status, role
        assert client.post(page_of(complaint, "accept"), {"confirm": "1"}).status_code in (403, 404), role
    assert Complaint.objects.get().status == "received"


def test_the_board_tells_what_waits() -> None:
    complaining.sent(about="示例", county=care.county(), at=timezone.localtime() - timedelta(days=60))
    text = text_of(county_desk(), reverse("admin:index"))
    assert "等我办理的投诉" in text
    assert "逾期的投诉" in text
    assert "等我办理的投诉" not in text_of(
        client_of(care.officer("养老乡镇经办", care.township())), reverse("admin:index")
    )


def test_the_list_asks_a_fixed_number_of_questions() -> None:
    client = county_desk()
    complaining.sent(about="示例", county=care.county())
    questions(client, list_of(Complaint))
    few = questions(client, list_of(Complaint))
    for _ in range(20):
        complaining.sent(about="示例", county=care.county())
    assert questions(client, list_of(Complaint)) == few <= 12
    complaint = Complaint.objects.latest("pk")
    assert questions(client, page_of(complaint)) <= 14
