"""Random walks over money: anybody tries anything; mostly what fits, sometimes what does not.

A walk is known by its seed; the same seed walks the same way again.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from eldercare import actions
from eldercare.models import (
    Adjustment,
    Affiliation,
    Award,
    FundUse,
    Institution,
    RatingDecision,
    Rectification,
    Voucher,
)
from eldercare.money_vocabulary import BuildWork, FundSource, UsePurpose
from eldercare.rating_vocabulary import DecisionKind
from foundation.models import Jurisdiction
from foundation.refusals import Refusal
from tests import care, make, money

START = datetime(2028, 3, 1, 2, tzinfo=UTC)
NO_AMOUNTS = ("0", "-5", "0.005", "25000.01", "900000.01", "1e11")
WHY = "示例。"


class Walk:
    """Two institutions, officers of the county, and some who should not touch any of it."""

    def __init__(self) -> None:
        money.rules()
        self.sites = [money.rated(), money.rated()]
        Institution.objects.filter(pk=self.sites[1].pk).update(lottery_funded=True, lottery_sign=True)
        money.refused_correction(self.sites[0])
        self.officers = [care.officer() for _ in range(3)]
        self.others = [*self._barred(), care.officer("养老乡镇经办", care.township())]
        self.done: Counter[str] = Counter()

    def _barred(self) -> list[User]:
        attached, chief = care.officer(), User.objects.create_superuser(f"chief{make.serial()}")
        for person in (attached, chief):
            for site in self.sites:
                Affiliation.objects.create(
                    user=person, institution=site, bond="owner", since=date(2020, 1, 1)
                )
        Jurisdiction.objects.create(user=chief, division=care.county())
        return [attached, chief, care.officer("养老县区经办", care.county("530902"))]

    def go(self, seed: int, steps: int, look: Callable[[Walk], None]) -> None:
        self.dice, self.at = random.Random(seed), START
        names, weights = zip(*DEEDS, strict=True)
        for name in self.dice.choices(names, weights=weights, k=steps):
            self.at += timedelta(hours=self.dice.randrange(1, 60))
            self.by = self.dice.choice(self.officers if self.dice.random() < 0.85 else self.others)
            self.step(name)
            look(self)

    def step(self, name: str) -> None:
        try:
            with transaction.atomic():
                if getattr(self, name)() is not None:
                    self.done[name] += 1
        except Refusal as refusal:
            assert str(refusal).endswith("。"), refusal
            self.done["refused"] += 1

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at}

    def one(self, fitting: QuerySet[Any]) -> Any:
        """Mostly one that fits, sometimes any there is; None of none."""
        rows = fitting if self.dice.random() < 0.85 else fitting.model.objects.all()
        found = list(rows.order_by("pk"))
        return self.dice.choice(found) if found else None

    def amount(self, most: Decimal) -> Decimal:
        """Mostly one there is: all, a part, a fen."""
        if most <= 0 or self.dice.random() < 0.1:
            return Decimal(self.dice.choice(NO_AMOUNTS))
        part = (most / self.dice.randrange(1, 4)).quantize(Decimal("0.01"))
        return self.dice.choice([most, part, part, Decimal("0.01")])

    # awards

    def prepare(self) -> Any:
        site, year = self.dice.choice(self.sites), self.dice.choice([2026, 2027, 2028])
        given = None if self.dice.random() < 0.5 else self.amount(Decimal(25000))
        return actions.prepare_operating_award(site, year=year, amount=given, reason=WHY, **self.who)

    def build(self) -> Any:
        return actions.prepare_construction_award(
            self.dice.choice(self.sites),
            project=f"示例{self.dice.randrange(4)}",
            works=self.dice.choice(list(BuildWork)),
            area=Decimal(300),
            fund=self.dice.choice(list(FundSource)),
            amount=self.amount(Decimal(600000)),
            basis=self.dice.choice(["示例计划1号", ""]),
            reason=WHY,
            **self.who,
        )

    def approve(self) -> Any:
        row = self.one(Award.objects.filter(status="drafted"))
        return row and actions.approve_award(row, **self.who)

    def reject(self) -> Any:
        row = self.one(Award.objects.filter(status="drafted"))
        return row and actions.reject_award(row, reason=WHY, **self.who)

    # the ledger

    def pay(self) -> Any:
        row = self.one(Award.objects.in_force().with_balances().filter(unpaid__gt=0))
        return row and actions.draft_payment(
            row, amount=self.amount(_of(row).unpaid), **self._slip(), **self.who
        )

    def recover(self) -> Any:
        row = self.one(Award.objects.in_force().with_balances().filter(to_recover__gt=0))
        return row and actions.draft_recovery(
            row, amount=self.amount(_of(row).to_recover), **self._slip(), **self.who
        )

    def _slip(self) -> dict[str, Any]:
        return {
            "on": self.at.date() - timedelta(days=self.dice.choice([0, 0, 0, 1])),
            "paper_number": "示例1",
        }

    def post(self) -> Any:
        row = self.one(Voucher.objects.waiting())
        return row and actions.post_voucher(row, **self.who)

    def discard(self) -> Any:
        row = self.one(Voucher.objects.waiting())
        return row and actions.discard_voucher(row, reason=WHY, **self.who)

    def reverse(self) -> Any:
        row = self.one(Voucher.objects.posted().filter(kind__in=["payment", "recovery"]))
        return row and actions.reverse_voucher(row, reason=WHY, **self.who)

    # adjustments

    def adjust(self) -> Any:
        row = self.one(Award.objects.in_force())
        given = None if self.dice.random() < 0.4 else self.amount(row.most if row else Decimal(1))
        return row and actions.adjust_award(row, amount=given, reason=WHY, **self.who)

    def approve_change(self) -> Any:
        row = self.one(Adjustment.objects.waiting())
        return row and actions.approve_adjustment(row, **self.who)

    def reject_change(self) -> Any:
        row = self.one(Adjustment.objects.waiting())
        return row and actions.reject_adjustment(row, reason=WHY, **self.who)

    def reclaim(self) -> Any:
        return actions.claim_all(Rectification.objects.get(), reason=WHY, **self.who)

    # uses

    def use(self) -> Any:
        row = self.one(Award.objects.in_force().with_balances().filter(paid__gt=0))
        if row is None:
            return None
        purposes = [UsePurpose.PROJECT] if row.project else list(UsePurpose)
        return actions.record_use(
            row,
            purpose=self.dice.choice(purposes),
            amount=self.amount(_of(row).paid),
            spent_on=self.at.date(),
            paper="示例发票",
            remark="示例",
            **self.who,
        )

    def void(self) -> Any:
        row = self.one(FundUse.objects.standing())
        return row and actions.void_use(row, reason=WHY, **self.who)

    # what changes under an award

    def lose_level(self) -> Any:
        site = self.dice.choice(self.sites)
        if RatingDecision.objects.cancelling().filter(institution=site).exists():
            return None
        happened_on = date(2027, self.dice.randrange(1, 13), 11)
        money.accident(site, happened_on=happened_on, at=self.at)
        return True

    def regain_level(self) -> Any:
        decision = RatingDecision.objects.cancelling().order_by("?").first()
        if decision is None:
            return None
        said = {"kind": DecisionKind.ANNUL, "level": None, "effective_on": self.at.date(), "grounds": WHY}
        return actions.correct_decision(decision, **said, by=care.colleague(decision.institution), at=self.at)


def _of(award: Award) -> Any:
    """Its balances, however it was found."""
    return Award.objects.with_balances().get(pk=award.pk).balances


DEEDS = (
    ("prepare", 5),
    ("build", 5),
    ("approve", 10),
    ("reject", 1),
    ("pay", 10),
    ("recover", 14),
    ("post", 22),
    ("discard", 1),
    ("reverse", 3),
    ("adjust", 14),
    ("approve_change", 16),
    ("reject_change", 1),
    ("reclaim", 1),
    ("use", 6),
    ("void", 3),
    ("lose_level", 3),
    ("regain_level", 1),
)
