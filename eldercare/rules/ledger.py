"""Double entry: which lines a voucher has, and which vouchers take an award from what it is to what it should be. Pure.

    kind       debit          credit                 what happened
    award      补助支出        应付补助                 an amount was approved
    increase   补助支出        应收回, 应付补助          it was raised: first what is still to come back is let go
    reduction  应付补助        补助支出                 it was lowered: what is not yet paid
    claim      应收回          补助支出                 it was lowered: what was paid already must come back
    payment    应付补助        财政资金
    recovery   财政资金        应收回
    reversal   the lines of the voucher it undoes, changed over

So 补助支出 of an award always comes to what was last approved, 应付补助 to what is unpaid, 应收回 to what must come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from eldercare.money_vocabulary import Account, VoucherKind
from eldercare.rules.subsidy import NOTHING

REVERSIBLE = frozenset({VoucherKind.PAYMENT, VoucherKind.RECOVERY})  # the rest is put right by an adjustment
OF_ADJUSTMENT = frozenset({VoucherKind.INCREASE, VoucherKind.REDUCTION, VoucherKind.CLAIM})
_SIDES: Mapping[VoucherKind, tuple[Account, Account]] = {
    VoucherKind.AWARD: (Account.EXPENSE, Account.PAYABLE),
    VoucherKind.REDUCTION: (Account.PAYABLE, Account.EXPENSE),
    VoucherKind.CLAIM: (Account.RECEIVABLE, Account.EXPENSE),
    VoucherKind.PAYMENT: (Account.PAYABLE, Account.FUNDS),
    VoucherKind.RECOVERY: (Account.FUNDS, Account.RECEIVABLE),
}


@dataclass(frozen=True)
class Side:
    """One line of a voucher: either side is nothing."""

    account: Account
    debit: Decimal = NOTHING
    credit: Decimal = NOTHING

    @property
    def changed_over(self) -> Side:
        return Side(self.account, self.credit, self.debit)


@dataclass(frozen=True)
class Balances:
    """What the posted vouchers of one award come to."""

    net: Decimal = NOTHING  # as approved last
    unpaid: Decimal = NOTHING
    paid: Decimal = NOTHING  # ever, less payments undone
    to_recover: Decimal = NOTHING
    recovered: Decimal = NOTHING

    @property
    def claimed(self) -> Decimal:
        return self.to_recover + self.recovered

    @property
    def balance(self) -> bool:
        """What was approved is what is unpaid and what was paid, less what must come or came back."""
        return self.net == self.unpaid + self.paid - self.claimed


@dataclass(frozen=True)
class Posting:
    """A voucher to be written."""

    kind: VoucherKind
    sides: tuple[Side, ...]

    @property
    def amount(self) -> Decimal:
        return sum((side.debit for side in self.sides), NOTHING)


def posting(kind: VoucherKind, amount: Decimal) -> Posting:
    """A voucher of one debit and one credit."""
    debit, credit = _SIDES[kind]
    return Posting(kind, (Side(debit, debit=amount), Side(credit, credit=amount)))


def reversal(sides: Iterable[Side]) -> Posting:
    return Posting(VoucherKind.REVERSAL, tuple(side.changed_over for side in sides))


def steps_to(amount: Decimal, held: Balances) -> tuple[Posting, ...]:
    """From what is approved now to this amount: take back what is not yet paid, claim the rest; or raise it."""
    if amount > held.net:
        return (_increase(amount - held.net, held.to_recover),)
    less = held.net - amount
    cut = min(less, held.unpaid)
    found = ((VoucherKind.REDUCTION, cut), (VoucherKind.CLAIM, less - cut))
    return tuple(posting(kind, part) for kind, part in found if part)


def _increase(more: Decimal, to_recover: Decimal) -> Posting:
    let_go = min(more, to_recover)
    sides = (
        Side(Account.EXPENSE, debit=more),
        Side(Account.RECEIVABLE, credit=let_go),
        Side(Account.PAYABLE, credit=more - let_go),
    )
    return Posting(VoucherKind.INCREASE, tuple(side for side in sides if side.debit or side.credit))
