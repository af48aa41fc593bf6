"""What the database itself holds of submissions, liaison officers and yearly figures, whoever writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from foundation.models import Liaison
from gazette.models import Submission, SubmissionFile, SubmissionMove, YearlyReport
from gazette.submission_lifecycle import MOVES, SubmissionState
from tests import make
from tests.submitting import AT, TODAY, liaison, person, standing

pytestmark = pytest.mark.django_db
S = SubmissionState


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """By the constraint or trigger of this name (a pattern)."""
    with pytest.raises(IntegrityError) as said, transaction.atomic():
        yield
    named: Any = said.value.__cause__
    assert re.fullmatch(constraint, named.diag.constraint_name)


@pytest.mark.parametrize(
    ("state", "constraint", "values"),
    [
        ("draft", "submission_disclosure_is_known", {"disclosure": "secret"}),
        ("draft", "submission_interpretation_is_known", {"interpretation": "later"}),
        ("draft", "submission_sent_has_its_number", {"year": 2026, "serial": 1}),
        ("draft", "submission_taken_has_its_issue", {"issue": "issue"}),
        ("draft", "submission_accepted_has_its_document", {"accepted_at": AT}),
        ("returned", "submission_sent_has_its_number", {"sent_by": None}),
        ("sent", "submission_is_frozen", {"title": "改了"}),
        ("sent", "submission_is_frozen", {"sha256": "0" * 64}),
        ("sent", "submission_is_frozen", {"written_on": None}),
        ("accepted", "submission_is_frozen", {"disclosure": "closed"}),
        ("withdrawn", "submission_is_frozen", {"remarks": "改了"}),
        ("returned", "submission_number_is_kept", {"serial": 7}),
        ("accepted", "submission_acceptance_is_kept", {"document": None}),
        ("declined", "submission_moves_as_the_table_says", {"state": "sent"}),
    ],
)
def test_the_database_refuses(state: str, constraint: str, values: dict[str, Any]) -> None:
    one = standing(state)
    values = {key: make.issue(2026) if value == "issue" else value for key, value in values.items()}
    with refused(constraint):
        Submission.objects.filter(pk=one.pk).update(**values)


def test_only_moves_of_the_table_and_none_without_its_history() -> None:
    allowed = {(source, move.target) for move in MOVES.values() for source in move.sources}
    for source in S:
        one = standing(source)
        for target in set(S) - {source}:
            said = "submission_" + (
                "(sent|accepted|taken|history)_.*"
                if (source, target) in allowed
                else "moves_as_the_table_says"
            )
            with refused(said):
                Submission.objects.filter(pk=one.pk).update(state=target)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_history_and_numbers_stand() -> None:
    one = standing(S.SENT)
    file = {"name": "示例.pdf", "kind": "pdf", "size": 1, "sha256": "a" * 64, "added_at": AT, "file": "ab/x"}
    for constraint, act in (
        ("submission_move_is_appended", lambda: SubmissionMove.objects.update(remark="改了")),
        ("submission_move_is_appended", lambda: SubmissionMove.objects.all().delete()),
        ("submission_stays_on_record", lambda: _sql("DELETE FROM gazette_submission")),
        (
            "submission_files_are_frozen",
            lambda: SubmissionFile.objects.create(
                submission=one, role="attachment", added_by=one.opened_by, **file
            ),
        ),
    ):
        with refused(constraint):
            act()  # type: ignore[no-untyped-call]
    draft = standing(S.DRAFT)
    with refused("submission_number_has_no_gap"):
        Submission.objects.filter(pk=draft.pk).update(
            state="sent", year=2026, serial=9, first_sent_at=AT, sent_at=AT, sent_by=draft.opened_by
        )


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_nobody_accepts_what_they_sent() -> None:
    one = standing(S.SENT)
    with refused("submission_accepted_by_another"):
        Submission.objects.filter(pk=one.pk).update(
            state="accepted", accepted_by=one.sent_by, accepted_at=AT, document=make.document(published=False)
        )


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("liaison_does_not_overlap", {}),
        ("liaison_does_not_overlap", {"since": date(2024, 1, 1), "until": date(2025, 1, 1)}),
        ("liaison_days_in_order", {"until": date(2024, 12, 31)}),
        ("liaison_has_its_ground", {"note": ""}),
    ],
)
def test_liaison_officers(constraint: str, fields: dict[str, Any]) -> None:
    unit, officer = make.unit(), person("联络员")
    if constraint == "liaison_does_not_overlap":
        liaison(unit, officer)
    with refused(constraint):
        liaison(unit, officer, **fields)


def test_days_that_meet_do_not_overlap() -> None:
    unit, officer = make.unit(), person("联络员")
    liaison(unit, officer, until=TODAY)
    liaison(unit, officer, since=date(2026, 3, 11))
    liaison(unit)
    assert Liaison.objects.in_force(on=TODAY).count() == 2


def test_confirmed_figures_stand() -> None:
    chief = person("主编")
    report = YearlyReport.objects.create(
        year=2025, figures={"documents": 1}, confirmed_by=chief, confirmed_at=AT
    )
    for constraint, act in (
        ("yearly_report_is_kept", lambda: YearlyReport.objects.update(figures={})),
        ("yearly_report_is_kept", lambda: report.delete()),
        (
            "yearly_report_stands_once",
            lambda: YearlyReport.objects.create(year=2025, figures={}, confirmed_by=chief, confirmed_at=AT),
        ),
        (
            "yearly_report_revoked_has_reason",
            lambda: YearlyReport.objects.update(revoked_at=AT, revoked_by=chief),
        ),
    ):
        with refused(constraint):
            act()
