"""The staff's desk in a real browser: nothing on the console, nothing wider than the screen, forms that save."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import Document
from foundation.models import Status
from tests import make
from tests.clicking import choose_by_typing
from tests.looking import too_wide
from tests.portal.test_admin_budgets import a_reading, change_url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "示例口令abc123"


@pytest.fixture
def desk(live_server: LiveServer, page: Page) -> Page:
    """A window in which the chief editor has logged in."""
    chief = get_user_model().objects.create_user("zhubian", password=PASSWORD, is_staff=True)
    chief.groups.add(Group.objects.get(name="主编"))
    page.goto(live_server.url + reverse("admin:index"))
    page.fill("#id_username", "zhubian")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="等我处理")).to_be_visible()
    return page


def a_draft() -> Document:
    units = [make.unit(variants=["示例别名"]), make.unit()]
    title = "示例市人民政府关于印发示例市推动示例事业高质量发展若干政策措施的通知"
    document = make.document(title, published=False, organs=units, reading=a_reading(3))
    make.relation(document, make.document())
    make.attachment(document)
    make.task(document, lead=units[:1], support=units[1:])
    make.checklist_item(document, lead=units)
    return document


def test_pages_fit_and_report_nothing(live_server: LiveServer, desk: Page) -> None:
    document = a_draft()
    issue = make.issue(published=False)
    make.entry(issue, document)
    make.masthead(issue)
    event = make.event(issue, on=date(2024, 8, 12), people=["示例员"])
    unit = document.organs.order_by("position")[0].unit
    assert unit is not None
    rows = [issue, document, document.tasks.get(), event, event.entry, unit, document.reading]
    pages = [reverse("admin:index"), reverse("admin:documents_problem_changelist")]
    pages += [
        reverse("admin:documents_document_changelist"),
        reverse("admin:gazette_issue_preview", args=[issue.pk]),
    ]
    pages += [change_url(row) for row in rows]
    pages += [f"{change_url(issue)}#{tab}" for tab in ("entries", "masthead", "chronicle")]
    pages += [
        f"{change_url(document)}#{tab}" for tab in ("organs", "outgoing_relations", "tasks", "checklist")
    ]
    sideways = {}
    for url in pages:
        desk.goto("about:blank")
        desk.goto(live_server.url + url)
        if found := too_wide(desk, 1280, 360):
            sideways[url] = found
    assert sideways == {}


def test_a_row_is_added_by_typing_and_choosing(live_server: LiveServer, desk: Page) -> None:
    document = a_draft()
    unit = document.organs.get(position=1).unit
    assert unit is not None
    desk.goto(f"{live_server.url}{change_url(document)}#organs", wait_until="networkidle")
    desk.locator("#organs-group").get_by_text("增加发文机关").click()
    desk.fill("#id_organs-2-printed", "示例新机关")
    choose_by_typing(desk, "organs-2-unit", "示例别名", shown=unit.name)
    desk.get_by_role("button", name="保存并继续编辑").click()
    expect(desk.get_by_text("成功修改了")).to_be_visible()
    added = document.organs.get(position=3)
    assert (added.printed, added.unit) == ("示例新机关", unit)


def test_what_has_passed_its_reviews_is_published_and_withdrawn_by_its_buttons(
    live_server: LiveServer, desk: Page
) -> None:
    document = make.reviewed(a_draft())
    desk.goto(live_server.url + change_url(document), wait_until="networkidle")
    desk.locator("a[href*='/publish/']").click()
    desk.get_by_role("button", name="确认发布").click()
    expect(desk.get_by_text("已发布：")).to_be_visible()
    expect(desk.get_by_role("link", name="查看公开页面")).to_be_visible()
    desk.locator("a[href$='/withdraw/']").click()
    desk.get_by_label("原因").fill("附件有误，另行印发。")
    desk.get_by_role("button", name="确认撤回").click()
    expect(desk.get_by_text("已撤回：")).to_be_visible()
    document.refresh_from_db()
    assert (document.status, document.withdrawal_reason) == (Status.WITHDRAWN, "附件有误，另行印发。")
