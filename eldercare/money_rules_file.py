"""Reading the editions of the money rules from `fixtures/eldercare/money-rules.json`."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from eldercare.models import MoneyRules
from eldercare.models.money_rules import RATES

FILE = Path(__file__).resolve().parent.parent / "fixtures" / "eldercare" / "money-rules.json"


@transaction.atomic
def load_money_rules() -> list[MoneyRules]:
    """As drafts, those editions of the file that are not on record yet; what is on record stays as it is."""
    known = set(MoneyRules.objects.values_list("year_from", flat=True))
    rows = [row for row in json.loads(FILE.read_text("utf-8")) if row["year_from"] not in known]
    found = [MoneyRules(**row | {rate: Decimal(row[rate]) for rate in RATES}) for row in rows]
    return MoneyRules.objects.bulk_create(found)
