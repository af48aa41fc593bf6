"""Many at once: numbers follow each other within county and year, nothing leaves a gap, nobody waits for ever."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from eldercare import actions
from eldercare.models import Filing, FilingMove, Institution, Operator
from foundation.models import Division, Jurisdiction
from foundation.refusals import Refusal
from tests import care
from tests.care import AT, DAY
from tests.eldercare.racing import Rival, accepting, numbers_of, together
from tests.foundation.conftest import wait_until_blocked

pytestmark = pytest.mark.django_db(transaction=True)
LINCANG = ZoneInfo("Asia/Shanghai")
REASON = "示例：材料不齐。"


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
