"""Every list and page of the home-care desk asks a fixed number of questions, also with five thousand institutions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eldercare import actions
from eldercare.models import (
    ConditionCheck,
    Filing,
    Institution,
    Licence,
    ServiceOffer,
    StaffCount,
    SupportMeasure,
)
from foundation.models import RowChange
from tests import care
from tests.files.pdf_sheets import Sheet, pdf

pytestmark = pytest.mark.django_db
# How many institutions there are: the bounds are the same.
CROWDS = (pytest.param(500, marks=pytest.mark.short), pytest.param(5000, marks=pytest.mark.long))

# Questions a page may ask: session, user, groups, places, and the page's own; measured, with a little air.
LISTS = {
    "institution": 12,
    "filing": 10,
    "registration": 10,
    "operator": 9,
    "evidence": 9,
    "supportmeasure": 7,
    "carechange": 14,
}
NARROWED = {
    "institution": [
        "?state=accepted",
        "?state=unfiled&county=530922",
        "?clock=overdue",
        "?clock=soon",
        "?q=示例路",
    ],
    "filing": [
        "?waiting=decide",
        "?waiting=note",
        "?waiting=outdated",
        "?waiting=late",
        "?status__exact=accepted",
    ],
}
NARROWING = 4  # more questions for what narrows a list
PAGES = {"institution": 37, "filing": 14, "registration": 14, "operator": 8, "evidence": 9, "carechange": 10}
BOARD = 34


@pytest.fixture
def desk(client: Client) -> Client:
    """The registry administrator, who sees the whole city."""
    client.force_login(care.officer("养老登记管理", care.city()))
    return client


def rich(institution: Institution) -> Filing:
    """One institution with something of everything."""
    filing = care.accepted(institution)
    by = care.colleague(institution)
    for number in range(6):
        StaffCount.objects.create(institution=institution, counted_on=f"2026-0{number + 1}-01", total=3)
        Licence.objects.create(
            institution=institution, kind="other", number=f"示例{number:04d}", issued_on="2026-01-01"
        )
        ConditionCheck.objects.create(
            institution=institution, rule=f"N06{number}", result="met", checked_on="2026-01-01", checked_by=by
        )
    for service in ("day_care", "meals", "health", "legal"):
        ServiceOffer.objects.create(institution=institution, service=service)
    actions.add_evidence(
        institution,
        kind="premises",
        upload=ContentFile(pdf([Sheet().text(60, 60, "示例")]), name="示例.pdf"),
        by=by,
        at=datetime(2026, 3, 3, tzinfo=UTC),
    )
    return filing


def questions(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert answer.content
    return len(asked)


def lists(client: Client) -> dict[str, int]:
    return {name: questions(client, reverse(f"admin:eldercare_{name}_changelist")) for name in LISTS}


def pages(client: Client, filing: Filing) -> dict[str, int]:
    institution = filing.institution
    change = RowChange.objects.filter(table_name="eldercare_institution", row_id=institution.pk).latest("pk")
    keys = {
        "institution": institution.pk,
        "filing": filing.pk,
        "registration": institution.registrations.get().pk,
        "operator": institution.operator_id,
        "evidence": institution.evidence.get().pk,
        "carechange": change.pk,
    }
    return {
        name: questions(client, reverse(f"admin:eldercare_{name}_change", args=[key]))
        for name, key in keys.items()
    }


def in_the_log(institutions: Iterable[Institution]) -> None:
    """A change of each, as the log would hold it: they were written past it."""
    table = Institution._meta.db_table
    names = {"before": {"name": "示例"}, "after": {"name": "示例之二"}}
    RowChange.objects.bulk_create(
        RowChange(
            table_name=table,
            row_id=one.pk,
            deed=RowChange.Deed.UPDATE,
            owner_table=table,
            owner_id=one.pk,
            at=care.AT,
            transaction_id=1,
            **names,
        )
        for one in institutions
    )


@pytest.mark.parametrize("crowd", CROWDS)
def test_every_desk_keeps_its_budget_among_thousands(desk: Client, crowd: int) -> None:
    SupportMeasure.objects.create(
        title="示例", content="示例", basis="示例", office="示例", since="2026-01-01"
    )
    filing = rich(care.institution())
    lists(desk)  # content types and templates are loaded once a process
    few = lists(desk) | pages(desk, filing)
    in_the_log(care.many(crowd))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    many = lists(desk)
    assert {name: asked for name, asked in many.items() if asked > LISTS[name]} == {}
    assert many["institution"] == few["institution"] or many["institution"] <= LISTS["institution"]
    for name, asked in NARROWED.items():
        address = reverse(f"admin:eldercare_{name}_changelist")
        found = {query: questions(desk, address + query) for query in asked}
        assert {query: count for query, count in found.items() if count > LISTS[name] + NARROWING} == {}
    opened = pages(desk, filing)
    assert {name: asked for name, asked in opened.items() if asked > PAGES[name]} == {}
    assert questions(desk, reverse("admin:index")) <= BOARD
    choices = "?app_label=eldercare&model_name=registration&field_name=institution&term=示例"
    assert questions(desk, reverse("admin:autocomplete") + choices) <= 9
