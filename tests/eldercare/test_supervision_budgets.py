"""The desks of supervision, the standard and the radar ask a fixed number of questions, also with five thousand institutions,
three rounds and two thousand orders."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from eldercare import actions
from eldercare.models import (
    Extension,
    Incident,
    Inspection,
    Institution,
    RatingRound,
    Recheck,
    Rectification,
    StandardEdition,
)
from eldercare.radar import FINDERS
from tests import care, rating_bulk, supervision
from tests.eldercare.desk import list_of, page_of
from tests.eldercare.test_care_budgets import CROWDS
from tests.eldercare.test_rating_budgets import questions
from tests.rating_desk import as_user, today
from tests.supervision import Watched, days, watched

pytestmark = pytest.mark.django_db
ORDERS = 2000

# Questions a page may ask; measured, with a little air.
LISTS = {
    "rectification/": 10,
    "rectification/?stage=missed": 11,
    "rectification/?stage=unchecked": 10,
    "rectification/?stage=waiting": 11,
    "incident/": 10,
    "incident/?state=waiting": 11,
    "inspection/": 10,
    "affiliation/": 10,
    "ratinground/": 8,
    "standardedition/": 8,
    "criterion/": 9,
}
PAGES = {
    "order": 18,
    "recheck": 9,
    "failed": 21,
    "take": 9,
    "accident": 18,
    "cancel": 13,
    "edition": 10,
    "compare": 10,
    "publish": 9,
    "radar": 18,
    "feed": 14,
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_supervision_keeps_its_budget_among_thousands(crowd: int) -> None:
    who = watched()
    order, failed, accident = supervision.order(who), supervision.failed(who), supervision.determined(who)
    edition = StandardEdition.objects.get()
    draft = actions.draft_edition(
        edition, code="2027", name="示例", notice="示例", issued_on=today(), by=who.city
    )
    decider, city = as_user(who.decider), as_user(who.city)
    token = actions.renew_calendar_link(by=who.city, at=supervision.moment(0))
    urls: dict[str, tuple[Client, str]] = {
        "order": (decider, page_of(order)),
        "recheck": (decider, page_of(order, "recheck")),
        "failed": (decider, page_of(failed)),
        "take": (decider, page_of(failed, "take")),
        "accident": (decider, page_of(accident)),
        "cancel": (decider, page_of(accident, "cancel")),
        "edition": (city, page_of(draft)),
        "compare": (city, page_of(draft, "compare")),
        "publish": (city, page_of(draft, "publish")),
        "radar": (city, reverse("admin:eldercare_radar")),
        "feed": (Client(), reverse("eldercare:radar_feed", args=[token])),
    }
    measure_lists(decider)  # content types and templates are loaded once a process
    few = {name: questions(*opened) for name, opened in urls.items()}
    rating_bulk.three_rounds(care.many(crowd))
    two_thousand_orders(who)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    many = measure_lists(decider)
    assert {name: asked for name, asked in many.items() if asked > LISTS[name]} == {}
    opened = {name: questions(*found) for name, found in urls.items()}
    assert {name: asked for name, asked in opened.items() if asked > PAGES[name]} == {}
    assert {name for name in opened if opened[name] > few[name] + 2} == set()
    assert len(FINDERS) == 7  # each asks once or twice: the budgets above count on it


def measure_lists(client: Client) -> dict[str, int]:
    at = list_of(RatingRound).removesuffix("ratinground/")
    return {name: questions(client, at + name) for name in LISTS}


def two_thousand_orders(who: Watched) -> None:
    """Of every second institution, some of them extended and re-checked; and an inspection and an accident of each."""
    sites = list(Institution.objects.order_by("pk")[:ORDERS])
    told = {"recorded_by": who.officer, "recorded_on": today()}
    Inspection.objects.bulk_create(
        Inspection(
            institution=site,
            inspected_on=days(9),
            departments="示例",
            result="示例",
            meets_standard=True,
            **told,
        )
        for site in sites
    )
    Incident.objects.bulk_create(
        Incident(
            institution=site,
            operator=site.operator,
            kind="fire",
            happened_on=days(9),
            summary="示例",
            recorded_at=supervision.moment(0),
            **told,
        )
        for site in sites
    )
    orders = Rectification.objects.bulk_create(
        Rectification(
            institution=site,
            kind="standard",
            requirement="示例",
            ordered_on=days(40),
            deadline=days(10 - number % 30),
            ordered_by=who.officer,
        )
        for number, site in enumerate(sites)
    )
    Extension.objects.bulk_create(
        Extension(
            rectification=one,
            until=max(one.deadline, today()) + timedelta(days=20),
            reason="示例",
            granted_by=who.officer,
            granted_on=today(),
        )
        for one in orders[::4]
    )
    Recheck.objects.bulk_create(
        Recheck(
            rectification=one,
            checked_on=today(),
            passed=False,
            remark="示例",
            by=who.officer,
            recorded_on=today(),
        )
        for one in orders[::3]
    )
