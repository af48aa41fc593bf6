"""The ledger: payments drafted by one and posted by another, numbered, limited, undone by their mirror."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from eldercare import actions
from eldercare.models import Award, FundUse, Institution, Voucher
from eldercare.money_vocabulary import FundSource, UsePurpose
from eldercare.refusals import (
    AmountRefused,
    AwardRefused,
    DaysOutOfOrder,
    ReviewsOwnWork,
    VoucherRefused,
)
from foundation.refusals import RemarkRequired
from tests import care, money
from tests.money import AT, DAY, LATER, WHOLE

pytestmark = pytest.mark.django_db


MARCH = date(2027, 3, 11)  # the level of 2027 then lasts 69 of 365 days: 4726.03


def balances(award: Award) -> tuple[str, ...]:
    """Net, unpaid, paid, to recover, recovered; and whether they balance."""
    held = money.standing(award).balances
    assert held.balance
    return tuple(f"{part:f}" for part in (held.net, held.unpaid, held.paid, held.to_recover, held.recovered))


def used(award: Award, purpose: UsePurpose, amount: str, **said: Any) -> FundUse:
    values: dict[str, Any] = {"spent_on": DAY, "paper": "示例发票1号", "by": said.pop("by"), "at": AT}
    return actions.record_use(award, purpose=purpose, amount=Decimal(amount), **values | said)


def test_a_payment_is_drafted_by_one_and_posted_by_another() -> None:
    award, who = money.approved()
    draft = money.payment(award, "10000.00", by=who)
    assert balances(award) == ("25000.00", "25000.00", "0.00", "0.00", "0.00")
    with pytest.raises(ReviewsOwnWork, match="须由另一位工作人员复核"):
        actions.post_voucher(draft, by=who.maker, at=AT)
    posted = actions.post_voucher(draft, by=who.checker, at=AT)
    assert (posted.number, posted.posted_on, posted.checked_by) == ("530922-2028-账-0002", DAY, who.checker)
    assert balances(award) == ("25000.00", "15000.00", "10000.00", "0.00", "0.00")


def test_nothing_is_paid_beyond_what_is_due() -> None:
    """Drafts that wait count as well."""
    award, who = money.approved()
    with pytest.raises(AmountRefused, match=r"未拨 25,000\.00 元，不能拨付 25,000\.01 元"):
        money.payment(award, "25000.01", by=who)
    money.payment(award, "20000.00", by=who)
    with pytest.raises(AmountRefused, match=r"未拨 25,000\.00 元，其中 20,000\.00 元 已制单待复核"):
        money.payment(award, "5000.01", by=who)
    money.paid(award, "5000.00", by=who)


@pytest.mark.parametrize("amount", ["0", "-5", "0.001", "NaN"])
def test_a_payment_is_an_amount_of_money(amount: str) -> None:
    award, who = money.approved()
    with pytest.raises(AmountRefused):
        money.payment(award, amount, by=who)


def test_a_payment_has_a_day_and_a_slip() -> None:
    award, who = money.approved()
    said: dict[str, Any] = {"amount": WHOLE, "on": DAY, "paper_number": "示例1", "by": who.maker, "at": AT}
    with pytest.raises(DaysOutOfOrder, match="2028-01-11 还没有到"):
        actions.draft_payment(award, **said | {"on": date(2028, 1, 11)})
    with pytest.raises(DaysOutOfOrder, match="早于补助核准的日期 2028-01-10"):
        actions.draft_payment(award, **said | {"on": date(2028, 1, 9)})
    with pytest.raises(RemarkRequired, match="票据号"):
        actions.draft_payment(award, **said | {"paper_number": " "})


def test_only_an_approved_award_is_paid() -> None:
    award = money.prepared()
    with pytest.raises(AwardRefused, match="待核准，不能拨付"):
        money.payment(award, by=money.pair(award.institution))


def test_lottery_money_waits_for_the_sign() -> None:
    """N096: the sign hangs before the money goes out; asked again when the payment is posted."""
    institution = care.institution(lottery_funded=True)
    award, who = money.project(institution, fund=FundSource.LOTTERY)
    with pytest.raises(AwardRefused, match="须先悬挂“彩票公益金资助——中国福利彩票”标识"):
        money.payment(award, "900000.00", by=who)
    Institution.objects.update(lottery_sign=True)
    draft = money.payment(award, "900000.00", by=who)
    Institution.objects.update(lottery_sign=False)
    with pytest.raises(AwardRefused, match="标识"):
        actions.post_voucher(draft, by=who.checker, at=AT)
    Institution.objects.update(lottery_sign=True)
    assert actions.post_voucher(draft, by=who.checker, at=AT).status == "posted"


def test_nothing_is_paid_on_a_level_that_is_gone() -> None:
    award, who = money.approved()
    draft = money.payment(award, by=who)
    money.accident(award.institution, happened_on=MARCH)
    for deed in (
        lambda: money.payment(award, "1.00", by=who, at=LATER),
        lambda: actions.post_voucher(draft, by=who.checker, at=LATER),
    ):
        with pytest.raises(AwardRefused, match="先调整，再拨付"):
            deed()


def test_a_draft_may_be_given_up_and_a_posted_voucher_not() -> None:
    award, who = money.approved()
    draft = money.payment(award, by=who)
    with pytest.raises(RemarkRequired):
        actions.discard_voucher(draft, reason="", by=who.maker, at=AT)
    gone = actions.discard_voucher(draft, reason="示例：金额写错。", by=who.maker, at=AT)
    assert (gone.status, gone.number, gone.discarded_by) == ("discarded", "", who.maker)
    with pytest.raises(
        VoucherRefused, match=rf"已作废（{who.maker.username} 2028-01-10 10:00），不能复核记账"
    ):
        actions.post_voucher(draft, by=who.checker, at=AT)
    posted = money.paid(award, by=who)
    with pytest.raises(VoucherRefused, match="已记账"):
        actions.discard_voucher(posted, reason="示例。", by=who.maker, at=AT)


def test_numbers_follow_each_other_by_county_and_year() -> None:
    one, who = money.project()
    money.paid(one, "1.00", by=who)
    elsewhere, other = money.project(care.institution(township=care.township("530902001")))
    money.paid(elsewhere, "1.00", by=other)
    money.paid(one, "1.00", by=who, at=datetime(2029, 1, 4, tzinfo=UTC))
    discarded = money.payment(one, "1.00", by=who)
    actions.discard_voucher(discarded, reason="示例。", by=who.maker, at=AT)
    money.paid(one, "2.00", by=who)
    given = [voucher.number for voucher in Voucher.objects.posted().order_by("pk")]
    assert given == [
        "530922-2028-账-0001",
        "530922-2028-账-0002",
        "530902-2028-账-0001",
        "530902-2028-账-0002",
        "530922-2029-账-0001",
        "530922-2028-账-0003",
    ]


def test_a_wrong_payment_is_undone_by_its_mirror_once() -> None:
    award, who = money.approved()
    wrong = money.paid(award, "10000.00", by=who)
    with pytest.raises(RemarkRequired):
        actions.reverse_voucher(wrong, reason=" ", by=who.maker, at=LATER)
    draft = actions.reverse_voucher(wrong, reason="示例：付错账户。", by=who.maker, at=LATER)
    with pytest.raises(VoucherRefused, match="已经冲销或正在冲销"):
        actions.reverse_voucher(wrong, reason="示例。", by=who.maker, at=LATER)
    actions.discard_voucher(draft, reason="示例：再核。", by=who.maker, at=LATER)
    draft = actions.reverse_voucher(wrong, reason="示例：付错账户。", by=who.maker, at=LATER)
    actions.post_voucher(draft, by=who.checker, at=LATER)
    assert balances(award) == ("25000.00", "25000.00", "0.00", "0.00", "0.00")
    with pytest.raises(VoucherRefused):
        actions.reverse_voucher(draft, reason="示例。", by=who.maker, at=LATER)


def test_a_wrong_recovery_is_undone() -> None:
    award, who = money.approved()
    money.paid(award, by=who)
    money.accident(award.institution, happened_on=MARCH)
    money.adjusted(award, by=who)
    wrong = money.recovered(award, "273.97", by=who)
    draft = actions.reverse_voucher(wrong, reason="示例：重复登记。", by=who.maker, at=LATER)
    actions.post_voucher(draft, by=who.checker, at=LATER)
    assert balances(award) == ("4726.03", "0.00", "25000.00", "20273.97", "0.00")


def test_a_payment_that_was_used_or_claimed_is_not_undone() -> None:
    award, who = money.project()
    payment = money.paid(award, "900000.00", by=who)
    use = used(award, UsePurpose.PROJECT, "500000.00", by=who.maker)
    with pytest.raises(AmountRefused, match=r"已登记使用或应收回的有 500,000\.00 元"):
        actions.reverse_voucher(payment, reason="示例。", by=who.maker, at=LATER)
    actions.void_use(use, reason="示例：登记错误。", by=who.maker, at=LATER)
    draft = actions.reverse_voucher(payment, reason="示例。", by=who.maker, at=LATER)
    used(award, UsePurpose.PROJECT, "1.00", by=who.maker)
    with pytest.raises(AmountRefused):
        actions.post_voucher(draft, by=who.checker, at=LATER)


def test_amounts_approved_are_not_undone_but_adjusted() -> None:
    award, who = money.approved()
    with pytest.raises(VoucherRefused, match="核定的金额有误的办理调整"):
        actions.reverse_voucher(award.vouchers.get(), reason="示例。", by=who.maker, at=LATER)
