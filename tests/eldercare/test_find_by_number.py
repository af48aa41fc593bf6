"""A person is found by the whole number, within reach only, and the number stays out of every address."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import care
from tests.numbers import PHONE, identity_number

pytestmark = pytest.mark.django_db
PAGE = "/admin/eldercare/institution/by-number/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(care.officer())
    return client


def test_an_institution_is_found_by_the_number_of_its_people(desk: Client) -> None:
    number = identity_number(born="19700101")
    mine = care.institution(identity_number=number, contact_phone=PHONE)
    care.institution()
    care.institution(identity_number=number, township=care.township("530921101"))
    for asked in (number, f" {number[:6]} {number[6:]} ", PHONE):
        answer = desk.post(PAGE, {"number": asked})
        assert [found.pk for found, _ in answer.context["found"]] == [mine.pk]
        assert number not in answer.content.decode().replace(f'value="{asked.strip()}"', "")
        assert (
            answer.headers["Cache-Control"].startswith("no-store")
            or "no-store" in answer.headers["Cache-Control"]
        )


def test_a_part_of_a_number_finds_nothing(desk: Client) -> None:
    number = identity_number(born="19700101")
    care.institution(identity_number=number)
    answer = desk.post(PAGE, {"number": number[:17]})
    assert "没有用这个号码登记的机构" in answer.content.decode()


def test_nothing_is_asked_by_address(desk: Client) -> None:
    care.institution(identity_number=identity_number(born="19700101"))
    answer = desk.get(f"{PAGE}?number={identity_number(born='19700101')}")
    assert answer.context["asked"] is False


def test_a_blank_is_told(desk: Client) -> None:
    answer = desk.post(PAGE, {"number": " "})
    assert answer.status_code == 422
    assert "请写完整的号码。" in answer.content.decode()


@pytest.mark.parametrize("role", ["养老审计（只读）", "养老市级管理"])
def test_who_only_looks_does_not_search_for_people(client: Client, role: str) -> None:
    client.force_login(care.officer(role, care.city()))
    assert client.post(PAGE, {"number": "1"}).status_code == 403
    assert PAGE not in client.get(reverse("admin:eldercare_institution_changelist")).content.decode()


def test_numbers_are_not_tried_out_one_after_the_other(desk: Client) -> None:
    for _ in range(60):
        assert desk.post(PAGE, {"number": "1"}).status_code == 200
    number = identity_number(born="19700101")
    care.institution(identity_number=number)
    answer = desk.post(PAGE, {"number": number})
    assert answer.status_code == 422
    assert "按号码查找的次数太多" in answer.content.decode()
    assert answer.context["asked"] is False
