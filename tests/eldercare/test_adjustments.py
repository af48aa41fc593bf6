"""Adjustments and recoveries, worked out by hand: less, more, everything (N108, N109)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eldercare import actions
from eldercare.models import Adjustment, Award, MoneyRules, RatingDecision
from eldercare.money_vocabulary import Account, FundSource
from eldercare.rating_vocabulary import DecisionKind, OrderKind
from eldercare.refusals import (
    AmountRefused,
    AwardRefused,
    ReckoningOutdated,
    ReviewsOwnWork,
)
from eldercare.rules.ledger import Balances, steps_to
from foundation.refusals import MoveNotAllowed, RemarkRequired
from tests import care, money, rating
from tests.money import AT, DAY, LATER, WHOLE, YEAR

pytestmark = pytest.mark.django_db


MARCH = date(2027, 3, 11)  # the level of 2027 then lasts 69 of 365 days: 4726.03


LEFT = Decimal("4726.03")


def balances(award: Award) -> tuple[str, ...]:
    """Net, unpaid, paid, to recover, recovered; and whether they balance."""
    held = money.standing(award).balances
    assert held.balance
    return tuple(f"{part:f}" for part in (held.net, held.unpaid, held.paid, held.to_recover, held.recovered))


def test_what_is_not_yet_paid_is_taken_back_and_the_rest_is_claimed() -> None:
    """Paid 10000 of 25000; due is 4726.03: 15000 are cut, 5273.97 must come back."""
    award, who = money.approved()
    money.paid(award, "10000.00", by=who)
    money.accident(award.institution, happened_on=MARCH)
    assert list(Award.objects.out_of_step()) == [award]
    money.adjusted(award, by=who)
    assert balances(award) == ("4726.03", "0.00", "10000.00", "5273.97", "0.00")
    change = Adjustment.objects.get()
    assert [line.days for line in change.shown_lines] == ["2027-01-01 至 2027-03-10"]
    posted = change.vouchers.order_by("pk")
    assert [(row.kind, row.amount) for row in posted] == [
        ("reduction", Decimal("15000.00")),
        ("claim", Decimal("5273.97")),
    ]
    assert list(Award.objects.out_of_step()) == []


def test_what_was_overpaid_comes_back_and_no_more() -> None:
    award, who = money.approved()
    money.paid(award, by=who)
    money.accident(award.institution, happened_on=MARCH)
    money.adjusted(award, by=who)
    assert balances(award) == ("4726.03", "0.00", "25000.00", "20273.97", "0.00")
    with pytest.raises(AmountRefused, match=r"应收回 20,273\.97 元，不能收回 20,273\.98 元"):
        money.recovered(award, "20273.98", by=who)
    money.recovered(award, "20000.00", by=who)
    money.recovered(award, "273.97", by=who)
    assert balances(award) == ("4726.03", "0.00", "25000.00", "0.00", "20273.97")
    with pytest.raises(AmountRefused, match=r"应收回 0\.00 元"):
        money.recovered(award, "0.01", by=who)


def test_a_corrected_revocation_raises_the_award_again() -> None:
    """20273.97 were claimed, 8000 came back; the level is restored: 12273.97 need not come, 8000 are due again."""
    award, who = money.approved()
    money.paid(award, by=who)
    money.accident(award.institution, happened_on=MARCH)
    money.adjusted(award, by=who)
    money.recovered(award, "8000.00", by=who)
    cancelled = RatingDecision.objects.get(kind=DecisionKind.CANCEL)
    actions.correct_decision(
        cancelled,
        kind=DecisionKind.ANNUL,
        level=None,
        effective_on=DAY,
        grounds="示例：认定有误。",
        by=care.colleague(award.institution),
        at=LATER,
    )
    assert list(Award.objects.out_of_step()) == [award]
    money.adjusted(award, by=who)
    assert balances(award) == ("25000.00", "8000.00", "25000.00", "0.00", "8000.00")
    voucher = award.vouchers.get(kind="increase")
    assert {entry.account: entry.credit for entry in voucher.entries.all() if entry.credit} == {
        Account.RECEIVABLE: Decimal("12273.97"),
        Account.PAYABLE: Decimal("8000.00"),
    }
    money.paid(award, "8000.00", by=who, at=LATER)
    assert balances(award) == ("25000.00", "0.00", "33000.00", "0.00", "8000.00")


def test_where_the_edition_is_silent_the_officer_decides_the_new_amount() -> None:
    money.rules(part_year="decide", level_change="decide")
    award, who = money.approved()
    money.accident(award.institution, happened_on=MARCH)
    with pytest.raises(AmountRefused, match="须由您决定金额"):
        money.adjusted(award, by=who)
    with pytest.raises(AmountRefused, match="最多可定"):
        money.adjusted(award, "25000.01", by=who)
    money.adjusted(award, "6000.00", by=who)
    assert balances(award) == ("6000.00", "6000.00", "0.00", "0.00", "0.00")


def test_a_later_edition_of_the_rules_shows_what_it_changes() -> None:
    """An edition for 2027 that came after the award: the award keeps its own until it is reckoned anew."""
    award, who = money.approved()
    money.rules(year_from=2027, amount_aa=Decimal("26000.00"))
    assert list(Award.objects.out_of_step()) == [award]
    assert award.rules.year_from == 2024
    money.adjusted(award, by=who)
    assert balances(award) == ("26000.00", "26000.00", "0.00", "0.00", "0.00")
    assert Adjustment.objects.get().rules == MoneyRules.objects.get(year_from=2027)


def test_changes_without_weight_for_the_year_are_none() -> None:
    """A level that ends after the year leaves the award alone; to adjust it without change is refused."""
    award, who = money.approved()
    money.accident(award.institution, happened_on=date(2028, 1, 5))
    assert not Award.objects.out_of_step().exists()
    with pytest.raises(AwardRefused, match="没有变化"):
        money.adjusted(award, by=who)


def test_days_may_change_and_the_amount_not() -> None:
    """By the cut-off day: the level ended after it; the officer says so, nothing is posted."""
    money.rules(part_year="cut_off", cut_off_month=6, cut_off_day=30)
    award, who = money.approved()
    money.accident(award.institution, happened_on=date(2027, 9, 1))
    assert list(Award.objects.out_of_step()) == [award]
    money.adjusted(award, by=who)
    assert not Award.objects.out_of_step().exists()
    assert award.vouchers.count() == 1


def test_one_adjustment_at_a_time_and_no_payment_meanwhile() -> None:
    award, who = money.approved()
    money.accident(award.institution, happened_on=MARCH)
    change = actions.adjust_award(award, reason="示例。", by=who.maker, at=LATER)
    with pytest.raises(AwardRefused, match="有一项调整正在办理"):
        actions.adjust_award(award, reason="示例。", by=who.maker, at=LATER)
    with pytest.raises(AwardRefused, match="办完再拨付"):
        money.payment(award, "1.00", by=who, at=LATER)
    with pytest.raises(ReviewsOwnWork):
        actions.approve_adjustment(change, by=who.maker, at=LATER)
    actions.reject_adjustment(change, reason="示例：再核。", by=who.checker, at=LATER)
    with pytest.raises(MoveNotAllowed, match="已退回"):
        actions.approve_adjustment(change, by=who.checker, at=LATER)
    assert balances(award)[0] == "25000.00"
    money.adjusted(award, by=who)
    assert balances(award)[0] == "4726.03"


def test_an_adjustment_whose_ground_moved_is_not_approved() -> None:
    """An edition for 2027 comes between the proposal and the approval."""
    award, who = money.approved()
    money.accident(award.institution, happened_on=MARCH)
    change = actions.adjust_award(award, reason="示例。", by=who.maker, at=LATER)
    money.rules(year_from=2027, amount_aa=Decimal("26000.00"))
    with pytest.raises(ReckoningOutdated, match="又有了变化"):
        actions.approve_adjustment(change, by=who.checker, at=LATER)
    actions.reject_adjustment(change, reason="示例：规则有变。", by=who.checker, at=LATER)
    money.adjusted(award, by=who)
    assert balances(award)[0] == "4915.07"  # 26000 × 69 ÷ 365


def test_construction_aid_may_be_lowered_with_a_reason() -> None:
    award, who = money.project()
    with pytest.raises(RemarkRequired):
        actions.adjust_award(award, amount=Decimal("600000.00"), reason="", by=who.maker, at=LATER)
    money.adjusted(award, "600000.00", by=who)
    assert balances(award) == ("600000.00", "600000.00", "0.00", "0.00", "0.00")


def test_central_money_is_adjusted_to_an_amount_only() -> None:
    """N093: it is recorded, not reckoned."""
    award, who = money.project(fund=FundSource.CENTRAL, amount=Decimal("1000.00"), basis="示例计划1号")
    with pytest.raises(AmountRefused, match="请填写调整后的金额"):
        money.adjusted(award, by=who)
    with pytest.raises(AmountRefused, match="最多可定"):
        money.adjusted(award, "1000.01", by=who)
    assert money.adjusted(award, "400.00", by=who).balances.net == Decimal(400)


def test_who_refuses_to_correct_a_diversion_gives_everything_back() -> None:
    """N108, N109: construction aid and operating subsidy, paid or not."""
    institution = money.rated()
    running, who = money.approved(institution)
    built, _ = money.project(institution, by=who)
    money.paid(running, by=who)
    money.paid(built, "300000.00", by=who)
    order = money.refused_correction(institution)
    changes = actions.claim_all(order, reason="示例：改作他用，拒不整改。", by=who.maker, at=LATER)
    assert {change.award for change in changes} == {running, built}
    for change in changes:
        actions.approve_adjustment(change, by=who.checker, at=LATER)
    assert balances(running) == ("0.00", "0.00", "25000.00", "25000.00", "0.00")
    assert balances(built) == ("0.00", "0.00", "300000.00", "300000.00", "0.00")
    assert not Award.objects.out_of_step().exists()
    with pytest.raises(AwardRefused, match="没有可以收回的补助"):
        actions.claim_all(order, reason="示例。", by=who.maker, at=LATER)
    with pytest.raises(AmountRefused):
        money.payment(built, "1.00", by=who, at=LATER)


@pytest.mark.parametrize("kind", [OrderKind.STANDARD, OrderKind.OTHER])
def test_other_orders_take_nothing_back(kind: OrderKind) -> None:
    """N109 speaks of diversion alone."""
    award, who = money.project()
    order = money.refused_correction(award.institution, kind=kind)
    with pytest.raises(AwardRefused, match="才收回全部补助"):
        actions.claim_all(order, reason="示例。", by=who.maker, at=LATER)


def test_an_order_that_may_still_be_followed_takes_nothing_back() -> None:
    """N108: correction is ordered first."""
    award, who = money.project()
    order = actions.order_rectification(
        award.institution,
        kind=OrderKind.FUNDS,
        requirement="示例。",
        deadline=date(2028, 3, 1),
        by=care.colleague(award.institution),
        at=AT,
    )
    with pytest.raises(AwardRefused, match="经认定没有整改"):
        actions.claim_all(order, reason="示例。", by=who.maker, at=LATER)


def test_who_found_the_correction_refused_does_not_approve_the_claim() -> None:
    award, who = money.project()
    order = money.refused_correction(award.institution)
    (change,) = actions.claim_all(order, reason="示例。", by=who.maker, at=LATER)
    with pytest.raises(ReviewsOwnWork, match="由您责令或办结"):
        actions.approve_adjustment(change, by=order.ended_by, at=LATER)


AMOUNTS = st.integers(0, 3_000_000).map(lambda fen: Decimal(fen) / 100)


@given(amount=AMOUNTS, net=AMOUNTS, paid=AMOUNTS, back=AMOUNTS)
def test_whatever_was_paid_the_steps_reach_the_amount(
    amount: Decimal, net: Decimal, paid: Decimal, back: Decimal
) -> None:
    paid_net = min(paid, net)
    held = Balances(net, net - paid_net, paid_net + back, back, Decimal(0))
    assert held.balance
    totals = dict.fromkeys(Account, Decimal(0))
    for step in steps_to(amount, held):
        assert sum(side.debit for side in step.sides) == sum(side.credit for side in step.sides) > 0
        for side in step.sides:
            totals[side.account] += side.debit - side.credit
    assert held.net + totals[Account.EXPENSE] == amount
    assert held.unpaid - totals[Account.PAYABLE] >= 0
    assert held.to_recover + totals[Account.RECEIVABLE] >= 0
    assert totals[Account.FUNDS] == 0


def test_the_year_of_the_tests_is_whole() -> None:
    assert (rating.DAY.year < YEAR < DAY.year) and (WHOLE * 69 / 365).quantize(Decimal("0.01")) == LEFT
