"""What waits for whom: the cards of the board count what the lists behind them show, and what can really be done."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from eldercare.models import Affiliation
from eldercare.rating_vocabulary import Level
from eldercare.rating_waiting import to_approve, waits_for
from tests import care, rating_desk
from tests.rating_desk import as_user, buttons, page, today

pytestmark = pytest.mark.django_db
CARDS = {"等我初审", "待组成评定组", "等我评定", "等我审批", "等我确认", "退回的申请"}


def cards(user: User) -> dict[str, int]:
    """Counts, each compared with the list behind its door."""
    client = as_user(user)
    found = [card for card in client.get(reverse("admin:index")).context["cards"] if card.title in CARDS]
    for card in found:
        assert client.get(card.url).context["cl"].result_count == card.count, card.title
    return {card.title: card.count for card in found}


def test_each_part_sees_its_own_work() -> None:
    waiting, township = rating_desk.submitted()
    _application, group = rating_desk.reviewed()
    _application, county = rating_desk.reviewed(with_group=False)
    rating_desk.assessed(), rating_desk.returned()
    _application, city = rating_desk.proposed()
    assert cards(township.reviewer) == {"等我初审": 1, "退回的申请": 1}
    assert cards(township.applicant)["等我初审"] == 0  # handed in by this very person
    assert cards(group.member) == {"等我评定": 1}
    assert cards(group.lead) == {"等我评定": 1}
    assert cards(county.approver) == {"待组成评定组": 1, "等我评定": 0, "等我审批": 1, "退回的申请": 1}
    assert cards(city.confirmer) == {"等我确认": 1}
    assert set(waits_for(county.approver, on=today()).values_list("status", flat=True)) == {
        "reviewed",
        "assessed",
        "returned",
    }
    assert cards(rating_desk.auditor()) == {}
    assert cards(care.officer("养老县区经办", care.county("530921"))) == {
        "待组成评定组": 0,
        "等我评定": 0,
        "等我审批": 0,
        "退回的申请": 0,
    }
    assert waiting.pk not in waits_for(group.member, on=today()).values_list("pk", flat=True)


def test_who_is_attached_or_acted_otherwise_is_not_waited_for() -> None:
    application, who = rating_desk.assessed(Level.AA)
    other = care.officer("养老县区经办", care.county())
    assert to_approve(other, on=today()).count() == 1
    Affiliation.objects.create(
        user=other, institution=application.institution, bond="relative", since="2020-01-01"
    )
    assert to_approve(other, on=today()).count() == 0
    assert "approve" not in buttons(as_user(other), page(application))
    assert to_approve(who.applicant, on=today()).count() == 0


def test_the_side_bar_leads_to_both_desks() -> None:
    client: Client = as_user(care.officer("养老县区经办", care.county()))
    said = client.get(reverse("admin:index")).content.decode()
    for noun in ("ratingapplication", "ratingdecision"):
        assert reverse(f"admin:eldercare_{noun}_changelist") in said
