"""Several at once, each on a connection of its own: numbers follow each other, one of two deciders wins and the other is
told, nobody waits for ever."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from threading import Barrier, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from eldercare import actions
from eldercare.facts import differences
from eldercare.models import Evidence, Filing, FilingMove, Institution, Operator, ReceiptBook, Registration
from eldercare.refusals import FilingOpen, SuccessionRefused
from foundation.models import Division, Jurisdiction
from foundation.refusals import MoveNotAllowed, Refusal
from tests import care
from tests.care import AT, DAY
from tests.eldercare.desk import client_of, page_of, sent_from
from tests.files.uploads import encoded, two_colours, upload
from tests.foundation.conftest import wait_until_blocked

pytestmark = pytest.mark.django_db(transaction=True)
Rival = Callable[[], object]
Race = Callable[..., list[Any]]
LINCANG = ZoneInfo("Asia/Shanghai")
REASON = "示例：材料不齐。"


def together(*rivals: Rival) -> list[Any]:
    """All start at once; answers what each returned or raised. Whoever has not finished in time waits for ever."""
    outcomes: list[Any] = [TimeoutError] * len(rivals)
    start = Barrier(len(rivals))

    def run(place: int) -> None:
        try:
            start.wait(10)
            outcomes[place] = rivals[place]()
        except Exception as failure:
            outcomes[place] = failure
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,), daemon=True) for place in range(len(rivals))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def accepting(filing: Filing, at: datetime = AT) -> Rival:
    by = care.colleague(filing.institution)
    return lambda: actions.accept_filing(filing, by=by, at=at)


def numbers_of(county: str = "530922", year: int = 2026) -> list[int]:
    given = Filing.objects.filter(receipt_county=county, receipt_year=year).order_by("receipt_serial")
    return [filing.receipt_serial or 0 for filing in given]


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
    assert saved.status_code == 302
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


def test_counties_number_for_themselves_and_do_not_wait_for_each_other() -> None:
    here = care.submitted()
    there = care.submitted(township=care.township("530902001"))
    accept = accepting(there)
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append(accept())
        finally:
            connection.close()

    thread = Thread(target=run)
    with transaction.atomic():
        actions.accept_filing(here, by=care.colleague(here.institution), at=AT)
        thread.start()
        thread.join(timeout=20)
        assert not thread.is_alive()  # while the other county's transaction is still open
    assert (numbers_of("530922"), numbers_of("530902")) == ([1], [1])
    assert outcome[0].receipt_number == "530902-2026-0001"


class Regret(Exception):
    pass


def test_an_acceptance_that_is_rolled_back_leaves_no_gap() -> None:
    regretted, next_one = care.submitted(), care.submitted()
    accept = accepting(next_one)
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append(accept())
        finally:
            connection.close()

    thread = Thread(target=run)
    with suppress(Regret), transaction.atomic():
        actions.accept_filing(regretted, by=care.colleague(regretted.institution), at=AT)
        thread.start()
        wait_until_blocked(1)  # at the book, which the first one holds
        raise Regret
    thread.join(timeout=20)
    assert outcome[0].receipt_serial == 1
    assert Filing.objects.get(pk=regretted.pk).status == "submitted"
    assert (
        actions.accept_filing(regretted, by=care.colleague(regretted.institution), at=AT).receipt_serial == 2
    )


TURN = [
    (datetime(2026, 12, 31, 23, 59, 59, tzinfo=LINCANG), "530922-2026-0001", date(2026, 12, 31)),
    (datetime(2027, 1, 1, 0, 0, tzinfo=LINCANG), "530922-2027-0001", date(2027, 1, 1)),
    (datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), "530922-2026-0001", date(2026, 12, 31)),
    (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "530922-2027-0001", date(2027, 1, 1)),
]


@pytest.mark.parametrize(("at", "number", "accepted_on"), TURN)
def test_the_year_turns_at_midnight_in_lincang(at: datetime, number: str, accepted_on: date) -> None:
    filing = care.submitted()
    accepted = accepting(filing, at)()
    assert isinstance(accepted, Filing)
    assert (accepted.receipt_number, accepted.accepted_on) == (number, accepted_on)


def test_each_year_begins_with_one_also_when_the_years_meet() -> None:
    before, after = TURN[0][0], TURN[1][0]
    filings = [care.submitted() for _ in range(6)]
    outcomes = together(
        *(accepting(filing, after if place % 2 else before) for place, filing in enumerate(filings))
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    assert (numbers_of(year=2026), numbers_of(year=2027)) == ([1, 2, 3], [1, 2, 3])


LIKELY = 0.7  # the next step from where the filing stands
RARE = 0.03  # a new operator is not registered yet, and files no more


def anything(dice: random.Random, institution: Institution, by: User) -> Rival:
    """One of the verbs, on whatever stands there now."""
    newest = Filing.objects.filter(institution=institution).order_by("-version").first()
    if dice.random() < RARE:
        successor = Operator.objects.order_by("?")[0]
        return lambda: actions.succeed(
            institution, successor=successor, on=DAY, basis="示例协议", by=by, at=AT
        )
    begin = partial(actions.open_filing, institution, change_summary="示例变更", by=by, at=AT)
    if newest is None:
        return begin
    submit = partial(actions.submit_filing, newest, filed_on=DAY, commitment_on=DAY, by=by, at=AT)
    accept = partial(actions.accept_filing, newest, by=by, at=AT)
    following: dict[str, Rival] = {"draft": submit, "submitted": accept, "returned": submit}
    others: list[Rival] = [
        partial(actions.return_filing, newest, reason=REASON, by=by, at=AT),
        partial(actions.discard_filing, newest, reason=REASON, by=by, at=AT),
        partial(actions.cancel_filing, newest, reason=REASON, by=by, at=AT),
        partial(actions.note_copy, newest, by=by, at=AT),
    ]
    if dice.random() < LIKELY:
        return following.get(newest.status, begin)
    others += [begin, submit, accept]
    return dice.choice(others)


def rummaging(seed: int, people: list[User], institutions: list[Institution], steps: int) -> Rival:
    """Somebody who tries one thing after the other; answers what went wrong besides refusals."""
    dice = random.Random(seed)

    def run() -> list[Exception]:
        wrong: list[Exception] = []
        for _ in range(steps):
            try:
                anything(dice, dice.choice(institutions), dice.choice(people))()
            except Refusal:
                continue
            except Exception as failure:
                wrong.append(failure)
        return wrong

    return run


def test_six_who_do_anything_at_once_never_lock_each_other_out() -> None:
    places = [care.township("530922101"), care.township("530902001")]
    institutions = [care.institution(township=places[number % 2]) for number in range(4)]
    institutions.append(care.institution(kind_of_operator="village"))
    people = []
    for _ in range(4):
        person = care.officer("养老县区经办", *places)
        for place in Division.objects.filter(code__in=["530922", "530902"]):
            Jurisdiction.objects.create(user=person, division=place)
        people.append(person)
    outcomes = together(*(rummaging(seed, people, institutions, 20) for seed in range(6)))
    assert outcomes == [[]] * 6
    assert FilingMove.objects.filter(verb="accept").count() > 3
    for county in ("530922", "530902"):
        assert numbers_of(county) == list(range(1, len(numbers_of(county)) + 1))
    for filing in Filing.objects.all():
        assert filing.moves.order_by("-pk")[0].to_status == filing.status
