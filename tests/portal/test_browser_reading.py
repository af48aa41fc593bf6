"""A reader with a browser: no error, no sideways scroll, the keyboard is enough, nothing is lost without scripts."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import Document
from tests import make
from tests.looking import too_wide
from tests.portal.test_every_page import ANSWERED_PAGES, address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG_ROW = "\t".join(["很长的一个单元格里写了许多字" * 3] * 8)


def test_no_page_scrolls_sideways_or_reports_an_error(live_server: LiveServer, page: Page) -> None:
    make.portal()
    Document.objects.update(body=f"一、总则\n一段。\n{LONG_ROW}\n{LONG_ROW}")
    sideways = {}
    for kind in ANSWERED_PAGES:
        page.goto(live_server.url + address(kind))
        if found := too_wide(page):
            sideways[kind] = found
    assert sideways == {}


def test_the_first_tabs_are_the_ways_to_text_outline_and_search(live_server: LiveServer, page: Page) -> None:
    document = make.document()
    page.goto(live_server.url + document.get_absolute_url())
    ways = []
    for _ in range(3):
        page.keyboard.press("Tab")
        ways.append(page.evaluate("document.activeElement.textContent"))
    assert ways == ["跳到正文", "跳到本文目录", "去查找"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#outline")).to_be_focused()
    page.goto(f"{live_server.url}/documents/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_page_is_complete_without_scripts(live_server: LiveServer, browser: Any) -> None:
    make.portal()
    context = browser.new_context(java_script_enabled=False)
    window = context.new_page()
    window.goto(live_server.url + address("{document}"))
    assert window.locator(".citation").is_visible()
    assert window.locator(".reading-outline summary").is_visible()
    for needs_scripts in (".reading-tools", "[data-copy-citation]", "button.mode-switch", ".elder-bar"):
        assert not window.locator(needs_scripts).is_visible(), needs_scripts
    window.get_by_role("link", name="怎样放大字").click()
    expect(window.locator("#larger")).to_be_visible()
    window.goto(f"{live_server.url}/documents/?q=示例")
    assert window.locator(".document-list li").first.is_visible()
    context.close()


def test_at_two_hundred_percent_nothing_is_lost(live_server: LiveServer, browser: Any) -> None:
    make.portal()
    context = browser.new_context(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    window = context.new_page()
    for kind in ("/", "{document}", "/documents/", "/eldercare/"):
        window.goto(live_server.url + address(kind))
        assert window.evaluate("document.documentElement.scrollWidth") <= 640, kind
        assert window.locator("h1").is_visible(), kind
    context.close()
