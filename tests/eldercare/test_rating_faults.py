"""Slips of rating: each gets its named refusal with a sentence, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from eldercare import actions
from eldercare.actions.applications import Checked, Mark
from eldercare.actions.panels import Found
from eldercare.models import Criterion, Finding, Rating, RatingApplication, RatingRound, StandardEdition
from eldercare.rating_vocabulary import Level, MaterialState, VisitMode
from eldercare.refusals import (
    ApplicationRefused,
    DaysOutOfOrder,
    EditionFrozen,
    LevelNotPossible,
    PanelIncomplete,
)
from foundation.refusals import MoveNotAllowed, NotPermitted, Refusal, RemarkRequired
from tests import make, rating
from tests.eldercare.broken import constraint_of
from tests.eldercare.rating_verbs import YEAR_BEFORE, Standing, brief_edition, refusal_of, standing
from tests.rating import AT, DAY

pytestmark = pytest.mark.django_db
TOMORROW = DAY + timedelta(1)


@pytest.fixture(autouse=True)
def edition() -> StandardEdition:
    return brief_edition()


def approving(one: Standing, level: Level, effective_on: date | None) -> Callable[[], object]:
    return lambda: actions.approve(
        RatingApplication.objects.get(pk=one.application.pk),
        level=level,
        opinion="示例",
        effective_on=effective_on,
        by=one.who.approver,
        at=AT,
    )


def test_a_level_begins_neither_before_it_is_decided_nor_out_of_sight() -> None:
    one = standing("assessed")
    for day, expected in [
        (DAY - timedelta(1), DaysOutOfOrder),
        (date.min, DaysOutOfOrder),
        (DAY, None),
        (DAY + timedelta(366), None),
        (DAY + timedelta(367), DaysOutOfOrder),
        (date.max, DaysOutOfOrder),
    ]:
        assert refusal_of(approving(one, Level.AA, day)) is expected, day
    assert refusal_of(approving(one, Level.AAA, DAY)) is None  # proposed; the day is the city's


def test_a_renewal_begins_when_the_level_before_has_ended() -> None:
    """A from 12 May 2025 lasts to 12 May 2028; A again is from the 13th, 2A at once."""
    site = rating.eligible(opened_on=date(2024, 3, 4))
    rating.rated(site, level=Level.A, at=YEAR_BEFORE, year=2025)
    one = standing("assessed", institution=site)
    for level, day, expected in [
        (Level.A, date(2028, 5, 12), DaysOutOfOrder),
        (Level.A, date(2028, 5, 13), None),
        (
            Level.A,
            date(2028, 5, 14),
            DaysOutOfOrder,
        ),  # more than a year ahead it begins on the first possible day
        (Level.AA, DAY, None),
    ]:
        assert refusal_of(approving(one, level, day)) is expected, (level, day)
    approving(one, Level.A, None)()
    rows = Rating.objects.current().order_by("period")
    assert [(row.first_day, row.last_day) for row in rows] == [
        (date(2025, 5, 12), date(2028, 5, 12)),
        (date(2028, 5, 13), date(2031, 5, 13)),
    ]


def test_a_level_from_a_leap_day_is_stored_as_it_is_reckoned() -> None:
    site = rating.eligible()
    rating.rated(site, level=Level.AA, at=datetime(2028, 2, 29, 2, 0, tzinfo=UTC), year=2028)
    held = Rating.objects.get()
    assert (held.first_day, held.last_day) == (date(2028, 2, 29), date(2031, 2, 28))


def test_nobody_gives_more_than_the_group_found() -> None:
    site = rating.eligible()
    application, who = rating.assessed(site, level=Level.A)
    one = Standing(application, who, (who.lead, who.member))
    assert refusal_of(approving(one, Level.AA, None)) is LevelNotPossible
    assert refusal_of(approving(one, Level.AAA, None)) is LevelNotPossible
    assert refusal_of(approving(one, Level.A, None)) is None


def test_a_group_that_found_no_level_leaves_refusal_and_return() -> None:
    application, who = rating.assessed(level=None)
    with pytest.raises(LevelNotPossible, match="不予评定"):
        actions.approve(application, level=Level.A, opinion="示例", by=who.approver, at=AT)
    actions.refuse(application, reason="示例", by=who.approver, at=AT)


def finishing(one: Standing, **changes: Any) -> Callable[[], object]:
    values: dict[str, Any] = {"level": Level.AA, "visit_mode": VisitMode.BOTH, "visited_on": DAY}
    values |= {"opinion": "示例", "by": one.who.lead, "at": AT}
    return lambda: actions.finish_assessment(one.application, **values | changes)


def test_the_group_visits_after_the_application_and_not_in_the_future() -> None:
    one = standing("reviewed")
    later = AT + timedelta(3)
    assert refusal_of(finishing(one, visited_on=DAY - timedelta(1))) is DaysOutOfOrder
    assert refusal_of(finishing(one, visited_on=TOMORROW)) is DaysOutOfOrder
    assert refusal_of(finishing(one, visited_on=TOMORROW, at=later)) is None


def test_the_group_gives_no_more_than_it_found_and_looks_at_everything(edition: StandardEdition) -> None:
    one = standing("reviewed")
    rows = {row.code: row for row in edition.criteria.all()}

    def find(code: str, found: Found) -> Callable[[], object]:
        return lambda: actions.record_findings(
            one.application, found={rows[code].pk: found}, by=one.who.member, at=AT
        )

    assert refusal_of(find("R01", Found(Level.AAA))) is PanelIncomplete  # a figure decides
    assert refusal_of(find("R01", Found(None, Decimal("-0.01")))) is PanelIncomplete
    assert refusal_of(find("R03", Found(Level.A))) is MoveNotAllowed  # lost in print, not scored
    find("R01", Found(Level.AAA, Decimal("299.99")))()  # the figure, not what is said beside it
    assert Finding.objects.get(criterion=rows["R01"]).reached == "A"
    with pytest.raises(LevelNotPossible, match="R01 示例内容1"):
        finishing(one)()
    find("R01", Found(None, Decimal(400)))()  # 400 is not over 400
    assert Finding.objects.get(criterion=rows["R01"]).reached == "2A"
    assert refusal_of(finishing(one)) is None
    one.application.findings.filter(criterion=rows["R02"]).delete()
    with pytest.raises(PanelIncomplete, match="R02"):
        finishing(one)()


def test_marks_and_materials_are_of_this_application(edition: StandardEdition) -> None:
    one = standing("draft")
    lost = edition.criteria.get(code="R03").pk
    for marks in ({lost: Mark("A")}, {0: Mark("A")}):
        with pytest.raises(MoveNotAllowed):
            actions.save_self_assessment(one.application, marks=marks, by=one.who.applicant, at=AT)
    for checked, refusal in [
        ({11: Checked(MaterialState.PROVIDED)}, MoveNotAllowed),
        ({5: Checked(MaterialState.NOT_APPLICABLE, " ")}, RemarkRequired),
    ]:
        with pytest.raises(refusal):
            actions.check_materials(one.application, checked=checked, by=one.who.applicant, at=AT)


def test_n091_what_is_asked_of_everybody_cannot_be_left_out() -> None:
    one = standing("returned")
    left_out = Checked(MaterialState.NOT_APPLICABLE, "示例：没有。")
    submit = lambda: actions.submit_application(  # noqa: E731
        one.application, level=Level.A, applied_on=DAY, commitment_on=DAY, by=one.who.applicant, at=AT
    )
    for number, expected in [
        (1, ApplicationRefused),
        (2, None),
        (4, ApplicationRefused),
        (5, None),
        (10, None),
    ]:
        with transaction.atomic():
            actions.check_materials(one.application, checked={number: left_out}, by=one.who.applicant, at=AT)
            assert refusal_of(submit) is expected, number
            transaction.set_rollback(True)


def test_a_standard_is_not_edited_under_an_open_application(edition: StandardEdition) -> None:
    one = standing("draft")
    for change in (
        lambda: Criterion.objects.filter(edition=edition).update(level_a="示例：放宽"),
        lambda: Criterion.objects.filter(edition=edition, code="R03").delete(),
        lambda: StandardEdition.objects.filter(pk=edition.pk).update(name="示例：改名"),
    ):
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            change()
        assert constraint_of(error.value) == "standard_edition_is_frozen"
    by = rating.city_officer()
    following = actions.draft_edition(edition, code="next", name="示例", notice="示例", issued_on=DAY, by=by)
    Criterion.objects.filter(edition=following, code="R02").update(level_a="示例：收紧")
    actions.publish_edition(following, by=by, at=AT)
    rating.filled_in(one.application, by=one.who)
    assert RatingApplication.objects.get(pk=one.application.pk).edition == edition
    theirs = following.criteria.get(code="R02").pk
    with pytest.raises(MoveNotAllowed, match="不在这份申请的评定标准里"):
        actions.save_self_assessment(one.application, marks={theirs: Mark("A")}, by=one.who.applicant, at=AT)
    assert rating.round_of(2027).edition == following
    with pytest.raises(EditionFrozen):
        actions.publish_edition(edition, by=by, at=AT)


def test_a_round_has_a_year_days_and_an_edition_in_force(edition: StandardEdition) -> None:
    by = rating.city_officer()
    draft = actions.draft_edition(edition, code="d", name="示例", notice="示例", issued_on=DAY, by=by)

    def set_up(year: int, opens_on: date, closes_on: date, **changes: Any) -> Callable[[], object]:
        values = {"notice": "示例", "edition": edition, "by": by} | changes
        return lambda: actions.set_up_round(year, opens_on=opens_on, closes_on=closes_on, **values)

    first, last = date(2027, 1, 1), date(2027, 12, 31)
    cases: list[tuple[Callable[[], object], type[Refusal] | None]] = [
        (set_up(2027, first, last), None),
        (set_up(2027, first, last, edition=draft), EditionFrozen),
        (set_up(2027, last, first), DaysOutOfOrder),
        (set_up(2027, first, date(2028, 1, 1)), DaysOutOfOrder),
        (set_up(2026, first, last), DaysOutOfOrder),
        (set_up(2019, date(2019, 1, 1), date(2019, 12, 31)), DaysOutOfOrder),  # nothing was rated so early
        (set_up(2101, date(2101, 1, 1), date(2101, 12, 31)), DaysOutOfOrder),
        (set_up(2027, first, last, by=make.staff()), NotPermitted),
    ]
    assert [refusal_of(act) for act, _ in cases] == [expected for _, expected in cases]
    assert not RatingRound.objects.exists()


@pytest.mark.parametrize("said", ["", "   "])
def test_every_step_that_asks_for_a_word_asks_for_it(said: str) -> None:
    one = standing("reviewed")
    assert refusal_of(finishing(one, opinion=said)) is RemarkRequired
    ready = standing("assessed")
    who, application = ready.who, ready.application
    for act in (
        lambda: actions.return_application(application, reason=said, by=who.approver, at=AT),
        lambda: actions.send_back(application, reason=said, by=who.approver, at=AT),
        lambda: actions.approve(application, level=Level.A, opinion=said, by=who.approver, at=AT),
        lambda: actions.approve(application, level=Level.AAA, opinion=said, by=who.approver, at=AT),
        lambda: actions.refuse(application, reason=said, by=who.approver, at=AT),
        lambda: actions.withdraw_application(application, reason=said, by=who.applicant, at=AT),
    ):
        assert refusal_of(act) is RemarkRequired
    actions.approve(application, level=Level.AAA, opinion="示例", by=who.approver, at=AT)
    for act in (
        lambda: actions.confirm(application, level=Level.A, opinion=said, by=who.confirmer, at=AT),
        lambda: actions.remand(application, reason=said, by=who.confirmer, at=AT),
        lambda: actions.decline(application, reason=said, by=who.confirmer, at=AT),
    ):
        assert refusal_of(act) is RemarkRequired
