"""Two at once, each on a connection of their own: a remark is settled once, and a signature never overtakes a remark."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from documents.models import Document
from foundation.models import Remark, RemarkReply
from foundation.refusals import ObjectionsStand
from foundation.remark_actions import RemarkSettled, add_remark, reply, resolve
from tests import make
from tests.foundation.test_remarks import LATER, NOW, member, remarked

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_settle_at_once_and_one_of_them_did(race: Callable[..., list[object]]) -> None:
    remark, first, second = remarked(), member("主编"), member("副主编")
    outcomes = race(
        remark,
        lambda: resolve(remark, resolution="甲办的。", by=first, at=LATER),
        lambda: resolve(remark, resolution="乙办的。", by=second, at=LATER),
        lambda: reply(remark, text="还没完。", by=first, at=LATER),
    )
    settled = Remark.objects.get()
    assert sum(isinstance(outcome, Remark) for outcome in outcomes) == 1
    refused = next(outcome for outcome in outcomes[:2] if isinstance(outcome, RemarkSettled))
    assert settled.resolution in str(refused)
    assert isinstance(outcomes[2], RemarkReply | RemarkSettled)


def test_a_remark_and_a_signature_at_once(race: Callable[..., list[object]]) -> None:
    """Whichever comes first: either the signature knows of the remark, or the remark holds up the next one."""
    document = make.move(make.document(published=False), "first_review")
    reviewer, signer = member("副主编"), member("副主编")
    _, signed = race(
        document,
        lambda: add_remark(document, text="等一等。", by=reviewer, at=NOW),
        lambda: make.move(document, "second_review", by=signer, at=NOW + timedelta(seconds=1)),
    )
    assert Remark.objects.of(document).standing().count() == 1
    stands = Document.objects.get().status
    assert (stands, type(signed)) in [("first_review", ObjectionsStand), ("second_review", Document)]
    if stands == "second_review":
        with pytest.raises(ObjectionsStand):
            make.move(document, "final_review")
