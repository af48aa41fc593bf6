"""Every verb from every state by everybody: what the table of `eldercare.lifecycle` allows, written down once more by hand.

A refusal is the named one, carries a Chinese sentence, and leaves no trace: neither row, history, receipt nor audit.
"""

from __future__ import annotations

import pytest

from eldercare.lifecycle import MOVES, verbs_from
from eldercare.models import Institution
from eldercare.vocabulary import FilingStatus, FilingVerb
from tests import care
from tests.care import DAY
from tests.eldercare.verbs import FROM, STANDING, people, spelt, tried

pytestmark = pytest.mark.django_db

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
