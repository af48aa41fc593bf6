"""What the site says of itself: help, site map, the foot of every page."""

import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import get_resolver

from tests import make
from tests.portal.test_middleware import public_addresses

WHOLE = replace(
    settings.SITE,
    domain="www.example.gov.cn",
    code="1234567890",
    sponsor="示例市人民政府",
    operator="示例市人民政府办公室",
    icp="示ICP备1号",
    police="示公网安备 1号",
    police_code="53090002000001",
    phone="0000-0000001",
    email="gazette@example.gov.cn",
    address="示例路1号",
    postcode="677000",
    report_url="https://www.example.gov.cn/report/",
    mark_image="/media/site/mark.png",
    mark_url="https://www.example.gov.cn/mark/",
)
SHOWN = (
    "主办单位：示例市人民政府",
    "承办单位：示例市人民政府办公室",
    "网站标识码：1234567890",
    '<a href="https://beian.miit.gov.cn/">示ICP备1号</a>',
    'webSearch?code=53090002000001">示公网安备 1号</a>',
    "联系电话：0000-0000001",
    "地址：示例路1号（邮编 677000）",
    '<a href="https://www.example.gov.cn/report/">我为政府网站找错</a>',
    '<a href="https://www.example.gov.cn/mark/"><img src="/media/site/mark.png" alt="党政机关标识"',
)


def read(address: str) -> str:
    return Client().get(address).content.decode()


def foot(text: str) -> str:
    found = re.search("<footer.*</footer>", text, re.DOTALL)
    assert found is not None
    return found[0]


def test_the_foot_shows_all_that_is_configured() -> None:
    with override_settings(SITE=WHOLE):
        shown = foot(read("/about/accessibility/"))
    for item in SHOWN:
        assert item in shown
    assert 'href="/about/site-map/"' in shown
    assert 'href="/about/help/"' in shown


def test_the_foot_shows_nothing_that_is_not() -> None:
    shown = foot(read("/about/accessibility/"))
    for word in ("主办", "承办", "标识", "备案", "公网安备", "电话", "地址", "找错"):
        assert word not in shown
    with override_settings(SITE=replace(WHOLE, mark_image="", police_code="")):
        words = foot(read("/about/accessibility/"))
    assert '<a href="https://www.example.gov.cn/mark/">党政机关标识</a>' in words
    assert "<span>示公网安备 1号</span>" in words


@pytest.mark.django_db
def test_the_site_map_leads_to_every_page_that_needs_no_name() -> None:
    text = read("/about/site-map/")
    pages = {found for found in public_addresses(get_resolver().url_patterns) if found.endswith("/")}
    files = {"/sitemap.xml", "/eldercare/institutions.csv", "/eldercare/institutions.json"}
    assert {page for page in pages | files if f'href="{page}"' not in text} == set()


@pytest.mark.django_db
def test_the_help_explains_a_number_by_a_published_one() -> None:
    hidden = make.document(published=False)
    assert hidden.document_number not in read("/about/help/")
    shown = make.document()
    assert f'<a href="{shown.get_absolute_url()}">{shown.document_number}</a>' in read("/about/help/")


@pytest.mark.django_db
def test_who_finds_nothing_is_led_to_the_help() -> None:
    for nothing in ("/search/?q=没有这样的词", "/documents/?q=没有这样的词", "/nowhere/"):
        assert 'href="/about/help/' in read(nothing)


@pytest.mark.django_db
def test_the_head_marks_the_section_a_page_lies_in() -> None:
    marked = re.compile(r'<a href="([^"]*)" aria-current="true">')
    make.document()
    for address, section in (
        ("/documents/", "/documents/"),
        ("/units/matrix/", "/units/"),
        ("/about/data/", "/about/"),
    ):
        assert marked.findall(read(address)) == [section]
    for address in ("/", "/nowhere/", "/documentsx/"):
        assert marked.findall(read(address)) == []
