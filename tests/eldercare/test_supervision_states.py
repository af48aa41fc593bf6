"""Who may record, determine and decide in supervision, and from where an order goes where: by hand, deed by deed.

A refusal is the named one, carries a Chinese sentence, and leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from eldercare import actions
from eldercare.models import Incident, Institution, RatingDecision, Rectification
from eldercare.rating_vocabulary import DecisionKind, IncidentKind, Level, OrderKind
from eldercare.refusals import DaysOutOfOrder, DecisionRefused
from foundation.refusals import MoveNotAllowed
from tests import care, rating
from tests.eldercare.rating_verbs import (
    NAMES,
    REASON,
    Standing,
    brief_edition,
    everybody,
    major_accident,
    refusal_of,
)
from tests.eldercare.test_filing_states import cells
from tests.rating import AT, DAY

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(40)
END = DAY + timedelta(40)

# "own": recorded, determined, ordered, ended or decided it; of a level the county gave …
COUNTY = """
                     record determine cancel inspect order extend recheck close fail lower correct
  clerk              yes    yes       own    yes     yes   yes    yes     yes   yes  own   yes
  approver           yes    yes       yes    yes     yes   yes    yes     yes   yes  yes   own
  county             yes    yes       yes    yes     yes   yes    yes     yes   yes  yes   yes
  county-of-all      yes    duty      duty   yes     duty  duty   duty    duty  duty duty  duty
  other-county       duty   duty      duty   duty    duty  duty   duty    duty  duty duty  duty
  township           yes    perm      perm   yes     perm  perm   perm    perm  perm perm  perm
  other-township     duty   perm      perm   duty    perm  perm   perm    perm  perm perm  perm
  city               perm   perm      duty   perm    perm  perm   perm    perm  perm duty  duty
  assessor           perm   perm      perm   perm    perm  perm   perm    perm  perm perm  perm
  registry           perm   perm      perm   perm    perm  perm   perm    perm  perm perm  perm
  auditor            perm   perm      perm   perm    perm  perm   perm    perm  perm perm  perm
  plain              perm   perm      perm   perm    perm  perm   perm    perm  perm perm  perm
  nowhere            duty   duty      duty   duty    duty  duty   duty    duty  duty duty  duty
  inactive           perm   perm      perm   perm    perm  perm   perm    perm  perm perm  perm
  county-attached    yes    bond      bond   yes     bond  bond   bond    bond  bond bond  bond
  superuser          yes    duty      duty   yes     duty  duty   duty    duty  duty duty  duty
  superuser-on-duty  yes    yes       yes    yes     yes   yes    yes     yes   yes  yes   yes
"""
# … and of one the city gave: what ends or corrects the level is the city's.
CITY = """
                     cancel lower correct
  clerk              own    own   duty
  county             duty   duty  duty
  city               yes    yes   yes
  confirmer          yes    yes   own
  city-attached      bond   bond  bond
  superuser          duty   duty  duty
  superuser-on-duty  yes    yes   yes
