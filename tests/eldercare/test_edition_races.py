"""Editions and rounds written by two at once: one edition in force, one round a year, and an application keeps its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest

from eldercare import actions
from eldercare.models import RatingApplication, RatingRound, StandardEdition
from eldercare.refusals import DaysOutOfOrder, EditionFrozen
from tests import rating
from tests.eldercare.racing import Race, Rival, together
from tests.eldercare.rating_verbs import VERBS, brief_edition, standing
from tests.eldercare.test_rating_races import told
from tests.rating import AT, DAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _edition(transactional_db: None) -> Iterator[None]:
    brief_edition()
    yield


def draft(code: str) -> StandardEdition:
    last = StandardEdition.objects.published().get()
    return actions.draft_edition(
        last, code=code, name="示例标准", notice="示例文件", issued_on=DAY, by=rating.city_officer()
    )


def publishing(edition: StandardEdition) -> Rival:
    return partial(actions.publish_edition, edition, by=rating.city_officer(), at=AT)


@pytest.mark.parametrize("twice", [True, False])
def test_two_editions_are_published_at_once(race: Race, twice: bool) -> None:
    one = draft("one")
    other = one if twice else draft("other")
    before = StandardEdition.objects.published().get()
    outcomes = race(before, publishing(one), publishing(other))
    if twice:
        assert "不能再施行" in told(outcomes, EditionFrozen)
    else:
        assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    assert StandardEdition.objects.published().count() == 1
    before.refresh_from_db()
    assert before.status == "retired"


def test_the_round_of_a_year_is_set_up_once_and_by_an_edition_in_force(race: Race) -> None:
    before = StandardEdition.objects.published().get()

    def setting_up(year: int) -> Rival:
        return partial(
            actions.set_up_round,
            year,
            opens_on=date(year, 1, 1),
            closes_on=date(year, 12, 31),
            notice="示例",
            edition=before,
            by=rating.city_officer(),
        )

    assert "已经设立" in told(race(before, setting_up(2027), setting_up(2027)), DaysOutOfOrder)
    outcomes = race(before, publishing(draft("next")), setting_up(2028))
    assert isinstance(outcomes[0], StandardEdition), outcomes
    if isinstance(outcomes[1], Exception):
        assert "没有施行" in told(outcomes, EditionFrozen)
    assert RatingRound.objects.filter(edition=before).count() == RatingRound.objects.count()


def test_a_new_edition_comes_into_force_while_an_application_is_opened(race: Race) -> None:
    """The application is measured by the edition of its round, whichever comes first."""
    one = standing("withdrawn")
    before = one.application.edition
    outcomes = together(partial(VERBS["open"], one, one.who.applicant), publishing(draft("next")))
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    assert RatingApplication.objects.open().get().edition == before
    assert StandardEdition.objects.published().get().code == "next"
