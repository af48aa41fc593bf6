"""Telling of an institution and asking what became of it: what the pages take, refuse, show, and never show."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from eldercare.actions.complaint_tally import PER_HOUR
from eldercare.complaint_vocabulary import ComplaintStatus
from eldercare.models import Complaint, Institution
from tests import care, complaining
from tests.complaining import PHONE

pytestmark = pytest.mark.django_db
GENERAL, STATUS = "/eldercare/complaint/", "/eldercare/complaint/status/"
SAID = {"category": "fee", "text": "示例：三月多收了餐费", "contact_phone": PHONE, "website": ""}
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}")


def page_of(institution: Institution) -> str:
    return f"/eldercare/{institution.pk}/complaint/"


def post(address: str, **said: Any) -> Any:
    return Client(enforce_csrf_checks=True).post(address, SAID | said)


def asked(code: str) -> str:
    return str(Client(enforce_csrf_checks=True).post(STATUS, {"code": code}).content.decode())


def code_in(response: Any) -> str:
    (code,) = CODE.findall(response.content.decode())
    return str(code)


def test_a_complaint_about_an_institution_is_received_and_gives_a_code_once() -> None:
    institution = care.accepted().institution
    response = post(page_of(institution))
    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store"
    complaint = Complaint.objects.get()
    assert (complaint.institution, complaint.text, complaint.status) == (
        institution,
        SAID["text"],
        "received",
    )
    assert complaint.contact_phone.plain() == PHONE
    code = code_in(response)
    assert code.replace("-", "") not in str(Complaint.objects.values())
    for secret in (PHONE, "餐费"):
        assert secret not in response.content.decode()
    assert not response.cookies


def test_it_may_be_anonymous_and_about_what_is_in_no_directory() -> None:
    care.county("530921")
    response = post(GENERAL, about="示例无证养老点", county="530921", contact_phone="")
    assert response.status_code == 201
    complaint = Complaint.objects.get()
    assert (complaint.subject, complaint.county.code) == ("示例无证养老点", "530921")
    assert not complaint.contact_phone


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": ""}, "请写明是什么事"),
        ({"text": " 短 "}, "至少 5 个字"),
        ({"text": "长" * 2001}, "现在有 2001 个"),
        ({"category": ""}, "请选择是哪一类问题"),
        ({"category": "x"}, "没有“x”这一类"),
        ({"contact_phone": "abc"}, "电话号码只能是数字"),
        ({"contact_phone": "1390000"}, "手机号码"),
        ({"contact_phone": "1" * 41}, "电话太长"),
        ({"website": "http://example.org"}, "把它清空再提交"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_lost(wrong: dict[str, str], sentence: str) -> None:
    institution = care.accepted().institution
    response = post(page_of(institution), **wrong)
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert "还没有提交" in text
    for name, value in (SAID | wrong).items():
        if value and name != "category":
            assert value.strip() in text
    assert not Complaint.objects.exists()


def test_the_general_form_asks_which_institution_and_where() -> None:
    care.county()
    text = post(GENERAL, about="", county="530999").content.decode()
    assert "请写明是哪一家机构" in text
    assert "没有“530999”这个县（区）" in text


@pytest.mark.parametrize("text", ["示例\x00内容是什么", "示例<script>alert(1)</script>内容"])
def test_hostile_words_harm_nobody(text: str) -> None:
    response = post(page_of(care.accepted().institution), text=text)
    assert response.status_code in (201, 422)
    assert "<script>alert" not in response.content.decode()


def test_no_complaint_about_what_is_not_on_file() -> None:
    for pk in (care.submitted().institution.pk, care.cancelled().institution.pk, 10**20):
        assert Client().get(f"/eldercare/{pk}/complaint/").status_code == 404
        assert post(f"/eldercare/{pk}/complaint/").status_code == 404


def test_too_many_are_held_back_with_a_sentence_and_nothing_is_lost() -> None:
    page = page_of(care.accepted().institution)
    answers = [post(page, text=f"示例：第 {number} 次多收费") for number in range(PER_HOUR + 1)]
    assert [answer.status_code for answer in answers] == [201] * PER_HOUR + [429]
    text = answers[-1].content.decode()
    assert "请过一小时再提交" in text
    assert f"示例：第 {PER_HOUR} 次多收费" in text
    assert Complaint.objects.count() == PER_HOUR


def test_a_page_loaded_again_sends_the_same_complaint_and_shows_the_same_code() -> None:
    page = page_of(care.accepted().institution)
    first, second = post(page), post(page)
    assert code_in(first) == code_in(second)
    assert Complaint.objects.count() == 1


def test_the_code_tells_states_days_and_the_reply_and_nothing_else() -> None:
    today = timezone.localtime()
    institution = care.accepted(name="示例中心").institution
    complaint, code = complaining.told(institution, text="示例秘密内容", contact_phone=PHONE, at=today)
    text = asked(code)
    assert ComplaintStatus.RECEIVED.label in text
    assert "应当答复是否受理" in text
    complaining.accepted(complaint, at=today)
    assert ComplaintStatus.ACCEPTED.label in asked(code)
    from eldercare import actions

    by = complaining.officer(complaint)
    actions.handle_complaint(
        complaint, reply="示例：查实，已退还。\n电话13900000000", remark="示例内部说明", by=by, at=today
    )
    text = asked(code.lower())
    assert ComplaintStatus.HANDLED.label in text
    assert "示例：查实，已退还。" in text
    for secret in ("秘密", PHONE, "13900000000", "内部说明", by.username, code, "示例中心"):
        assert secret not in text


@pytest.mark.parametrize("typed", ["0000-0000-0000-0000", "x", "", "A" * 41, "%00"])
def test_a_code_that_is_none_gets_a_sentence(typed: str) -> None:
    response = Client().post(STATUS, {"code": typed})
    assert response.status_code == 422
    assert "查询码" in response.content.decode()


def test_a_code_in_an_address_is_not_looked_at() -> None:
    _, code = complaining.told()
    text = Client().get(f"{STATUS}?code={code}").content.decode()
    assert ComplaintStatus.RECEIVED.label not in text


def test_where_the_calendar_is_not_known_the_page_says_so() -> None:
    complaint, code = complaining.told(at=timezone.localtime() + timedelta(days=3650))
    assert "无法计算" in asked(code)
    assert complaint.is_open


def test_the_institutions_page_leads_to_the_form_and_the_form_back() -> None:
    institution = care.accepted(name="示例中心").institution
    assert page_of(institution) in Client().get(institution.get_absolute_url()).content.decode()
    text = Client().get(page_of(institution)).content.decode()
    assert institution.get_absolute_url() in text
    assert "示例中心" in text
    assert 'aria-hidden="true"' in text  # the trap
