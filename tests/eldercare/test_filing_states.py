"""Every verb from every state by everybody: what the table of `eldercare.lifecycle` allows, written down once more by hand.

A refusal is the named one, carries a Chinese sentence, and leaves no trace: neither row, history, receipt nor audit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from eldercare import actions
from eldercare.lifecycle import MOVES, verbs_from
from eldercare.models import Filing, FilingMove, Institution
from eldercare.refusals import (
    DaysOutOfOrder,
    FilingIncomplete,
    FilingOpen,
    InstitutionClosed,
    NotOnDuty,
    ReviewsOwnWork,
)
from eldercare.vocabulary import FilingStatus, FilingVerb
from foundation.models import Jurisdiction
from foundation.refusals import MoveNotAllowed, NotPermitted, Refusal, RemarkRequired
from tests import care, make
from tests.care import AT, DAY

pytestmark = pytest.mark.django_db
REASON = "示例：材料不齐。"

VERBS: dict[str, Callable[[Filing, User], object]] = {
    "open": lambda filing, by: actions.open_filing(
        filing.institution, change_summary="示例变更", by=by, at=AT
    ),
    "submit": lambda filing, by: actions.submit_filing(filing, filed_on=DAY, commitment_on=DAY, by=by, at=AT),
    "accept": lambda filing, by: actions.accept_filing(filing, by=by, at=AT),
    "return": lambda filing, by: actions.return_filing(filing, reason=REASON, by=by, at=AT),
    "discard": lambda filing, by: actions.discard_filing(filing, reason=REASON, by=by, at=AT),
    "cancel": lambda filing, by: actions.cancel_filing(filing, reason=REASON, by=by, at=AT),
    "note": lambda filing, by: actions.note_copy(filing, by=by, at=AT),
}
NAMES: dict[str, type[Refusal] | None] = {
    "yes": None,
    "permission": NotPermitted,
    "duty": NotOnDuty,
    "move": MoveNotAllowed,
    "open": FilingOpen,
    "closed": InstitutionClosed,
    "own": ReviewsOwnWork,
}

# From which state which verb is allowed, asked by somebody who may do everything.
STATES = """
             open    submit  accept  return  discard cancel
  draft      open    yes     move    move    yes     move
  submitted  open    move    yes     yes     move    move
  returned   open    yes     move    move    yes     move
  accepted   yes     move    move    move    move    yes
  changed    yes     move    move    move    move    move
  cancelled  yes     move    move    move    move    move
"""
# The same of an institution that has closed: nothing more is put on file, everything else can still be brought to an end.
CLOSED = """
             open    submit  accept  return  discard cancel
  draft      closed  closed  move    move    yes     move
  submitted  closed  move    closed  yes     move    move
  returned   closed  closed  move    move    yes     move
  accepted   closed  move    move    move    move    yes
  changed    closed  move    move    move    move    move
  cancelled  closed  move    move    move    move    move
"""
# Who may do what with the filing of a registered institution (the county decides) …
REGISTERED = """
                       open       submit     accept     return     discard    cancel     note
  county               yes        yes        yes        yes        yes        yes        move
  county-and-township  yes        yes        yes        yes        yes        yes        move
  other-county         duty       duty       duty       duty       duty       duty       duty
  county-of-all        yes        yes        duty       duty       yes        duty       duty
  township             yes        yes        duty       duty       yes        duty       permission
  other-township       duty       duty       duty       duty       duty       duty       permission
  city                 permission permission permission permission permission permission permission
  registry             permission permission permission permission permission permission permission
  auditor              permission permission permission permission permission permission permission
  nowhere              duty       duty       duty       duty       duty       duty       duty
  editor               permission permission permission permission permission permission permission
  plain                permission permission permission permission permission permission permission
  superuser            duty       duty       duty       duty       duty       duty       duty
  superuser-on-duty    yes        yes        yes        yes        yes        yes        move
  inactive             permission permission permission permission permission permission permission
  submitter            yes        yes        own        own        yes        yes        move
