"""Every page of the desk by everybody, here and elsewhere: what lies in their places is seen, what lies elsewhere is not
there (404), what they may not do is forbidden (403), and nobody who is no staff gets past the login."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.eldercare.desk import client_of, page_of
from tests.eldercare.places import Site, site, somebody

pytestmark = pytest.mark.django_db

ROLES = ("township", "county", "city", "auditor", "registry", "nowhere", "editor", "looker", "accounts")
# In the township of the first, the county of the second, fourth and fifth.
HERE = """
                         township county city auditor registry nowhere editor looker accounts
  institution change     200      200    200  200     200      404     403    403    403
  institution history    200      200    200  200     200      404     403    403    403
  institution delete     403      403    403  403     403      404     403    403    403
  institution reveal     200      200    200  403     403      404     403    403    403
  institution file       200      200    403  403     403      404     403    403    403
  institution succeed    403      200    403  403     200      404     403    403    403
  institution attach     200      200    403  403     200      404     403    403    403
  filing change          200      200    200  200     200      404     403    403    403
  filing history         200      200    200  200     200      404     403    403    403
  filing delete          403      403    403  403     403      404     403    403    403
  filing reveal          200      200    200  403     403      404     403    403    403
  filing submit          200      200    403  403     403      404     403    403    403
  filing accept          200      200    403  403     403      404     403    403    403
  filing return          200      200    403  403     403      404     403    403    403
  filing discard         200      200    403  403     403      404     403    403    403
  filing cancel          200      200    403  403     403      404     403    403    403
  filing note            403      200    403  403     403      404     403    403    403
  filing papers          200      200    200  200     200      404     403    403    403
  registration change    200      200    200  200     200      404     403    403    403
  registration history   200      200    200  200     200      404     403    403    403
  registration delete    403      403    403  403     403      404     403    403    403
  evidence change        200      200    200  200     200      404     403    403    403
  evidence history       200      200    200  200     200      404     403    403    403
  evidence delete        403      403    403  403     403      404     403    403    403
  evidence void          403      200    403  403     200      404     403    403    403
  evidence file          200      200    200  200     200      404     403    403    403
"""
# In another county: only who looks at the whole city sees it; for the others it is not there, unless they may do no such
# thing anywhere.
THERE = """
                         township county city auditor registry nowhere editor looker accounts
  institution change     404      404    200  404     404      404     403    403    403
  institution history    404      404    200  404     404      404     403    403    403
  institution delete     404      404    403  404     404      404     403    403    403
  institution reveal     404      404    200  403     403      404     403    403    403
  institution file       404      404    403  403     403      404     403    403    403
  institution succeed    403      404    403  403     404      404     403    403    403
  institution attach     404      404    403  403     404      404     403    403    403
  filing change          404      404    200  404     404      404     403    403    403
  filing history         404      404    200  404     404      404     403    403    403
  filing delete          404      404    403  404     404      404     403    403    403
  filing reveal          404      404    200  403     403      404     403    403    403
  filing submit          404      404    403  403     403      404     403    403    403
  filing accept          404      404    403  403     403      404     403    403    403
  filing return          404      404    403  403     403      404     403    403    403
  filing discard         404      404    403  403     403      404     403    403    403
  filing cancel          404      404    403  403     403      404     403    403    403
  filing note            403      404    403  403     403      404     403    403    403
  filing papers          404      404    200  404     404      404     403    403    403
  registration change    404      404    200  404     404      404     403    403    403
  registration history   404      404    200  404     404      404     403    403    403
  registration delete    404      404    403  404     404      404     403    403    403
  evidence change        404      404    200  404     404      404     403    403    403
  evidence history       404      404    200  404     404      404     403    403    403
  evidence delete        404      404    403  404     404      404     403    403    403
  evidence void          403      404    403  403     404      404     403    403    403
  evidence file          404      404    200  404     404      404     403    403    403
