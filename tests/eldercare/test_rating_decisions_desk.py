"""The desk of decisions: read only, corrected by another officer of the same authority, with the whole chain in sight."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from eldercare.models import CareChange, Rating, RatingDecision
from eldercare.rating_vocabulary import DecisionKind, Level
from tests import care, rating_desk
from tests.rating import city_officer
from tests.rating_desk import as_user, buttons, today

pytestmark = pytest.mark.django_db


def page(decision: RatingDecision, deed: str = "change") -> str:
    address = reverse("admin:eldercare_ratingdecision_change", args=[decision.pk])
    return address if deed == "change" else f"{address.removesuffix('change/')}{deed}/"


def said(**changes: Any) -> dict[str, Any]:
    first = {"kind": "grant", "level": "2A", "effective_on": today(), "grounds": "示例：申诉成立，更正。"}
    return first | changes


def test_a_correction_takes_the_place_of_what_was_wrong() -> None:
    application, who = rating_desk.decided(Level.A)
    old = application.decisions.get()
    other = care.officer("养老县区经办", care.county())
    answer = as_user(other).post(page(old, "correct"), said())
    assert answer.status_code == 302
    new = RatingDecision.objects.standing().get()
    assert answer.headers["location"] == page(new)
    assert (new.level, new.supersedes, new.letter_serial) == ("2A", old, 2)
    assert Rating.objects.current().get().level == "2A"

    answer = as_user(who.approver).get(page(old))
    assert [link.pk for link in answer.context["chain"]] == [old.pk, new.pk]
    assert "已更正" in answer.content.decode()
    assert "申诉成立" in answer.content.decode()
    listed = as_user(who.approver).get(reverse("admin:eldercare_ratingdecision_changelist"))
    assert listed.context["cl"].result_count == 2


def test_the_button_is_for_another_officer_of_the_same_authority() -> None:
    application, who = rating_desk.decided(Level.A)
    decision = application.decisions.get()
    other = care.officer("养老县区经办", care.county())
    assert buttons(as_user(other), page(decision)) == {"correct"}
    for user in (who.approver, who.confirmer, who.applicant, who.lead, rating_desk.auditor()):
        assert buttons(as_user(user), page(decision)) == set()
    as_user(other).post(page(decision, "correct"), said())
    assert buttons(as_user(other), page(decision)) == set()  # the newest word is corrected, not the old one


def test_the_city_corrects_what_the_city_decided() -> None:
    application, who = rating_desk.decided(Level.AAA)
    decision = application.decisions.get()
    other = city_officer()
    assert buttons(as_user(other), page(decision)) == {"correct"}
    assert buttons(as_user(who.confirmer), page(decision)) == set()
    levels = as_user(other).get(page(decision, "correct")).context["form"].fields["level"].choices
    assert "3A" in dict(levels)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"grounds": " "}, "请写明理由"),
        ({"kind": "refuse"}, "没有等级，请留空"),
        ({"level": ""}, "须写明等级"),
        ({"level": "3A"}, "3A"),
        ({"kind": "annul", "level": ""}, "annul"),
        ({"level": "A"}, "更正的内容与原决定相同"),
        ({"effective_on": "2020-01-01"}, "早于原决定日期"),
        ({"effective_on": "不知道"}, "输入一个有效的日期"),
    ],
)
def test_a_wrong_correction_is_refused_in_place(changes: dict[str, str], told: str) -> None:
    application, _who = rating_desk.decided(Level.A)
    decision = application.decisions.get()
    other = care.officer("养老县区经办", care.county())
    answer = as_user(other).post(page(decision, "correct"), said(**changes))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "申诉成立" in answer.content.decode() or "grounds" in changes
    assert RatingDecision.objects.count() == 1


def test_a_refusal_becomes_a_level() -> None:
    application, who = rating_desk.assessed()
    rating_desk.send(who.approver, application, "refuse", reason="示例：不予评定。")
    decision = application.decisions.get()
    other = care.officer("养老县区经办", care.county())
    answer = as_user(other).get(page(decision, "correct"))
    assert list(dict(answer.context["form"].fields["kind"].choices)) == [
        DecisionKind.GRANT,
        DecisionKind.REFUSE,
    ]
    assert as_user(other).post(page(decision, "correct"), said(level="A")).status_code == 302
    assert Rating.objects.current().get().level == "A"


def test_decisions_are_seen_where_one_is_on_duty() -> None:
    application, _who = rating_desk.decided()
    decision = application.decisions.get()
    elsewhere = care.officer("养老县区经办", care.county("530921"))
    assert as_user(elsewhere).get(page(decision)).status_code == 404
    assert as_user(elsewhere).get(page(decision, "correct")).status_code == 404
    assert as_user(rating_desk.auditor()).get(page(decision)).status_code == 200
    assert as_user(rating_desk.auditor()).post(page(decision, "correct"), said()).status_code == 403


def test_the_log_of_changes_shows_a_county_its_applications_by_name() -> None:
    application, who = rating_desk.submitted()
    elsewhere = care.officer("养老县区经办", care.county("530921"))
    of_moves = CareChange.objects.filter(owner_table="eldercare_ratingapplication")
    assert of_moves.exists()
    assert (
        CareChange.objects.visible_to(who.approver).filter(pk__in=of_moves.values("pk")).count()
        == of_moves.count()
    )
    assert not CareChange.objects.visible_to(elsewhere).filter(pk__in=of_moves.values("pk")).exists()
    listed = reverse("admin:eldercare_carechange_changelist")
    answer = as_user(who.approver).get(
        f"{listed}?institution={application.institution_id}&noun=eldercare_ratingmove"
    )
    rows = list(answer.context["cl"].result_list)
    assert {row.owner_name for row in rows} == {application.institution.name}
    assert len(rows) == 2
