"""The door in a real browser: setting up the second factor, coming in by it, by a recovery code, and being locked out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from foundation.models import SecondFactor
from tests.accounts.people import PASSWORD, code_of, person
from tests.clicking import leave_by
from tests.looking import complaints, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """A window that reports every error of a script or a policy; that an answer was a refusal is no error here."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    page, errors = context.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda said: (
            errors.append(said.text)
            if said.type == "error" and "Failed to load resource" not in said.text
            else None
        ),
    )
    yield page
    context.close()
    assert errors == []


def knock(page: Page, live_server: LiveServer, password: str = PASSWORD) -> None:
    page.goto(live_server.url + reverse("admin:login"))
    page.fill("#id_username", "zhubian")
    page.fill("#id_password", password)
    leave_by(page.get_by_role("button", name="登录"))


def looked_at(page: Page, found: dict[str, object], name: str) -> None:
    """Fits a wide and a narrow screen, and axe has nothing to say of what is ours."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('.animate-pulse').forEach(mark => mark.remove())")
    wrong: list[object] = [*complaints(page, context=".move" if page.locator(".move").count() else "form")]
    wrong += too_wide(page, 360, 1280)
    if wrong:
        found[name] = wrong


def send(page: Page, code: str, button: str) -> None:
    page.fill("#id_code", code)
    leave_by(page.get_by_role("button", name=button))


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_from_the_first_log_in_to_the_recovery_code(live_server: LiveServer, window: Page) -> None:
    chief, found, page = person("主编", "zhubian"), dict[str, object](), window
    page.goto(live_server.url + reverse("admin:login"))
    looked_at(page, found, "log-in")
    knock(page, live_server)
    expect(page.get_by_text("请先在这里启用")).to_be_visible()
    page.goto(live_server.url + reverse("admin:documents_document_changelist"))
    expect(page.get_by_role("heading", name="两步验证还没有启用")).to_be_visible()
    looked_at(page, found, "must enrol")
    page.get_by_role("button", name="开始设置").click()
    expect(page.locator(".account-code svg")).to_be_visible()
    page.get_by_text("扫不了").click()
    shown = page.locator(".account-secret").inner_text().replace(" ", "")
    assert shown == SecondFactor.objects.get(user=chief).secret.plain()
    looked_at(page, found, "enrol")
    send(page, "000000", "启用")
    expect(page.get_by_role("alert")).to_contain_text("验证码不对")
    send(page, code_of(chief), "启用")
    expect(page.locator(".account-codes code")).to_have_count(10)
    codes = page.locator(".account-codes code").all_inner_texts()
    looked_at(page, found, "recovery codes")
    page.get_by_role("link", name="去工作台").click()
    expect(page.get_by_role("heading", name="等我处理")).to_be_visible()

    page.context.clear_cookies()
    knock(page, live_server)
    expect(page.get_by_role("heading", name="填写验证码")).to_be_visible()
    looked_at(page, found, "code")
    send(page, "123456", "登录")
    expect(page.get_by_role("alert")).to_contain_text("验证码不对")
    send(page, code_of(chief, later=1), "登录")
    expect(page.get_by_role("heading", name="等我处理")).to_be_visible()

    page.context.clear_cookies()
    knock(page, live_server)
    send(page, codes[0], "登录")
    expect(page.get_by_role("heading", name="等我处理")).to_be_visible()
    page.goto(live_server.url + reverse("admin:second_factor"))
    expect(page.get_by_text("还有 9 个恢复码")).to_be_visible()
    looked_at(page, found, "enrolled")
    assert found == {}


def test_five_wrong_passwords_lock_and_the_page_says_what_to_do(
    live_server: LiveServer, window: Page
) -> None:
    person(name="zhubian")
    found: dict[str, object] = {}
    for _ in range(5):
        knock(window, live_server, "不对的口令")
    expect(window.get_by_role("heading", name="暂时不能登录")).to_be_visible()
    looked_at(window, found, "locked")
    knock(window, live_server)
    expect(window.get_by_role("heading", name="暂时不能登录")).to_be_visible()
    with connection.cursor() as cursor:  # half an hour later
        cursor.execute("UPDATE axes_accessattempt SET attempt_time = attempt_time - interval '31 minutes'")
    knock(window, live_server)
    expect(window.get_by_role("heading", name="等我处理")).to_be_visible()
    assert found == {}
