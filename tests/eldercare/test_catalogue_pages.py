"""The catalogue of a year: reproducible as of any day, official columns, no formula, a sentence for every wrong question."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from eldercare.models import Institution
from eldercare.rating_vocabulary import Level
from eldercare.rules.catalogue import COLUMNS
from tests import care, rating
from tests.eldercare.test_public_levels import LATER, cancelled, corrected

pytestmark = pytest.mark.django_db
COUNTY = "/eldercare/catalogue/2026/530922"


def get(address: str) -> Any:
    return Client().get(address)


def text_of(address: str) -> str:
    return str(get(address).content.decode())


def table(address: str = f"{COUNTY}.csv?on=2026-12-31") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(get(address).content.decode("utf-8-sig"))))


def test_a_level_of_the_round_stands_in_the_official_columns() -> None:
    made = rating.eligible(name="示例中心", service_phone="0883-2123456", address="草皮街12号")
    decision, _ = rating.rated(made, level=Level.AA)
    (row,) = table()
    assert list(row) == list(COLUMNS)
    assert (
        row
        | {
            "序号": "1",
            "县区": "云县",
            "社区居家养老服务机构名称": "示例中心",
            "详细地址": "云县示例101镇示例社区草皮街12号",
            "负责人及联系电话": "示例甲　0883-2123456",
            "等级评定结果": "2A 级",
        }
        == row
    )
    assert row["登记号（备案号）"] == made.registrations.get().number
    text = text_of(f"{COUNTY}/")
    assert "临沧市2026年度社区居家养老服务机构等级评定目录" in text
    assert "填表单位（盖章）：云县民政局" in text
    assert decision.letter_number in text
    assert made.get_absolute_url() in text


def test_the_spreadsheet_says_the_same_and_prints_across_a4() -> None:
    rating.rated(rating.eligible(name="示例中心"), level=Level.AA)
    response = get(f"{COUNTY}.xlsx?on=2026-12-31")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    page = load_workbook(BytesIO(response.content)).active
    assert page is not None
    assert page["A1"].value == "临沧市2026年度社区居家养老服务机构等级评定目录"
    assert [cell.value for cell in page[3]] == list(COLUMNS)
    assert [str(cell.value) for cell in page[4]] == list(table()[0].values())
    assert page.page_setup.orientation == "landscape"
    assert page.max_row == 4


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝"])
def test_no_cell_is_a_formula(start: str) -> None:
    rating.rated(rating.eligible(name=f"{start}HYPERLINK(1)"), level=Level.A)
    name = "社区居家养老服务机构名称"
    assert table()[0][name] == f"'{start}HYPERLINK(1)"
    page = load_workbook(BytesIO(get(f"{COUNTY}.xlsx").content)).active
    assert page is not None
    assert page["C4"].value == f"'{start}HYPERLINK(1)"
    assert page["C4"].data_type == "s"


def test_before_the_decision_the_catalogue_is_empty_and_says_so() -> None:
    rating.rated(level=Level.AA)
    assert "还没有评定等级的机构" in text_of(f"{COUNTY}/?on=2026-06-09")
    assert len(table(f"{COUNTY}.csv?on=2026-06-10")) == 1
    assert table(f"{COUNTY}.csv?on=2026-06-09") == []


def test_the_catalogue_of_a_day_knows_nothing_of_what_was_decided_later() -> None:
    """Corrected on 1 July: on 30 June it read 2A, from then on A; cancelled on 1 July for 20 June: the same."""
    decision, _ = rating.rated(level=Level.AA)
    corrected(decision, Level.A)
    assert table(f"{COUNTY}.csv?on=2026-06-30")[0]["等级评定结果"] == "2A 级"
    assert table(f"{COUNTY}.csv?on=2026-07-01")[0]["等级评定结果"] == "A 级"
    cancelled(decision.institution)
    assert table(f"{COUNTY}.csv?on=2026-06-30")[0]["等级评定结果"] == "2A 级"
    assert table(f"{COUNTY}.csv?on=2026-07-01")[0]["等级评定结果"] == "A 级（2026年6月20日起取消）"


def test_a_day_that_has_not_come_is_told_as_reckoned() -> None:
    rating.rated(level=Level.AA)
    text = text_of(f"{COUNTY}/?on=2099-01-01")
    assert "这一天还没有到" in text
    assert "2A 级（2029年6月10日到期）" in text
    assert "这一天还没有到" not in text_of(f"{COUNTY}/")


def test_a_day_ends_at_midnight_in_lincang() -> None:
    rating.rated(level=Level.AA, at=datetime(2026, 6, 9, 16, 0, tzinfo=UTC))  # 00:00 on the 10th
    assert table(f"{COUNTY}.csv?on=2026-06-09") == []
    assert len(table(f"{COUNTY}.csv?on=2026-06-10")) == 1


def test_a_level_corrected_into_a_refusal_leaves_the_catalogue() -> None:
    decision, _ = rating.rated(level=Level.AA)
    corrected(decision, None)
    assert table(f"{COUNTY}.csv?on={LATER:%Y-%m-%d}") == []
    assert len(table(f"{COUNTY}.csv?on=2026-06-30")) == 1


def test_what_changes_at_the_institution_later_changes_no_catalogue() -> None:
    decision, _ = rating.rated(rating.eligible(name="示例中心"), level=Level.AA)
    Institution.objects.filter(pk=decision.institution_id).update(name="改名中心", person_in_charge="示例丁")
    (row,) = table()
    assert row["社区居家养老服务机构名称"] == "示例中心"
    assert "示例甲" in row["负责人及联系电话"]


def test_a_private_number_is_not_given_out() -> None:
    made = rating.eligible(person_phone="13800138001", contact_phone="13800138002")
    rating.rated(made, level=Level.AA)
    for address in (f"{COUNTY}/", f"{COUNTY}.csv"):
        assert "13800138001" not in text_of(address)
        assert "13800138002" not in text_of(address)


@pytest.mark.parametrize(
    "day", ["2026-02-30", "30.6.2026", "x", "2026-13-01", "0001-01-01", "9999-12-31", "%00", "1999-12-31"]
)
@pytest.mark.parametrize(
    "page", ["/eldercare/catalogue/2026/", f"{COUNTY}/", f"{COUNTY}.csv", f"{COUNTY}.xlsx"]
)
def test_a_day_that_is_none_gets_a_sentence(page: str, day: str) -> None:
    rating.round_of(2026)
    care.county()
    response = get(f"{page}?on={day}")
    assert response.status_code == 400
    assert "日期" in response.content.decode()


@pytest.mark.parametrize(
    "page", ["2025/", "2025/530922/", "2025.csv", "2025/530922.xlsx", "99999999999999999999/"]
)
def test_a_year_without_a_round_has_no_catalogue_and_says_which_have(page: str) -> None:
    rating.round_of(2026)
    response = get(f"/eldercare/catalogue/{page}")
    assert response.status_code == 404
    text = response.content.decode()
    assert "没有开展等级评定" in text
    assert "/eldercare/catalogue/2026/" in text


def test_no_such_county_is_not_there() -> None:
    rating.round_of(2026)
    for page in ("2026/530999/", "2026/x/", "2026/530999.csv"):
        assert get(f"/eldercare/catalogue/{page}").status_code == 404


def test_the_year_counts_by_county_and_hands_out_the_whole_city() -> None:
    rating.rated(level=Level.AA)
    rating.rated(rating.eligible(township=care.township("530902001")), level=Level.A)
    text = text_of("/eldercare/catalogue/2026/")
    assert f'href="{COUNTY}/?on=' in text
    assert "临翔区" in text
    assert [row["县区"] for row in table("/eldercare/catalogue/2026.csv")] == ["临翔区", "云县"]
    assert [row["序号"] for row in table("/eldercare/catalogue/2026.csv")] == ["1", "2"]
    assert "2026 年度" in text_of("/eldercare/catalogue/")


def test_an_institution_that_is_gone_stays_in_the_catalogue_without_a_door() -> None:
    decision, _ = rating.rated(level=Level.AA)
    Institution.objects.filter(pk=decision.institution_id).update(
        closed_on=date(2026, 9, 1), closing_reason="示例"
    )
    text = text_of(f"{COUNTY}/")
    assert decision.letter_number in text
    assert decision.institution.get_absolute_url() not in text
