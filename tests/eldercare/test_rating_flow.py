"""From self-assessment to a level: the whole way through the real verbs."""

from datetime import date

import pytest

from eldercare import actions
from eldercare.models import Rating, RatingDecision
from eldercare.rating_vocabulary import DecisionKind, Level, RatingStatus
from tests import rating

pytestmark = pytest.mark.django_db


def test_a_level_of_the_county_is_decided_with_its_approval() -> None:
    decision, who = rating.rated(level=Level.AA)

    held = Rating.objects.current().get(institution=decision.institution)
    assert (held.level, held.first_day, held.last_day) == ("2A", date(2026, 6, 10), date(2029, 6, 10))
    assert decision.letter_number == "530922-2026-评-0001"
    assert decision.decided_by == who.approver
    assert decision.application.status == RatingStatus.DECIDED


def test_3a_is_decided_by_the_city() -> None:
    application, who = rating.assessed(level=Level.AAA)
    actions.approve(application, level=Level.AAA, opinion="示例：拟同意。", by=who.approver, at=rating.AT)
    assert not RatingDecision.objects.exists()

    actions.confirm(
        application, level=Level.AA, opinion="示例：现场复核，定为 2A。", by=who.confirmer, at=rating.AT
    )

    decision = RatingDecision.objects.get()
    assert (decision.kind, decision.level, decision.letter_code) == (DecisionKind.GRANT, "2A", "530900")
