"""Exports: what the list shows, without protected numbers, formula-safe, and fit to be sent back."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from eldercare.models import Institution
from eldercare.spreadsheets.columns import EXPORTED
from eldercare.spreadsheets.writing import exported_csv, exported_xlsx
from tests import care, sheets
from tests.numbers import identity_number_of
from tests.sheets import read_back, received, row

pytestmark = pytest.mark.django_db
EXPORT = "admin:eldercare_institution_export"


@pytest.fixture
def by(client: Client) -> User:
    officer = sheets.officer()
    client.force_login(officer)
    return officer


def exported(client: Client, format: str = "xlsx", **narrowed: str) -> Any:
    query = "&".join(f"{name}={value}" for name, value in narrowed.items())
    return client.post(f"{reverse(EXPORT)}?{query}", {"format": format})


def table(content: bytes) -> list[dict[str, Any]]:
    headings, *rows = read_back(content)
    return [dict(zip(headings, cells, strict=True)) for cells in rows]


def text_table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def everything() -> list[Institution]:
    """Institutions of every kind: bare ones, filed ones, closed ones, with words that look like formulas."""
    care.township()
    sheets.brought_in(
        [row(1), row(2, 服务项目="托养管理（有偿）、助学", 食品经营许可证有效期至="2031-01-04")],
        by=care.officer(),
    )
    care.institution(
        registered=False, kind_of_operator="village", identity_number="", beds=None, opened_on=None
    )
    care.accepted()
    care.institution(closed_on="2026-10-01", closing_reason="示例：场地收回。", state_assets=False)
    care.institution(
        name="=1+1",
        opening_hours="+86",
        service_scope="@SUM(A1)",
        contact="-示例",
        combined_with="'引号",
        lowest_floor=-1,
    )
    return list(Institution.objects.order_by("pk"))


@pytest.mark.parametrize(("write", "name"), [(exported_xlsx, "出.xlsx"), (exported_csv, "出.csv")])
def test_what_goes_out_comes_back_and_changes_nothing(write: Any, name: str) -> None:
    by = sheets.officer()
    many = len(everything())
    content = write(Institution.objects.order_by("pk"))
    upload = received(content, by=by, name=name)
    assert [line for line in sheets.report(upload).lines if line.fate != "unchanged"] == []
    assert upload.unchanged == many


def test_the_export_takes_what_the_list_shows(client: Client, by: User) -> None:
    care.institution(name="示例甲中心", township=care.township("530922102"))
    care.institution(name="示例乙中心")
    care.institution(name="示例丙站", kind="mutual_aid")
    care.institution(name="示例邻县中心", township=care.township("530902001"))
    names = lambda answer: [line["名称"] for line in table(answer.content)]  # noqa: E731
    assert names(exported(client)) == ["示例丙站", "示例乙中心", "示例甲中心"]
    assert names(exported(client, q="中心")) == ["示例乙中心", "示例甲中心"]
    assert names(exported(client, township="530922102")) == ["示例甲中心"]
    assert names(exported(client, kind__exact="mutual_aid", q="示例")) == ["示例丙站"]
    assert names(exported(client, county="530902")) == []


def test_the_page_says_what_will_go_out(client: Client, by: User) -> None:
    care.institution(name="示例乙中心")
    asked = client.get(f"{reverse(EXPORT)}?township=530922101&q=乙").content.decode()
    assert "<strong>1</strong> 个机构（乡镇（街道）：示例101镇；查找：乙）" in asked
    assert "公民身份号码、负责人电话和联系方式不在其中" in asked
    listed = client.get(reverse("admin:eldercare_institution_changelist"), {"q": "乙"}).content.decode()
    assert f"{reverse(EXPORT)}?q=%E4%B9%99" in listed
    nothing = client.get(f"{reverse(EXPORT)}?q=没有这个").content.decode()
    assert "<strong>0</strong>" in nothing


def test_an_export_is_logged_with_its_filters_and_no_number(client: Client, by: User) -> None:
    care.institution(name="示例乙中心")
    exported(client, "csv", q="乙", township="530922101")
    exported(client, q=identity_number_of(1))
    one, two = LogEntry.objects.order_by("pk")
    assert (one.user, one.object_repr) == (by, "导出机构表格（csv）")
    assert one.change_message == "1 个机构；乡镇（街道）：示例101镇；查找：乙"
    assert identity_number_of(1) not in two.change_message


def test_headings_are_those_of_the_import_and_no_protected_number_is_there(client: Client, by: User) -> None:
    made = care.institution(identity_number=identity_number_of(42))
    headings = [column.heading for column in EXPORTED]
    for format in ("xlsx", "csv"):
        answer = exported(client, format)
        assert "no-store" in answer["Cache-Control"]
        assert f".{format}" in answer["Content-Disposition"]
        rows = table(answer.content) if format == "xlsx" else text_table(answer.content)
        assert list(rows[0]) == headings
        for number in (identity_number_of(42), "13800138001", "13800138002"):
            assert number not in str(rows)
    assert {"公民身份号码", "负责人电话", "联系方式"}.isdisjoint(headings)
    assert made.name


def test_no_cell_is_a_formula() -> None:
    everything()
    institutions = Institution.objects.order_by("pk")
    sheet: Any = load_workbook(io.BytesIO(exported_xlsx(institutions))).worksheets[0]
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    texts = [str(cell.value) for cell in cells if isinstance(cell.value, str)]
    texts += [value for line in text_table(exported_csv(institutions)) for value in line.values()]
    assert not [text for text in texts if text.startswith(("=", "+", "@", "\t", "\r", "－", "＝"))]
    assert not [text for text in texts if text.startswith("-") and text != "-1"]
    assert "'=1+1" in texts


def test_days_and_figures_are_real_and_the_heading_stays_in_sight() -> None:
    sheets.brought_in([row(1)], by=sheets.officer())
    content = exported_xlsx(Institution.objects.order_by("pk"))
    line = table(content)[0]
    assert line["实际开展服务日期"] == datetime(2026, 3, 2)  # noqa: DTZ001
    assert (line["建筑面积"], line["养老床位数量"], line["自办餐饮"]) == (420.5, 10, "否")
    assert line["服务项目"] == "助餐（低偿）、助浴"
    sheet: Any = load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.freeze_panes == "D2"
    assert sheet.column_dimensions["C"].width >= 30
    assert exported_csv(Institution.objects.order_by("pk")).startswith(b"\xef\xbb\xbf")
    assert text_table(exported_csv(Institution.objects.order_by("pk")))[0]["实际开展服务日期"] == "2026-03-02"


@pytest.mark.parametrize("role", ["养老审计（只读）", "责任编辑"])
def test_without_the_permission_nothing_goes_out(client: Client, role: str) -> None:
    client.force_login(care.officer(role))
    assert client.get(reverse(EXPORT)).status_code == 403
    assert exported(client).status_code == 403
    listed = client.get(reverse("admin:eldercare_institution_changelist")).content.decode()
    assert reverse(EXPORT) not in listed


@pytest.mark.parametrize("role", ["养老乡镇经办", "养老市级管理", "养老登记管理"])
def test_who_may_export_sees_their_places(client: Client, role: str) -> None:
    care.institution(name="示例甲中心", township=care.township("530922102"))
    care.institution(name="示例乙中心")
    client.force_login(care.officer(role, care.township()))
    assert [line["名称"] for line in table(exported(client).content)] == ["示例乙中心"]


def test_a_wrong_filter_or_format_breaks_nothing(client: Client, by: User) -> None:
    care.institution()
    assert client.post(reverse(EXPORT), {"format": "exe"}).status_code == 422
    assert exported(client, opened_on__gte="x").status_code in (200, 302)


def test_an_export_asks_the_same_however_much_there_is() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            exported_xlsx(Institution.objects.order_by("pk"))
        return len(queries)

    sheets.brought_in([row(1)], by=sheets.officer())
    few = asked()
    sheets.brought_in([row(number) for number in range(2, 30)], by=care.officer())
    assert asked() == few <= 8
