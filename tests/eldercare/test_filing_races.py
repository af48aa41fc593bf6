"""Two at once on one filing or institution: one of two deciders wins and the other is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from eldercare import actions
from eldercare.facts import differences
from eldercare.models import Evidence, Filing, FilingMove, ReceiptBook, Registration
from eldercare.refusals import FilingOpen, SuccessionRefused
from foundation.refusals import MoveNotAllowed, Refusal
from tests import care
from tests.care import AT, DAY
from tests.eldercare.desk import client_of, page_of, sent_from
from tests.eldercare.racing import Race, accepting, numbers_of, together
from tests.files.uploads import encoded, two_colours, upload

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "示例：材料不齐。"


@pytest.mark.parametrize("there_is_a_book", [False, True])
def test_four_acceptances_at_once_give_four_numbers_in_a_row(race: Race, there_is_a_book: bool) -> None:
    if there_is_a_book:
        care.accepted()
    filings = [care.submitted() for _ in range(4)]
    rivals = [accepting(filing) for filing in filings]
    # They meet at the book itself; where there is none yet, the first to write makes it and the others wait.
    outcomes = race(ReceiptBook.objects.get(), *rivals) if there_is_a_book else together(*rivals)
    first = 2 if there_is_a_book else 1
    assert sorted(filing.receipt_serial for filing in outcomes) == list(range(first, first + 4))
    assert numbers_of() == list(range(1, first + 4))


def test_a_decision_and_another_on_one_filing(race: Race) -> None:
    for _ in range(2):
        filing = care.submitted()
        first, second = care.colleague(filing.institution), care.colleague(filing.institution)
        outcomes = race(
            filing.institution,
            lambda filing=filing, by=first: actions.accept_filing(filing, by=by, at=AT),
            lambda filing=filing, by=second: actions.return_filing(filing, reason=REASON, by=by, at=AT),
        )
        told = [outcome for outcome in outcomes if isinstance(outcome, MoveNotAllowed)]
        assert len(told) == 1, outcomes
        stands = Filing.objects.get(pk=filing.pk)
        label = stands.get_status_display()
        assert f"现在是“{label}”" in str(told[0])
        assert FilingMove.objects.filter(filing=filing).count() == 3
    assert numbers_of() == list(range(1, Filing.objects.in_force().count() + 1))


@pytest.mark.parametrize("verb", ["accept", "cancel", "note"])
def test_the_same_verb_twice_is_done_once(race: Race, verb: str) -> None:
    filing = care.submitted(kind_of_operator="village")
    act: dict[str, Callable[[User], object]] = {
        "accept": lambda by: actions.accept_filing(filing, by=by, at=AT),
        "cancel": lambda by: actions.cancel_filing(filing, reason=REASON, by=by, at=AT),
        "note": lambda by: actions.note_copy(filing, by=by, at=AT),
    }
    if verb != "accept":
        act["accept"](care.colleague(filing.institution))
    people = [care.colleague(filing.institution) for _ in range(2)]
    outcomes = race(filing.institution, *(lambda by=by: act[verb](by) for by in people))
    assert sorted(type(outcome) is MoveNotAllowed for outcome in outcomes) == [False, True]
    assert numbers_of() == [1]


def test_submitting_and_giving_up_one_draft(race: Race) -> None:
    filing = care.draft()
    by = care.colleague(filing.institution)
    outcomes = race(
        filing.institution,
        lambda: actions.submit_filing(filing, filed_on=DAY, commitment_on=DAY, by=by, at=AT),
        lambda: actions.discard_filing(filing, reason=REASON, by=by, at=AT),
    )
    assert sorted(type(outcome) is MoveNotAllowed for outcome in outcomes) == [False, True]
    assert Filing.objects.get().moves.count() == 2


def test_a_new_version_is_accepted_while_the_old_one_is_cancelled(race: Race) -> None:
    """Whichever comes first, at most one is in force and the old one has ended once."""
    first = care.accepted()
    institution = first.institution
    filer, decider, other = (care.colleague(institution) for _ in range(3))
    second = actions.open_filing(institution, change_summary="示例变更", by=filer, at=AT)
    actions.submit_filing(second, filed_on=DAY, commitment_on=DAY, by=filer, at=AT)
    outcomes = race(
        institution,
        lambda: actions.accept_filing(second, by=decider, at=AT),
        lambda: actions.cancel_filing(first, reason=REASON, by=other, at=AT),
    )
    assert isinstance(outcomes[0], Filing)
    assert Filing.objects.in_force().get() == second
    first.refresh_from_db()
    assert first.status == ("changed" if isinstance(outcomes[1], MoveNotAllowed) else "cancelled")
    assert numbers_of() == [1, 2]


def test_two_officers_open_a_first_filing(race: Race) -> None:
    institution = care.institution()
    people = [care.colleague(institution) for _ in range(2)]
    outcomes = race(
        institution, *(lambda by=by: actions.open_filing(institution, by=by, at=AT) for by in people)
    )
    assert sorted(type(outcome) is FilingOpen for outcome in outcomes) == [False, True]
    assert Filing.objects.get().version == 1


def test_an_operator_hands_over_while_the_form_is_handed_in(race: Race) -> None:
    filing = care.draft()
    institution, by = filing.institution, care.colleague(filing.institution)
    successor = care.operator("social")
    outcomes = race(
        institution,
        lambda: actions.succeed(institution, successor=successor, on=DAY, basis="示例协议", by=by, at=AT),
        lambda: actions.submit_filing(filing, filed_on=DAY, commitment_on=DAY, by=by, at=AT),
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert len(refused) == 1, outcomes  # either a filing waits, or the new operator is not registered yet
    stands = Filing.objects.get()
    institution.refresh_from_db()
    if isinstance(refused[0], SuccessionRefused):
        assert (stands.status, stands.operator) == ("submitted", institution.operator)
    else:
        assert (stands.status, institution.operator) == ("draft", successor)


@pytest.mark.parametrize("field", ["beds", "operator"])
def test_the_form_is_handed_in_while_the_institution_is_edited_at_the_desk(race: Race, field: str) -> None:
    """The filing says what the institution said before or after the edit, never something else, and a difference shows."""
    filing = care.draft()
    institution, filer = filing.institution, care.colleague(filing.institution)
    mended = care.operator("social", county=institution.county)
    editor = client_of(care.colleague(institution))
    typed = {"beds": "36"} if field == "beds" else {"operator": str(mended.pk)}
    page = page_of(institution)
    sent = sent_from(editor.get(page), **typed)
    _, saved = race(
        institution,
        lambda: actions.submit_filing(filing, filed_on=DAY, commitment_on=DAY, by=filer, at=AT),
        lambda: editor.post(page, sent),
    )
    assert saved.status_code == 302 or "没有保存：提交过备案的机构" in saved.content.decode()
    institution.refresh_from_db()
    stands = Filing.objects.get()
    registration = Registration.objects.in_force().get()
    changed = differences(stands, institution, registration)
    if field == "beds":
        assert institution.beds == 36
        assert changed == (() if stands.beds == 36 else ("养老床位数量",))
    else:  # once handed in, the desk may not change who runs it
        assert stands.operator == institution.operator
        assert changed == ()


def test_a_registration_number_is_taken_by_one_of_two_operators() -> None:
    sites = [care.institution(registered=False) for _ in range(2)]
    outcomes = together(
        *(lambda site=site: care.registration(site, number="示例证字第0001号") for site in sites)
    )
    assert sorted(isinstance(outcome, IntegrityError) for outcome in outcomes) == [False, True]
    assert Registration.objects.count() == 1


def test_the_same_file_comes_in_once() -> None:
    institution = care.institution()
    by = care.colleague(institution)
    picture = encoded(two_colours(), "PNG")
    outcomes = together(
        *(
            lambda: actions.add_evidence(
                institution, kind="photo", upload=upload(picture, "示例.png"), by=by, at=AT
            )
            for _ in range(3)
        )
    )
    assert sum(isinstance(outcome, Evidence) for outcome in outcomes) == 1, outcomes
    assert Evidence.objects.count() == 1
