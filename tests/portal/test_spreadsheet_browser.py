"""An officer with a browser brings a spreadsheet in: three steps; on a phone, by keyboard, and without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from eldercare.models import Institution, SpreadsheetUpload
from tests import sheets
from tests.clicking import leave_by
from tests.looking import complaints_in, settle, too_wide, unfold
from tests.sheets import only, row, workbook
from tests.staff import sit_down

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHOOSE = "admin:eldercare_institution_import"


@pytest.fixture
def by() -> User:
    return sheets.officer()


def file_of(rows: list[dict[str, Any]]) -> Any:
    return {"name": "示例.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(rows)}


def mixed(by: User) -> list[dict[str, Any]]:
    sheets.brought_in([row(1), row(4)], by=by)
    return [row(1, 养老床位数量=12), row(2), row(3, 建筑面积=0, 联系人="13800138000"), row(4)]


def test_the_three_steps(live_server: LiveServer, page: Page, by: User) -> None:
    rows = mixed(by)
    sit_down(page.context, live_server, by)
    page.goto(live_server.url + reverse("admin:eldercare_institution_changelist"))
    page.get_by_role("link", name="导入表格").click()
    with page.expect_download() as template:
        page.get_by_role("link", name="下载模板").click()
    assert template.value.suggested_filename == "养老服务机构导入模板.xlsx"
    page.set_input_files("input[type=file]", file_of(rows))
    page.get_by_role("button", name="上传并核对").click()
    page.wait_for_url("**/import/*/")
    expect(page.get_by_role("heading", name="第 4 行")).to_contain_text("有问题")
    expect(page.locator("#row-2")).to_contain_text("10")
    leave_by(page.get_by_label("按结果查看").get_by_role("link", name="新建 1"))
    expect(page.locator("#row-3 summary")).to_have_text("填写 33 格")
    assert Institution.objects.count() == 2
    page.get_by_label("先不导入，只导入其余的行").check()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已导入：新建 1 个，改动 1 个，不变 1 个，1 行有问题没有导入。")).to_be_visible()
    with page.expect_download() as left:
        page.get_by_role("link", name="下载有问题的行").click()
    assert left.value.suggested_filename == "示例-有问题的行.xlsx"
    assert Institution.objects.count() == 3


def test_the_list_goes_out_as_it_is_narrowed(live_server: LiveServer, page: Page, by: User) -> None:
    mixed(by)
    sit_down(page.context, live_server, by)
    began = timezone.localdate()
    page.goto(live_server.url + reverse("admin:eldercare_institution_changelist") + "?q=之4")
    page.get_by_role("link", name="导出表格").click()
    expect(page.get_by_text("将导出列表里的 1 个机构（查找：之4）")).to_be_visible()
    page.get_by_label("逗号分隔的文本").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出").click()
    names = {f"养老服务机构-{day}.csv" for day in (began, timezone.localdate())}
    assert download.value.suggested_filename in names


def pages_of(by: User) -> list[str]:
    upload = sheets.received(mixed(by), by=by, at=timezone.now())
    done = sheets.received([only(row(1), 养老床位数量=9)], by=by, at=timezone.now())
    sheets.confirmed(done, by=by, at=timezone.now())
    preview = f"{CHOOSE}_preview"
    return [
        reverse("admin:eldercare_institution_changelist"),
        reverse("admin:eldercare_institution_export"),
        reverse(CHOOSE),
        reverse(preview, args=[upload.pk]),
        reverse(preview, args=[done.pk]),
    ]


def test_pages_fit_and_axe_finds_nothing_to_blame(live_server: LiveServer, page: Page, by: User) -> None:
    addresses = pages_of(by)
    sit_down(page.context, live_server, by)
    for address in addresses:
        page.goto(live_server.url + address)
        unfold(page)
        assert too_wide(page, 1280, 360) == [], address
        if address != addresses[0]:
            assert complaints_in(page, (1280, "light"), (360, "light"), context="main") == [], address


def test_the_keyboard_alone_brings_a_file_in(live_server: LiveServer, page: Page, by: User) -> None:
    sit_down(page.context, live_server, by)
    page.goto(live_server.url + reverse(CHOOSE))
    page.set_input_files("input[type=file]", file_of([row(1)]))
    with page.expect_navigation():
        page.get_by_role("button", name="上传并核对").press("Enter")
    settle(page)
    page.get_by_role("link", name="到“确认导入”").press("Enter")
    expect(page.locator("#confirm")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="确认导入")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已导入：新建 1 个，改动 0 个，不变 0 个。")).to_be_visible()


def test_it_works_without_scripts(live_server: LiveServer, browser: Any, by: User) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    sit_down(context, live_server, by)
    window = context.new_page()
    window.goto(live_server.url + reverse(CHOOSE))
    window.set_input_files("input[type=file]", file_of([row(1)]))
    leave_by(window.get_by_role("button", name="上传并核对"))
    leave_by(window.get_by_role("button", name="确认导入"))
    context.close()
    assert SpreadsheetUpload.objects.get().state == "imported"
