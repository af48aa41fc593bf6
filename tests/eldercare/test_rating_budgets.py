"""The desk of rating asks a fixed number of questions, also with five thousand institutions and three rounds."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eldercare.models import RatingApplication
from tests import care, rating_bulk, rating_desk
from tests.eldercare.test_care_budgets import CROWDS
from tests.rating_desk import as_user, page

pytestmark = pytest.mark.django_db

# Questions a page may ask; measured, with a little air.
LISTS = {
    "ratingapplication": 10,
    "ratingapplication/?waiting=mine": 10,
    "ratingapplication/?waiting=approve&status__exact=assessed": 10,
    "ratingapplication/?q=示例路": 10,
    "ratingdecision": 10,
    "ratingdecision/?kind__exact=grant&county=530922": 10,
    "institution": 10,
    "institution/?standing=2A": 10,
    "institution/?standing=applying": 10,
    "institution/?standing=unrated": 10,
}
PAGES = {
    "application": 20,
    "open application": 34,
    "self-assess": 23,
    "record": 23,
    "materials": 23,
    "submit": 22,
    "convene": 10,
    "finish": 10,
    "approve": 8,
    "decision": 14,
    "gaps": 20,
    "institution": 47,
}
BOARD = 34  # of a county officer: cards of filing, rating, supervision, complaints and money, and the radar


def questions(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert answer.content
    return len(asked)


def lists(client: Client) -> dict[str, int]:
    def address(name: str) -> str:
        noun, _, asked = name.partition("/")
        return reverse(f"admin:eldercare_{noun}_changelist") + asked

    return {name: questions(client, address(name)) for name in LISTS}


@pytest.mark.parametrize("crowd", CROWDS)
def test_the_desk_keeps_its_budget_with_three_rounds_of_thousands(crowd: int) -> None:
    decided, who = rating_desk.decided()
    drafted, theirs = rating_desk.draft()
    grouped, group = rating_desk.reviewed()
    assessed, county = rating_desk.assessed()
    officer = as_user(county.approver)
    site = decided.institution_id
    urls = {
        "application": (who.approver, page(decided)),
        "open application": (county.approver, page(assessed)),
        "self-assess": (theirs.applicant, page(drafted, "self-assess")),
        "materials": (theirs.applicant, page(drafted, "materials")),
        "submit": (theirs.applicant, page(drafted, "submit")),
        "record": (group.member, page(grouped, "record")),
        "finish": (group.lead, page(grouped, "finish")),
        "convene": (group.approver, page(grouped, "convene")),
        "approve": (county.approver, page(assessed, "approve")),
        "decision": (
            county.approver,
            reverse("admin:eldercare_ratingdecision_change", args=[decided.decisions.get().pk]),
        ),
        "gaps": (who.approver, reverse("admin:eldercare_institution_gaps", args=[site])),
        "institution": (who.approver, reverse("admin:eldercare_institution_change", args=[site])),
    }
    clients = {name: (as_user(user), url) for name, (user, url) in urls.items()}
    lists(officer)  # content types and templates are loaded once a process
    few = {name: questions(*opened) for name, opened in clients.items()}
    rating_bulk.three_rounds(care.many(crowd))
    assert RatingApplication.objects.count() > crowd
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    many = lists(officer)
    assert {name: asked for name, asked in many.items() if asked > LISTS[name]} == {}
    opened = {name: questions(*found) for name, found in clients.items()}
    assert {name: asked for name, asked in opened.items() if asked > PAGES[name]} == {}
    assert {name for name in opened if opened[name] > few[name] + 2} == set()
    assert questions(officer, reverse("admin:index")) <= BOARD
