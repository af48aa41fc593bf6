"""Long random walks: anybody does anything on any day, and what must always hold is looked at all the way.

A walk is known by its seed; the same seed walks the same way again.
"""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.test import Client
from django.urls import reverse

from eldercare.facts import form_now
from eldercare.models import FORM, Filing, FilingMove, Institution, ReceiptBook, Registration
from eldercare.standing import state_of, with_state
from foundation.models import RowChange
from tests.eldercare.walk import Walk, frozen

pytestmark = pytest.mark.django_db
STEPS, LOOK_EVERY = 300, 50
OPEN = {"draft", "submitted", "returned"}


def look(walk: Walk) -> None:
    """Everything that must hold of every filing at every moment."""
    filings = list(Filing.objects.select_related("institution").order_by("pk"))
    assert {filing.pk: filing.status for filing in filings} == walk.status
    lines = defaultdict(list)
    for move in FilingMove.objects.order_by("pk"):
        lines[move.filing_id].append(move)
    for filing in filings:
        moves = lines[filing.pk]
        assert (moves[0].verb, moves[0].from_status, moves[-1].to_status) == ("open", "", filing.status)
        assert [move.from_status for move in moves[1:]] == [move.to_status for move in moves[:-1]]
        submitted = [move for move in moves if move.verb == "submit"]
        assert (filing.submitted_by_id is None) is (not submitted)
        decided = [move for move in moves if move.verb in ("accept", "return")]
        if filing.decided_by_id is not None:
            assert filing.decided_by_id == decided[-1].by_id != filing.submitted_by_id
        for move in decided:  # whoever submitted last before
            before = [line for line in submitted if line.pk < move.pk]
            assert before[-1].by_id != move.by_id
        if filing.pk in walk.forms:
            assert frozen(filing) == walk.forms[filing.pk]
        assert filing.is_late is None or not filing.is_change
    by_institution = defaultdict(list)
    for filing in filings:
        by_institution[filing.institution_id].append(filing)
    for own in by_institution.values():
        assert [filing.version for filing in own] == list(range(1, len(own) + 1))
        assert sum(filing.status in OPEN for filing in own) <= 1
        assert sum(filing.status == "accepted" for filing in own) <= 1
    receipts_have_no_gap(filings)


def receipts_have_no_gap(filings: list[Filing]) -> None:
    given = defaultdict(list)
    for filing in filings:
        if filing.receipt_serial is not None:
            given[filing.receipt_county, filing.receipt_year].append(filing.receipt_serial)
    assert {book: sorted(serials) for book, serials in given.items()} == {
        book: list(range(1, len(serials) + 1)) for book, serials in given.items()
    }
    books = {(book.county, book.year): book.last for book in ReceiptBook.objects.all()}
    assert {book: last for book, last in books.items() if last} == {
        book: len(serials) for book, serials in given.items()
    }


def look_from_outside(walk: Walk) -> None:
    """Public is exactly what is accepted and open, by the model of the walk."""
    client = Client()
    expected = set()
    for institution in Institution.objects.all():
        statuses = [walk.status[filing.pk] for filing in Filing.objects.filter(institution=institution.pk)]
        was_ever = Filing.objects.filter(institution=institution.pk, accepted_on__isnull=False).exists()
        is_public = "accepted" in statuses and institution.closed_on is None
        page = client.get(institution.get_absolute_url())
        assert page.status_code == (200 if is_public else 410 if was_ever else 404)
        if is_public:
            expected.add(institution.pk)
    assert set(Institution.objects.public().values_list("pk", flat=True)) == expected
    assert set(Filing.objects.public().values_list("institution", flat=True)) == expected
    listed = client.get(reverse("eldercare:institutions_json")).json()["institutions"]
    assert {row["id"] for row in listed} == expected


def differences_are_found_alike() -> None:
    """The list of what is out of date and the comparison of each form agree."""
    found = set()
    for filing in Filing.objects.public().select_related("institution"):
        site = filing.institution
        registration = Registration.objects.in_force().filter(institution=site).first()
        now = form_now(site, registration)
        if site.operator_id != filing.operator_id or any(getattr(filing, name) != now[name] for name in FORM):
            found.add(filing.pk)
    assert set(Filing.objects.out_of_date().values_list("pk", flat=True)) == found


def standing_is_one_word() -> None:
    for institution in with_state(Institution.objects.all()):
        every = Filing.objects.filter(institution=institution.pk).order_by("-version")
        own = [filing for filing in every if filing.standing != "已放弃"]
        expected = (
            "停业"
            if institution.closed_on
            else "已备案"
            if any(filing.status == "accepted" for filing in own)
            else own[0].get_status_display()
            if own
            else "未备案"
        )
        assert state_of(institution) == expected


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_anybody_does_the_filings_stay_sound(seed: int) -> None:
    walk = Walk(seed)
    for number in range(STEPS):
        walk.step()
        if number % LOOK_EVERY == 0:
            look(walk)
            differences_are_found_alike()
            standing_is_one_word()
        if number % (LOOK_EVERY * 4) == 0:
            look_from_outside(walk)
    look(walk)
    look_from_outside(walk)
    told = sum(walk.done[verb] for verb in ("open", "submit", "accept", "return", "discard", "cancel"))
    assert FilingMove.objects.exclude(verb="supersede").count() == told
    assert RowChange.objects.filter(table_name="eldercare_filing").count() >= told
    assert min(walk.done[verb] for verb in ("open", "submit", "accept", "return", "discard", "cancel")) > 0
    assert min(walk.done["succeed"], walk.done["note"]) > 0
    assert STEPS / 10 < walk.refused < STEPS * 0.7
