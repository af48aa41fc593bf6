"""The search in a real browser: typing, suggestions, facets, the keyboard alone, no script, a phone, paper."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import Document
from foundation.search.indexing import refresh
from tests import make, printed
from tests.clicking import leave_by
from tests.entries import entry
from tests.looking import complaints, complaints_in, too_wide, unfold

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = "\n".join(
    ["一、总则", *(f"{number}.第{number}段，说得比较长。" for number in range(1, 60)), "要种好罗汉果。"]
)


def published() -> Document:
    document = make.document("关于罗汉果种植的通知", organs=[make.unit("示例市农业局")], body=BODY)
    refresh("documents.document", [document.pk])
    return document


def test_from_the_home_page_to_the_paragraph(live_server: LiveServer, page: Page) -> None:
    document = published()
    page.goto(live_server.url)
    page.get_by_role("combobox", name="查找").fill("种好罗汉果")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("mark")).to_have_text("种好罗汉果")
    page.get_by_role("link", name=document.title).click()
    expect(page.get_by_text("要种好罗汉果。")).to_be_in_viewport()


def test_suggestions_are_chosen_with_the_keyboard_alone(live_server: LiveServer, page: Page) -> None:
    document = published()
    make.document("关于罗汉果收购的通知", written_on=date(2020, 1, 1))
    page.goto(f"{live_server.url}/search/")
    box = page.get_by_role("combobox", name="查找")
    for _ in range(30):
        page.keyboard.press("Tab")
        if box.evaluate("box => box === document.activeElement"):
            break
    page.keyboard.type("罗汉果")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    chosen = options.first.get_attribute("id")
    expect(box).to_have_attribute("aria-activedescendant", chosen or "none")
    assert complaints(page) == []
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("罗汉果")
    page.keyboard.press("ArrowDown")
    expect(options).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(live_server.url + document.get_absolute_url())


def test_enter_without_a_choice_asks_the_question(live_server: LiveServer, page: Page) -> None:
    published()
    page.goto(f"{live_server.url}/search/")
    box = page.get_by_role("combobox", name="查找")
    box.fill("罗汉果")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("Enter")
    expect(page.get_by_role("heading", name="查到的内容")).to_be_attached()


def test_a_suggestion_is_tapped_and_holds_no_html(live_server: LiveServer, page: Page) -> None:
    document = make.document("关于<img src=x onerror=alert(1)>的通知")
    page.goto(live_server.url)
    page.get_by_role("combobox", name="查找").fill("<img")
    page.get_by_role("option", name=document.title).click()
    expect(page).to_have_url(live_server.url + document.get_absolute_url())


def many() -> None:
    for number in range(60):
        entry(
            f"第{number}段，茶叶" + "，说得很长" * 20,
            title=f"关于{'很长的题目' * 12}的通知之{number}",
            trail="一、总则 › （一）总体要求",
            number=f"示政发〔{2000 + number % 25}〕{number}号",
            day=date(2000 + number % 25, 1, 1),
            facets={"organ": [str(number % 9)]},
            has_validity=True,
            repealed_from=date(2020, 1, 1) if number % 4 == 0 else None,
        )


def test_facets_without_scripts_on_a_phone(live_server: LiveServer, browser: Browser) -> None:
    many()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    window = context.new_page()
    window.goto(f"{live_server.url}/search/?q=茶叶")
    window.get_by_text("缩小范围").click()
    window.get_by_label("已废止").check()
    window.get_by_role("button", name="按勾选的查找").click()
    expect(window.get_by_text("共 15 处")).to_be_visible()
    window.get_by_role("link", name="有效性：已废止").click()
    expect(window.get_by_text("共 60 处")).to_be_visible()
    for name in ("按日期", "下一页", "第一页"):
        leave_by(window.get_by_role("link", name=name))
    expect(window.get_by_role("link", name="按日期")).to_have_attribute("aria-current", "true")
    context.close()


def test_no_answer_scrolls_sideways(live_server: LiveServer, page: Page) -> None:
    many()
    for more in ("q=茶叶", "q=茶叶&year=2003&year=2004", "q=" + "没有的词" * 10, ""):
        page.goto(f"{live_server.url}/search/?{more}")
        assert too_wide(page, 320, 360, 640, 1280) == [], more


def test_no_answer_breaks_a_rule_of_accessibility(live_server: LiveServer, page: Page) -> None:
    many()
    make.unit("示例市财政局")
    broken = {}
    for more in ("", "q=茶叶", "q=茶叶&year=2003&validity=valid&sort=date", "q=示例市财正局"):
        page.goto(f"{live_server.url}/search/?{more}")
        unfold(page)
        if found := complaints_in(page):
            broken[more] = found
    assert broken == {}


def test_a_list_of_hits_prints_without_its_tools(live_server: LiveServer, page: Page) -> None:
    published()
    page.goto(f"{live_server.url}/search/?q=种好罗汉果")
    text = printed.words(page.pdf(format="A4", prefer_css_page_size=True))
    assert "关于罗汉果种植的通知" in text and "共1处" in text
    for word in ("缩小范围", "按日期", "主要栏目", "站点地图"):
        assert word not in text
