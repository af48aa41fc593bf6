"""What holds for every public page: it answers, knows no visitor, is well formed, and asks few questions."""

import re
from collections.abc import Callable
from functools import cache

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Document
from eldercare.models import Filing, Institution
from foundation.models import Unit
from gazette.models import Event, Official
from tests import make
from tests.validity import faults

# Every kind of page and the most questions it may ask the database, however much is on record.
BUDGETS = {
    "/": 13,
    "/search/": 0,
    "/search/?q=示例": 18,  # within a transaction nothing is remembered: synonyms and units are read each time
    "/search/?q=示例 段&kind=document&year=2024&sort=date": 16,
    "/search/?q=没有这样的词&year=2024": 13,
    "/search/?q=示例&format=json": 17,
    "/search/suggestions.json?q=示例": 10,
    "/search/description.xml": 0,
    "/issues/": 1,
    "/issues/2024/9/": 6,
    "/documents/": 10,
    "/documents/?q=段&year=2024&validity=valid&sort=oldest": 12,
    "{document}": 1,
    "{document}print/": 1,
    "/documents/number/示政发[2024]99999号/": 5,
    "/tasks/": 6,
    "/tasks/?role=lead&amount=on&least=1": 6,
    "/tasks/targets/": 6,
    "/tasks/targets/?document={number}&path=一": 6,
    "/units/": 5,
    "/units/matrix/": 5,
    "{unit}": 16,
    "{unit}?document={number}&path=一&role=lead": 15,
    "/chronicle/": 4,
    "/chronicle/?q=示例&year=2024&month=8": 10,
    "/chronicle/2024/": 4,
    "/chronicle/2024/8/": 10,
    "{event}": 10,
    "/chronicle/people/": 2,
    "/chronicle/people/?year=2024": 2,
    "{official}": 9,
    "/eldercare/": 5,
    "/eldercare/?q=示例&county=530902&township=530902102&service=meals&kind=day_care&nature=public_built&sort=beds": 5,
    "/eldercare/?level=none": 5,
    "/eldercare/standard/": 2,
    "/eldercare/standard/2024/": 3,
    "/eldercare/catalogue/": 1,
    "/eldercare/catalogue/2026/": 3,
    "/eldercare/catalogue/2026/530922/": 5,
    "/eldercare/catalogue/2026/530922/?on=2026-02-30": 2,
    "/eldercare/catalogue/1999/": 1,
    "/eldercare/levels/": 3,
    "/eldercare/levels/1999/": 1,
    "/eldercare/complaint/": 1,
    "/eldercare/complaint/status/": 0,
    "{institution}complaint/": 1,
    "/eldercare/guide/": 0,
    "/eldercare/institutions.json": 3,
    "/eldercare/institutions.csv?service=meals": 3,
    "/eldercare/forms/filing-form.pdf": 0,
    "/eldercare/forms/basic-conditions.pdf": 0,
    "{institution}": 4,
    "{gone}": 1,
    "{institution.json}": 1,
    "/about/": 2,
    "/about/help/": 1,
    "/about/accessibility/": 0,
    "/about/site-map/": 1,
    "/about/data/": 5,
    "/about/yearly/": 1,
    "/robots.txt": 0,
    "/sitemap.xml": 11,
    "/sitemap-documents.xml": 2,
    "/sitemap-levels.xml": 4,
}
# What else than 200 a page answers with.
STATUS = {"/documents/number/示政发[2024]99999号/": 404, "{gone}": 410} | {
    "/eldercare/catalogue/2026/530922/?on=2026-02-30": 400,
    "/eldercare/catalogue/1999/": 404,
    "/eldercare/levels/1999/": 404,
}
HTML_PAGES = [page for page in BUDGETS if not re.search(r"\.(txt|xml|json|csv|pdf)\b|format=json", page)]
ANSWERED_PAGES = [page for page in HTML_PAGES if page not in STATUS]


def address(page: str) -> str:
    """The address of a page about one of the things on record."""
    found: dict[str, Callable[[], str]] = {
        "{document}": lambda: Document.objects.order_by("pk").earliest("pk").get_absolute_url(),
        "{unit}": lambda: f"/units/{Unit.objects.get(name='示例市财政局').pk}/",
        "{number}": lambda: str(Document.objects.order_by("pk").earliest("pk").pk),
        "{event}": lambda: Event.objects.order_by("pk").earliest("pk").get_absolute_url(),
        "{official}": lambda: Official.objects.get(name="示例长").get_absolute_url(),
        "{institution}": lambda: _institution("accepted").get_absolute_url(),
        "{institution.json}": lambda: f"/eldercare/{_institution('accepted').pk}.json",
        "{gone}": lambda: _institution("cancelled").get_absolute_url(),
    }
    for name, find in found.items():
        page = page.replace(name, find()) if name in page else page
    return page


