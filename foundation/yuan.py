"""Money: yuan, exact to the fen. Nothing is rounded on the way to the database."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round

if TYPE_CHECKING:
    _Decimal = models.DecimalField[Any, Any]
else:
    _Decimal = models.DecimalField

FEN = Decimal("0.01")
NOTHING = Decimal("0.00")
MOST = Decimal("9999999999.99")


class YuanField(_Decimal):
    """A column of `numeric` without a scale: PostgreSQL would round 0.005 in silence; a constraint refuses it instead."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"max_digits": 12, "decimal_places": 2} | kwargs))

    def db_type(self, connection: Any) -> str:
        return "numeric"


def is_money(noun: str, field: str, *, zero: bool = False) -> models.CheckConstraint:
    """More than nothing (or nothing, where `zero`), finite and plausible: `<noun>_<field>_is_money`. NULL passes."""
    least = {f"{field}__gte": NOTHING} if zero else {f"{field}__gt": NOTHING}
    return models.CheckConstraint(
        name=f"{noun}_{field}_is_money",
        condition=Q(**{f"{field}__isnull": True}) | Q(**least, **{f"{field}__lte": MOST}),
        violation_error_message="金额不能是负数，也不能超出百亿元。"
        if zero
        else "金额须大于 0，不超出百亿元。",
    )


def is_to_the_fen(noun: str, field: str) -> models.CheckConstraint:
    """No fraction of a fen: `<noun>_<field>_is_to_the_fen`. NULL passes."""
    return models.CheckConstraint(
        name=f"{noun}_{field}_is_to_the_fen",
        condition=Q(**{f"{field}__isnull": True}) | Q(**{field: Round(F(field), 2)}),
        violation_error_message="金额最多精确到分。",
    )


def has_fraction_of_fen(amount: Decimal) -> bool:
    return amount != amount.quantize(FEN)


def figure(amount: Decimal | None) -> str:
    """1234567.8 → “1,234,567.80”; an em dash where there is none."""
    return f"{amount:,.2f}" if amount is not None else "—"


def in_yuan(amount: Decimal | None) -> str:
    """1234567.8 → “1,234,567.80 元”; an em dash where there is none."""
    return f"{figure(amount)} 元" if amount is not None else "—"
