"""Two officers at once: one wins, the other hears what happened; never two levels, never a number left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from eldercare import actions
from eldercare.levels import levels_of
from eldercare.models import (
    Institution,
    Rating,
    RatingApplication,
    RatingDecision,
)
from eldercare.rating_vocabulary import DecisionKind, Level, OrderKind, RatingStatus
from eldercare.refusals import DecisionRefused
from foundation.refusals import MoveNotAllowed, Refusal
from tests import care, rating
from tests.eldercare.racing import Race, Rival, together
from tests.eldercare.rating_verbs import (
    REASON,
    VERBS,
    YEAR_BEFORE,
    Standing,
    brief_edition,
    major_accident,
    standing,
)
from tests.rating import AT, DAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _edition(transactional_db: None) -> Iterator[None]:
    brief_edition()
    yield


def county_officer(site: Institution) -> User:
    return care.officer("养老县区经办", site.county)


def verb(name: str, one: Standing, by: User) -> Rival:
    return partial(VERBS[name], one, by)


def told(outcomes: list[object], refusal: type[Refusal] = MoveNotAllowed) -> str:
    """Exactly one was refused, by this name; what it was told."""
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [type(outcome) for outcome in refused] == [refusal], outcomes
    return str(refused[0])


@pytest.mark.parametrize(
    "times", [pytest.param(10, marks=pytest.mark.short), pytest.param(50, marks=pytest.mark.long)]
)
def test_double_approvals_give_one_level_each(race: Race, times: int) -> None:
    site = rating.eligible()
    who, second = rating.people(site), county_officer(site)
    sites = [site, *(rating.eligible() for _ in range(times - 1))]
    for number, each in enumerate(sites):
        one = standing("assessed", institution=each, who=who)
        outcomes = race(each, verb("approve", one, who.approver), verb("approve", one, second))
        assert "已“审批定级”），不能审批定级。" in told(outcomes)
        assert Rating.objects.count() == RatingDecision.objects.count() == number + 1
    assert set(Rating.objects.current().values_list("institution", flat=True)) == {each.pk for each in sites}
    assert letters() == list(range(1, times + 1))


def letters(code: str = "530922") -> list[int]:
    given = RatingDecision.objects.filter(letter_code=code, letter_year=2026)
    return list(given.order_by("letter_serial").values_list("letter_serial", flat=True))


@pytest.mark.parametrize(
    ("state", "first", "others"),
    [
        ("assessed", "approve", ("withdraw", "refuse", "return", "send_back", "propose")),
        ("proposed", "confirm", ("withdraw", "decline", "remand")),
    ],
)
def test_two_different_verbs_on_one_application(
    race: Race, state: str, first: str, others: tuple[str, ...]
) -> None:
    site = rating.eligible()
    who = rating.people(site)
    city = rating.city_officer()
    doing = {"withdraw": who.applicant, "decline": city, "remand": city}
    mine = who.confirmer if first == "confirm" else who.approver
    for other in others:
        one = standing(state, institution=rating.eligible(), who=who)
        by = doing.get(other) or county_officer(site)
        outcomes = race(one.application.institution, verb(first, one, mine), verb(other, one, by))
        stands = RatingApplication.objects.get(pk=one.application.pk)
        assert f"现在是“{stands.get_status_display()}”" in told(outcomes)
        assert Rating.objects.filter(institution=stands.institution).count() == (
            stands.status == RatingStatus.DECIDED
        )
        assert stands.moves.order_by("-pk")[0].to_status == stands.status


def test_two_officers_open_an_application_of_one_year(race: Race) -> None:
    one = standing("withdrawn")
    site = one.application.institution
    outcomes = race(site, *(verb("open", one, county_officer(site)) for _ in range(2)))
    assert sorted(isinstance(outcome, Refusal) for outcome in outcomes) == [False, True]
    assert RatingApplication.objects.open().count() == 1


def test_two_groups_are_appointed_at_once(race: Race) -> None:
    """One replaces the other, whole: never a mixture, never two leads."""
    one = standing("reviewed")
    site, application = one.application.institution, one.application
    groups = [[care.officer("养老评定员", site.county) for _ in range(3)] for _ in range(2)]
    outcomes = race(
        site,
        *(
            partial(
                actions.convene_panel, application, lead=lead, members=rest, by=county_officer(site), at=AT
            )
            for lead, *rest in groups
        ),
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    stands = {row.user_id for row in application.panel.all()}
    assert stands in [{user.pk for user in group} for group in groups]
    assert application.panel.filter(is_lead=True).count() == 1


def test_a_group_is_replaced_while_it_finishes(race: Race) -> None:
    one = standing("reviewed")
    site = one.application.institution
    outcomes = race(site, verb("assess", one, one.who.lead), verb("convene", one, one.who.approver))
    assert len([outcome for outcome in outcomes if isinstance(outcome, Refusal)]) == 1, outcomes
    stands = RatingApplication.objects.get(pk=one.application.pk)
    members = {row.user_id for row in stands.panel.all()}
    if stands.status == RatingStatus.ASSESSED:
        assert members == {one.who.lead.pk, one.who.member.pk}
    else:
        assert members == {user.pk for user in one.spare}


def test_an_accident_is_decided_while_a_higher_level_is_approved(race: Race) -> None:
    """Whoever comes first: no day from the accident on bears a level."""
    for _ in range(4):
        site = rating.eligible(opened_on=date(2024, 3, 4))
        rating.rated(site, level=Level.A, at=YEAR_BEFORE, year=2025)
        one = standing("assessed", institution=site)
        accident = major_accident(site, on=date(2026, 5, 4))
        cancel = partial(actions.cancel_level, accident, grounds=REASON, by=county_officer(site), at=AT)
        outcomes = race(site, cancel, verb("approve", one, one.who.approver))
        assert isinstance(outcomes[0], RatingDecision), outcomes
        assert not isinstance(outcomes[1], Exception) or "已“终止办理”" in told(outcomes)
        assert [(held.level, held.last) for held in levels_of(site)] == [("A", date(2026, 5, 3))]
        held = Rating.objects.current().get(institution=site)
        assert held.last_day == date(2026, 5, 3)
        assert not RatingApplication.objects.open().filter(institution=site).exists()


def test_who_read_the_clock_first_may_decide_second() -> None:
    """Two servers, or one that waited: an older time on the later decision is no reason to fail."""
    decision, _ = rating.rated()
    site = decision.institution
    accident = major_accident(site, on=DAY, at=AT)
    earlier = AT - timedelta(seconds=1)
    actions.cancel_level(accident, grounds=REASON, by=county_officer(site), at=earlier)
    gone = Rating.objects.get()
    assert gone.superseded_at == gone.recorded_at == AT
    assert not Rating.objects.current().exists()


def test_one_accident_is_decided_once_and_one_decision_corrected_once(race: Race) -> None:
    decision, _ = rating.rated(level=Level.AA)
    site = decision.institution
    accident = major_accident(site, on=DAY)
    cancel = [
        partial(actions.cancel_level, accident, grounds=REASON, by=county_officer(site), at=AT)
        for _ in range(2)
    ]
    assert "已经处理" in told(race(site, *cancel), DecisionRefused)
    correct = [
        partial(
            actions.correct_decision,
            RatingDecision.objects.get(kind=DecisionKind.CANCEL),
            kind=DecisionKind.ANNUL,
            level=None,
            effective_on=DAY,
            grounds=REASON,
            by=county_officer(site),
            at=AT,
        )
        for _ in range(2)
    ]
    assert "已经更正过" in told(race(site, *correct), DecisionRefused)
    assert letters() == [1, 2, 3]
    assert Rating.objects.current().get().last_day == date(2029, 6, 10)


def test_a_level_is_revoked_while_an_accident_cancels_it(race: Race) -> None:
    decision, _ = rating.rated(level=Level.AA)
    site = decision.institution
    order = actions.order_rectification(
        site,
        kind=OrderKind.STANDARD,
        requirement="示例要求",
        deadline=DAY + timedelta(30),
        by=county_officer(site),
        at=AT,
    )
    later = AT + timedelta(40)
    actions.record_recheck(
        order, checked_on=DAY + timedelta(40), passed=False, remark=REASON, by=county_officer(site), at=later
    )
    actions.fail_rectification(order, outcome=REASON, by=county_officer(site), at=later)
    accident = major_accident(site, on=DAY + timedelta(5), at=later)
    outcomes = race(
        site,
        partial(actions.cancel_level, accident, grounds=REASON, by=county_officer(site), at=later),
        partial(
            actions.lower_or_revoke, order, level=None, grounds=REASON, by=county_officer(site), at=later
        ),
    )
    assert isinstance(outcomes[0], RatingDecision)
    if isinstance(outcomes[1], Exception):
        assert "没有有效的等级" in told(outcomes, DecisionRefused)
    assert Rating.objects.current().get().last_day == DAY + timedelta(4)


def test_eight_approvals_at_once_number_in_a_row() -> None:
    site = rating.eligible()
    who = rating.people(site)
    ready = [standing("assessed", institution=rating.eligible(), who=who) for _ in range(8)]
    outcomes = together(*(verb("approve", one, county_officer(site)) for one in ready))
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    assert letters() == list(range(1, 9))


class Regret(Exception):
    pass


def test_a_decision_that_is_rolled_back_leaves_no_gap() -> None:
    first, second = standing("assessed"), standing("assessed")
    with suppress(Regret), transaction.atomic():
        VERBS["approve"](first, first.who.approver)
        raise Regret
    assert letters() == []
    VERBS["refuse"](second, second.who.approver)
    VERBS["approve"](first, first.who.approver)
    assert letters() == [1, 2]
