"""The directory: who is in it, how to reach them, how to go on."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eldercare import actions
from eldercare.models import Institution
from tests import care
from tests.sitemap import whole_sitemap


def read(query: str = "") -> str:
    return Client().get(f"/eldercare/?{query}").content.decode()


@pytest.mark.django_db
def test_a_new_portal_says_that_nobody_is_on_file_yet() -> None:
    text = read()
    assert "还没有已备案的机构" in text
    assert "institutions.csv" not in text


@pytest.mark.django_db
def test_an_empty_result_helps_on() -> None:
    care.accepted()
    text = read("q=没有这个词")
    assert "没有查到符合条件的机构" in text
    assert "去掉一两个条件" in text
    assert 'href="/eldercare/">看全部机构' in text


@pytest.mark.django_db
def test_only_what_is_on_file_and_open_is_listed() -> None:
    shown = care.accepted(name="示例在册").institution
    for state in (care.draft, care.submitted, care.returned, care.cancelled):
        state(name=f"示例隐{state.__name__}")
    closed = care.accepted(name="示例隐停业").institution
    Institution.objects.filter(pk=closed.pk).update(closed_on=care.DAY, closing_reason="示例原因")
    text = read()
    assert shown.get_absolute_url() in text
    assert "示例隐" not in text
    assert "共 <strong>1</strong> 家机构" in text


@pytest.mark.django_db
def test_a_change_on_its_way_shows_what_is_in_force() -> None:
    filing = care.accepted(name="示例旧名")
    site = filing.institution
    Institution.objects.filter(pk=site.pk).update(name="示例新名")
    by = care.colleague(site)
    change = actions.open_filing(site, change_summary="示例更名", by=by, at=care.AT)
    actions.submit_filing(change, filed_on=care.DAY, commitment_on=care.DAY, by=by, at=care.AT)
    assert "示例旧名" in read()
    assert "示例新名" not in read()
    actions.accept_filing(change, by=care.colleague(site), at=care.AT)
    assert "示例新名" in read()
    assert "示例旧名" not in read()
    assert "共 <strong>1</strong> 家机构" in read()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phone", "consent", "shown"),
    [
        ("08832123456", False, 'href="tel:08832123456">0883-2123456</a>'),
        ("0883-2123456转8", False, 'href="tel:08832123456">0883-2123456转8</a>'),
        ("13900000000", True, 'href="tel:13900000000">139 0000 0000</a>'),
        ("139 0000 0000", False, "电话没有公布"),  # no spelling of a mobile number gets round the consent
        ("", False, "电话没有公布"),
    ],
)
def test_the_telephone_can_be_dialled(phone: str, consent: bool, shown: str) -> None:
    care.accepted(service_phone=phone, phone_may_be_public=consent)
    assert shown in read()


@pytest.mark.django_db
def test_pages_keep_the_conditions() -> None:
    care.many(62, townships=3)
    text = read("service=meals&kind=day_care")
    assert 'href="?service=meals&amp;kind=day_care&amp;page=2"' in text
    assert len(re.findall(r'class="care-phone"', text)) == 30
    assert len(re.findall(r'class="care-phone"', read("service=meals&page=2"))) == 1
    with CaptureQueriesContext(connection) as few:
        read("q=示例")
    assert len(few) <= 5


@pytest.mark.django_db
def test_what_is_found_can_be_taken_away() -> None:
    care.accepted()
    text = read("county=530922&q=示例&page=1")
    for kind in ("csv", "json"):
        assert f'href="/eldercare/institutions.{kind}?county=530922&amp;q=%E7%A4%BA%E4%BE%8B"' in text
    assert 'href="/about/data/#institutions"' in text


@pytest.mark.django_db
def test_a_county_names_its_page() -> None:
    care.accepted()
    assert "<title>云县的养老服务机构 · " in read("county=530922")
    assert "<title>养老服务 · " in read()
    assert 'aria-current="page">云县</li>' in read("county=530922")


@pytest.mark.django_db
def test_what_somebody_typed_stays_text() -> None:
    care.accepted(name="<b>示例</b>", address='"><script>alert(1)</script>')
    text = read('q="><script>alert(2)</script>') + read()
    assert "<script>alert" not in text
    assert "&lt;b&gt;示例&lt;/b&gt;" in text


@pytest.mark.django_db
def test_the_home_page_opens_a_door_to_every_county() -> None:
    assert "家门口的养老服务" not in Client().get("/").content.decode()
    for _ in range(3):
        care.accepted()
    care.accepted(township=care.township("530921101"))
    text = Client().get("/").content.decode()
    assert "全部 4 家" in text
    assert re.search(r'href="/eldercare/\?county=530922#found">云县 <span class="chip-count">3家', text)
    assert re.search(r'href="/eldercare/\?county=530921#found">凤庆 <span class="chip-count">1家', text)


@pytest.mark.django_db
def test_the_maps_of_the_site_name_the_directory() -> None:
    shown, hidden = care.accepted().institution, care.submitted().institution
    text = whole_sitemap()
    for path in ("/eldercare/", "/eldercare/guide/", shown.get_absolute_url()):
        assert f"{path}</loc>" in text
    assert f"{hidden.get_absolute_url()}</loc>" not in text
    assert 'href="/eldercare/guide/"' in Client().get("/about/site-map/").content.decode()
    robots = Client().get("/robots.txt").content.decode()
    assert "eldercare" not in robots


@pytest.mark.django_db
def test_the_map_of_the_site_tells_when_an_institution_last_changed() -> None:
    site = care.accepted().institution
    text = whole_sitemap()
    changed = Institution.objects.get(pk=site.pk).updated_at
    assert f"{site.get_absolute_url()}</loc><lastmod>{changed:%Y-%m}" in re.sub(r"\s", "", text)


@pytest.mark.django_db
def test_the_data_page_counts_and_describes() -> None:
    care.many(6)
    care.submitted()
    text = Client().get("/about/data/").content.decode()
    assert "3 家机构" in text
    assert '<th scope="row">building_area</th><td>建筑面积（平方米）</td>' in text
    assert "meals 助餐" in text
