"""Two at once on one submission: one wins and the other is told; numbers run on."""

from __future__ import annotations

import pytest

from documents.models import Document
from foundation.refusals import MoveNotAllowed
from gazette import submissions
from gazette.models import Submission
from gazette.submission_lifecycle import SubmissionState as S
from tests.eldercare.racing import Race, together
from tests.foundation.conftest import race as race
from tests.submitting import AT, REASON, draft, officer_of, person, sent

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_editors_accept_at_once(race: Race) -> None:
    one = sent()
    people = [person("责任编辑"), person("副主编")]
    outcomes = race(one, *(lambda by=by: submissions.accept_submission(one, by=by, at=AT) for by in people))
    assert sorted(type(outcome) is MoveNotAllowed for outcome in outcomes) == [False, True], outcomes
    assert Document.objects.count() == 1
    assert Submission.objects.get().moves.count() == 3


def test_the_unit_withdraws_while_the_editor_accepts(race: Race) -> None:
    one = sent()
    officer, editor = officer_of(one), person("责任编辑")
    outcomes = race(
        one,
        lambda: submissions.withdraw_submission(one, reason=REASON, by=officer, at=AT),
        lambda: submissions.accept_submission(one, by=editor, at=AT),
    )
    assert sorted(type(outcome) is MoveNotAllowed for outcome in outcomes) == [False, True], outcomes
    stands = Submission.objects.get()
    assert (stands.state == S.ACCEPTED) == Document.objects.exists() == (stands.document is not None)


def test_four_sent_at_once_get_four_numbers_in_a_row() -> None:
    drafts = [(one, officer_of(one)) for one in (draft() for _ in range(4))]
    outcomes = together(
        *(lambda one=one, by=by: submissions.send_submission(one, by=by, at=AT) for one, by in drafts)
    )
    assert sorted(outcome.serial for outcome in outcomes) == [1, 2, 3, 4]
