"""axe finds nothing to blame on any kind of public page, wide or narrow, by day or by night (WCAG 2.2 AA)."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests import make
from tests.looking import DAY_AND_NIGHT, View, complaints, complaints_in
from tests.portal.test_every_page import ANSWERED_PAGES, address

WIDE_BY_NIGHT: View = (1280, "dark")
NARROW_BY_DAY: View = (360, "light")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("views", [1, pytest.param(4, marks=pytest.mark.long)])
def test_no_page_breaks_a_rule_of_accessibility(live_server: LiveServer, page: Page, views: int) -> None:
    """Every other kind wide by night and the ones between narrow by day, or every kind in every view."""
    make.portal()
    broken = {}
    for number, kind in enumerate(ANSWERED_PAGES):
        page.goto(live_server.url + address(kind))
        chosen = DAY_AND_NIGHT if views > 1 else (NARROW_BY_DAY if number % 2 else WIDE_BY_NIGHT,)
        if found := complaints_in(page, *chosen):
            broken[kind] = found
    assert broken == {}


@pytest.mark.browser
def test_the_search_for_faults_finds_one(page: Page) -> None:
    page.set_content("<html><body><img src='data:,'></body></html>")
    assert any(found.startswith("image-alt") for found in complaints(page))
