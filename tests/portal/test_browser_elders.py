"""The large-type version in a browser: there before the page is drawn, kept, left again, large, plain, without a fault."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import make
from tests.looking import complaints
from tests.portal.test_every_page import address

KINDS = (
    "/",
    "{document}",
    "/documents/",
    "/issues/2024/9/",
    "/tasks/",
    "/units/",
    "/chronicle/",
    "/chronicle/2024/8/",
    "/search/?q=示例",
    "/eldercare/",
    "{institution}",
    "/eldercare/standard/",
    "/eldercare/complaint/",
    "/about/accessibility/",
)
# When the mark of the version comes, there is no body yet, so nothing can have been drawn without it.
WATCH = """
  window.marked = [];
  new MutationObserver(() => {
    const { mode, size } = document.documentElement?.dataset ?? {};
    if (mode || size) window.marked.push([mode, size, document.body === null]);
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-mode", "data-size"] });
"""
SMALL = """() => {
  const found = new Set(), texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const place = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !place.checkVisibility()) continue;
    if (place.closest("svg, .skip-link, .hidden-visually")) continue;
    if (parseFloat(getComputedStyle(place).fontSize) < 18) found.add(`${place.tagName}.${place.className}`);
  }
  return [...found];
}"""
LOW = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")].filter((each) => {
  if (!each.checkVisibility() || each.closest(".skip-link, .hidden-visually, label")) return false;
  const { width, height } = each.getBoundingClientRect();
  return width && height < 44 && !["checkbox", "radio"].includes(each.type);
}).map((each) => `${each.tagName}.${each.className} ${each.textContent.trim().slice(0, 20)}`)"""


def choose(page: Page, live_server: LiveServer, **kept: str) -> None:
    page.goto(f"{live_server.url}/robots.txt")
    for name, value in kept.items():
        page.evaluate("([name, value]) => localStorage.setItem(name, value)", [name, value])


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_choice_is_kept_stands_before_the_page_and_can_be_left(
    live_server: LiveServer, page: Page
) -> None:
    document = make.document()
    page.add_init_script(WATCH)
    page.goto(live_server.url + document.get_absolute_url())
    html = page.locator("html")
    page.get_by_role("button", name="大一点", exact=True).click()
    expect(html).to_have_css("font-size", "20px")
    page.get_by_role("button", name="标准").click()
    expect(html).to_have_css("font-size", "18px")
    page.get_by_role("button", name="大字版").focus()
    page.keyboard.press("Enter")
    expect(html).to_have_css("font-size", "22px")
    expect(page.get_by_text("您正在使用大字版")).to_be_visible()
    expect(page.locator("body > [role=status]")).to_have_text("已换成大字版。")
    expect(page.locator(".elder-bar [data-mode-switch]")).to_be_focused()
    for _ in range(4):
        page.get_by_role("button", name="字大一点").click()
    expect(html).to_have_css("font-size", "30px")
    expect(page.locator("body > [role=status]")).to_have_text("已经是最大的字。")
    page.goto(f"{live_server.url}/about/")
    expect(html).to_have_css("font-size", "30px")
    marked = page.evaluate("marked")
    assert marked[-1] == ["elder", "30", True]
    assert all(without_body for _, _, without_body in marked)
    assert page.context.cookies() == []
    page.get_by_role("button", name="回到普通版").first.click()
    expect(html).to_have_css("font-size", "18px")
    expect(page.locator(".mode-switch[data-mode-switch]")).to_be_focused()
    page.reload()
    expect(page.get_by_text("您正在使用大字版")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_for_elders_are_large_and_plain(live_server: LiveServer, page: Page) -> None:
    make.portal()
    page.set_viewport_size({"width": 360, "height": 800})
    faults = {}
    choose(page, live_server, mode="elder", size="16")  # as another window may have left it
    for kind in KINDS:
        page.goto(live_server.url + address(kind))
        found = [page.evaluate(measure) for measure in (SMALL, LOW)]
        page.evaluate("document.documentElement.dataset.size = '30'")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if any(found) or wide > 360:
            faults[kind] = [wide, *found]
    assert faults == {}
    page.goto(live_server.url + address("{document}"))
    for hidden in (".task-note", ".permalink", "#relations", ".citation"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.get_by_role("link", name="更多").click()
    expect(page.get_by_role("heading", name="站点地图")).to_be_visible()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("width", "scheme", "kinds"),
    [(1280, "dark", ("/", "{document}", "/about/accessibility/")), (360, "light", KINDS)],
    ids=["wide by night", "narrow by day"],
)
def test_no_page_for_elders_breaks_a_rule_of_accessibility(
    live_server: LiveServer, page: Page, width: int, scheme: str, kinds: tuple[str, ...]
) -> None:
    make.portal()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    choose(page, live_server, mode="elder")
    broken = {}
    for kind in kinds:
        page.goto(live_server.url + address(kind))
        if found := complaints(page):
            broken[kind] = found
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    if found := complaints(page):
        broken["dialog"] = found
    assert broken == {}


@pytest.mark.django_db
def test_one_small_script_comes_before_the_style_sheets_and_no_other_holds_up_the_page() -> None:
    text = Client().get("/").content.decode()
    scripts = [script for script in re.findall(r"<script([^>]*)>", text) if "src=" in script]
    assert [('type="module"' in script) for script in scripts] == [False] + [True] * (len(scripts) - 1)
    assert text.index("before_paint.js") < text.index('rel="stylesheet"')
    with open("static/js/before_paint.js", encoding="utf-8") as script:
        assert len(script.read().encode()) <= 1024
