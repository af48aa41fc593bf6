"""The sample of money: through the verbs, every state there is, and sound to the fen."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from eldercare.models import Adjustment, Award, Entry, FundUse, Institution, MoneyRules, Voucher
from eldercare.sample_money import load_money
from tests import care, money, rating
from tests.eldercare.broken import ask_now
from tests.money import AT

pytestmark = pytest.mark.django_db


def load(institution: Institution) -> int:
    by = money.pair(institution)
    return load_money(maker=by.maker, checker=by.checker, city=rating.city_officer(), at=AT)


def test_without_a_level_there_is_no_money() -> None:
    assert load(care.institution()) == 0
    assert not MoneyRules.objects.exists()


def test_every_state_of_money_is_shown() -> None:
    """Six institutions that were given 2A on 10 June 2026, seen from January 2028."""
    sites = [money.rated() for _ in range(6)]
    made = load(sites[0])
    assert made == Award.objects.count() > len(sites)
    assert set(Award.objects.values_list("status", flat=True)) == {"drafted", "approved", "rejected"}
    assert set(Award.objects.values_list("kind", flat=True)) == {"operating", "construction"}
    kinds = {"award", "payment", "claim", "recovery"}
    assert kinds <= set(Voucher.objects.posted().values_list("kind", flat=True))
    assert Voucher.objects.waiting().exists() and FundUse.objects.exists()
    assert Adjustment.objects.in_force().get().rectification is not None
    assert MoneyRules.objects.count() == 1
    ask_now()  # the guards that wait for the end of a transaction
    sums = Entry.objects.posted().aggregate(debit=Sum("debit"), credit=Sum("credit"))
    assert sums["debit"] == sums["credit"] > 0
    assert load(sites[0]) == 0  # once