"""


class Case:
    """A rated institution with an accident, an order under way and one that failed; the clerk did all the paper work."""

    def __init__(self, level: Level) -> None:
        self.decision, self.who = rating.rated(level=level)
        self.site: Institution = self.decision.institution
        self.clerk = care.officer("养老县区经办", self.site.county)
        self.new = self.accident()
        self.major = actions.determine_incident(
            self.accident(), is_major=True, determination="示例", determined_on=DAY, by=self.clerk, at=AT
        )
        self.open, self.due, self.done = self.order(), self.order(), self.order()
        self.recheck(self.open, passed=True)
        self.recheck(self.due, passed=False)
        self.recheck(self.done, passed=False)
        self.failed = actions.fail_rectification(self.done, outcome=REASON, by=self.clerk, at=LATER)

    def accident(self) -> Incident:
        return actions.record_incident(
            self.site, kind=IncidentKind.FALL, happened_on=DAY, summary=REASON, by=self.clerk, at=AT
        )

    def order(self, kind: OrderKind = OrderKind.STANDARD) -> Rectification:
        return actions.order_rectification(
            self.site, kind=kind, requirement=REASON, deadline=DAY + timedelta(30), by=self.clerk, at=AT
        )

    def recheck(self, order: Rectification, *, passed: bool) -> None:
        actions.record_recheck(order, checked_on=END, passed=passed, remark=REASON, by=self.clerk, at=LATER)


DEEDS: dict[str, Callable[[Case, User], object]] = {
    "record": lambda case, by: actions.record_incident(
        case.site, kind=IncidentKind.FIRE, happened_on=DAY, summary=REASON, by=by, at=AT
    ),
    "determine": lambda case, by: actions.determine_incident(
        case.new, is_major=False, determination="示例", determined_on=DAY, by=by, at=AT
    ),
    "cancel": lambda case, by: actions.cancel_level(case.major, grounds=REASON, by=by, at=LATER),
    "inspect": lambda case, by: actions.record_inspection(
        case.site, inspected_on=DAY, departments="示例局", result=REASON, meets_standard=False, by=by, at=AT
    ),
    "order": lambda case, by: actions.order_rectification(
        case.site, kind=OrderKind.DIVERSION, requirement=REASON, deadline=END, by=by, at=AT
    ),
    "extend": lambda case, by: actions.extend_deadline(
        case.open, until=END + timedelta(1), reason=REASON, by=by, at=LATER
    ),
    "recheck": lambda case, by: actions.record_recheck(
        case.open, checked_on=END, passed=True, remark=REASON, by=by, at=LATER
    ),
    "close": lambda case, by: actions.close_rectification(case.open, outcome=REASON, by=by, at=LATER),
    "fail": lambda case, by: actions.fail_rectification(case.due, outcome=REASON, by=by, at=LATER),
    "lower": lambda case, by: actions.lower_or_revoke(
        case.failed, level=None, grounds=REASON, by=by, at=LATER
    ),
    "correct": lambda case, by: actions.correct_decision(
        case.decision, kind=DecisionKind.REFUSE, level=None, effective_on=DAY, grounds=REASON, by=by, at=LATER
    ),
}


@pytest.mark.parametrize(("level", "table"), [(Level.AA, COUNTY), (Level.AAA, CITY)])
def test_every_deed_by_everybody(level: Level, table: str) -> None:
    brief_edition()
    case = Case(level)
    assert case.decision.application is not None
    one = Standing(case.decision.application, case.who, (case.clerk, case.clerk))
    people = everybody(one) | {"clerk": case.clerk}
    found = {}
    for name, deed in cells(table):
        told = refusal_of(lambda deed=deed, name=name: DEEDS[deed](case, people[name]))
        found[name, deed] = next(word for word, named in NAMES.items() if named is told)
    assert found == cells(table)


def test_an_order_and_an_accident_are_settled_once() -> None:
    brief_edition()
    case = Case(Level.AA)
    other = care.officer("养老县区经办", case.site.county)
    for deed in ("determine", "close", "fail", "lower"):
        DEEDS[deed](case, other)
    for deed in ("determine", "close", "extend", "recheck", "fail"):
        assert refusal_of(lambda deed=deed: DEEDS[deed](case, other)) is MoveNotAllowed, deed
    assert refusal_of(lambda: DEEDS["lower"](case, other)) is DecisionRefused
    assert RatingDecision.objects.filter(kind=DecisionKind.REVOKE).count() == 1
    minor = case.new
    assert (
        refusal_of(lambda: actions.cancel_level(minor, grounds=REASON, by=other, at=LATER)) is DecisionRefused
    )
    case.major = major_accident(case.site, on=END, at=LATER)  # the level was revoked that day
    assert refusal_of(lambda: DEEDS["cancel"](case, other)) is DecisionRefused


def test_only_a_failed_order_about_the_standard_lowers_and_only_downwards() -> None:
    brief_edition()
    case = Case(Level.AA)
    other = care.officer("养老县区经办", case.site.county)
    funds = case.order(OrderKind.FUNDS)
    case.recheck(funds, passed=False)
    actions.fail_rectification(funds, outcome=REASON, by=case.clerk, at=LATER)

    def lower(order: Rectification, level: Level | None) -> object:
        return refusal_of(
            lambda: actions.lower_or_revoke(order, level=level, grounds=REASON, by=other, at=LATER)
        )

    assert lower(funds, None) is DecisionRefused
    assert lower(case.due, None) is DecisionRefused  # still open
    assert lower(case.failed, Level.AA) is DecisionRefused
    assert lower(case.failed, Level.AAA) is DecisionRefused
    assert lower(case.failed, Level.A) is None


def test_the_days_of_an_order() -> None:
    """Ordered on 10 June with 10 July as the last day: failed from the 11th, after a re-check of the 11th or later."""
    brief_edition()
    case = Case(Level.AA)
    clerk, last = case.clerk, DAY + timedelta(30)
    fresh = case.order()
    at = {days: AT + timedelta(days) for days in (0, 29, 30, 31)}

    def order(days: int) -> object:
        return refusal_of(
            lambda: actions.order_rectification(
                case.site,
                kind=OrderKind.OTHER,
                requirement=REASON,
                deadline=DAY + timedelta(days),
                by=clerk,
                at=AT,
            )
        )

    assert [order(0), order(1)] == [DaysOutOfOrder, None]

    def fail(days: int) -> object:
        return refusal_of(lambda: actions.fail_rectification(fresh, outcome=REASON, by=clerk, at=at[days]))

    actions.record_recheck(fresh, checked_on=last, passed=False, remark=REASON, by=clerk, at=at[30])
    assert [fail(30), fail(31)] == [MoveNotAllowed, MoveNotAllowed]  # not over; then not re-checked since
    assert fresh in Rectification.objects.missed(on=last + timedelta(1))
    assert fresh not in Rectification.objects.missed(on=last)
    actions.record_recheck(
        fresh, checked_on=last + timedelta(1), passed=False, remark=REASON, by=clerk, at=at[31]
    )
    assert fail(31) is None
    for until, expected in [(last, DaysOutOfOrder), (last + timedelta(1), None)]:
        told = refusal_of(
            lambda until=until: actions.extend_deadline(
                fresh, until=until, reason=REASON, by=clerk, at=at[29]
            )
        )
        assert told is expected
    actions.extend_deadline(fresh, until=last + timedelta(5), reason=REASON, by=clerk, at=at[29])
    assert fail(31) is MoveNotAllowed  # more time was given
    assert fresh not in Rectification.objects.missed(on=last + timedelta(5))
    assert fresh in Rectification.objects.missed(on=last + timedelta(6))
    for day in (DAY - timedelta(1), DAY + timedelta(1)):
        told = refusal_of(
            lambda day=day: actions.record_recheck(
                fresh, checked_on=day, passed=True, remark=REASON, by=clerk, at=AT
            )
        )
        assert told is DaysOutOfOrder
    assert (
        refusal_of(lambda: actions.close_rectification(fresh, outcome=REASON, by=clerk, at=at[31]))
        is MoveNotAllowed
    )  # the last re-check found it not done
