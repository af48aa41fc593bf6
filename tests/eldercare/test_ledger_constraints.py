"""What must hold of lines, balances and reversals, whoever writes: each broken past the verbs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from eldercare import actions
from eldercare.models import Award, Entry, Institution
from eldercare.money_vocabulary import Account, FundSource
from tests import money
from tests.eldercare.broken import (
    ask_now,
    deleted,
    refused,
    refused_new,
)
from tests.eldercare.raw_money import Sides, moved, not_written, written
from tests.money import DAY, LATER

pytestmark = pytest.mark.django_db
EXPENSE, PAYABLE, FUNDS, RECEIVABLE = Account.values
PAYMENT, RECOVERY = moved(PAYABLE, FUNDS), moved(FUNDS, RECEIVABLE)


ONE = Decimal("1.00")


@pytest.mark.parametrize(
    ("kind", "sides"),
    [
        ("payment", moved(PAYABLE, RECEIVABLE)),
        ("payment", moved(FUNDS, PAYABLE)),
        ("recovery", moved(RECEIVABLE, FUNDS)),
        ("recovery", moved(FUNDS, EXPENSE)),
        ("payment", {PAYABLE: ("2", "0"), FUNDS: ("0", "1"), EXPENSE: ("0", "1")}),
    ],
)
def test_a_voucher_has_the_lines_of_its_kind(kind: str, sides: Sides) -> None:
    award, who = money.project()
    not_written("voucher_has_the_lines_of_its_kind", award, kind, sides, by=who, posted=False)


@pytest.mark.parametrize(
    "sides",
    [
        {PAYABLE: ("1.00", "0")},
        {PAYABLE: ("1.00", "0"), FUNDS: ("0", "0.99")},
        {PAYABLE: ("1.00", "0"), FUNDS: ("0", "1.01")},
        {},
    ],
)
def test_a_voucher_balances_draft_or_not(sides: Sides) -> None:
    award, who = money.project()
    not_written("voucher_balances", award, "payment", sides, by=who, posted=False)


def test_an_adjustment_has_the_lines_of_its_kind() -> None:
    """Increase, reduction and claim, each with the lines of another."""
    award, who = money.project()
    money.adjusted(award, "800000.00", by=who)
    change = award.adjustments.get()
    for kind in ("increase", "reduction", "claim"):
        not_written(
            "voucher_has_the_lines_of_its_kind", award, kind, PAYMENT, by=who, posted=False, adjustment=change
        )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("entry_has_one_side", {"debit": ONE, "credit": ONE}),
        ("entry_has_one_side", {"debit": Decimal(0), "credit": Decimal(0)}),
        ("entry_has_one_side", {"debit": Decimal(-1), "credit": Decimal(0)}),
        ("entry_has_one_side", {"debit": Decimal(0), "credit": Decimal(-1)}),
        ("entry_has_one_side", {"debit": Decimal("1e11"), "credit": Decimal(0)}),
        ("entry_debit_is_to_the_fen", {"debit": Decimal("0.005"), "credit": Decimal(0)}),
        ("entry_credit_is_to_the_fen", {"debit": Decimal(0), "credit": Decimal("0.005")}),
        ("entry_account_is_known", {"account": "pocket"}),
        ("entry_account_is_known", {"account": ""}),
        ("entry_is_once_an_account", {"account": PAYABLE}),
        ("debit is null", {"debit": None}),
        ("credit is null", {"credit": None}),
        ("account is null", {"account": None}),
        ("voucher_id is null", {"voucher_id": None}),
    ],
)
def test_the_database_refuses_such_a_line(name: str, values: dict[str, Any]) -> None:
    award, who = money.project()
    draft = money.payment(award, "5.00", by=who)
    line = {"voucher_id": draft.pk, "account": EXPENSE, "debit": ONE, "credit": Decimal(0)}
    refused_new(name, Entry, **line | values)


def test_a_line_is_never_changed_nor_added_to_what_is_posted() -> None:
    award, who = money.project()
    posted = money.paid(award, "5.00", by=who)
    line = posted.entries.get(account=PAYABLE)
    refused(line, "entry_is_kept", debit=Decimal("6.00"))
    deleted(line, "entry_is_kept")
    refused_new("entry_is_kept", Entry, voucher=posted, account=EXPENSE, debit=ONE)
    draft = money.payment(award, "5.00", by=who)
    deleted(draft.entries.get(account=PAYABLE), "entry_is_kept")


def test_nothing_is_paid_without_entitlement() -> None:
    award, who = money.project()
    not_written("payable_is_not_negative", award, "payment", moved(PAYABLE, FUNDS, "900000.01"), by=who)


def test_nothing_comes_back_beyond_the_claim() -> None:
    award, who = money.project()
    not_written("receivable_is_not_negative", award, "recovery", RECOVERY, by=who)


def test_nothing_is_claimed_beyond_what_was_paid_nor_beside_what_was_approved() -> None:
    award, who = money.project()
    money.paid(award, "1000.00", by=who)
    money.adjusted(award, "800000.00", by=who)
    change = award.adjustments.get()
    claim = moved(RECEIVABLE, EXPENSE, "1000.01")
    not_written("claim_is_within_payments", award, "claim", claim, by=who, adjustment=change)
    for kind, sides in (
        ("claim", moved(RECEIVABLE, EXPENSE)),
        ("reduction", moved(PAYABLE, EXPENSE)),
        ("increase", moved(EXPENSE, PAYABLE)),
    ):
        not_written("ledger_is_what_was_approved", award, kind, sides, by=who, adjustment=change)


def test_a_payment_past_the_verbs_asks_for_sign_days_and_approval() -> None:
    """N096, and no payment on a level that is gone."""
    lottery, who = money.project(fund=FundSource.LOTTERY)
    not_written("payment_of_lottery_money_needs_sign", lottery, "payment", PAYMENT, by=who)
    Institution.objects.update(lottery_funded=True, lottery_sign=True)
    written(lottery, "payment", PAYMENT, by=who)
    early = {"on": DAY - timedelta(1)}
    not_written("payment_follows_approval", lottery, "payment", PAYMENT, by=who, **early)
    award, pair = money.approved()
    money.accident(award.institution, happened_on=date(2027, 3, 11))
    not_written("payment_rests_on_days_that_hold", award, "payment", PAYMENT, by=pair)


def test_a_reversal_mirrors_one_posted_payment_or_recovery() -> None:
    award, who = money.project()
    posted, mirror = money.paid(award, "1.00", by=who), moved(FUNDS, PAYABLE)
    name = "reversal_mirrors_its_voucher"
    for sides in (moved(FUNDS, PAYABLE, "0.99"), moved(FUNDS, RECEIVABLE), PAYMENT):
        not_written(name, award, "reversal", sides, by=who, reverses=posted, posted=False)
    draft = money.payment(award, "1.00", by=who)
    not_written(name, award, "reversal", mirror, by=who, reverses=draft, posted=False)
    first = award.vouchers.get(kind="award")
    whole = moved(PAYABLE, EXPENSE, "900000.00")
    not_written(name, award, "reversal", whole, by=who, reverses=first, posted=False)
    other, pair = money.project()
    money.paid(other, "1.00", by=pair)
    not_written(name, other, "reversal", mirror, by=pair, reverses=posted)
    undone = written(award, "reversal", mirror, by=who, reverses=posted)
    ask_now()
    not_written("voucher_is_reversed_once", award, "reversal", mirror, by=who, reverses=posted)
    not_written(name, award, "reversal", PAYMENT, by=who, reverses=undone, posted=False)


def test_pages_and_guards_reckon_alike() -> None:
    award, who = money.approved()
    money.paid(award, by=who)
    wrong = money.paid(money.project(award.institution, by=who)[0], "7.00", by=who)
    actions.post_voucher(
        actions.reverse_voucher(wrong, reason="示例。", by=who.maker, at=LATER), by=who.checker, at=LATER
    )
    money.accident(award.institution, happened_on=date(2027, 3, 11))
    money.adjusted(award, by=who)
    money.recovered(award, "100.00", by=who)
    for row in Award.objects.with_balances():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT eldercare_balance(%(pk)s, 'expense'), -eldercare_balance(%(pk)s, 'payable'),"
                " -eldercare_balance(%(pk)s, 'funds', 'payment'), eldercare_balance(%(pk)s, 'receivable'),"
                " eldercare_balance(%(pk)s, 'funds', 'recovery'), eldercare_used(%(pk)s)",
                {"pk": row.pk},
            )
            guarded = cursor.fetchone()
        held = row.balances
        assert guarded[:5] == (held.net, held.unpaid, held.paid, held.to_recover, held.recovered)
        assert guarded[5] == vars(row)["used"]
        assert held.balance
