"""Writing money past the verbs, to see what the database itself refuses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from eldercare.models import Adjustment, Award, Entry, Voucher, VoucherBook
from tests import money
from tests.eldercare.broken import (
    ask_now,
    constraint_of,
    values_of,
)
from tests.money import AT, DAY

Sides = dict[str, tuple[str, str]]  # account → debit, credit


def written(
    award: Award, kind: str, sides: Sides, *, by: money.Pair, posted: bool = True, **fields: Any
) -> Voucher:
    """A voucher with these lines, past the verbs; posted under the next number."""
    values = {"on": DAY, "memo": "示例", "paper_number": "示例1", "drafted_by": by.maker, "drafted_at": AT}
    voucher = Voucher.objects.create(award=award, kind=kind, **values | fields)
    for account, (debit, credit) in sides.items():
        Entry.objects.create(voucher=voucher, account=account, debit=Decimal(debit), credit=Decimal(credit))
    if posted:
        numbered = posting(by)
        Voucher.objects.filter(pk=voucher.pk).update(**numbered)
        VoucherBook.objects.update(last=numbered["book_serial"])
    return voucher


def posting(by: money.Pair, **fields: Any) -> dict[str, Any]:
    last = Voucher.objects.posted().count()
    values = {
        "status": "posted",
        "checked_by": by.checker,
        "checked_at": AT,
        "posted_on": DAY,
        "book_code": "530922",
        "book_year": DAY.year,
        "book_serial": last + 1,
    }
    return values | fields


def not_written(
    constraint: str, award: Award, kind: str, sides: Sides, *, by: money.Pair, **fields: Any
) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        written(award, kind, sides, by=by, **fields)
        ask_now()
    assert constraint_of(error.value) == constraint, error.value


def moved(debit: str, credit: str, amount: str = "1.00") -> Sides:
    return {debit: (amount, "0"), credit: ("0", amount)}


FRESH = {"status": "drafted", "checked_by_id": None, "checked_at": None, "check_remark": ""}


def misses_nothing(row: Award | Adjustment) -> None:
    """No column that a form requires, nor one that means nothing by "", takes NULL; some are asked for by a guard first."""
    for field in row._meta.concrete_fields:
        if field.null or field.primary_key:
            continue
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            type(row)._base_manager.create(**values_of(row) | FRESH | {field.attname: None})
        named = constraint_of(error.value)
        guards = ("_rests_on_its_days", "_moves_as_the_table_says", "_of_an_approved_award", "_of_its_rules")
        assert named == f"{field.column} is null" or named.endswith(guards), (field.name, named)
