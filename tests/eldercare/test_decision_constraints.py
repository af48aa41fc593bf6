"""Decisions and the levels that follow from them: what the database holds, whoever writes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from eldercare import actions
from eldercare.models import DecisionBook, Rating, RatingApplication, RatingDecision, RatingMove
from eldercare.rating_vocabulary import DecisionKind, Level
from tests import care, make, rating
from tests.eldercare.broken import (
    ask_now,
    constraint_of,
    deleted,
    never_null,
    refused,
    refused_new,
    said,
    values_of,
)
from tests.eldercare.rating_verbs import REASON, Standing, brief_edition, major_accident, standing
from tests.eldercare.test_rating_corrections import decided, failed_order
from tests.eldercare.test_rating_people import attach
from tests.eldercare.unguarded import (
    never_null_by_check,
    refused_by_check,
    taken_by_check,
    twin_refused,
    twin_taken,
)
from tests.rating import AT, DAY

pytestmark = pytest.mark.django_db
G, R, L, V, C, X = DecisionKind.values
BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)
APPENDED = "decision_is_appended"


@pytest.fixture(autouse=True)
def _edition() -> None:
    brief_edition()


def corrected(first: RatingDecision, kind: str = X) -> RatingDecision:
    return actions.correct_decision(
        first,
        kind=DecisionKind(kind),
        level=None,
        effective_on=first.effective_on,
        grounds=REASON,
        by=care.officer("养老县区经办", first.institution.county),
        at=AT + timedelta(60),
    )


@pytest.mark.parametrize("kind", [G, R, L, V, C])
def test_a_decision_never_changes_nor_goes(kind: str) -> None:
    row = decided(kind)
    for field, value in {
        "level": "A",
        "kind": X,
        "effective_on": AFTER,
        "decided_on": AFTER,
        "decided_at": AT + timedelta(1),
        "decided_by": make.staff(),
        "grounds": "另一理由",
        "letter_serial": 9,
        "application": None,
        "institution": care.institution(),
        "operator": care.operator(),
    }.items():
        refused(row, APPENDED, **{field: value})
    deleted(row, APPENDED)
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE eldercare_ratingdecision SET grounds = grounds")  # not even to the same
    assert constraint_of(error.value) == APPENDED


def test_a_decision_says_what_it_needs_to() -> None:
    grant, cancel = decided(G), decided(C)
    for level in ("", "4A"):
        refused_by_check(grant, "decision_has_level_where_one_is_given", level=level)
    refused_by_check(cancel, "decision_has_level_where_one_is_given", level="A")
    refused_by_check(grant, "decision_has_basis", application=None)
    refused_by_check(cancel, "decision_has_basis", incident=None)
    refused_by_check(decided(V), "decision_has_basis", rectification=None)
    refused_by_check(cancel, "decision_has_basis", kind=X)
    refused_by_check(grant, "decision_has_grounds", grounds="")
    refused_by_check(grant, "decision_is_not_effective_before_decided", effective_on=BEFORE)
    taken_by_check(grant, effective_on=AFTER)
    refused_by_check(
        cancel, "decision_is_not_effective_before_decided", effective_on=cancel.decided_on + timedelta(1)
    )
    refused_by_check(grant, "decision_does_not_supersede_itself", supersedes=grant)
    for row in (grant, cancel):
        never_null_by_check(row)
    assert said(grant, "decision_kind_is_known", kind="bless") == "请从列出的各项中选择。"


def test_a_basis_is_decided_once_and_a_number_given_once() -> None:
    for kind, once in (
        (G, "decision_is_once_an_application"),
        (C, "decision_is_once_an_accident"),
        (V, "decision_is_once_an_order"),
    ):
        row = decided(kind)
        twin_refused(row, once, letter_serial=90)
        twin_taken(row, letter_serial=90, supersedes_id=row.pk)
        twin_refused(row, "decision_letter_is_once", supersedes_id=row.pk)


@pytest.mark.parametrize("serial", [0, 3, 100])
def test_numbers_follow_each_other(serial: int) -> None:
    row = decided(G)
    like = values_of(
        row, letter_serial=serial, supersedes_id=row.pk, decided_by_id=make.staff().pk, level="A"
    )
    refused_new("decision_letter_has_no_gap", RatingDecision, **like)
    refused_new(
        "decision_letter_has_no_gap", RatingDecision, **like | {"letter_serial": 2, "letter_year": 2027}
    )


def test_a_book_that_was_tampered_with_numbers_nothing_wrongly() -> None:
    decided(R)
    book = DecisionBook.objects.get()
    refused_new("decision_book_is_one", DecisionBook, **values_of(book))
    never_null(book)
    for last, name in ((0, "decision_letter_is_once"), (7, "decision_letter_has_no_gap")):
        one = standing("assessed")
        DecisionBook.objects.update(last=last)
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            actions.refuse(one.application, reason=REASON, by=one.who.approver, at=AT)
        assert constraint_of(error.value) == name


def test_a_correction_is_of_its_like_and_by_another() -> None:
    row = decided(G)
    by = make.staff()
    like = values_of(row, letter_serial=2, supersedes_id=row.pk, decided_by_id=by.pk, level="A")
    for field, value in {
        "institution_id": care.institution().pk,
        "application_id": None,
        "authority_id": care.city().pk,
    }.items():
        refused_new("decision_corrects_its_like", RatingDecision, **like | {field: value})
    refused_new(
        "decision_is_corrected_by_another", RatingDecision, **like | {"decided_by_id": row.decided_by_id}
    )
    attach(by, row.institution)
    refused_new("rating_people_are_independent", RatingDecision, **like)


def refused_raw(one: Standing) -> None:
    """An application refused past the verbs, its decision still to be written."""
    RatingApplication.objects.filter(pk=one.application.pk).update(
        status="refused", approved_by=one.who.approver, approved_at=AT, approval_opinion="示例"
    )
    RatingMove.objects.create(
        application=one.application,
        verb="refuse",
        capacity="county",
        from_status="assessed",
        to_status="refused",
        by=one.who.approver,
        at=AT,
    )


def test_a_first_decision_is_what_was_approved() -> None:
    one, name = standing("assessed"), "decision_is_what_was_approved"
    like = values_of(decided(R), letter_serial=2, application_id=one.application.pk)
    like |= {"institution_id": one.application.institution_id, "decided_by_id": one.who.approver.pk}
    refused_new(name, RatingDecision, **like)  # not decided yet
    refused_raw(one)
    refused_new(name, RatingDecision, **like | {"institution_id": care.institution().pk})
    refused_new(name, RatingDecision, **like | {"decided_by_id": make.staff().pk})
    refused_new(name, RatingDecision, **like | {"kind": G, "level": "A"})
    RatingDecision.objects.create(**like)
    ask_now()


@pytest.mark.parametrize(
    ("kind", "name"), [(L, "decision_rests_on_failed_correction"), (C, "decision_rests_on_major_accident")]
)
def test_a_lower_or_no_level_rests_on_what_was_found_by_others(kind: str, name: str) -> None:
    row = decided(kind)
    basis: Any = failed_order(row.institution)
    wrong: dict[str, list[Any]] = {"decided_by_id": [basis.ordered_by_id, basis.ended_by_id]}
    field = "rectification_id"
    if kind == C:
        basis, field = major_accident(row.institution, on=date(2026, 7, 1), at=row.decided_at), "incident_id"
        wrong = {"decided_by_id": [basis.recorded_by_id, basis.determined_by_id]}
        wrong |= {"effective_on": [date(2026, 6, 30)], "operator_id": [care.operator().pk]}
    wrong["institution_id"] = [care.institution().pk]
    like = values_of(row, letter_serial=3, decided_by_id=make.staff().pk) | {field: basis.pk}
    for column, values in wrong.items():
        for value in values:
            refused_new(name, RatingDecision, **like | {column: value})
    RatingDecision.objects.create(**like)


def test_an_application_is_not_decided_without_a_decision() -> None:
    one = standing("assessed")
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        refused_raw(one)
        ask_now()
    assert constraint_of(error.value) == "application_decided_has_decision"


# Ratings.


def held() -> Rating:
    rating.rated(level=Level.AA)
    return Rating.objects.get()


def test_two_levels_never_share_a_day() -> None:
    """10 June 2026 to 10 June 2029: the range ends before the 11th."""
    row = held()
    name = "rating_periods_do_not_overlap"
    for first, after in [
        (row.period.lower, row.period.upper),
        (date(2029, 6, 10), date(2029, 6, 11)),
        (date(2020, 1, 1), date(2026, 6, 11)),
        (date(2027, 1, 1), date(2027, 1, 2)),
        (date(2020, 1, 1), date(2040, 1, 1)),
    ]:
        twin_refused(row, name, period=DateRange(first, after))
    twin_taken(row, period=DateRange(date(2029, 6, 11), date(2032, 6, 12)))
    twin_taken(row, period=DateRange(date(2020, 1, 1), date(2026, 6, 10)))
    twin_taken(row, institution_id=care.institution().pk)
    known = {"superseded_at": AT, "superseded_by_id": row.decision_id}
    twin_taken(row, **known)  # what is not known any more overlaps nothing


def test_a_level_has_days_a_first_and_a_last() -> None:
    row = held()
    name = "rating_has_level_and_period"
    empty = DateRange(DAY, DAY)
    for period in (empty, DateRange(None, DAY), DateRange(DAY, None), DateRange(empty=True)):
        refused_by_check(row, name, period=period)
    refused_by_check(row, "rating_level_is_known", level="")
    refused_by_check(row, "rating_level_is_known", level="4A")
    never_null_by_check(row)


def test_a_supersession_is_whole_and_after_the_record() -> None:
    row = held()
    name = "rating_supersession_is_whole"
    refused_by_check(row, name, superseded_at=AT)
    refused_by_check(row, name, superseded_by=row.decision)
    refused_by_check(row, name, superseded_by=row.decision, superseded_at=AT - timedelta(seconds=1))
    taken_by_check(row, superseded_by=row.decision, superseded_at=AT)


def test_a_level_is_never_rewritten_nor_deleted() -> None:
    row = held()
    other = decided(R)
    for field, value in {
        "level": "A",
        "period": DateRange(DAY, AFTER),
        "decision": other,
        "recorded_at": AT + timedelta(1),
        "institution": care.institution(),
    }.items():
        refused(row, "rating_is_kept", **{field: value})
    deleted(row, "rating_is_kept")
    corrected(row.decision, R)
    row.refresh_from_db()
    assert row.superseded_at is not None
    refused(row, "rating_is_kept", superseded_at=None, superseded_by=None)
    refused(row, "rating_is_kept", superseded_at=AT + timedelta(99))


def test_a_level_says_what_its_decision_says() -> None:
    row = held()
    refusal = decided(R)
    corrected(row.decision, R)
    name = "rating_follows_its_decision"
    like: dict[str, Any] = values_of(row)
    refused_new(name, Rating, **like)  # the decision was corrected meanwhile
    known = {"superseded_at": AT, "superseded_by_id": row.decision_id}
    for wrong in (
        {"level": "3A"},
        {"institution_id": care.institution().pk},
        {"period": DateRange(BEFORE, date(2027, 1, 1))},
        {"period": DateRange(DAY, date(2029, 6, 12))},  # a day more than three years
        {"decision_id": refusal.pk, "institution_id": refusal.institution_id},
    ):
        refused_new(name, Rating, **like | known | wrong)
