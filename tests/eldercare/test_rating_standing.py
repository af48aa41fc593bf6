"""Where institutions stand, found by the database in one query for any number; and the page and list that show it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from eldercare import actions
from eldercare.models import Institution, RatingDecision, Rectification
from eldercare.rating_standing import standing_facts, with_standing
from eldercare.rating_vocabulary import DecisionKind, IncidentKind, Level, OrderKind
from eldercare.rules.standing import Standing, in_words, standing
from tests import care, rating, rating_desk
from tests.rating_desk import as_user, buttons

pytestmark = pytest.mark.django_db
ON = date(2029, 1, 10)


def stand(institution: Institution, on: date = ON) -> tuple[Standing, str]:
    """As the database says, as the rule says, and in words; the first two are one."""
    row = with_standing(Institution.objects.filter(pk=institution.pk), on=on).get()
    facts = standing_facts(row, on=on)
    assert row.standing == standing(facts)
    return standing(facts), in_words(facts)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=timezone.get_default_timezone())


def test_the_days_of_a_level() -> None:
    decision, _who = rating.rated(level=Level.AA)  # from 10 June 2026 to 10 June 2029
    site = decision.institution
    assert stand(site, date(2026, 6, 9)) == (Standing.COMING, "2A 级（2026-06-10 起）")
    assert stand(site, date(2026, 6, 10))[0] == Standing.HELD
    assert stand(site, date(2029, 6, 10)) == (Standing.HELD, "2A 级")
    assert stand(site, date(2029, 6, 11)) == (Standing.EXPIRED, "已到期")


def test_before_and_while_applying_and_when_refused() -> None:
    site = rating.eligible()
    assert stand(site)[1] == "已备案未申请"
    application, who = rating.assessed(site, level=None)
    assert stand(site)[1] == "评定中"
    actions.refuse(application, reason="示例：不到 A 级。", by=who.approver, at=rating.AT)
    assert stand(site)[1] == "不予评定"
    assert stand(care.institution())[1] == "未备案"
    site.closed_on = ON
    site.closing_reason = "示例"
    site.save()
    assert stand(site)[1] == "停业"


def test_a_cancelled_level_bars_for_two_years() -> None:
    decision, who = rating.rated(level=Level.A)
    site, day = decision.institution, date(2027, 2, 3)
    second, third = (care.officer("养老县区经办", site.county) for _ in range(2))
    incident = actions.record_incident(
        site,
        kind=IncidentKind.FIRE,
        happened_on=day,
        summary="示例",
        by=who.applicant,
        at=at(date(2027, 3, 1)),
    )
    actions.determine_incident(
        incident, is_major=True, determination="示例", determined_on=day, by=second, at=at(date(2027, 3, 1))
    )
    actions.cancel_level(incident, grounds="示例", by=third, at=at(date(2027, 3, 2)))
    assert stand(site, date(2027, 2, 2))[0] == Standing.HELD
    assert stand(site, day) == (Standing.CANCELLED, "已取消（禁申至 2029-02-03）")
    assert stand(site, date(2029, 2, 3))[1] == "已取消（禁申至 2029-02-03）"
    assert stand(site, date(2029, 2, 4))[1] == "已取消"


def test_a_revoked_level_and_a_corrected_revocation() -> None:
    decision, who = rating.rated(level=Level.A)
    site, county = decision.institution, decision.institution.county
    second, third = (care.officer("养老县区经办", county) for _ in range(2))
    order = actions.order_rectification(
        site,
        kind=OrderKind.STANDARD,
        requirement="示例",
        deadline=date(2027, 2, 1),
        by=second,
        at=at(date(2027, 1, 4)),
    )
    checked = {"checked_on": date(2027, 2, 2), "passed": False, "remark": "示例"}
    actions.record_recheck(order, **checked, by=second, at=at(date(2027, 2, 2)))
    actions.fail_rectification(order, outcome="示例", by=second, at=at(date(2027, 2, 2)))
    revoked = actions.lower_or_revoke(
        Rectification.objects.get(), level=None, grounds="示例", by=third, at=at(date(2027, 2, 3))
    )
    assert stand(site, date(2027, 2, 3))[1] == "已撤销"
    actions.correct_decision(
        RatingDecision.objects.get(pk=revoked.pk),
        kind=DecisionKind.ANNUL,
        level=None,
        effective_on=date(2027, 2, 3),
        grounds="示例：复查有误。",
        by=who.approver,
        at=at(date(2027, 2, 10)),
    )
    assert stand(site, date(2027, 2, 3))[1] == "A 级"


def test_one_query_for_any_number(django_assert_num_queries: object) -> None:
    care.many(30)
    rating.rated()
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(1):
        rows = list(with_standing(Institution.objects.select_related("township__parent"), on=ON))
        assert len({in_words(standing_facts(row, on=ON)) for row in rows}) == 3


@pytest.fixture
def county() -> Client:
    return as_user(care.officer("养老县区经办", care.county()))


def test_the_list_shows_and_narrows_by_level(county: Client) -> None:
    rating_desk.decided(Level.AA)
    rating_desk.submitted()
    rating_desk.eligible()
    address = reverse("admin:eldercare_institution_changelist")
    assert "2A 级" in county.get(address).content.decode()
    found = {
        asked: county.get(f"{address}?standing={asked}").context["cl"].result_count
        for asked in ("2A", "A", "applying", "unrated", "unfiled")
    }
    assert found == {"2A": 1, "A": 0, "applying": 1, "unrated": 1, "unfiled": 0}


def test_the_page_shows_level_history_and_what_is_superseded(county: Client) -> None:
    application, _who = rating_desk.decided(Level.A)
    decision = application.decisions.get()
    corrector = care.officer("养老县区经办", care.county())
    actions.correct_decision(
        decision,
        kind=DecisionKind.GRANT,
        level=Level.AA,
        effective_on=decision.effective_on,
        grounds="示例：复核更正。",
        by=corrector,
        at=timezone.localtime(),
    )
    answer = county.get(reverse("admin:eldercare_institution_change", args=[application.institution_id]))
    said = answer.content.decode()
    assert answer.context["level_standing"] == "2A 级"
    assert answer.context["rated"].until.year == rating_desk.today().year + 3
    new = RatingDecision.objects.standing().get()
    assert f"{new.letter_number}</a> 代替" in said
    assert "更正：评定等级：2A 级" in said


def test_the_gap_list_cites_every_criterion_for_the_next_level(county: Client) -> None:
    application, _who = rating_desk.decided(Level.AA)
    page = reverse("admin:eldercare_institution_gaps", args=[application.institution_id])
    answer = county.get(page)
    gaps = answer.context["gaps"]
    assert answer.context["wanted"] == Level.AAA
    assert [gap.criterion.code for gap in gaps.unmet] == ["R02", "R33"]
    assert len(gaps.judged) == 41
    said = answer.content.decode()
    assert all(f'<span class="rule-id">{gap.criterion.code}</span>' in said for gap in gaps.found)
    assert "由人判断" in said
    assert county.get(f"{page}?level=A").context["wanted"] == Level.A
    assert county.get(f"{page}?level=9").context["wanted"] == Level.AAA
    elsewhere = care.officer("养老县区经办", care.county("530921"))
    assert as_user(elsewhere).get(page).status_code == 404


def test_an_application_is_opened_where_every_rule_allows_it(county: Client) -> None:
    site = rating_desk.eligible()
    page = reverse("admin:eldercare_institution_change", args=[site.pk])
    deed = reverse("admin:eldercare_institution_rate", args=[site.pk])
    assert "现在没有正在受理申请的评定年度" in county.get(deed).content.decode()
    current = rating.round_of(rating_desk.today().year)
    said = county.get(deed).content.decode()
    for rule in ("N073", "N076", "N084", "N087"):
        assert rule in said
    assert "rate" in buttons(county, page)
    answer = county.post(deed, {"round": current.pk})
    assert answer.status_code == 302
    application = site.applications.get()
    assert str(application.pk) in answer.headers["location"]
    assert "rate" not in buttons(county, page)  # one at a time


def test_what_stands_in_the_way_is_shown_first_and_blocks(county: Client) -> None:
    current = rating.round_of(rating_desk.today().year)
    young = rating_desk.eligible()
    Institution.objects.filter(pk=young.pk).update(opened_on=rating_desk.today() - timedelta(days=100))
    deed = reverse("admin:eldercare_institution_rate", args=[young.pk])
    said = county.get(deed).content.decode()
    assert "满一年后即" in said
    assert 'name="confirm"' not in said
    assert county.post(deed, {"round": current.pk}).status_code == 422
    assert not young.applications.exists()
