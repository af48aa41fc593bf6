"""Operating subsidy: what is due for a year, line by line, and what the officer decides (六（二）)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from eldercare import actions
from eldercare.models import Award, Institution, MoneyRules
from eldercare.money_facts import reckon_years
from eldercare.money_rules_file import load_money_rules
from eldercare.rating_vocabulary import Level
from eldercare.refusals import (
    AmountRefused,
    AwardRefused,
)
from foundation.refusals import RemarkRequired
from tests import care, money
from tests.money import AT, WHOLE, YEAR

pytestmark = pytest.mark.django_db


EARLY_2027 = datetime(2027, 10, 8, 2, 0, tzinfo=UTC)


def operating(institution: Institution, by: User, **said: Any) -> Award:
    return actions.prepare_operating_award(institution, **{"year": YEAR, "by": by, "at": AT} | said)


def test_the_edition_of_2024_is_what_the_notice_says() -> None:
    """N094, N095, N097, N099, N100, N101; where the notice is silent the edition says so."""
    call_command("load_money_rules", verbosity=0)
    rules = MoneyRules.objects.get()
    assert [rules.amount_a, rules.amount_aa, rules.amount_aaa] == [
        Decimal(20000),
        Decimal(25000),
        Decimal(30000),
    ]
    assert (rules.new_building, rules.conversion) == (Decimal(3000), Decimal(2000))
    assert (rules.part_year, rules.level_change) == ("decide", "decide")
    assert "临民联发〔2024〕23号" in rules.source
    assert "云民规〔2019〕7号" in rules.source
    assert "没有写基准日" in rules.remark
    assert load_money_rules() == []


def test_an_edition_holds_until_the_next_begins() -> None:
    first, second = money.rules(), money.rules(year_from=2028, amount_aaa=Decimal("36000.00"))
    asked = {year: MoneyRules.objects.for_year(year) for year in (2023, 2024, 2027, 2028, 2040)}
    assert asked == {2023: None, 2024: first, 2027: first, 2028: second, 2040: second}


@pytest.mark.parametrize(("level", "due"), [("A", "20000.00"), ("2A", "25000.00"), ("3A", "30000.00")])
def test_a_whole_year_gives_the_amount_of_its_level(level: str, due: str) -> None:
    """N098, N099, N100, N101; N092 and N102: out of the funds for operating subsidy allotted to the county."""
    award, who = money.approved(money.rated(level=Level(level)))
    assert (award.amount, award.computed, award.most) == (Decimal(due),) * 3
    assert (award.fund, award.get_fund_display()) == ("grant", "省级养老机构运营补贴专项资金")
    assert [line.reason for line in award.shown_lines] == [f"{level} 级，全年有效并在备案中"]
    assert (award.prepared_by, award.checked_by) == (who.maker, who.checker)


def test_part_of_a_year_is_reckoned_line_by_line() -> None:
    """Rated from 10 June 2026: 205 of 365 days, 25000 × 205 ÷ 365 = 14041.0958…"""
    award = money.prepared(year=2026)
    (line,) = award.shown_lines
    assert (line.days, line.amount) == ("2026-06-10 至 2026-12-31", Decimal("14041.10"))
    assert "205 天" in line.reason


def test_where_the_edition_is_silent_the_officer_decides_with_a_reason() -> None:
    money.rules(part_year="decide", level_change="decide")
    institution = money.rated()
    by = money.pair(institution).maker
    with pytest.raises(AmountRefused, match=r"须由您决定金额（核算供参考：14,041\.10 元）"):
        operating(institution, by, year=2026)
    with pytest.raises(RemarkRequired, match="须写明理由"):
        operating(institution, by, year=2026, amount=Decimal("14041.10"))
    award = operating(institution, by, year=2026, amount=Decimal("25000.00"), reason="示例：开办首年按全年。")
    assert (award.is_open, award.computed, award.amount) == (True, Decimal("14041.10"), Decimal("25000.00"))
    assert "由经办人决定" in award.notes[0]


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("25000.01", "最多可定 25,000.00 元"),
        ("0", "金额须大于 0"),
        ("-1", "金额须大于 0"),
        ("100.005", "最多精确到分"),
        ("NaN", "请填写金额"),
        ("Infinity", "请填写金额"),
        ("1e11", "超出百亿元"),
    ],
)
def test_what_is_no_amount_or_too_much_is_refused(amount: str, said: str) -> None:
    institution = money.rated()
    with pytest.raises(AmountRefused, match=said):
        operating(institution, money.pair(institution).maker, amount=Decimal(amount), reason="示例。")
    assert not Award.objects.exists()


def test_less_than_reckoned_needs_a_reason() -> None:
    institution = money.rated()
    by = money.pair(institution).maker
    with pytest.raises(RemarkRequired, match=r"核算 25,000\.00 元，核定 20,000\.00 元"):
        operating(institution, by, amount=Decimal("20000.00"), reason="  ")
    assert operating(
        institution, by, amount=Decimal("20000.00"), reason="示例：资金不足。"
    ).amount == Decimal(20000)


def test_without_a_filing_nothing_is_due() -> None:
    """N077: the filing was cancelled before the year began."""
    institution = money.rated()
    filing = institution.filings.in_force().get()
    actions.cancel_filing(
        filing,
        reason="示例：停止服务。",
        by=care.colleague(institution),
        at=datetime(2026, 12, 20, tzinfo=UTC),
    )
    with pytest.raises(AwardRefused, match="没有登记备案，不享受运营补贴"):
        operating(institution, money.pair(institution).maker)


def test_days_after_a_filing_ended_give_nothing() -> None:
    """N077: on file until 1 July 2027, the day it was cancelled: 181 of 365 days, 12397.2602…"""
    institution = money.rated()
    actions.cancel_filing(
        institution.filings.in_force().get(),
        reason="示例。",
        by=care.colleague(institution),
        at=datetime(2027, 7, 1, 2, tzinfo=UTC),
    )
    assert money.prepared(institution).amount == Decimal("12397.26")


def test_a_change_of_the_filing_does_not_cut_the_year() -> None:
    institution = money.rated()
    by, other = care.colleague(institution), care.colleague(institution)
    at = datetime(2027, 5, 4, 2, tzinfo=UTC)
    change = actions.open_filing(institution, change_summary="示例变更", by=by, at=at)
    actions.submit_filing(change, filed_on=date(2027, 5, 4), commitment_on=date(2027, 5, 4), by=by, at=at)
    actions.accept_filing(change, by=other, at=at)
    award = money.prepared(institution)
    assert (award.amount, award.days) == (WHOLE, {"2A": [["2027-01-01", "2027-12-31"]]})


def test_days_after_the_institution_closed_give_nothing() -> None:
    institution = money.rated()
    Institution.objects.update(closed_on=date(2027, 7, 1), closing_reason="示例：场地收回。")
    assert money.prepared(institution).amount == Decimal("12397.26")


def test_no_day_after_a_level_ended_is_paid() -> None:
    """The level ended with the accident of 11 March 2027: 69 of 365 days, 25000 × 69 ÷ 365 = 4726.0273…"""
    institution = money.rated()
    money.accident(institution, happened_on=date(2027, 3, 11))
    award = money.prepared(institution)
    assert (award.amount, award.days) == (Decimal("4726.03"), {"2A": [["2027-01-01", "2027-03-10"]]})


def test_a_year_without_level_is_refused_and_says_why() -> None:
    institution = money.rated()
    with pytest.raises(AwardRefused, match="2025 年没有可以核定的运营补贴：这一年没有有效的等级。"):
        operating(institution, money.pair(institution).maker, year=2025)


def test_a_year_before_the_rules_or_to_come_is_refused() -> None:
    institution = money.rated()
    by = money.pair(institution).maker
    with pytest.raises(AwardRefused, match="没有适用于这一年的补助规则"):
        operating(institution, by, year=2023)
    with pytest.raises(AwardRefused, match="2029 年还没有到"):
        operating(institution, by, year=2029)


def test_a_running_year_before_its_cut_off_is_given_with_a_reason_only() -> None:
    institution = money.rated()
    by = money.pair(institution).maker
    with pytest.raises(AmountRefused, match="还没有到 12 月 31 日"):
        operating(institution, by, at=EARLY_2027)
    award = operating(institution, by, at=EARLY_2027, amount=WHOLE, reason="示例：年内兑付。")
    assert (award.is_open, award.computed) == (True, WHOLE)
    on_the_day = datetime(2027, 12, 31, 2, tzinfo=UTC)
    assert not reckon_years(institution, [YEAR], on=on_the_day.date())[YEAR].is_open


def test_one_award_an_institution_and_year() -> None:
    institution = money.rated()
    award, who = money.approved(institution)
    with pytest.raises(AwardRefused, match="2027 年的运营补贴已经核定或正在核定"):
        operating(institution, who.maker)
    assert operating(institution, who.maker, year=2026).pk != award.pk


def test_a_rejected_award_leaves_the_year_free() -> None:
    award = money.prepared()
    who = money.pair(award.institution)
    with pytest.raises(RemarkRequired):
        actions.reject_award(award, reason=" ", by=who.checker, at=AT)
    actions.reject_award(award, reason="示例：依据不全。", by=who.checker, at=AT)
    award.refresh_from_db()
    assert (award.get_status_display(), award.check_remark) == ("已退回", "示例：依据不全。")
    assert not award.vouchers.exists()
    assert money.prepared(award.institution).status == "drafted"
