"""A click does not wait for what it starts: what a test asks next may be asked of the page that is being left. These wait."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect


def leave_by(way: Locator) -> None:
    """Click a link or a button, and wait until the page it leads to is there."""
    with way.page.expect_navigation():
        way.click()


def choose_by_typing(page: Page, field: str, typed: str, *, shown: str = "") -> None:
    """In a box that asks the server at every key: the choice is made from its last answer, not from one on its way out."""
    box = page.locator(f"#id_{field} + .select2")
    box.click()
    with page.expect_response(lambda answer: f"term={quote(typed)}" in answer.url):
        page.keyboard.type(typed)
    expect(page.locator(".loading-results")).to_have_count(0)
    page.locator(".select2-results__option", has_text=shown or typed).first.click()
    expect(box).to_contain_text(shown or typed)
