"""Ten cases worked by hand, from the level that was given to the balance of the ledger: dates and money to the fen.

Each is reckoned in its comment with pencil and paper first; the program takes the same case through its verbs. 临民联发〔2024〕23号
六: A 20,000, 2A 25,000, 3A 30,000 yuan a year; 3,000 yuan a square metre of new building, 2,000 of conversion.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from eldercare import actions
from eldercare.models import Award, Institution, RatingDecision
from eldercare.money_vocabulary import BuildWork, FundSource, UsePurpose
from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.refusals import AmountRefused, AwardRefused
from foundation.refusals import RemarkRequired
from tests import care, money, rating
from tests.money import Pair

pytestmark = pytest.mark.django_db


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 4, tzinfo=UTC)  # twelve o'clock here


def given(level: str, *, at: datetime, to: Institution | None = None) -> Institution:
    """An institution that has just been given this level."""
    money.short_standard()
    decision, _ = rating.rated(to or rating.eligible(), level=Level(level), at=at, year=at.year)
    return Institution.objects.get(pk=decision.institution_id)


def award_of(institution: Institution, year: int, *, at: datetime, by: Pair, **said: Any) -> Award:
    award = actions.prepare_operating_award(institution, year=year, by=by.maker, at=at, **said)
    return actions.approve_award(award, by=by.checker, at=at)


def lines(award: Award) -> list[tuple[str, str]]:
    return [(line.days, str(line.amount)) for line in award.shown_lines]


def balance(award: Award) -> dict[str, str]:
    """What is not nothing."""
    row = vars(money.standing(award))
    names = ("net", "unpaid", "paid", "to_recover", "recovered", "used")
    return {name: f"{row[name]:.2f}" for name in names if row[name]}


def test_1_a_level_given_in_the_middle_of_the_year() -> None:
    """2A from 1 July 2026: 31 + 31 + 30 + 31 + 30 + 31 = 184 of 365 days.

    25,000 × 184 ÷ 365 = 4,600,000 ÷ 365 = 12,602.7397… → 12,602.74. Paid in two parts: 10,000.00 and 2,602.74.
    """
    money.rules()
    institution = given("2A", at=noon(2026, 7, 1))
    by = money.pair(institution)
    award = award_of(institution, 2026, at=noon(2027, 1, 8), by=by)
    assert lines(award) == [("2026-07-01 至 2026-12-31", "12602.74")]
    money.paid(award, "10000.00", by=by, at=noon(2027, 1, 10))
    assert balance(award) == {"net": "12602.74", "unpaid": "2602.74", "paid": "10000.00"}
    with pytest.raises(AmountRefused):
        money.payment(award, "2602.75", by=by, at=noon(2027, 2, 1))
    money.paid(award, "2602.74", by=by, at=noon(2027, 2, 1))
    assert balance(award) == {"net": "12602.74", "paid": "12602.74"}


def test_2_an_edition_that_looks_at_a_cut_off_date() -> None:
    """A from 15 October 2026; the edition looks at 30 June. On 30 June 2026 there was no level: nothing for 2026.

    On 30 June 2027 it is A: 2027 gives the whole 20,000.00.
    """
    money.rules(part_year="cut_off", level_change="cut_off", cut_off_month=6, cut_off_day=30)
    institution = given("A", at=noon(2026, 10, 15))
    by = money.pair(institution)
    with pytest.raises(AwardRefused, match="2026-06-30 没有有效的等级"):
        award_of(institution, 2026, at=noon(2027, 1, 8), by=by)
    award = award_of(institution, 2027, at=noon(2027, 7, 1), by=by)
    assert lines(award) == [("2027-01-01 至 2027-12-31", "20000.00")]
    money.paid(award, "20000.00", by=by, at=noon(2027, 7, 2))
    assert balance(award) == {"net": "20000.00", "paid": "20000.00"}


def test_3_a_downgrade_after_the_year_was_paid_in_advance() -> None:
    """3A from 10 June 2026, lowered to A on 15 September 2027. Early in 2027 the whole 30,000.00 had been given and paid.

    1 January to 14 September: 31 + 28 + 31 + 30 + 31 + 30 + 31 + 31 + 14 = 257 days of 3A; 365 − 257 = 108 days of A.
    30,000 × 257 ÷ 365 = 7,710,000 ÷ 365 = 21,123.2876… → 21,123.29
    20,000 × 108 ÷ 365 = 2,160,000 ÷ 365 =  5,917.8082… →  5,917.81
    Together 27,041.10; to come back 30,000.00 − 27,041.10 = 2,958.90.
    """
    money.rules()
    institution = given("3A", at=noon(2026, 6, 10))
    by = money.pair(institution)
    award = award_of(
        institution, 2027, at=noon(2027, 3, 1), by=by, amount=Decimal(30000), reason="示例：预拨。"
    )
    money.paid(award, "30000.00", by=by, at=noon(2027, 3, 2))
    money.lowered(institution, Level.A, ordered=noon(2027, 8, 1), at=noon(2027, 9, 15))
    money.adjusted(award, "27041.10", by=by, at=noon(2028, 1, 10))
    assert lines(award.adjustments.get()) == [  # type: ignore[arg-type]
        ("2027-01-01 至 2027-09-14", "21123.29"),
        ("2027-09-15 至 2027-12-31", "5917.81"),
    ]
    assert balance(award) == {"net": "27041.10", "paid": "30000.00", "to_recover": "2958.90"}
    money.recovered(award, "2958.90", by=by, at=noon(2028, 2, 1))
    assert balance(award) == {"net": "27041.10", "paid": "30000.00", "recovered": "2958.90"}


def test_4_a_downgrade_where_the_rules_leave_the_amount_to_the_officer() -> None:
    """2A from 10 June 2026, lowered to A on 2 April 2027; the edition leaves such a year to the officer.

    The days, for reference: 1 January to 1 April 31 + 28 + 31 + 1 = 91 of 2A, 274 of A.
    25,000 × 91 ÷ 365 = 6,232.8767… → 6,232.88; 20,000 × 274 ÷ 365 = 15,013.6986… → 15,013.70; together 21,246.58.
    The officer gives 20,000.00 with a reason; 25,000.00 is the most there may be.
    """
    money.rules(part_year="decide", level_change="decide")
    institution = given("2A", at=noon(2026, 6, 10))
    money.lowered(institution, Level.A, ordered=noon(2027, 3, 1), at=noon(2027, 4, 2))
    by = money.pair(institution)
    at = noon(2028, 1, 10)
    with pytest.raises(AmountRefused, match=r"核算供参考：21,246\.58 元"):
        award_of(institution, 2027, at=at, by=by)
    with pytest.raises(RemarkRequired):
        award_of(institution, 2027, at=at, by=by, amount=Decimal(20000))
    with pytest.raises(AmountRefused, match=r"最多可定 25,000\.00 元"):
        award_of(institution, 2027, at=at, by=by, amount=Decimal("25000.01"), reason="示例。")
    award = award_of(institution, 2027, at=at, by=by, amount=Decimal(20000), reason="示例：按年末等级。")
    assert [amount for _, amount in lines(award)] == ["6232.88", "15013.70"]
    assert balance(award) == {"net": "20000.00", "unpaid": "20000.00"}


def test_5_a_level_lost_by_an_accident_that_became_known_later() -> None:
    """A from 10 June 2026. 2027: 20,000.00 given in January 2028, 12,000.00 of it paid. Then it is found that a major accident
    on 11 March 2027 ended the level that day: the last day is 10 March, 31 + 28 + 10 = 69 of 365 days.

    20,000 × 69 ÷ 365 = 1,380,000 ÷ 365 = 3,780.8219… → 3,780.82.
    Not to be paid any more: 8,000.00. To come back: 12,000.00 − 3,780.82 = 8,219.18, in two parts: 5,000.00 and 3,219.18.
    2026 stands: 10 June to 31 December = 205 of 365 days; 20,000 × 205 ÷ 365 = 11,232.8767… → 11,232.88.
    """
    money.rules()
    institution = given("A", at=noon(2026, 6, 10))
    by = money.pair(institution)
    before = award_of(institution, 2026, at=noon(2027, 1, 8), by=by)
    money.paid(before, "11232.88", by=by, at=noon(2027, 1, 9))
    award = award_of(institution, 2027, at=noon(2028, 1, 10), by=by)
    money.paid(award, "12000.00", by=by, at=noon(2028, 1, 11))
    money.accident(institution, happened_on=date(2027, 3, 11), at=noon(2028, 2, 1))
    assert list(Award.objects.out_of_step()) == [award]
    with pytest.raises(AwardRefused, match="先调整，再拨付"):
        money.payment(award, "8000.00", by=by, at=noon(2028, 2, 2))
    money.adjusted(award, by=by, at=noon(2028, 2, 3))
    assert balance(award) == {"net": "3780.82", "paid": "12000.00", "to_recover": "8219.18"}
    money.recovered(award, "5000.00", by=by, at=noon(2028, 2, 20))
    with pytest.raises(AmountRefused):
        money.recovered(award, "3219.19", by=by, at=noon(2028, 3, 1))
    money.recovered(award, "3219.18", by=by, at=noon(2028, 3, 1))
    assert balance(award) == {"net": "3780.82", "paid": "12000.00", "recovered": "8219.18"}
    assert balance(before) == {"net": "11232.88", "paid": "11232.88"}


def test_6_a_renewal_of_3a_without_and_with_a_gap() -> None:
    """3A from 10 June 2026 to 10 June 2029. Renewed in time, from 11 June 2029 on: 2029 is whole, 30,000.00.

    Another is renewed on 1 July 2029 only: to 10 June 31 + 28 + 31 + 30 + 31 + 10 = 161 days, from 1 July 184 days.
    30,000 × 161 ÷ 365 = 13,232.8767… → 13,232.88; 30,000 × 184 ÷ 365 = 15,123.2876… → 15,123.29; together 28,356.17.
    """
    money.rules()
    in_time, late = (given("3A", at=noon(2026, 6, 10)) for _ in range(2))
    given("3A", at=noon(2029, 5, 20), to=in_time)
    given("3A", at=noon(2029, 7, 1), to=late)
    award = award_of(in_time, 2029, at=noon(2030, 1, 10), by=money.pair(in_time))
    assert lines(award) == [("2029-01-01 至 2029-12-31", "30000.00")]
    award = award_of(late, 2029, at=noon(2030, 1, 10), by=money.pair(late))
    assert lines(award) == [
        ("2029-01-01 至 2029-06-10", "13232.88"),
        ("2029-07-01 至 2029-12-31", "15123.29"),
    ]
    assert balance(award) == {"net": "28356.17", "unpaid": "28356.17"}


def test_7_a_level_given_on_29_february() -> None:
    """A from 29 February 2028. There is no 29 February 2031: the last day is 28 February 2031.

    2028: 366 − 31 − 28 = 307 of 366 days; 20,000 × 307 ÷ 366 = 6,140,000 ÷ 366 = 16,775.9562… → 16,775.96.
    2031: 31 + 28 = 59 of 365 days; 20,000 × 59 ÷ 365 = 1,180,000 ÷ 365 = 3,232.8767… → 3,232.88.
    2029 and 2030 are whole.
    """
    money.rules()
    institution = given("A", at=noon(2028, 2, 29))
    by = money.pair(institution)
    at = noon(2032, 1, 10)
    awards = {year: award_of(institution, year, at=at, by=by) for year in (2028, 2029, 2030, 2031)}
    assert lines(awards[2028]) == [("2028-02-29 至 2028-12-31", "16775.96")]
    assert lines(awards[2031]) == [("2031-01-01 至 2031-02-28", "3232.88")]
    assert awards[2029].amount == awards[2030].amount == Decimal("20000.00")
    with pytest.raises(AwardRefused, match="2027 年没有可以核定的"):
        award_of(institution, 2027, at=at, by=by)


def test_8_construction_aid_for_a_new_building() -> None:
    """420.50 m² of new building: 420.50 × 3,000 = 1,261,500.00, paid by progress: 756,900.00 (60 %) and 504,600.00 (40 %).

    The invoices of the project come to 1,261,500.00 as well: 700,000.00 and 561,500.00.
    """
    money.rules()
    institution = care.institution(building_area=Decimal("420.50"))
    award, by = money.project(institution, area=Decimal("420.50"))
    assert lines(award) == [("", "1261500.00")]
    money.paid(award, "756900.00", by=by)
    spent = {"purpose": UsePurpose.PROJECT, "paper": "示例发票", "by": by.maker, "at": money.LATER}
    spent_on = money.DAY
    actions.record_use(award, amount=Decimal("700000.00"), spent_on=spent_on, **spent)
    with pytest.raises(AmountRefused, match=r"还没有登记使用的有 56,900\.00 元"):
        actions.record_use(award, amount=Decimal("561500.00"), spent_on=spent_on, **spent)
    money.paid(award, "504600.00", by=by, at=money.LATER)
    actions.record_use(award, amount=Decimal("561500.00"), spent_on=spent_on, **spent)
    assert balance(award) == {"net": "1261500.00", "paid": "1261500.00", "used": "1261500.00"}


def test_9_construction_aid_for_a_conversion_and_its_return() -> None:
    """212.35 m² of conversion from lottery funds: 212.35 × 2,000 = 424,700.00; 400,000.00 is given, with a reason.

    It is paid once the sign hangs. The facility is put to another use and not put back: 400,000.00 comes back whole, and
    so does the operating subsidy of 2027: 25,000.00 less nothing, of which 10,000.00 had been paid.
    """
    money.rules()
    institution = given("2A", at=noon(2026, 6, 10))
    Institution.objects.filter(pk=institution.pk).update(lottery_funded=True, lottery_sign=False)
    by = money.pair(institution)
    area = Decimal("212.35")
    plan: dict[str, Any] = {"works": BuildWork.CONVERSION, "area": area, "fund": FundSource.LOTTERY, "by": by}
    with pytest.raises(RemarkRequired, match=r"核算 424,700\.00 元，核定 400,000\.00 元"):
        money.project(institution, amount=Decimal(400000), **plan)
    award, _ = money.project(institution, amount=Decimal(400000), reason="示例：资金有限。", **plan)
    with pytest.raises(AwardRefused, match="彩票公益金资助"):
        money.payment(award, "400000.00", by=by)
    Institution.objects.filter(pk=institution.pk).update(lottery_sign=True)
    money.paid(award, "400000.00", by=by)
    operating = award_of(institution, 2027, at=money.AT, by=by)
    money.paid(operating, "10000.00", by=by)
    order = money.refused_correction(institution)
    for change in actions.claim_all(order, reason="示例：拒不整改。", by=by.maker, at=money.LATER):
        actions.approve_adjustment(change, by=by.checker, at=money.LATER)
    assert balance(award) == {"paid": "400000.00", "to_recover": "400000.00"}
    assert balance(operating) == {"paid": "10000.00", "to_recover": "10000.00"}
    money.recovered(award, "400000.00", by=by)
    money.recovered(operating, "10000.00", by=by)
    assert balance(award) == {"paid": "400000.00", "recovered": "400000.00"}
    assert balance(operating) == {"paid": "10000.00", "recovered": "10000.00"}


def test_10_a_level_corrected_upwards_on_appeal() -> None:
    """A from 10 June 2026, 20,000.00 given and paid for 2027. The decision is corrected to 2A from the same day.

    2027 comes to 25,000.00: 5,000.00 more is due and paid. 2026 was given as A: 20,000 × 205 ÷ 365 = 11,232.88; as 2A it
    is 25,000 × 205 ÷ 365 = 14,041.0958… → 14,041.10: 2,808.22 more.
    """
    money.rules()
    institution = given("A", at=noon(2026, 6, 10))
    by = money.pair(institution)
    at = noon(2028, 1, 10)
    first, second = (award_of(institution, year, at=at, by=by) for year in (2026, 2027))
    money.paid(first, "11232.88", by=by, at=at)
    money.paid(second, "20000.00", by=by, at=at)
    decision = RatingDecision.objects.get(institution=institution)
    actions.correct_decision(
        decision,
        kind=DecisionKind.GRANT,
        level=Level.AA,
        effective_on=decision.effective_on,
        grounds="示例：申诉成立。",
        by=care.colleague(institution),
        at=noon(2028, 2, 1),
    )
    assert set(Award.objects.out_of_step()) == {first, second}
    for award in (first, second):
        money.adjusted(award, by=by, at=noon(2028, 2, 5))
    assert balance(first) == {"net": "14041.10", "unpaid": "2808.22", "paid": "11232.88"}
    assert balance(second) == {"net": "25000.00", "unpaid": "5000.00", "paid": "20000.00"}
    money.paid(second, "5000.00", by=by, at=noon(2028, 2, 6))
    assert balance(second) == {"net": "25000.00", "paid": "25000.00"}
