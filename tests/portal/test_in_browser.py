"""Every public page in a real browser: no error in the console (so no breach of the policy), no cookie, no sideways scroll."""

from typing import TYPE_CHECKING

import pytest
from django.urls import get_resolver
from pytest_django.live_server_helper import LiveServer

from tests.looking import too_wide
from tests.portal.test_middleware import public_addresses

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ADDRESSES = sorted(
    {address for address in public_addresses(get_resolver().url_patterns) if address.endswith("/")}
)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_of_an_empty_portal_opens_clean(live_server: LiveServer, page: "Page") -> None:
    """With content they are opened by test_browser_reading."""
    sideways = {}
    for address in ADDRESSES:
        answer = page.goto(live_server.url + address)
        assert answer is not None and answer.ok, address
        if found := too_wide(page):
            sideways[address] = found
    assert sideways == {}
    assert page.context.cookies() == []


def test_the_policy_stops_inline_code_and_the_console_tells(
    live_server: LiveServer, browser: "Browser"
) -> None:
    """Guards the test above: a breach of the policy is an error in the console."""
    window = browser.new_page()
    window.goto(live_server.url + "/about/")
    with window.expect_console_message(lambda message: "Content Security Policy" in message.text):
        ran = window.evaluate(
            "() => { const code = document.createElement('script'); code.textContent = 'window.ran = true';"
            " document.head.append(code); return Boolean(window.ran) }"
        )
    window.close()
    assert not ran
