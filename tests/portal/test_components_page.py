"""The page of components: for developers only, made of the real partials, sound in every light."""

import re
from typing import Literal

import pytest
from django.conf import settings
from django.test import Client, override_settings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from portal.components import TOKENS, colours
from tests.portal.test_browser_accessibility import complaints

ADDRESS = "/about/components/"


def test_nobody_sees_it_in_production() -> None:
    assert not settings.DEBUG
    assert Client().get(ADDRESS).status_code == 404


@override_settings(DEBUG=True)
def test_it_shows_every_colour_and_every_shared_partial() -> None:
    response = Client().get(ADDRESS)
    text = response.content.decode()
    assert set(re.findall(r'fill="var\(--([\w-]+)\)"', text)) == set(
        colours(TOKENS.read_text(encoding="utf-8"))
    )
    shown = {found.name for found in response.templates if found.name}
    partials = {"active_filters", "field", "filter_form", "pagination", "search_box"}
    assert {f"components/_{name}.html" for name in partials} | {"gazette/_cover.html"} <= shown


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@override_settings(DEBUG=True)
def test_it_is_accessible_by_day_by_night_and_with_more_contrast(live_server: LiveServer, page: Page) -> None:
    looks: tuple[tuple[Literal["light", "dark"], Literal["more", "no-preference"]], ...] = (
        ("light", "no-preference"),
        ("dark", "no-preference"),
        ("light", "more"),
        ("dark", "more"),
    )
    page.set_viewport_size({"width": 320, "height": 800})
    for scheme, contrast in looks:
        page.emulate_media(color_scheme=scheme, contrast=contrast)
        page.goto(live_server.url + ADDRESS)
        assert complaints(page) == [], (scheme, contrast)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.emulate_media(color_scheme="light", contrast="no-preference", forced_colors="active")
    drawn = page.evaluate(
        """() => { const style = getComputedStyle(document.querySelector('.pagination [aria-current]'));
        return [style.backgroundColor, style.color] }"""
    )
    assert drawn[0] != drawn[1]
