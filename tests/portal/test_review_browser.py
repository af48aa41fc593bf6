"""Three people bring an issue before the public in a real browser: signed, returned, voided by a change, published."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import Correction, Document
from foundation.models import StatusChange
from gazette.models import Issue
from gazette.sample import SAMPLE_ISSUE
from tests import make
from tests.looking import too_wide
from tests.staff import sit_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STAFF = {"bianji": "责任编辑", "fuzhubian": "副主编", "zhubian": "主编"}


class Desk:
    """One window; the next person sits down where the last one stood up."""

    def __init__(self, server: LiveServer, page: Page) -> None:
        self.server, self.page = server, page
        for username, role in STAFF.items():
            user = User.objects.create_user(username, is_staff=True)
            user.groups.add(Group.objects.get(name=role))

    def sit_down(self, username: str, address: str) -> None:
        sit_down(self.page.context, self.server, User.objects.get(username=username))
        self.page.goto(self.server.url + address)

    def press(self, step: str, confirm: str, said: str, *, reason: str = "") -> None:
        self.page.locator(f"a[href*='/{step}/']").click()
        if reason:
            self.page.get_by_label("原因").fill(reason)
        button = self.page.get_by_role("button", name=confirm)
        expect(button).to_be_visible()
        assert too_wide(self.page, 360, 1280) == []
        button.click()
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
    page.locator("a[href*='/final_review/']").click()
    expect(page.get_by_text("警告还没有改正或写明理由").first).to_be_visible()
    expect(page.get_by_role("button", name="确认终审通过")).to_have_count(0)
    make.accounted(issue)
    page.goto(live_server.url + issue_page)
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


def test_an_issue_from_the_file_to_its_correction_and_withdrawal(live_server: LiveServer, page: Page) -> None:
    desk = Desk(live_server, page)
    desk.sit_down("bianji", reverse("admin:gazette_upload_add"))
    page.set_input_files("input[type=file]", SAMPLE_ISSUE)
    page.get_by_role("button", name="上传并读入").click()
    page.wait_for_url("**/change/")
    page.get_by_role("button", name="接受，存为草稿").click()
    expect(page.get_by_text("新建公文 11 份")).to_be_visible()
    issue = Issue.objects.get()
    issue_page = reverse("admin:gazette_issue_change", args=[issue.pk])

    desk.sit_down("bianji", reverse("admin:gazette_issue_defects", args=[issue.pk]))
    before = page.locator(".defects-count-warning b").inner_text()
    group = page.locator(".defects-warning .defect-group").filter(has_not=page.locator(".defect-tick")).first
    group.locator("summary").click()
    group.locator("textarea").fill("照印刷的样子，不改。")
    group.get_by_role("button", name="保存理由").click()
    expect(page.locator(".defects-count-warning b")).to_have_text(str(int(before) - 1))
    make.accounted(issue)  # the others the same way

    desk.sit_down("bianji", issue_page)
    desk.press("first_review", "确认初审通过", "已初审：")
    desk.sit_down("fuzhubian", issue_page)
    desk.press("return", "确认退回", "已退回：", reason="请核对目录。")
    desk.sit_down("bianji", issue_page)
    desk.press("first_review", "确认初审通过", "已初审：")
    desk.sit_down("fuzhubian", issue_page)
    page.locator("a[href*='/second_review/']").click()
    expect(page.get_by_text("还是").first).to_be_hidden()
    page.get_by_role("button", name="确认复审通过").click()
    expect(page.get_by_text("已复审：").first).to_be_visible()
    desk.sit_down("zhubian", issue_page)
    desk.press("final_review", "确认终审通过", "已终审：")
    desk.press("publish", "确认发布", "已发布：")
    assert set(Document.objects.values_list("status", flat=True)) == {"published"}

    document = Document.objects.exclude(body="").order_by("pk").first()
    assert document is not None
    desk.sit_down("bianji", reverse("admin:documents_document_correct", args=[document.pk]))
    page.get_by_label("更正说明").fill("示例：标题多印一字。")
    page.locator("main button[type=submit], form button[type=submit]").last.click()
    page.wait_for_url("**/correction/*/change/")
    correction_page = reverse("admin:documents_correction_change", args=[Correction.objects.get().pk])
    page.fill("#id_title", "示例更正后的标题")
    page.get_by_role("button", name="保存并继续编辑").click()
    expect(page.get_by_text("成功").first).to_be_visible()
    desk.press("first_review", "确认初审通过", "已初审：")
    desk.sit_down("fuzhubian", correction_page)
    desk.press("second_review", "确认复审通过", "已复审：")
    desk.sit_down("zhubian", correction_page)
    desk.press("final_review", "确认终审通过", "已终审：")
    desk.press("publish", "确认发布", "已发布：")
    address = live_server.url + document.get_absolute_url()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("示例更正后的标题")
    expect(page.get_by_text("示例：标题多印一字。").first).to_be_visible()

    desk.sit_down("zhubian", reverse("admin:documents_document_change", args=[document.pk]))
    desk.press("withdraw", "确认撤回", "已撤回：", reason="示例：内容有误。")
    answer = page.request.get(address)
    assert (answer.status, "示例：内容有误。" in answer.text()) == (410, True)
