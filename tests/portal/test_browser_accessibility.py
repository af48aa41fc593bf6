"""axe finds nothing to blame on any kind of public page, wide or narrow, by day or by night (WCAG 2.2 AA)."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests import make
from tests.looking import DAY_AND_NIGHT, complaints, complaints_in
from tests.portal.test_every_page import ANSWERED_PAGES, address

WIDE_BY_NIGHT, NARROW_BY_DAY = DAY_AND_NIGHT[1], DAY_AND_NIGHT[3]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_no_page_breaks_a_rule_of_accessibility(
    live_server: LiveServer, page: Page, pytestconfig: pytest.Config
) -> None:
    """The long run looks in every view; the short one in two of them, which are not looked at twice in the long one."""
    views = DAY_AND_NIGHT if pytestconfig.getoption("--long") else (WIDE_BY_NIGHT, NARROW_BY_DAY)
    make.portal()
    broken = {}
    for kind in ANSWERED_PAGES:
        page.goto(live_server.url + address(kind))
        if found := complaints_in(page, *views):
            broken[kind] = found
    assert broken == {}


@pytest.mark.browser
def test_the_search_for_faults_finds_one(page: Page) -> None:
    page.set_content("<html><body><img src='data:,'></body></html>")
    assert any(found.startswith("image-alt") for found in complaints(page))