"""
# … and of one that a township or village runs itself (the township decides, the county keeps a copy).
SELF_RUN = """
                       open       submit     accept     return     discard    cancel     note
  county               yes        yes        duty       duty       yes        duty       yes
  county-and-township  yes        yes        yes        yes        yes        yes        yes
  other-county         duty       duty       duty       duty       duty       duty       duty
  county-of-all        yes        yes        duty       duty       yes        duty       duty
  township             yes        yes        yes        yes        yes        yes        permission
  other-township       duty       duty       duty       duty       duty       duty       permission
  city                 permission permission permission permission permission permission permission
  registry             permission permission permission permission permission permission permission
  auditor              permission permission permission permission permission permission permission
  nowhere              duty       duty       duty       duty       duty       duty       duty
  editor               permission permission permission permission permission permission permission
  plain                permission permission permission permission permission permission permission
  superuser            duty       duty       duty       duty       duty       duty       duty
  superuser-on-duty    yes        yes        yes        yes        yes        yes        yes
  inactive             permission permission permission permission permission permission permission
  submitter            yes        yes        own        own        yes        yes        yes
"""


def cells(table: str) -> dict[tuple[str, str], str]:
    """(row, column) → what stands there."""
    head, *rows = table.strip().splitlines()
    columns = head.split()
    found: dict[tuple[str, str], str] = {}
    for row in rows:
        name, *values = row.split()
        found |= {(name, column): value for column, value in zip(columns, values, strict=True)}
    return found


def people(institution: Institution, submitter: User) -> dict[str, User]:
    """Everybody who stands in the tables, told by where the institution lies."""
    county, township = institution.county, institution.township
    elsewhere, next_door = care.county("530902"), care.township("530922199")
    chief, chief_on_duty = (User.objects.create_superuser(f"chief{make.serial()}") for _ in range(2))
    for place in (county, township):
        Jurisdiction.objects.create(user=chief_on_duty, division=place)
    gone = care.officer("养老县区经办", county, township)
    gone.is_active = False
    gone.save()
    nowhere = care.officer("养老县区经办", county)
    Jurisdiction.objects.of(nowhere).delete()
    return {
        "county": care.officer("养老县区经办", county),
        "county-and-township": care.officer("养老县区经办", county, township),
        "other-county": care.officer("养老县区经办", elsewhere),
        "county-of-all": care.officer("养老县区经办", care.city()),
        "township": care.officer("养老乡镇经办", township),
        "other-township": care.officer("养老乡镇经办", next_door),
        "city": care.officer("养老市级管理", care.city()),
        "registry": care.officer("养老登记管理", care.city()),
        "auditor": care.officer("养老审计（只读）", care.city()),
        "nowhere": nowhere,
        "editor": care.officer("责任编辑", county),
        "plain": make.staff(),
        "superuser": chief,
        "superuser-on-duty": chief_on_duty,
        "inactive": User.objects.get(pk=gone.pk),
        "submitter": submitter,
    }


STANDING: dict[str, Callable[..., Filing]] = {
    "draft": care.draft,
    "submitted": care.submitted,
    "returned": care.returned,
    "accepted": care.accepted,
    "changed": care.changed,
    "cancelled": care.cancelled,
}
# A state each verb is allowed from.
FROM = {
    "open": "accepted",
    "submit": "draft",
    "accept": "submitted",
    "return": "submitted",
    "discard": "returned",
    "cancel": "accepted",
    "note": "accepted",
}


@contextmanager
def undone() -> Iterator[None]:
    """What is done here is looked at and taken back, deferred guards of the database included."""
    with transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        transaction.set_rollback(True)


def traces() -> tuple[int, ...]:
    """Every table of home care is audited, so a write anywhere is a row here; numbers and lines are counted besides."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM foundation_rowchange), (SELECT count(*) FROM eldercare_filing),"
            " (SELECT count(*) FROM eldercare_filingmove), (SELECT coalesce(sum(last), 0) FROM eldercare_receiptbook)"
        )
        return tuple(cursor.fetchone())


def tried(verb: str, filing: Filing, by: User) -> type[Refusal] | None:
    """What the verb was refused with; a refusal speaks Chinese and wrote nothing."""
    fresh = Filing.objects.get(pk=filing.pk)
    before = traces()
    try:
        with undone():
            VERBS[verb](fresh, by)
    except Refusal as refusal:
        assert re.search(r"[\u4e00-\u9fff].*。$", str(refusal)), repr(refusal)
        assert traces() == before
        return type(refusal)
    assert traces() == before  # taken back
    return None


def spelt(outcome: type[Refusal] | None) -> str:
    return next(word for word, named in NAMES.items() if named is outcome)


