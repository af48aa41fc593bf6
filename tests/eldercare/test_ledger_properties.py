"""Random sequences of verbs by anybody: whatever is tried, every ledger balances and nothing falls below nothing."""

from __future__ import annotations

from itertools import groupby

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from eldercare.models import Award, Entry, Voucher
from tests.eldercare.broken import ask_now
from tests.eldercare.money_walk import Walk

pytestmark = pytest.mark.django_db
STEPS = 250
OFTEN = {"prepare", "build", "approve", "pay", "post", "adjust", "approve_change", "use", "lose_level"}


def look(walk: Walk) -> None:
    """Everything that must hold of all money at every moment."""
    for award in Award.objects.with_balances().prefetch_related("adjustments"):
        held, used = award.balances, vars(award)["used"]
        assert held.balance, (award.pk, held)
        assert min(held.net, held.unpaid, held.paid, held.to_recover, held.recovered) >= 0
        assert used <= held.paid
        assert held.claimed <= held.paid
        in_force = [change for change in award.adjustments.all() if change.status == "approved"]
        last = max(in_force, key=lambda change: change.pk, default=None)
        assert held.net == (last.amount if last else award.amount if award.status == "approved" else 0)
        assert award.checked_by_id != award.prepared_by_id


def look_at_the_books(walk: Walk) -> None:
    ask_now()
    sums = Entry.objects.posted().aggregate(debit=Sum("debit"), credit=Sum("credit"))
    assert sums["debit"] == sums["credit"]
    posted = list(Voucher.objects.posted().order_by("book_year", "book_serial"))
    for _, year in groupby(posted, key=lambda voucher: voucher.book_year):
        numbers = [voucher.book_serial for voucher in year]
        assert numbers == list(range(1, len(numbers) + 1))
    assert not any(voucher.checked_by_id == voucher.drafted_by_id for voucher in posted)
    barred = {person.pk for person in walk.others}
    assert not barred & {voucher.checked_by_id for voucher in posted}
    assert not barred & {voucher.drafted_by_id for voucher in Voucher.objects.all()}


def test_whatever_is_tried_the_ledger_stays_sound() -> None:
    """What the verbs do not refuse by a sentence, no guard of the database ever has to refuse."""
    walk = Walk()

    @settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(seed=st.integers(0, 2**32))
    def tried(seed: int) -> None:
        with transaction.atomic():
            walk.go(seed, STEPS, look)
            look_at_the_books(walk)
            transaction.set_rollback(True)

    tried()
    assert {name for name in OFTEN if not walk.done[name]} == set()
    assert walk.done["refused"] > STEPS / 5
