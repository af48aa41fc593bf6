"""The defect report in a real browser: wide and narrow, with and without scripts, and the way to the very line."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import DefectTick, Document
from gazette.models import Issue
from tests import make
from tests.clicking import leave_by
from tests.looking import complaints, too_wide
from tests.staff import sit_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SELECTED = """() => {
  const box = document.activeElement;
  return [box.name, box.value.slice(box.selectionStart, box.selectionEnd)];
}"""
BODY = "一、总则\n各单位照旧办理。\n二、其他\n其它事项另行通知，其它单位参照。"


@pytest.fixture
def editor() -> User:
    user = User.objects.create_user("editor", is_staff=True)
    user.groups.add(Group.objects.get(name="责任编辑"))
    return user


def an_issue() -> tuple[Issue, Document]:
    issue = make.issue(2024, 9, published=False)
    document = make.document(published=False, body=BODY)
    make.attachment(document, text="甲\n联系电话13800138000。")
    make.attachment(document, text="乙\n佧山机场。")
    make.entry(issue, document)
    return issue, document


def report_of(subject: Issue | Document) -> str:
    meta = subject._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_defects", args=[subject.pk])


def test_the_report_from_the_button_to_the_line_and_to_the_reason(
    live_server: LiveServer, page: Page, editor: User
) -> None:
    issue, document = an_issue()
    sit_down(page.context, live_server, editor)
    page.goto(live_server.url + reverse("admin:gazette_issue_change", args=[issue.pk]))
    leave_by(page.locator("a[href$='/defects/']").first)
    expect(page.get_by_text("有必须改正的缺陷")).to_be_visible()
    assert too_wide(page, 1280, 360) == []
    assert complaints(page, context=".defects") == []
    page.set_viewport_size({"width": 1280, "height": 900})

    misprints = page.locator(f"#warning-document-{document.pk}-misprint")
    misprints.get_by_role("link", name="去改").first.click()
    expect(page.locator("#id_body")).to_be_focused()
    assert page.evaluate(SELECTED) == ["body", "其它事项另行通知，其它单位参照。"]

    page.goto(live_server.url + report_of(issue))
    page.locator(f"#blocking-document-{document.pk}-grave_misprint").get_by_role("link", name="去改").click()
    expect(page.locator("#id_attachments-1-text")).to_be_focused()
    assert page.evaluate(SELECTED) == ["attachments-1-text", "佧山机场。"]

    page.goto(live_server.url + report_of(issue))
    misprints.get_by_role("checkbox").first.check()
    misprints.get_by_text("为勾选的各条写明理由").click()
    misprints.get_by_role("textbox").fill("原文如此，已核对。")
    misprints.get_by_role("button", name="保存理由").click()
    expect(page.get_by_text("已为 1 条警告写明理由。")).to_be_visible()
    assert DefectTick.objects.filter(code="misprint", reason="原文如此，已核对。").count() == 1


def test_the_report_works_without_scripts(live_server: LiveServer, browser: Browser, editor: User) -> None:
    _, document = an_issue()
    Document.objects.filter(pk=document.pk).update(body=BODY.replace("，其它单位参照", ""))
    context = browser.new_context(
        locale="zh-CN", java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    sit_down(context, live_server, editor)
    plain = context.new_page()
    plain.goto(live_server.url + report_of(document))
    group = plain.locator(f"#warning-document-{document.pk}-misprint")
    group.get_by_text("不必改，写明理由").click()
    group.get_by_role("textbox").fill("好")
    leave_by(group.get_by_role("button", name="保存理由"))
    expect(plain.get_by_text("请写明理由，至少 4 个字。")).to_be_visible()
    expect(group.get_by_role("textbox")).to_have_value("好")
    group.get_by_role("textbox").fill("原文如此，已核对。")
    leave_by(group.get_by_role("button", name="保存理由"))
    expect(group).to_have_count(0)
    plain.get_by_text("已写明理由").last.click()
    plain.get_by_role("button", name="撤销理由").first.click()
    expect(group).to_have_count(1)
    context.close()
