"""A reader with a browser: no error, no sideways scroll, the keyboard is enough, anchors land."""

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


def test_the_first_tab_is_the_way_to_the_text(live_server: LiveServer, page: Page) -> None:
    make.portal()
    page.goto(f"{live_server.url}/documents/")
    page.keyboard.press("Tab")
    assert focused(page) == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def focused(page: Page) -> Any:
    return page.evaluate("document.activeElement.textContent")


def test_an_address_lands_on_its_paragraph(live_server: LiveServer, page: Page) -> None:
    body = "\n".join(f"{number}.第{number}段，说得比较长。" for number in range(1, 80))
    document = make.document(body=f"一、总则\n{body}")
    page.goto(f"{live_server.url}{document.get_absolute_url()}#s1-70")
    expect(page.locator("#s1-70")).to_be_in_viewport()
    expect(page.locator("#s1-2")).not_to_be_in_viewport()


def test_a_wide_screen_opens_the_outline_and_a_phone_keeps_it_folded(
    live_server: LiveServer, page: Page
) -> None:
    document = make.document(body="一、总则\n一段。\n二、保障\n一段。")
    page.goto(live_server.url + document.get_absolute_url())
    outline = page.locator("[data-outline]")
    expect(outline).to_have_attribute("open", "")
    page.set_viewport_size({"width": 360, "height": 800})
    page.reload()
    expect(outline).not_to_have_attribute("open", "")


def test_the_citation_is_copied_at_a_press(live_server: LiveServer, page: Page) -> None:
    document = make.document("示例通知")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + document.get_absolute_url())
    page.get_by_role("button", name="复制引文").click()
    expect(page.get_by_role("status")).to_have_text("已复制。")
    assert "《示例通知》" in page.evaluate("navigator.clipboard.readText()")


def test_a_page_is_complete_without_scripts(live_server: LiveServer, browser: Any) -> None:
    make.portal()
    context = browser.new_context(java_script_enabled=False)
    window = context.new_page()
    window.goto(live_server.url + address("{document}"))
    assert window.locator(".citation").is_visible()
    assert window.locator(".reading-outline summary").is_visible()
    window.goto(f"{live_server.url}/documents/?q=示例")
    assert window.locator(".document-list li").first.is_visible()
    context.close()
