"""Every verb of rating from every state and by everybody: what `eldercare.rating_lifecycle` says, once more by hand.

A refusal is the named one, carries a Chinese sentence, and leaves no trace.
"""

from __future__ import annotations

import pytest

from eldercare.rating_lifecycle import OPEN, STEPS, steps_from
from eldercare.rating_vocabulary import RatingStatus, RatingVerb
from tests.eldercare.rating_verbs import PART, brief_edition, everybody, standing, tried
from tests.eldercare.test_filing_states import cells

pytestmark = pytest.mark.django_db

# From which state which verb is allowed, asked by the person whose part it is.
STATES = """
             open  mark check submit pass return convene find assess send_back approve propose refuse confirm remand decline withdraw
  draft      rules yes  yes   rules  move move   move    move move   move      move    move    move   move    move   move    yes
  submitted  rules move move  move   yes  yes    move    move move   move      move    move    move   move    move   move    yes
  returned   rules yes  yes   yes    move move   move    move move   move      move    move    move   move    move   move    yes
  reviewed   rules move move  move   move yes    yes     yes  yes    move      move    move    move   move    move   move    yes
  assessed   rules move move  move   move yes    move    move move   yes       yes     yes     yes    move    move   move    yes
  proposed   rules move move  move   move move   move    move move   move      move    move    move   yes     yes    yes     yes
  decided    rules move move  move   move move   move    move move   move      move    move    move   move    move   move    move
  refused    rules move move  move   move move   move    move move   move      move    move    move   move    move   move    move
  withdrawn  yes   move move  move   move move   move    move move   move      move    move    move   move    move   move    move
  ended      rules move move  move   move move   move    move move   move      move    move    move   move    move   move    move
"""
# Who may do what, from a state the verb is allowed from. "perm": no permission; "duty": elsewhere on duty, or not of the
# group; "bond": attached to the institution; "twice": acted in another capacity on the same application.
PEOPLE = """
                     open mark  check submit pass  return convene find assess send_back approve propose refuse confirm remand decline withdraw
  applicant          yes  yes   yes   yes    twice perm   perm    perm perm   perm      perm    perm    perm   perm    perm   perm    yes
  reviewer           yes  twice twice twice  yes   perm   perm    perm perm   perm      perm    perm    perm   perm    perm   perm    twice
  lead               perm perm  perm  perm   perm  perm   perm    yes  yes    perm      perm    perm    perm   perm    perm   perm    perm
  member             perm perm  perm  perm   perm  perm   perm    yes  duty   perm      perm    perm    perm   perm    perm   perm    perm
  approver           yes  yes   yes   yes    perm  yes    yes     duty duty   yes       yes     yes     yes    perm    perm   perm    twice
  confirmer          perm perm  perm  perm   perm  perm   perm    perm perm   perm      perm    perm    perm   yes     yes    yes     perm
  county             yes  yes   yes   yes    perm  yes    yes     duty duty   yes       yes     yes     yes    perm    perm   perm    yes
  county-of-all      yes  yes   yes   yes    perm  duty   duty    duty duty   duty      duty    duty    duty   perm    perm   perm    yes
  other-county       duty duty  duty  duty   perm  duty   duty    duty duty   duty      duty    duty    duty   perm    perm   perm    duty
  township           yes  yes   yes   yes    yes   perm   perm    perm perm   perm      perm    perm    perm   perm    perm   perm    yes
  other-township     duty duty  duty  duty   duty  duty   perm    perm perm   perm      perm    perm    perm   perm    perm   perm    duty
  city               perm perm  perm  perm   perm  perm   perm    perm perm   perm      perm    perm    perm   yes     yes    yes     perm
  assessor           perm perm  perm  perm   perm  perm   perm    duty duty   perm      perm    perm    perm   perm    perm   perm    perm
  registry           perm perm  perm  perm   perm  perm   perm    perm perm   perm      perm    perm    perm   perm    perm   perm    perm
  auditor            perm perm  perm  perm   perm  perm   perm    perm perm   perm      perm    perm    perm   perm    perm   perm    perm
  editor             perm perm  perm  perm   perm  perm   perm    perm perm   perm      perm    perm    perm   perm    perm   perm    perm
  plain              perm perm  perm  perm   perm  perm   perm    perm perm   perm      perm    perm    perm   perm    perm   perm    perm
  nowhere            duty duty  duty  duty   perm  duty   duty    duty duty   duty      duty    duty    duty   perm    perm   perm    duty
  inactive           perm perm  perm  perm   perm  perm   perm    perm perm   perm      perm    perm    perm   perm    perm   perm    perm
  county-attached    yes  yes   yes   yes    perm  bond   bond    duty duty   bond      bond    bond    bond   perm    perm   perm    yes
  township-attached  yes  yes   yes   yes    bond  perm   perm    perm perm   perm      perm    perm    perm   perm    perm   perm    yes
  city-attached      perm perm  perm  perm   perm  perm   perm    perm perm   perm      perm    perm    perm   bond    bond   bond    perm
  superuser          duty duty  duty  duty   duty  duty   duty    duty duty   duty      duty    duty    duty   duty    duty   duty    duty
  superuser-on-duty  yes  yes   yes   yes    yes   yes    yes     duty duty   yes       yes     yes     yes    yes     yes    yes     yes
"""
# Rows of the table of moves that several of our verbs share, and those that move nothing.
VERB_OF = {"mark": "submit", "check": "submit"}
MOVE_NOTHING = {"mark", "check", "convene", "find"}


@pytest.mark.parametrize("state", RatingStatus.values)
def test_every_verb_from_every_state(state: str) -> None:
    brief_edition()
    one = standing(state)
    assert one.application.status == state
    part = {verb: name for verb, (name, _) in PART.items()}
    part["return"] = "reviewer" if state == "submitted" else "approver"
    found = {(state, verb): tried(verb, one, getattr(one.who, name)) for verb, name in part.items()}
    assert found == {key: value for key, value in cells(STATES).items() if key[0] == state}


@pytest.mark.parametrize("state", sorted({state for _, state in PART.values()}))
def test_every_verb_by_everybody(state: str) -> None:
    brief_edition()
    one = standing(state)
    people = everybody(one)
    verbs = [verb for verb, (_, allowed) in PART.items() if allowed == state]
    found = {(name, verb): tried(verb, one, by) for verb in verbs for name, by in people.items()}
    assert found == {key: value for key, value in cells(PEOPLE).items() if key[1] in verbs}


def test_the_tables_here_and_in_the_lifecycle_say_the_same() -> None:
    yes = {key for key, said in cells(STATES).items() if said == "yes"}
    for state in RatingStatus:
        here = {VERB_OF.get(verb, verb) for row, verb in yes if row == state} - MOVE_NOTHING - {"open"}
        if state == RatingStatus.DRAFT:  # submitted once the form is filled in
            here.add("submit")
        assert {row.verb.value for row in steps_from(state)} == here, state
    assert {row.verb.value for row in STEPS} == {verb for _, verb in cells(STATES)} - MOVE_NOTHING | {
        RatingVerb.END
    }
    assert {status for row in STEPS if row.verb == RatingVerb.END for status in row.sources} == OPEN
