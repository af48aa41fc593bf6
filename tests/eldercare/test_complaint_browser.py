"""Complaining in a real browser: with the keyboard alone, without scripts, on a phone, read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from eldercare.models import Complaint
from tests import care
from tests.looking import complaints as broken_rules

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE = re.compile(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$")
WORDS = "示例：三月多收了餐费，希望退还。"


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A phone without scripts."""
    context = browser.new_context(
        locale="zh-CN", viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def quiet(browser: Browser) -> Iterator[Page]:
    """A window for answers that refuse: the console always tells of those."""
    window = browser.new_page(locale="zh-CN", viewport={"width": 1280, "height": 900})
    yield window
    window.close()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what bears this name."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
            " return (l ? l.textContent : e.textContent).trim(); }"
        )
        if focused == name:
            return
    raise AssertionError(f"Tab never came to {name}")


def follow(page: Page, name: str) -> None:
    """The same, and wait for the page that Enter leads to."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_the_institution_to_the_reply_with_the_keyboard_alone(
    live_server: LiveServer, page: Page
) -> None:
    institution = care.accepted(name="示例中心").institution
    page.goto(live_server.url + institution.get_absolute_url())
    follow(page, "投诉这家机构")
    expect(page.get_by_role("heading", name="投诉举报")).to_be_visible()
    tab_to(page, "哪一类问题")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "发生了什么")
    page.keyboard.type(WORDS)
    tab_to(page, "联系电话（可以不填）")
    follow(page, "提交")  # the trap is never reached
    expect(page.get_by_role("heading", name="已经收到")).to_be_visible()
    code = page.locator(".tracking-code").inner_text()
    assert CODE.match(code)
    assert broken_rules(page) == []
    complaint = Complaint.objects.get()
    assert (complaint.category, complaint.text, complaint.institution) == ("fee", WORDS, institution)
    follow(page, "看办理情况")
    expect(page.get_by_role("heading", name="查投诉办理情况")).to_be_visible()
    tab_to(page, "查询码")
    page.keyboard.type(code.lower().replace("-", " "))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="待受理")).to_be_visible()
    assert broken_rules(page) == []
    assert code not in page.url


def test_without_scripts_on_a_phone(live_server: LiveServer, plain: Page) -> None:
    care.county("530921")
    plain.goto(f"{live_server.url}/eldercare/complaint/")
    plain.get_by_label("哪一家机构").fill("示例无证养老点，农贸市场旁")
    plain.get_by_label("在哪个县（区）").select_option("530921")
    plain.get_by_label("哪一类问题").select_option("safety")
    plain.get_by_label("发生了什么").fill(WORDS)
    plain.get_by_role("button", name="提交").click()
    expect(plain.get_by_role("heading", name="已经收到")).to_be_visible()
    assert CODE.match(plain.locator(".tracking-code").inner_text())
    assert Complaint.objects.get().about == "示例无证养老点，农贸市场旁"


def test_what_is_wrong_is_said_where_it_is_wrong(live_server: LiveServer, quiet: Page) -> None:
    institution = care.accepted().institution
    quiet.goto(f"{live_server.url}/eldercare/{institution.pk}/complaint/")
    quiet.get_by_label("发生了什么").fill(WORDS)
    quiet.get_by_label("联系电话").fill("abc")
    quiet.get_by_role("button", name="提交").click()
    alert = quiet.get_by_role("alert")
    expect(alert).to_contain_text("请选择是哪一类问题")
    expect(quiet.get_by_label("发生了什么")).to_have_value(WORDS)
    alert.get_by_role("link", name="请选择是哪一类问题").click()
    expect(quiet.get_by_label("哪一类问题")).to_be_focused()
    assert broken_rules(quiet) == []
    quiet.set_viewport_size({"width": 320, "height": 740})
    assert quiet.evaluate("document.documentElement.scrollWidth") <= 320
