"""A flood is held back: by address and in all, counted exactly also when everybody comes at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from eldercare import actions
from eldercare.actions import complaint_tally
from eldercare.actions.complaint_tally import COMPLAINT, PER_DAY, PER_HOUR, count_in
from eldercare.models import Complaint, ComplaintMove
from foundation.models import VisitTally
from foundation.refusals import TooManyVisits
from foundation.throttling import EVERYBODY, digest_of
from tests import care
from tests.complaining import AT
from tests.eldercare.racing import Rival, together

HERE = "192.0.2.7"


def passed(times: int, network: str = HERE, *, hours: float = 0) -> int:
    """How many of so many get through."""
    count = 0
    for _ in range(times):
        try:
            count_in(network, at=AT + timedelta(hours=hours))
        except TooManyVisits:
            continue
        count += 1
    return count


@pytest.mark.django_db
def test_an_address_gets_through_so_often_an_hour_and_a_day() -> None:
    assert passed(PER_HOUR + 3) == PER_HOUR
    assert passed(1, "192.0.2.8") == 1
    assert passed(PER_HOUR + 3, hours=1) == PER_HOUR
    assert [passed(PER_HOUR, hours=hour) for hour in (2, 3, 4)] == [PER_HOUR, PER_DAY - 3 * PER_HOUR, 0]
    assert passed(1, hours=24) == 1


@pytest.mark.django_db
def test_all_together_are_counted_too_and_unknown_senders_only_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(complaint_tally, "IN_ALL_PER_HOUR", 5)
    assert [passed(1, f"198.51.100.{number}") for number in range(4)] == [1, 1, 1, 1]
    assert passed(3, "") == 1
    with pytest.raises(TooManyVisits, match="提交的人太多"):
        count_in("198.51.100.9", at=AT)


@pytest.mark.django_db
def test_no_address_is_kept_and_nothing_for_long() -> None:
    passed(1)
    assert HERE not in str(list(VisitTally.objects.values()))
    visitors = set(VisitTally.objects.values_list("visitor", flat=True))
    assert visitors == {digest_of(HERE, what=COMPLAINT, on="2026-03-10"), EVERYBODY}
    assert digest_of(HERE, what=COMPLAINT, on="2026-03-11") not in visitors
    passed(1, hours=72)
    assert VisitTally.objects.filter(since__lt=AT + timedelta(hours=24)).count() == 0


def sending(network: str, text: str) -> Rival:
    county = care.county()

    def send() -> int:
        complaint, _ = actions.receive_complaint(
            institution=None,
            about="示例养老点",
            county=county,
            category="other",  # type: ignore[arg-type]
            text=text,
            network=network,
            at=AT,
        )
        return complaint.pk

    return send


@pytest.mark.django_db(transaction=True)
def test_exactly_so_many_get_through_when_everybody_comes_at_once() -> None:
    outcomes = together(*(sending(HERE, f"示例：第{number}次") for number in range(2 * PER_HOUR)))
    refused = [one for one in outcomes if isinstance(one, TooManyVisits)]
    assert len(refused) == PER_HOUR
    assert Complaint.objects.count() == PER_HOUR == len([one for one in outcomes if isinstance(one, int)])


@pytest.mark.django_db(transaction=True)
def test_a_button_that_is_tapped_twice_makes_one_complaint() -> None:
    outcomes = together(*(sending(HERE, "示例：一件事") for _ in range(4)))
    assert len(set(outcomes)) == 1, outcomes
    assert Complaint.objects.count() == ComplaintMove.objects.count() == 1
    with connection.cursor() as cursor:  # the deferred guards were asked at each commit
        cursor.execute("SELECT count(*) FROM eldercare_complaint")
        assert cursor.fetchone() == (1,)
