"""The reviewers' page and the board in a real browser: a remark, its answer, its settlement, and then the signature."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from foundation.models import Remark
from tests import make
from tests.clicking import leave_by
from tests.looking import complaints, too_wide
from tests.portal.test_review_desk import page_of
from tests.staff import sit_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def enter(page: Page, live_server: LiveServer, username: str) -> None:
    """Out with whoever was in, in with this one."""
    sit_down(page.context, live_server, User.objects.get(username=username))
    page.goto(live_server.url + reverse("admin:index"))
    expect(page.get_by_role("heading", name="等您办理")).to_be_visible()


def test_from_a_remark_to_the_signature(live_server: LiveServer, page: Page) -> None:
    for username, role in (("bianji", "责任编辑"), ("fuzhubian", "副主编")):
        user = User.objects.create_user(username, is_staff=True, first_name=role)
        user.groups.add(Group.objects.get(name=role))
    issue = make.issue(2024, 9, published=False)
    document = make.document("示例通知", published=False, body="一、总则\n这是第一段。\n这是第二段。")
    make.entry(issue, document)
    document = make.move(document, "first_review", by=User.objects.get(username="bianji"))

    enter(page, live_server, "fuzhubian")
    assert complaints(page, context=".desk-board") == []  # the frame is django-unfold's
    assert too_wide(page, 1280, 360) == []
    leave_by(page.get_by_role("link", name="示例通知"))  # from now on the keys are listened to
    place = page.locator("#place-p2")
    place.locator("summary").click()
    place.get_by_label("批注").fill("<b>日期</b>有误。")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("已提出批注。")).to_be_visible()
    expect(place.locator(".remark-text")).to_have_text("<b>日期</b>有误。")
    expect(page.locator(".review-counts")).to_contain_text("1 条未办结")
    assert complaints(page) == []
    assert too_wide(page, 1280, 360) == []

    enter(page, live_server, "bianji")
    expect(page.locator(".desk-line")).to_contain_text(["批注待处理"])
    leave_by(page.get_by_role("link", name="示例通知"))
    page.keyboard.press("n")
    expect(page.locator(".remark")).to_be_focused()
    page.locator(".remark summary", has_text="回复").click()
    page.get_by_label("回复").fill("已改。")
    page.get_by_role("button", name="提交回复").click()
    expect(page.get_by_text("已回复。")).to_be_visible()

    enter(page, live_server, "fuzhubian")
    page.goto(live_server.url + page_of(document))
    page.locator(".remark summary", has_text="办结").click()
    page.get_by_label("怎样处理的").fill("已按批注改正。")
    page.get_by_role("button", name="办结这条批注").click()
    expect(page.locator(".review-counts")).to_contain_text("没有未办结的批注，1 条已办结")
    assert not Remark.objects.get().is_standing
    leave_by(page.get_by_role("link", name="复审通过"))
    leave_by(page.get_by_role("button", name="确认复审通过"))
    expect(page.get_by_text("已复审").first).to_be_visible()
    document.refresh_from_db()
    assert document.status == "second_review"
    page.goto(live_server.url + page_of(issue, "progress"))
    assert complaints(page, context=".progress-desk") == []
    assert too_wide(page, 1280, 360) == []
    page.goto(live_server.url + reverse("admin:index"))
    assert too_wide(page, 1280, 360) == []


def test_without_scripts_everything_can_be_said(live_server: LiveServer, browser: Browser) -> None:
    document = make.document(published=False, body="一、总则\n这是第一段。")
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    sit_down(context, live_server, User.objects.create_superuser("zhubian"))
    page = context.new_page()
    page.goto(live_server.url + page_of(document))
    page.locator("#place-p1 summary").click()
    page.locator("#place-p1 textarea").fill("不用脚本写的。")
    page.locator("#place-p1 button").click()
    page.locator(".remark summary", has_text="办结").click()
    page.locator(".remark textarea[name=text]").last.fill("好。")
    page.get_by_role("button", name="办结这条批注").click()
    expect(page.locator(".remark-resolution")).to_contain_text("好。")
    context.close()
