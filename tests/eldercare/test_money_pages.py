"""What the pages of money show: the balance of an institution, the forecast as picture, table and spreadsheet."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from eldercare import actions
from eldercare.models import Award, Voucher
from eldercare.money_vocabulary import UsePurpose
from tests import care, money
from tests.eldercare.desk import client_of, list_of, page_of
from tests.eldercare.money_desk import cast, money_page, sheets
from tests.money import AT, DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FORECAST, FORECAST_XLSX = "admin:eldercare_forecast", "admin:eldercare_forecast_xlsx"


def test_the_page_of_an_institution_has_its_balance_for_whom_money_concerns() -> None:
    award, pair = money.approved()
    money.paid(award, "20000", by=pair)
    who = cast(award.institution)
    for name in ("county", "township", "city", "auditor"):
        answer = client_of(getattr(who, name)).get(page_of(award.institution))
        assert answer.context["money_sums"] == {
            "net": Decimal("25000.00"),
            "unpaid": Decimal("5000.00"),
            "paid": Decimal("20000.00"),
            "to_recover": 0,
            "recovered": 0,
            "used": 0,
        }, name
        assert money_page(award.institution) in answer.content.decode()
    unconcerned = client_of(who.assessor)
    assert "补助情况" not in unconcerned.get(page_of(award.institution)).content.decode()
    assert unconcerned.get(money_page(award.institution)).status_code == 403
    assert client_of(who.neighbour).get(money_page(award.institution)).status_code == 404


def test_the_balance_adds_up_every_award_in_force() -> None:
    award, pair = money.approved()
    project, _ = money.project(award.institution, by=pair)
    money.paid(project, "900000", by=pair)
    money.prepared(award.institution, by=pair, year=2026)  # waits: counts for nothing yet
    sums = client_of(pair.maker).get(money_page(award.institution)).context["sums"]
    assert (sums["net"], sums["paid"], sums["unpaid"]) == (925000, 900000, 25000)


def test_a_year_says_why_there_is_nothing() -> None:
    institution = money.rated()
    page = client_of(cast(institution).county).get(money_page(institution)).content.decode()
    assert "这一年没有有效的等级。" in page  # 2024 and 2025
    assert money_page(institution, "2025/") not in page
    unfiled = care.institution()
    assert "没有有效的等级" in client_of(cast(unfiled).county).get(money_page(unfiled)).content.decode()


def test_the_button_of_the_institution_leads_to_its_money() -> None:
    institution = money.rated()
    answer = client_of(cast(institution).county).get(page_of(institution, "subsidies"))
    assert answer.url == money_page(institution)


def test_the_forecast_shows_by_county_what_is_decided() -> None:
    """2A to 10 June 2029, seen from January 2028: 2029 is 161 of 365 days, 25,000 × 161 ÷ 365 = 11,027.40."""
    institution = money.rated()
    who = cast(institution)
    answer = client_of(who.city).get(reverse(FORECAST))
    assert answer.context["years"] == [2029, 2030, 2031]
    row = next(row for row in answer.context["rows"] if row.name == institution.county.short_name)
    assert [one.amount.firm for one in row.of_years] == [Decimal("11027.40"), 0, 0]
    assert [one.amount.renewed for one in row.of_years] == [25000, 25000, 25000]
    page = answer.content.decode()
    assert "<svg" in page and 'role="img"' in page and 'aria-describedby="forecast-table"' in page
    assert "已定 11,027.40 元，续评增加 13,972.60 元" in page
    assert not re.search(r"<[^>]* style=", page[page.index("<svg") : page.index("</svg>")])


def test_the_forecast_stays_within_the_places_of_duty() -> None:
    institution = money.rated()
    who = cast(institution)
    names = [row.name for row in client_of(who.neighbour).get(reverse(FORECAST)).context["rows"]]
    assert names == ["临翔区"] or institution.county.short_name not in names
    assert client_of(who.assessor).get(reverse(FORECAST)).status_code == 403
    assert client_of(who.township).post(reverse(FORECAST_XLSX)).status_code == 403
    assert client_of(who.city).get(reverse(FORECAST_XLSX)).status_code == 405


def test_the_forecast_is_handed_out_as_shown() -> None:
    institution = money.rated()
    rows = sheets(client_of(cast(institution).city).post(reverse(FORECAST_XLSX)))["运营补贴测算"]
    line = next(row for row in rows if row[0] == institution.county.short_name)
    assert line[1:5] == (1, 11027.4, 13972.6, 25000)


def test_without_rules_the_forecast_says_so() -> None:
    by = care.officer("养老市级管理", care.city())
    answer = client_of(by).get(reverse(FORECAST))
    assert answer.status_code == 200
    assert "没有施行的补助规则" in answer.content.decode()


def test_awards_are_handed_out_as_listed_and_as_stored() -> None:
    award, pair = money.approved()
    money.paid(award, "20000.01", by=pair)
    actions.record_use(
        award,
        purpose=UsePurpose.WAGES,
        amount=Decimal("7.5"),
        spent_on=DAY,
        paper="示例",
        by=pair.maker,
        at=AT,
    )
    money.prepared(award.institution, by=pair, year=2026)
    who = cast(award.institution)
    page = reverse("admin:eldercare_award_export")
    asked = client_of(who.auditor).get(f"{page}?year=2027").content.decode()
    assert "共 1 笔补助" in asked and "年度：2027 年" in asked
    head, line = sheets(client_of(who.auditor).post(f"{page}?year=2027"))["补助核定"]
    told = dict(zip(head, line, strict=True))
    assert (told["机构"], told["年度"], told["状态"]) == (award.institution.name, 2027, "已核准")
    amounts = [
        told[name] for name in ("核算金额", "核定金额", "调整后金额", "已拨付", "未拨付", "已登记使用")
    ]
    assert amounts == [25000, 25000, 25000, 20000.01, 4999.99, 7.5]
    assert told["核准日期"].date() == DAY
    log = LogEntry.objects.get()
    assert "1 笔补助" in log.change_message and log.user == who.auditor


def test_the_ledger_is_handed_out_with_its_sums() -> None:
    award, pair = money.approved()
    money.paid(award, "20000.01", by=pair)
    money.payment(award, "1", by=pair)  # a draft: not in the ledger
    who = cast(award.institution)
    book = sheets(client_of(who.county).post(reverse("admin:eldercare_voucher_export")))
    lines = book["记账凭证"]
    assert [row[0] for row in lines[1:]] == ["530922-2028-账-0001"] * 2 + ["530922-2028-账-0002"] * 2 + [
        "合计"
    ]
    assert lines[-1][10:12] == (45000.01, 45000.01)
    head, county = book["科目余额"]
    assert dict(zip(head, county, strict=True)) == {
        "县（区）": "云县",
        "补助支出": 25000,
        "应付补助": -4999.99,
        "财政资金": -20000.01,
        "应收回": 0,
        "合计": 0,
    }


@pytest.mark.parametrize(("name", "status"), [("neighbour", 200), ("township", 403), ("assessor", 403)])
def test_only_what_is_seen_is_handed_out_and_only_to_whom_it_may(name: str, status: int) -> None:
    award, _ = money.approved()
    client = client_of(getattr(cast(award.institution), name))
    for model in (Award, Voucher):
        page = f"{list_of(model)}export/"
        assert client.get(page).status_code == status
        if status == 200:
            assert "共 0" in client.get(page).content.decode()
            assert award.institution.name not in str(sheets(client.post(page)))


def test_a_broken_address_of_the_export_leads_back_to_the_list() -> None:
    award, _ = money.approved()
    by = cast(award.institution).county
    answer = client_of(by).get(
        reverse("admin:eldercare_award_export") + "?status__exact=approved&e=1&nothing=1"
    )
    assert answer.status_code in (200, 302)