def _institution(status: str) -> Institution:
    return Filing.objects.filter(status=status).earliest("pk").institution


def questions(page: str) -> int:
    """How often the page asks the database."""
    where = address(page)
    with CaptureQueriesContext(connection) as asked:
        response = Client().get(where)
    assert response.status_code == STATUS.get(page, 200)
    return len(asked)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [2, 20])
def test_every_page_keeps_its_budget(rows: int) -> None:
    make.portal(rows=rows)
    asked = {page: questions(page) for page in BUDGETS}
    assert {page: count for page, count in asked.items() if count > BUDGETS[page]} == {}


@pytest.mark.django_db
def test_every_page_is_the_same_for_everybody_and_sets_no_cookie() -> None:
    make.portal()
    stranger, staff = Client(), Client()
    staff.force_login(User.objects.create_superuser("desk"))
    for page in BUDGETS:
        answer = stranger.get(address(page))
        assert not answer.cookies, page
        assert "cookie" not in answer.headers.get("Vary", "").lower(), page
        assert staff.get(address(page)).content == answer.content, page


@pytest.fixture(scope="class")
def portal(rows_of_the_class: None) -> None:
    make.portal()


@pytest.mark.django_db
class TestHostileAddress:
    @pytest.mark.parametrize(
        "hostile",
        [
            "/documents/number/%E4%B8%B4%00/",
            "/documents/number/%20/",
            "/documents/99999999999999999999/",
            "/units/99999999999999999999/",
            "/issues/99999999999/9/",
            "/chronicle/99999/1/",
            "/chronicle/people/99999999999999999999/",
            "/documents/?q=%00&year=99999999999999999999&unit=99999999999999999999&page=99999999999999999999",
            "/tasks/?least=1e400&path=%00&document=x",
            "/tasks/?least=NaN&amount=maybe",
            "/eldercare/99999999999999999999/",
            "/eldercare/99999999999999999999.json",
            "/eldercare/?q=%00&county=%00&township=99999999999999999999&page=99999999999999999999&sort=up",
            "/eldercare/?county=530922&township=530921101&kind=x&nature=null&service=%27%3B--",
            "/eldercare/?level=9A&county=530922",
            "/eldercare/standard/%00/",
            "/eldercare/standard/nothing/",
            "/eldercare/catalogue/99999999999999999999/",
            "/eldercare/catalogue/2026/%00/",
            "/eldercare/catalogue/2026/530922/?page=99999999999999999999",
            "/eldercare/levels/99999999999999999999/",
            "/eldercare/forms/..%2Fx.pdf",
            "/search/?q=%00%1f&year=%00&county=%00&organ=99999999999999999999&unit=-1&kind=%ED%A0%80",
            "/search/suggestions.json?q=%00%27%3B--%25_",
            "/eldercare/forms/receipt.pdf",
            "/units/1/?document=99999999999999999999999&role=boss",
            "/tasks/targets/?document=99999999999999999999999&path=%00&measure=%27&page=99999999999999999999",
            "/units/matrix/?page=99999999999999999999",
            "/chronicle/?year=99999999999999999999&month=13&person=99999999999999999999",
            "/chronicle/99999999999999999999/",
            "/chronicle/events/99999999999999999999/",
            "/chronicle/people/?year=99999999999999999999",
        ],
    )
    def test_it_is_answered_and_never_fails(self, portal: None, hostile: str) -> None:
        assert Client().get(hostile).status_code in (200, 404)


@cache
def texts() -> dict[str, str]:
    """The text of every kind of page, read once for all the tests that only look at it. It asks the database the first
    time, so a test that calls it is marked for one."""
    make.portal()
    return {page: Client().get(address(page)).content.decode() for page in HTML_PAGES}


@pytest.mark.django_db
@pytest.mark.parametrize("page", HTML_PAGES)
def test_a_page_is_valid_html(page: str) -> None:
    assert faults(texts()[page]) == []


@pytest.mark.django_db
def test_every_page_has_its_parts_and_nothing_inline() -> None:
    for page, text in texts().items():
        for landmark in ("<header", "<main", "<footer", '<html lang="zh-Hans">', 'rel="canonical"'):
            assert text.count(landmark) >= 1, (page, landmark)
        assert text.count("<main") == 1, page
        code = [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag]
        assert [tag for tag in code if 'type="application/ld+json"' not in tag] == [], page
        assert re.findall(r"<style|\sstyle=|\son\w+=", text) == [], page
        assert "csrfmiddlewaretoken" not in text, page