@pytest.mark.parametrize("kind", ["social", "village"])
@pytest.mark.parametrize(("closed", "table"), [(False, STATES), (True, CLOSED)])
def test_every_verb_from_every_state(kind: str, closed: bool, table: str) -> None:
    expected = cells(table)
    found: dict[tuple[str, str], str] = {}
    for state in FilingStatus.values:
        filing = STANDING[state](kind_of_operator=kind)
        assert filing.status == state
        if closed:
            Institution.objects.update(closed_on=DAY, closing_reason="示例停业")
        by = care.colleague(filing.institution)
        found |= {(state, verb): spelt(tried(verb, filing, by)) for verb in FROM if verb != "note"}
    assert found == expected


@pytest.mark.parametrize(("kind", "table"), [("social", REGISTERED), ("village", SELF_RUN)])
def test_every_verb_by_everybody(kind: str, table: str) -> None:
    expected = cells(table)
    made = {}
    for state in set(FROM.values()):
        submitter = care.colleague(institution := care.institution(kind_of_operator=kind))
        made[state] = STANDING[state](institution, by=submitter), people(institution, submitter)
    found: dict[tuple[str, str], str] = {}
    for verb, state in FROM.items():
        filing, everybody = made[state]
        found |= {(name, verb): spelt(tried(verb, filing, by)) for name, by in everybody.items()}
    assert found == expected


def test_the_tables_here_and_in_the_lifecycle_say_the_same() -> None:
    asked_for = {verb for verb, move in MOVES.items() if move.permission}
    for state in FilingStatus:
        here = {verb for (row, verb), said in cells(STATES).items() if row == state and said == "yes"}
        assert set(verbs_from(state)) == {FilingVerb(verb) for verb in here} - {FilingVerb.OPEN}, state
    assert {verb for _, verb in cells(STATES)} == asked_for
    assert FilingVerb.SUPERSEDE not in asked_for  # nobody may ask for it


@pytest.mark.parametrize("reason", ["", "  ", " \n\t", "\u3000"])
@pytest.mark.parametrize("verb", ["return", "discard", "cancel"])
def test_a_reason_is_a_reason(verb: str, reason: str) -> None:
    act = {
        "return": actions.return_filing,
        "discard": actions.discard_filing,
        "cancel": actions.cancel_filing,
    }
    filing = STANDING[FROM[verb]]()
    by = care.colleague(filing.institution)
    before = traces()
    with pytest.raises(RemarkRequired, match=r"须写明原因。$"):
        act[verb](filing, reason=reason, by=by, at=AT)
    assert traces() == before


@pytest.mark.parametrize("summary", ["", "  ", "\u3000"])
def test_a_change_says_what_changes(summary: str) -> None:
    filing = care.accepted()
    by = care.colleague(filing.institution)
    before = traces()
    with pytest.raises(RemarkRequired, match="变更备案须写明变更事项"):
        actions.open_filing(filing.institution, change_summary=summary, by=by, at=AT)
    assert traces() == before


@pytest.mark.parametrize("verb", ["accept", "return"])
def test_a_superuser_on_duty_does_not_decide_on_what_they_submitted(verb: str) -> None:
    institution = care.institution()
    chief = User.objects.create_superuser("chief")
    Jurisdiction.objects.create(user=chief, division=institution.county)
    filing = care.submitted(institution, by=chief)
    assert tried(verb, filing, chief) is ReviewsOwnWork
    assert tried(verb, filing, care.colleague(institution)) is None


def test_who_submitted_an_earlier_version_decides_on_the_next() -> None:
    """The submitter of this version is who may not; nobody is barred for ever."""
    first_officer, second_officer = (care.officer("养老县区经办") for _ in range(2))
    institution = care.institution()
    first = care.submitted(institution, by=first_officer)
    actions.accept_filing(first, by=second_officer, at=AT)
    second = actions.open_filing(institution, change_summary="示例变更", by=second_officer, at=AT)
    actions.submit_filing(second, filed_on=DAY, commitment_on=DAY, by=second_officer, at=AT)
    assert tried("accept", second, second_officer) is ReviewsOwnWork
    assert tried("accept", second, first_officer) is None


def test_a_returned_filing_handed_in_by_another_is_decided_by_the_first() -> None:
    first_officer, second_officer = (care.officer("养老县区经办") for _ in range(2))
    filing = care.submitted(by=first_officer)
    actions.return_filing(filing, reason=REASON, by=second_officer, at=AT)
    actions.submit_filing(filing, filed_on=DAY, commitment_on=DAY, by=second_officer, at=AT)
    accepted = actions.accept_filing(filing, by=first_officer, at=AT)
    assert (accepted.submitted_by, accepted.decided_by) == (second_officer, first_officer)
    assert accepted.return_reason == ""


