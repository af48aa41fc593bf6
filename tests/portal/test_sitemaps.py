"""The map of the site for search engines: an index of parts, each no longer than the protocol allows."""

import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client, override_settings

from foundation.models import Unit
from gazette.models import Official
from portal.sitemaps import PARTS, Part
from tests import care, make
from tests.sitemap import whole_sitemap


def listed(address: str) -> list[str]:
    return re.findall("<loc>([^<]*)</loc>", Client().get(address).content.decode())


@pytest.mark.django_db
def test_the_index_names_every_part() -> None:
    make.portal()
    assert listed("/sitemap.xml") == [f"http://testserver/sitemap-{part}.xml" for part in PARTS]
    assert Client().get("/sitemap-nothing.xml").status_code == 404


@pytest.mark.django_db
def test_a_part_that_grows_too_long_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Part, "limit", 2)
    addresses = {f"http://testserver{make.document().get_absolute_url()}" for _ in range(5)}
    parts = [address for address in listed("/sitemap.xml") if "documents" in address]
    assert parts == [f"http://testserver/sitemap-documents.xml{page}" for page in ("", "?p=2", "?p=3")]
    found = [address for part in parts for address in listed(part)]
    assert (len(found), set(found)) == (5, addresses)
    for page in ("4", "x", "-1"):
        assert Client().get(f"/sitemap-documents.xml?p={page}").status_code == 404


@pytest.mark.django_db
def test_it_names_what_is_published_only() -> None:
    shown, hidden = make.document(), make.document(published=False)
    text = whole_sitemap()
    assert f"{shown.get_absolute_url()}</loc>" in text
    assert f"{hidden.get_absolute_url()}</loc>" not in text


@pytest.mark.django_db
def test_what_is_withdrawn_is_missed_by_who_asks_for_changes() -> None:
    document = make.document()
    answer = Client().get("/sitemap-documents.xml")
    assert "Last-Modified" not in answer.headers
    make.withdrawn(document)
    again = Client().get("/sitemap-documents.xml", headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, document.get_absolute_url() in again.content.decode()) == (200, False)


@pytest.mark.django_db
def test_it_names_units_and_people_once_each() -> None:
    make.portal(3)
    text = whole_sitemap()
    for model, path in ((Unit, "units"), (Official, "chronicle/people")):
        found = re.findall(rf"/{path}/(\d+)/</loc>", text)
        assert found
        assert len(found) == len(set(found))
        assert set(found) <= {str(pk) for pk in model.objects.values_list("pk", flat=True)}


@pytest.mark.django_db
def test_it_names_the_levels_by_year_and_county() -> None:
    care.accepted()
    make.portal()
    addresses = listed("/sitemap-levels.xml")
    assert "http://testserver/eldercare/catalogue/2026/" in addresses
    assert "http://testserver/eldercare/catalogue/2026/530922/" in addresses
    assert {Client().get(address).status_code for address in addresses} == {200}


@pytest.mark.django_db
def test_addresses_are_those_the_pages_call_their_own() -> None:
    with override_settings(SITE=replace(settings.SITE, domain="www.example.gov.cn")):
        assert listed("/sitemap-pages.xml")[0] == "https://www.example.gov.cn/"
