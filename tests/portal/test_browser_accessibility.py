"""axe finds nothing to blame on any kind of public page, wide or narrow, by day or by night (WCAG 2.2 AA)."""

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests import make
from tests.portal.test_every_page import ANSWERED_PAGES, address

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # not a list of all that is well
}


def complaints(page: Page) -> list[str]:
    """Each broken rule with the first place that breaks it."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (360, "light")])
def test_no_page_breaks_a_rule_of_accessibility(
    live_server: LiveServer, page: Page, width: int, scheme: Literal["light", "dark"]
) -> None:
    make.portal()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    broken = {}
    for kind in ANSWERED_PAGES:
        page.goto(live_server.url + address(kind))
        if found := complaints(page):
            broken[kind] = found
    assert broken == {}


@pytest.mark.browser
def test_the_search_for_faults_finds_one(page: Page) -> None:
    page.set_content("<html><body><img src='data:,'></body></html>")
    assert any(found.startswith("image-alt") for found in complaints(page))
