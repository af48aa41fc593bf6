<<<<<<< HEAD
"""The reviewers' page and the board in a real browser: a remark, its answer, its settlement, and then the signature."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from foundation.models import Remark
from tests import make
from tests.looking import complaints, too_wide
from tests.portal.test_review_desk import page_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "示例口令abc123"


def enter(page: Page, live_server: LiveServer, username: str) -> None:
    """Out with whoever was in, in with this one."""
    page.context.clear_cookies()
    page.goto(live_server.url + reverse("admin:index"))
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="等您办理")).to_be_visible()


def test_from_a_remark_to_the_signature(live_server: LiveServer, page: Page) -> None:
    for username, role in (("bianji", "责任编辑"), ("fuzhubian", "副主编")):
        user = User.objects.create_user(username, password=PASSWORD, is_staff=True, first_name=role)
        user.groups.add(Group.objects.get(name=role))
    issue = make.issue(2024, 9, published=False)
    document = make.document("示例通知", published=False, body="一、总则\n这是第一段。\n这是第二段。")
    make.entry(issue, document)
    document = make.move(document, "first_review", by=User.objects.get(username="bianji"))

    enter(page, live_server, "fuzhubian")
    assert complaints(page, context=".desk-board") == []  # the frame is django-unfold's
    assert too_wide(page, 1280, 360) == []
    page.get_by_role("link", name="示例通知").click()
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
    page.get_by_role("link", name="示例通知").click()
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
    signed = make.move(document, "second_review", by=User.objects.get(username="fuzhubian"))
    assert signed.status == "second_review"
    page.goto(live_server.url + page_of(issue, "progress"))
    assert complaints(page, context=".progress-desk") == []
    assert too_wide(page, 1280, 360) == []
    page.goto(live_server.url + reverse("admin:index"))
    assert too_wide(page, 1280, 360) == []


def test_without_scripts_everything_can_be_said(
    live_server: LiveServer, client: Client, browser: Browser
) -> None:
    client.force_login(User.objects.create_superuser("zhubian"))
    document = make.document(published=False, body="一、总则\n这是第一段。")
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
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
=======
"""Three people bring an issue before the public in a real browser: signed, returned, voided by a change, published."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import Document
from foundation.models import StatusChange
from tests import make
from tests.looking import too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "示例口令abc123"
STAFF = {"bianji": "责任编辑", "fuzhubian": "副主编", "zhubian": "主编"}


class Desk:
    """One window; the next person logs in where the last one stood up."""

    def __init__(self, server: LiveServer, page: Page) -> None:
        self.server, self.page = server, page
        for username, role in STAFF.items():
            user = User.objects.create_user(username, password=PASSWORD, is_staff=True)
            user.groups.add(Group.objects.get(name=role))

    def sit_down(self, username: str, address: str) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.server.url}{reverse('admin:login')}?next={address}")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_load_state("networkidle")

    def press(self, step: str, confirm: str, said: str, *, reason: str = "") -> None:
        self.page.locator(f"a[href*='/{step}/']").click()
        if reason:
            self.page.get_by_label("原因").fill(reason)
        assert too_wide(self.page, 360, 1280) == []
        self.page.get_by_role("button", name=confirm).click()
        expect(self.page.get_by_text(said).first).to_be_visible()


def test_an_issue_goes_through_three_hands(live_server: LiveServer, page: Page) -> None:
    desk = Desk(live_server, page)
    issue = make.issue(2025, 1, published=False)
    document = make.document(published=False)
    make.entry(issue, document)
    issue_page = reverse("admin:gazette_issue_change", args=[issue.pk])
    document_page = reverse("admin:documents_document_change", args=[document.pk])

    desk.sit_down("bianji", issue_page)
    desk.press("first_review", "确认初审通过", "已初审：")
    expect(page.locator("a[href*='_review/']")).to_have_count(0)
    desk.sit_down("fuzhubian", document_page)
    desk.press("return", "确认退回", "已退回：", reason="成文日期有误。")
    expect(page.get_by_text("成文日期有误。").first).to_be_visible()
    page.goto(live_server.url + issue_page)
    page.locator("a[href*='/second_review/']").click()
    expect(page.get_by_text("还是草稿，这一期要等它")).to_be_visible()

    desk.sit_down("bianji", document_page)
    desk.press("first_review", "确认初审通过", "已初审：")
    page.fill("#id_title", "示例改好的标题")
    page.get_by_role("button", name="保存并继续编辑").click()
    expect(page.get_by_text("原来通过的审核已经失效")).to_be_visible()
    desk.press("first_review", "确认初审通过", "已初审：")
    desk.sit_down("fuzhubian", issue_page)
    desk.press("second_review", "确认复审通过", "已复审：")
    desk.sit_down("zhubian", issue_page)
    desk.press("final_review", "确认终审通过", "已终审：")
    page.locator("a[href*='/schedule/']").click()
    page.get_by_label("发布时间").fill(f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="确认定时发布").click()
    expect(page.get_by_text("已定时：").first).to_be_visible()
    desk.press("publish", "确认发布", "已发布：")
    expect(page.get_by_role("link", name="查看公开页面")).to_be_visible()
    assert Document.objects.get().status == "published"
    verbs = StatusChange.objects.of(document).order_by("pk").values_list("verb", flat=True)
    back = ["first_review", "return", "first_review", "void"]
    assert list(verbs) == [*back, "first_review", "second_review", "final_review", "publish"]
>>>>>>> reviews
