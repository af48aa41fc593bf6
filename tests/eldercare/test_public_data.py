"""The directory as CSV and JSON: the same conditions, the same words, safe to open."""

import csv
import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from eldercare import actions
from eldercare.api import COLUMNS, FIELDS, InstitutionJson
from eldercare.models import Institution
from tests import care

CONDITIONS = (
    "county=530922&township=530922101&service=meals&kind=day_care&nature=public_built&q=示例&sort=beds"
)


def said(query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Client().get(f"/eldercare/institutions.json?{query}").json()["institutions"]
    return found


def table(query: str = "") -> list[dict[str, str]]:
    text = Client().get(f"/eldercare/institutions.csv?{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_every_field_is_described() -> None:
    assert list(FIELDS) == list(InstitutionJson.__annotations__)
    assert len({FIELDS[name].label for name in COLUMNS}) == len(COLUMNS)


@pytest.mark.django_db
def test_the_json_says_what_was_filed() -> None:
    filing = care.accepted(
        name="示例中心", township=care.township("530922101", "爱华镇"), address="草皮街12号", beds=6, service_phone="08832123456",
        building_area=Decimal("420.50"), land_area=None, longitude=Decimal("100.1"), latitude=Decimal("24.4"),
    )  # fmt: skip
    care.offer(filing.institution, "meals", fee="low", price="每餐 8 元")
    answer = Client().get("/eldercare/institutions.json").json()
    assert answer["count"] == 1
    assert len(answer["as_of"]) == len("2026-03-10")
    (found,) = answer["institutions"]
    assert list(found) == list(FIELDS)
    assert found | {
        "id": filing.institution_id,
        "url": f"http://testserver/eldercare/{filing.institution_id}/",
        "kind": "day_care",
        "kind_name": "日间照料中心",
        "county_code": "530922",
        "township_code": "530922101",
        "full_address": "云县爱华镇示例社区草皮街12号",
        "service_phone": "0883-2123456",
        "beds": 6,
        "building_area": 420.5,
        "land_area": None,
        "longitude": 100.1,
        "opened_on": "2026-03-02",
        "accepted_on": "2026-03-10",
        "first_accepted_on": "2026-03-10",
        "published_at": "2026-03-10T10:00:00+08:00",
        "receipt_number": "530922-2026-0001",
        "version": 1,
    } == found  # fmt: skip
    assert found["services"] == [
        {
            "service": "meals",
            "name": "助餐",
            "fee": "low",
            "fee_name": "低偿",
            "price": "每餐 8 元",
            "detail": "",
        }
    ]
    assert Client().get(f"/eldercare/{filing.institution_id}.json").json() == found


@pytest.mark.django_db
def test_text_is_sent_as_it_is_read() -> None:
    care.accepted(name="示例中心")
    response = Client().get("/eldercare/institutions.json")
    assert "示例中心" in response.content.decode()
    assert response["Content-Type"] == "application/json"


@pytest.mark.django_db
def test_the_number_of_an_institution_survives_a_change() -> None:
    filing = care.changed()
    (found,) = said()
    assert (found["id"], found["version"]) == (filing.institution_id, 2)


@pytest.mark.django_db
def test_the_table_has_a_mark_a_heading_and_a_row_for_each() -> None:
    filing = care.accepted(name="示例中心", service_phone="08832123456")
    care.offer(filing.institution, "legal")
    care.offer(filing.institution, "meals", fee="low", price="每餐 8 元")
    response = Client().get("/eldercare/institutions.csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    (row,) = table()
    assert list(row) == [FIELDS[name].label for name in COLUMNS]
    assert row["名称"] == "示例中心"
    assert row["服务电话"] == "0883-2123456"
    assert row["服务项目"] == "助餐（低偿，每餐 8 元）；法律咨询（无偿）"
    assert row["建筑面积（平方米）"] == "420"
    assert row["经度"] == ""


@pytest.mark.django_db
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t"])
def test_no_cell_is_a_formula(start: str) -> None:
    name = f"{start}HYPERLINK(1)".strip()
    filing = care.accepted(name=name if name[0] != "H" else "示例", opening_hours=f"{start}1+1")
    care.offer(filing.institution, "meals", fee="low", price=f"{start}cmd")
    (row,) = table()
    for cell in row.values():
        assert not cell.startswith(("=", "+", "-", "@", "＝", "\t"))
    assert row["开放时间"] == f"'{start}1+1"


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "county=530922", "service=legal", "q=示例", CONDITIONS, "kind=other"])
def test_page_table_and_json_find_the_same(query: str) -> None:
    care.many(10)
    care.offer(care.accepted().institution, "meals")
    care.offer(care.accepted().institution, "legal")
    care.submitted()
    names = [found["name"] for found in Client().get(f"/eldercare/?{query}").context["institutions"]]
    assert [found["name"] for found in said(query)] == names
    assert [row["名称"] for row in table(query)] == names


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "field", "label"),
    [
        ("county=999999", "county", "县（区）"),
        ("county=530922&township=530921101", "township", "乡镇（街道）"),
        ("kind=x", "kind", "机构类型"),
        ("nature=null", "nature", "机构性质"),
        ("service=%27", "service", "服务项目"),
        ("sort=up", "sort", "排序"),
        ("q=%00", "q", "名称、地址或服务"),
        ("q=" + "甲" * 61, "q", "名称、地址或服务"),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused_in_words(query: str, field: str, label: str) -> None:
    care.accepted()
    answer = Client().get(f"/eldercare/institutions.json?{query}")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    refused = Client().get(f"/eldercare/institutions.csv?{query}")
    assert (refused.status_code, refused["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert refused.content.decode().startswith(f"{label}：")


@pytest.mark.django_db
def test_the_refusal_says_what_to_do() -> None:
    answer = Client().get(f"/eldercare/institutions.json?kind=x&q={'甲' * 61}").json()
    assert answer["errors"] == {
        "q": ["最多 60 个字，请写短一些。"],
        "kind": ["没有“x”这个选项，请重新选择。"],
    }


@pytest.mark.django_db
def test_whoever_is_not_on_file_is_in_neither() -> None:
    for state in (care.draft, care.submitted, care.returned, care.cancelled):
        state()
    closed = care.accepted().institution
    Institution.objects.filter(pk=closed.pk).update(closed_on=care.DAY, closing_reason="示例")
    assert said() == []
    assert table() == []


@pytest.mark.django_db
def test_an_unchanged_file_is_not_sent_twice() -> None:
    care.accepted()
    for path in ("institutions.json", "institutions.csv"):
        first = Client().get(f"/eldercare/{path}")
        again = Client().get(f"/eldercare/{path}", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_the_json_is_exact_about_what_is_unknown() -> None:
    filing = care.accepted(kind_of_operator="village", opened_on=None)
    text = Client().get(f"/eldercare/{filing.institution_id}.json").content.decode()
    found = json.loads(text)
    assert found["opened_on"] is None
    assert found["registration_number"] == ""
    assert found["services"] == []
    assert found["authority"] == "示例101镇人民政府"
    assert "None" not in text


@pytest.mark.django_db
def test_a_withdrawn_filing_leaves_the_data_at_once() -> None:
    filing = care.accepted()
    assert len(said()) == 1
    actions.cancel_filing(filing, reason="示例", by=care.colleague(filing.institution), at=care.AT)
    assert said() == []
