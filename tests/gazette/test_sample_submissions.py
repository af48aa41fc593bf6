"""The sample submissions of the first run: a story in each state worth seeing, told once."""

from pathlib import Path

import pytest

from documents.models import Document
from foundation.models import Liaison
from foundation.sample_staff import load_staff
from gazette.models import Submission
from gazette.sample import STAFF
from gazette.sample_submissions import STAFF as OFFICERS
from gazette.sample_submissions import load_submissions
from tests.submitting import AT


@pytest.mark.django_db
def test_they_stand_in_their_states_and_a_second_start_changes_nothing(tmp_path: Path) -> None:
    load_staff(tmp_path / "logins.json", (*STAFF, *OFFICERS))
    assert load_submissions(at=AT) == 6
    assert load_submissions(at=AT) == 0
    states = Submission.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["accepted", "declined", "returned", "sent", "sent", "draft"]
    assert (Liaison.objects.count(), Document.objects.count()) == (4, 1)
    assert all("示例" in one.title and one.read["body"] for one in Submission.objects.all())
