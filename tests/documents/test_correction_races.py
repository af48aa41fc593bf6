"""Two at once on one document: one of them wins, the other is told, and the newest version is what stands there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from documents.actions import withdraw_document
from documents.correction_actions import CorrectionOpen, publish_correction, start_correction
from documents.models import Attachment, Correction, Document
from foundation.lifecycle import Status
from foundation.permissions import ADD_CORRECTION, PUBLISH_CORRECTION, WITHDRAW_DOCUMENT
from foundation.refusals import MoveNotAllowed
from tests import make
from tests.corrected import LATER, WHY, newest_is_the_document, public, started
from tests.eldercare.racing import together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


def test_two_start_a_correction() -> None:
    for _ in range(ROUNDS):
        document = public()
        editors = [make.staff(ADD_CORRECTION) for _ in range(2)]
        outcomes = together(
            *(
                lambda by=by, document=document: start_correction(document, explanation=WHY, by=by, at=LATER)
                for by in editors
            )
        )
        assert sorted(type(outcome) for outcome in outcomes if isinstance(outcome, Exception)) == [
            CorrectionOpen
        ]
        assert document.corrections.count() == 1


def test_one_publishes_a_correction_while_another_withdraws_the_document() -> None:
    for _ in range(ROUNDS):
        document = public()
        correction = make.reviewed(started(document, body="改过。"))
        chief, other = make.staff(PUBLISH_CORRECTION), make.staff(WITHDRAW_DOCUMENT)
        outcomes = together(
            lambda c=correction, by=chief: publish_correction(c, by=by, at=LATER),
            lambda d=document, by=other: withdraw_document(d, by=by, at=LATER + timedelta(1), reason="示例"),
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        document.refresh_from_db()
        assert document.status == Status.WITHDRAWN
        assert [type(outcome) for outcome in refused] in ([], [MoveNotAllowed]), refused
        assert document.versions.count() == 2 - len(refused)
        assert newest_is_the_document(document)


def test_a_part_is_added_while_the_document_is_published() -> None:
    """Whichever comes first: the version holds what the document holds."""
    for _ in range(ROUNDS):
        document = make.reviewed(make.document(published=False))
        together(
            lambda d=document: make.move(d, "publish"),
            lambda d=document: Attachment.objects.create(
                document=d, position=1, label="附件1", title="抢先", text="甲"
            ),
        )
        document = Document.objects.get(pk=document.pk)
        if document.status == Status.PUBLISHED:
            assert newest_is_the_document(document)
        else:  # the part came first and voided the reviews
            assert (document.status, document.versions.count()) == (Status.DRAFT, 0)


def test_the_same_correction_is_published_once() -> None:
    document = public()
    correction = make.reviewed(started(document, body="改过。"))
    chiefs = [make.staff(PUBLISH_CORRECTION) for _ in range(2)]
    outcomes = together(*(lambda by=by: publish_correction(correction, by=by, at=LATER) for by in chiefs))
    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1
    assert document.versions.count() == 2
    assert Correction.objects.get().status == Status.PUBLISHED
