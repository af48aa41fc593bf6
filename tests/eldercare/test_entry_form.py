"""The form of an institution at the desk, sent as a browser sends it: every slip is told in a sentence at its field, what
was typed stands there again, and nothing is half saved."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from eldercare.admin.institution_form import MENDED_AT, mended_at
from eldercare.models import Institution, Licence, Registration, ServiceOffer, StaffCount
from eldercare.models.institution_constraints import CONSTRAINTS
from tests import care
from tests.eldercare.desk import client_of, list_of, page_of, row_of, sent_from
from tests.eldercare.places import somebody
from tests.numbers import credit_code, identity_number, with_wrong_end

pytestmark = pytest.mark.django_db
NUMBER, PHONE, CODE = identity_number(), "13800138002", credit_code()
TOMORROW = f"{timezone.localdate() + timedelta(days=1)}"
TOO_LONG = "示" * 201


@pytest.fixture
def client() -> Client:
    return client_of(somebody("county"))


def typed(client: Client, **changes: Any) -> dict[str, Any]:
    """A sound new institution with a registration, as somebody types it into the empty page."""
    operator = care.operator("social", established_on=date(2020, 1, 1))
    sound = {
        "name": "云县示例101镇示例社区老年人日间照料中心",
        "kind": "day_care",
        "township": care.township().pk,
        "community": "示例社区",
        "address": "示例路1号",
        "setting": "urban",
        "operator": operator.pk,
        "nature": "public_built",
        "operation_mode": "privately_run",
        "profit": "non_profit",
        "entrustment": "entrusted",
        "person_in_charge": "示例甲",
        "identity_number": NUMBER,
        "contact": "示例乙",
        "contact_phone": PHONE,
        "opened_on": "2026-03-02",
        "service_scope": "示例社区的居家老年人",
        "premises": "owned",
        "beds": "10",
        "building_area": "420",
        "building_mode": "new",
    }
    row = registration_row(operator=operator.pk)
    return {name: str(value) for name, value in sent_from(client.get(PAGE), **sound | row | changes).items()}


def registration_row(place: int = 0, /, **fields: Any) -> dict[str, Any]:
    values = {"kind": "social", "authority": "云县民政局", "number": CODE, "registered_on": "2020-01-01"}
    values |= {"valid_until": "", "ended_on": "", "id": "", "institution": ""}
    return row_of("registrations", place, **values | fields)


PAGE = reverse("admin:eldercare_institution_add")


def told(answer: Any) -> dict[str, str]:
    """Field → what is said there; of rows, with their prefix."""
    forms = [answer.context["adminform"].form]
    forms += [form for rows in answer.context["inline_admin_formsets"] for form in rows.formset.forms]
    return {
        form.add_prefix(field): " ".join(map(str, errors))
        for form in forms
        for field, errors in form.errors.items()
    }


def nothing_saved() -> bool:
    nouns = (Institution, Registration, StaffCount, Licence, ServiceOffer)
    return not any(noun._default_manager.exists() for noun in nouns)


Slip = tuple[str, dict[str, str], str]
# Field, what is typed, what is said. Slips of one round are made at once and do not touch each other's fields.
ROUNDS: list[list[Slip]] = [
    [
        ("identity_number", {"identity_number": with_wrong_end(NUMBER, "0123456789X")}, "最后一位校验码"),
        ("contact_phone", {"contact_phone": NUMBER}, "像是身份证号码"),
        ("person_phone", {"person_phone": "没有"}, "只能是数字"),
        ("service_phone", {"service_phone": NUMBER}, "像是身份证号码"),
        ("contact", {"contact": PHONE}, "姓名里有数字"),
        ("opened_on", {"opened_on": "2026-04-31"}, "有效的日期"),
        ("building_area", {"building_area": "0"}, "1 至 99999.99 平方米"),
        ("land_area", {"land_area": "-5"}, "1 至 99999.99 平方米"),
        ("beds", {"beds": "99999"}, "0 至 2000 张"),
        ("storey_height", {"storey_height": "280"}, "以米为单位"),
        ("name", {"name": ""}, "必填"),
        ("address", {"address": TOO_LONG}, "不超过 200 字符"),
        ("registrations-0-number", {"registrations-0-number": with_wrong_end(CODE)}, "校验码不符"),
        ("registrations-0-registered_on", {"registrations-0-registered_on": TOMORROW}, "还没有到"),
    ],
    [
        ("identity_number", {"identity_number": "5309021950"}, "应为 18 位，现在是 10 位"),
        ("person_phone", {"person_phone": NUMBER}, "像是身份证号码"),
        ("service_phone", {"service_phone": PHONE}, "请改用固定电话"),
        ("person_in_charge", {"person_in_charge": NUMBER}, "姓名里有数字"),
        ("opened_on", {"opened_on": TOMORROW}, "这一天还没有到"),
        ("building_area", {"building_area": "1000000"}, "1 至 99999.99 平方米"),
        ("beds", {"beds": "-1"}, "0 至 2000 张"),
        ("average_daily_elders", {"average_daily_elders": "5001"}, "0 至 5000 人"),
        ("latitude", {"longitude": "100.1"}, "要么都填"),
        ("highest_floor", {"lowest_floor": "0"}, "没有 0 层"),
        ("estate_name", {"estate_name": "示例新苑"}, "只有配建的机构"),
        ("lottery_sign", {"lottery_sign": "true"}, "没有受福彩公益金资助"),
        ("name", {"name": "示例\x00中心"}, "看不见的控制字符"),
        ("township", {"township": ""}, "必填"),
        ("registrations-0-number", {"registrations-0-number": ""}, "必填"),
    ],
    [
        ("identity_number", {"identity_number": "530902500101000"}, "15 位的旧号码"),
        ("opened_on", {"opened_on": "2019-12-31"}, "早于运营主体"),
        ("closed_on", {"closed_on": TOMORROW, "closing_reason": "示例"}, "这一天还没有到"),
        ("assets_registered_on", {"assets_registered_on": TOMORROW, "state_assets": "true"}, "还没有到"),
        ("building_area", {"building_area": "四百二十"}, "数字"),
        ("estate_households", {"estate_households": "99999999999"}, "1 至 50000 户"),
        ("longitude", {"longitude": "23.9", "latitude": "23.9"}, "98 至 101 度"),
        ("highest_floor", {"lowest_floor": "3", "highest_floor": "2"}, "不能低于最低楼层"),
        ("name", {"name": " \u3000 "}, "必填"),
        ("kind", {"kind": "<b>旅馆</b>"}, "有效的选项"),
        ("service_scope", {"service_scope": TOO_LONG * 50}, "不超过 200 字符"),
        ("registrations-0-number", {"registrations-0-number": "甲 乙"}, "4 至 40 个汉字"),
        ("registrations-0-registered_on", {"registrations-0-registered_on": "2026-02-30"}, "有效的日期"),
    ],
    [
        ("opened_on", {"opened_on": "去年三月"}, "有效的日期"),
        ("closing_reason", {"closed_on": "2026-04-01"}, "要同时填写"),
        ("letting_approval", {"letting_approval": "示资批1号"}, "没有使用国有资产的"),
    ],
    [("closed_on", {"closed_on": "2026-03-01", "closing_reason": "示例"}, "不能早于实际开展服务日期")],
    [("identity_number", {"identity_number": PHONE}, "应为 18 位")],
]


@pytest.mark.parametrize("slips", ROUNDS)
def test_slips_are_told_at_their_fields_and_nothing_typed_is_lost(client: Client, slips: list[Slip]) -> None:
    sent = typed(client, **{name: value for _, slip, _ in slips for name, value in slip.items()})
    answer = client.post(PAGE, sent)
    assert answer.status_code == 200
    said = told(answer)
    assert set(said) == {field for field, _, _ in slips}
    for field, _, sentence in slips:
        assert sentence in said[field]
        assert not re.search(r"[A-Za-z]{3,}", said[field].replace("<b>旅馆</b>", "")), field
        assert not {sent["identity_number"], NUMBER, PHONE, CODE} & set(re.findall(r"\w+", said[field]))
    assert still_there(answer, sent) == sent
    assert nothing_saved()


def still_there(answer: Any, sent: dict[str, str]) -> dict[str, str]:
    """What the page would send if it were sent again as it is."""
    again = sent_from(answer)
    assert all(f'value="{sent[name]}"' in answer.content.decode() for name in PROTECTED if sent[name])
    return {name: str(again.get(name, "")) for name in sent}


PROTECTED = ("identity_number", "person_phone", "contact_phone")


def test_every_constraint_over_several_fields_has_its_field() -> None:
    fields = {field.name for field in Institution._meta.concrete_fields}
    for constraint in CONSTRAINTS:
        simple = constraint.name.endswith(("_is_known", "_is_sealed"))
        assert simple or mended_at(constraint) in fields, constraint.name
    assert {constraint.name for constraint in CONSTRAINTS} >= MENDED_AT.keys()


def saved(client: Client, sent: dict[str, str]) -> Institution:
    answer = client.post(PAGE, sent)
    assert answer.status_code == 302, told(answer)
    return Institution.objects.get()


def test_a_sound_page_is_saved_with_its_rows_and_shows_masks_afterwards(client: Client) -> None:
    rows = row_of("staff_counts", 0, counted_on="2026-03-01", total=5, full_time=3, nurses=1, id="")
    rows |= {f"staff_counts-0-{part}": "0" for part in ("social_workers", "cooks", "medical")}
    rows |= row_of("services", 0, service="meals", fee="low", price="每餐 8 元", detail="", id="")
    rows |= row_of(
        "licences", 0, kind="food", number="JY25309990001", authority="", issued_on="2026-01-01", id=""
    )
    institution = saved(client, typed(client, **rows, person_phone="138 0013 8001"))
    assert institution.identity_number.plain() == NUMBER
    assert institution.person_phone.plain() == "13800138001"
    assert institution.registrations.get().number == CODE
    nouns = (institution.staff_counts, institution.services, institution.licences)
    assert [rows.count() for rows in nouns] == [1, 1, 1]
    for page in (page_of(institution), list_of(Institution), page_of(institution, "history")):
        shown = client.get(page).content.decode()
        assert not re.search("|".join([NUMBER, PHONE, "13800138001"]), shown), page
    assert "5***************07" in client.get(page_of(institution)).content.decode()


def test_saving_again_without_typing_keeps_the_numbers(client: Client) -> None:
    institution = saved(client, typed(client))
    page = page_of(institution)
    assert client.post(page, sent_from(client.get(page), beds="20")).status_code == 302
    institution.refresh_from_db()
    assert (institution.beds, institution.identity_number.plain()) == (20, NUMBER)
    assert (
        client.post(page, sent_from(client.get(page), **{"identity_number-clear": "on"})).status_code == 302
    )
    institution.refresh_from_db()
    assert institution.identity_number.plain() == ""


def test_html_and_odd_texts_are_texts(client: Client) -> None:
    """Taken as typed, shown as typed: never part of the page."""
    wild = "<script>alert(1)</script>{{ 7*7 }}%s ‮\U0001f600"
    institution = saved(client, typed(client, address=wild, contact="示例<b>乙</b>"))
    assert institution.address == wild
    for page in (page_of(institution), list_of(Institution), page_of(institution, "file")):
        shown = client.get(page).content.decode()
        assert "<script>alert(1)" not in shown
        assert "示例<b>乙" not in shown
    assert "&lt;script&gt;alert(1)" in client.get(page_of(institution)).content.decode()


DOUBTS = [
    ({"registrations-0-number": with_wrong_end(CODE)}, "registrations-0-number"),
    (
        {"identity_number": identity_number(born="19500230")},
        "identity_number",
    ),  # no such day but in old books
]


@pytest.mark.parametrize(("slip", "field"), DOUBTS)
def test_a_doubt_is_taken_once_it_is_confirmed(client: Client, slip: dict[str, str], field: str) -> None:
    sent = typed(client, **slip)
    answer = client.post(PAGE, sent)
    assert set(told(answer)) == {field}
    assert "确认无误" in told(answer)[field]
    found = re.search(rf'name="{field}-confirmed"[^>]*value="([^"]+)"', answer.content.decode())
    assert found
    assert (
        slip[field] not in found[1] or field != "identity_number"
    )  # the mark of a protected number tells nothing
    other = typed(client, **{field: "530902195001310000"[: len(slip[field])], f"{field}-confirmed": found[1]})
    assert field in told(client.post(PAGE, other))  # the tick is for this number and no other
    saved(client, sent | {f"{field}-confirmed": found[1]})


def test_the_same_person_twice_is_a_doubt(client: Client) -> None:
    care.institution(identity_number=NUMBER, name="示例另一中心")
    before = Institution.objects.count()
    sent = typed(client)
    answer = client.post(PAGE, sent)
    assert "这个人已登记为“示例另一中心”的负责人" in told(answer)["identity_number"]
    assert Institution.objects.count() == before
    found = re.search(r'name="identity_number-confirmed"[^>]*value="([^"]+)"', answer.content.decode())
    assert found
    assert client.post(PAGE, sent | {"identity_number-confirmed": found[1]}).status_code == 302
    assert Institution.objects.count() == before + 1