WRONG_DAYS: list[tuple[dict[str, Any], str, str]] = [
    ({"filed_on": date(2026, 3, 11)}, "filed_on", "报送日期 2026-03-11 还没有到。"),
    ({"commitment_on": date(2026, 3, 11)}, "commitment_on", "晚于报送日期 2026-03-10"),
    (
        {"filed_on": date(2026, 3, 1), "commitment_on": date(2026, 3, 1)},
        "filed_on",
        "报送日期 2026-03-01 早于实际开展服务日期 2026-03-02",
    ),
]


@pytest.mark.parametrize(("days", "field", "said"), WRONG_DAYS)
def test_days_out_of_order_are_told_at_their_field(days: dict[str, Any], field: str, said: str) -> None:
    filing = care.draft()
    by = care.colleague(filing.institution)
    before = traces()
    with pytest.raises(DaysOutOfOrder, match=said) as refused:
        actions.submit_filing(filing, **{"filed_on": DAY, "commitment_on": DAY} | days, by=by, at=AT)
    assert refused.value.field == field
    assert traces() == before


def test_an_incomplete_form_is_refused_with_every_gap() -> None:
    filing = care.draft(care.institution(registered=False, beds=None, contact="", identity_number=""))
    by = care.colleague(filing.institution)
    before = traces()
    with pytest.raises(FilingIncomplete) as refused:
        VERBS["submit"](filing, by)
    assert {answer.field for answer in refused.value.answers} == {"", "beds", "contact", "identity_number"}
    for gap in ("还没有登记", "没有填写养老床位数量", "没有填写联系人", "没有填写公民身份号码"):
        assert gap in str(refused.value)
    assert traces() == before
    assert Filing.objects.get().name == ""


def test_a_stale_copy_decides_nothing() -> None:
    stale = care.submitted()
    other = Filing.objects.get(pk=stale.pk)
    actions.return_filing(other, reason=REASON, by=care.colleague(stale.institution), at=AT)
    assert tried("accept", stale, care.colleague(stale.institution)) is MoveNotAllowed
    stale.status = FilingStatus.SUBMITTED
    with pytest.raises(MoveNotAllowed, match="现在是“退回补正”，不能受理备案"):
        actions.accept_filing(stale, by=care.colleague(stale.institution), at=AT)


def test_out_of_reach_nothing_is_told_of_where_a_filing_stands() -> None:
    filing = care.accepted()
    with pytest.raises(NotOnDuty) as refused:
        VERBS["accept"](filing, care.officer("养老县区经办", care.county("530902")))
    assert "已备案" not in str(refused.value)


PATHS = [
    (["submit", "accept"], "accepted"),
    (["submit", "return", "submit", "accept"], "accepted"),
    (["submit", "return", "discard"], "cancelled"),
    (["discard"], "cancelled"),
    (["submit", "accept", "cancel"], "cancelled"),
]


@pytest.mark.parametrize(("verbs", "end"), PATHS)
def test_the_history_tells_the_whole_way(verbs: list[str], end: str) -> None:
    institution = care.institution()
    filer, decider = care.colleague(institution), care.colleague(institution)
    filing = actions.open_filing(institution, by=filer, at=AT)
    for verb in verbs:
        VERBS[verb](filing, filer if verb in ("submit", "discard") else decider)
    moves = list(FilingMove.objects.filter(filing=filing).order_by("pk"))
    assert [move.verb for move in moves] == ["open", *verbs]
    assert [move.from_status for move in moves[1:]] == [move.to_status for move in moves[:-1]]
    assert (moves[0].from_status, moves[-1].to_status) == ("", end)
    assert Filing.objects.get(pk=filing.pk).status == end
    assert all(move.at == AT for move in moves)


def test_a_new_version_supersedes_the_one_in_force_and_only_then() -> None:
    first = care.accepted()
    institution, filer = first.institution, care.colleague(first.institution)
    second = actions.open_filing(institution, change_summary="示例变更", by=filer, at=AT)
    VERBS["submit"](second, filer)
    assert Filing.objects.in_force().get() == first
    accepted = actions.accept_filing(second, by=care.colleague(institution), at=AT)
    first.refresh_from_db()
    assert (first.status, first.ended_on) == ("changed", DAY)
    assert "变更备案" in first.end_reason
    assert Filing.objects.in_force().get() == accepted
    verbs = FilingMove.objects.filter(filing=first).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["open", "submit", "accept", "supersede"]