"""


def expected(table: str, role: str) -> dict[str, int]:
    """Page → status, of one column."""
    head, *rows = table.strip().splitlines()
    column = head.split().index(role)
    found = {}
    for row in rows:
        noun, page, *statuses = row.split()
        found[f"{noun} {page}"] = int(statuses[column])
    return found


def answered(where: Site, ask: Callable[[str], int], pages: Iterable[str]) -> dict[str, int]:
    found = {}
    for named in pages:
        noun, page = named.split()
        found[named] = ask(page_of(where.rows[noun], page))
    return found


def asking(method: Callable[..., Any], *sent: Any) -> Callable[[str], int]:
    def ask(page: str) -> int:
        return int(method(page, *sent).status_code)

    return ask


def written() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM foundation_rowchange")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(("place", "table"), [("here", HERE), ("there", THERE)])
def test_every_page_by_everybody(place: str, table: str) -> None:
    where = site(place)
    people = {role: client_of(somebody(role)) for role in ROLES}
    before = written()
    for role, client in people.items():
        pages = expected(table, role)
        assert answered(where, asking(client.get), pages) == pages, role
    assert written() == before  # asking changes nothing


def test_sending_forms_elsewhere_does_as_little_as_asking() -> None:
    """The forms are filled so that they would act at once."""
    where = site("there")
    people = {role: client_of(somebody(role)) for role in ("township", "county", "registry", "editor")}
    filled = {
        "reason": "示例原因：核对",
        "remark": "",
        "change_summary": "示例变更",
        "wanted": ["contact_phone"],
    }
    filled |= {"filed_on": "2026-03-10", "commitment_on": "2026-03-10", "kind": "photo", "post": "yes"}
    before = written()
    for role, client in people.items():
        pages = [page for page in expected(THERE, role) if not page.endswith(("history", "evidence file"))]
        found = answered(where, asking(client.post, filled), pages)
        assert set(found.values()) <= {403, 404}, (role, found)
    assert written() == before
    where.filing.refresh_from_db()
    assert where.filing.status == "submitted"


def test_another_township_of_the_county_is_the_countys_business_only() -> None:
    near = site("near")
    for role, status in (("county", 200), ("township", 404)):
        client = client_of(somebody(role))
        for row in near.rows.values():
            assert client.get(page_of(row)).status_code == status, (role, row)


@pytest.mark.parametrize("role", ["citizen", "anonymous"])
def test_who_is_no_staff_stands_before_the_login(role: str) -> None:
    here = site("here")
    client = client_of(somebody(role)) if role == "citizen" else Client()
    for page in expected(HERE, "county"):
        noun, deed = page.split()
        for answer in (client.get, client.post):
            told = answer(page_of(here.rows[noun], deed))
            assert (told.status_code, told["Location"].split("?")[0]) == (302, reverse("admin:login")), page


def test_an_account_that_is_closed_meanwhile_is_out_at_once() -> None:
    here, officer = site("here"), somebody("county")
    client = client_of(officer)
    assert client.get(page_of(here.filing)).status_code == 200
    officer.is_active = False
    officer.save()
    assert client.get(page_of(here.filing)).status_code == 302
    assert client.post(page_of(here.filing, "accept"), {"remark": ""}).status_code == 302
    here.filing.refresh_from_db()
    assert here.filing.status == "submitted"


def test_a_place_that_is_taken_away_is_out_of_reach_at_once() -> None:
    here, officer = site("here"), somebody("county")
    client = client_of(officer)
    assert client.get(page_of(here.institution)).status_code == 200
    officer.jurisdictions.all().delete()
    assert client.get(page_of(here.institution)).status_code == 404


def test_numbers_that_are_none_are_not_there() -> None:
    """The same answer as for what lies elsewhere, and never a broken page."""
    here, client = site("here"), client_of(somebody("county"))
    odd = ["-1", "abc", "99999999999999999999", "%00"]
    for number, page in product(odd, expected(HERE, "county")):
        noun, deed = page.split()
        row = here.rows[noun]
        asked = page_of(row, deed).replace(f"/{row.pk}/", f"/{number}/")
        assert client.get(asked, follow=True).status_code in (403, 404), asked


def test_papers_of_a_filing_elsewhere_are_not_printed() -> None:
    where, client = site("there"), client_of(somebody("county"))
    for paper in ("form", "receipt", "conditions", "measures", "full"):
        assert (
            client.get(reverse("admin:eldercare_filing_paper", args=[where.filing.pk, paper])).status_code
            == 404
        )
    full = reverse("admin:eldercare_filing_full_form", args=[where.filing.pk])
    assert client.post(full, {"reason": "示例原因：核对"}).status_code == 404
