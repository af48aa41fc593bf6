"""Several at once, each on a connection of its own: nothing is paid, posted, claimed or used twice, and numbers follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from eldercare import actions
from eldercare.models import Award, FundUse, Voucher, VoucherBook
from eldercare.money_vocabulary import UsePurpose
from eldercare.refusals import AmountRefused, AwardRefused, ReckoningOutdated, VoucherRefused
from foundation.refusals import MoveNotAllowed
from tests import care, money
from tests.eldercare.broken import constraint_of
from tests.eldercare.raw_money import moved, posting, written
from tests.money import AT, DAY, LATER

pytestmark = pytest.mark.django_db(transaction=True)
Race = Callable[..., list[Any]]
HALF_AND_MORE = Decimal("600000.00")  # of 900000.00


def refused(outcomes: list[Any], refusal: type[Exception]) -> list[bool]:
    """One is told, the other has it done."""
    assert {type(one) for one in outcomes if isinstance(one, Exception)} <= {refusal}, outcomes
    return sorted(isinstance(one, refusal) for one in outcomes)


def test_two_checkers_post_one_voucher(race: Race) -> None:
    award, who = money.project()
    people = [care.officer(), care.officer()]
    for _ in range(3):
        draft = money.payment(award, "5.00", by=who)
        outcomes = race(
            award.institution,
            *(lambda by=by, draft=draft: actions.post_voucher(draft, by=by, at=AT) for by in people),
        )
        assert refused(outcomes, VoucherRefused) == [False, True]
        told = next(str(one) for one in outcomes if isinstance(one, VoucherRefused))
        assert "这张凭证已记账" in told
    held = money.standing(award).balances
    assert (held.paid, held.balance) == (Decimal("15.00"), True)


def test_two_officers_approve_one_award(race: Race) -> None:
    award = money.prepared()
    people = [care.officer(), care.officer()]
    outcomes = race(
        award.institution, *(lambda by=by: actions.approve_award(award, by=by, at=AT) for by in people)
    )
    assert refused(outcomes, MoveNotAllowed) == [False, True]
    assert Voucher.objects.count() == 1


def test_two_officers_prepare_one_year(race: Race) -> None:
    institution = money.rated()
    people = [care.officer(), care.officer()]
    outcomes = race(
        institution, *(lambda by=by: money.prepared(institution, by=money.Pair(by, by)) for by in people)
    )
    assert refused(outcomes, AwardRefused) == [False, True]


def test_two_drafts_do_not_promise_more_than_is_due(race: Race) -> None:
    award, _ = money.project()
    pairs = [money.pair(award.institution) for _ in range(2)]
    outcomes = race(
        award.institution, *(lambda by=by: money.payment(award, HALF_AND_MORE, by=by) for by in pairs)
    )
    assert refused(outcomes, AmountRefused) == [False, True]


def overdrawn(award: Award, who: money.Pair) -> list[Voucher]:
    """Two drafts that together exceed what is due; the second slipped in past the verbs."""
    first = money.payment(award, HALF_AND_MORE, by=who)
    with transaction.atomic():
        second = written(
            award, "payment", moved("payable", "funds", str(HALF_AND_MORE)), by=who, posted=False
        )
    return [first, second]


def test_two_payments_that_exceed_what_is_due_are_not_both_posted(race: Race) -> None:
    award, who = money.project()
    drafts = overdrawn(award, who)
    outcomes = race(
        award.institution,
        *(lambda draft=draft: actions.post_voucher(draft, by=who.checker, at=AT) for draft in drafts),
    )
    assert refused(outcomes, AmountRefused) == [False, True]
    assert money.standing(award).balances.unpaid == Decimal("300000.00")


def test_nor_past_the_verbs(race: Race) -> None:
    """The guard locks the award: the second sees what the first left."""
    award, who = money.project()
    drafts = overdrawn(award, who)

    def update(draft: Voucher, serial: int) -> int:
        return Voucher.objects.filter(pk=draft.pk).update(**posting(who, book_serial=serial))

    outcomes = race(award, *(lambda draft=draft: update(draft, 2) for draft in drafts))
    broken = [one for one in outcomes if isinstance(one, IntegrityError)]
    assert len(broken) == 1, outcomes
    assert constraint_of(broken[0]) in ("payable_is_not_negative", "voucher_number_is_once")
    assert money.standing(award).balances.paid == HALF_AND_MORE


def test_an_adjustment_and_a_payment(race: Race) -> None:
    """Whichever comes first: the payment is not posted on a pending adjustment, or the adjustment claims it."""
    award, who = money.project()
    draft = money.payment(award, "900000.00", by=who)
    cut = Decimal("100000.00")
    outcomes = race(
        award.institution,
        lambda: actions.adjust_award(award, amount=cut, reason="示例。", by=who.maker, at=LATER),
        lambda: actions.post_voucher(draft, by=who.checker, at=LATER),
    )
    assert not isinstance(outcomes[0], Exception)
    assert not isinstance(outcomes[1], Exception) or isinstance(outcomes[1], AwardRefused)
    actions.approve_adjustment(outcomes[0], by=who.checker, at=LATER)
    held = money.standing(award).balances
    paid = not isinstance(outcomes[1], Exception)
    assert (held.net, held.balance) == (cut, True)
    assert held.to_recover == (Decimal("800000.00") if paid else 0)
    assert held.unpaid == (0 if paid else cut)


def test_an_adjustment_is_approved_while_money_comes_back(race: Race) -> None:
    award, who = money.project()
    money.paid(award, "900000.00", by=who)
    money.adjusted(award, "500000.00", by=who)
    back = actions.draft_recovery(
        award, amount=Decimal("400000.00"), on=DAY, paper_number="示例1", by=who.maker, at=LATER
    )
    raised = actions.adjust_award(award, amount=Decimal("700000.00"), reason="示例。", by=who.maker, at=LATER)
    outcomes = race(
        award.institution,
        lambda: actions.approve_adjustment(raised, by=who.checker, at=LATER),
        lambda: actions.post_voucher(back, by=who.checker, at=LATER),
    )
    assert not isinstance(outcomes[0], Exception)
    came_back = not isinstance(outcomes[1], Exception)
    assert came_back or isinstance(outcomes[1], AmountRefused)
    held = money.standing(award).balances
    assert (held.net, held.balance) == (Decimal("700000.00"), True)
    assert (held.unpaid, held.to_recover) == ((200000, 0) if came_back else (0, 200000))


def test_a_level_ends_while_its_award_is_approved(race: Race) -> None:
    """Either the approval notices, or the award stands and shows that it is out of step."""
    award = money.prepared()
    by = care.officer()
    outcomes = race(
        award.institution,
        lambda: actions.cancel_filing(
            award.institution.filings.in_force().get(),
            reason="示例。",
            by=care.colleague(award.institution),
            at=LATER,
        ),
        lambda: actions.approve_award(award, by=by, at=LATER),
    )
    assert not isinstance(outcomes[0], Exception)
    assert not isinstance(outcomes[1], Exception) or isinstance(outcomes[1], ReckoningOutdated)
    award.refresh_from_db()
    # The filing ended in 2028: the year 2027 stands either way.
    assert award.status == "approved"
    money.accident(award.institution, happened_on=date(2027, 3, 11), at=LATER)
    assert list(Award.objects.out_of_step()) == [award]


def test_two_uses_are_not_more_than_was_paid(race: Race) -> None:
    award, who = money.project()
    money.paid(award, "1000.00", by=who)

    def use(by: Any) -> FundUse:
        said = {"purpose": UsePurpose.PROJECT, "amount": Decimal("600.00"), "spent_on": DAY, "paper": "示例"}
        return actions.record_use(award, **said, by=by, at=AT)

    outcomes = race(award.institution, lambda: use(who.maker), lambda: use(who.checker))
    assert refused(outcomes, AmountRefused) == [False, True]


def test_numbers_have_no_gap_when_four_awards_are_paid_at_once(race: Race) -> None:
    made = [money.project() for _ in range(4)]
    drafts = [(money.payment(award, "1.00", by=who), who) for award, who in made]
    outcomes = race(
        VoucherBook.objects.get(),
        *(
            lambda draft=draft, by=who.checker: actions.post_voucher(draft, by=by, at=AT)
            for draft, who in drafts
        ),
    )
    assert sorted(voucher.book_serial for voucher in outcomes) == [5, 6, 7, 8]
