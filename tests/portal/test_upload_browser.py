"""An editor with a browser, from the file to the drafts; and the same with the keyboard, on a phone, without scripts."""

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from documents.models import Assignment, Document
from foundation.models import Status
from gazette.models import Issue, Upload
from gazette.sample import SAMPLE_ISSUE
from tests import make
from tests.clicking import leave_by
from tests.looking import complaints_in, too_wide, unfold
from tests.staff import sit_down
from tests.uploading import NOTICE, person, received

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor() -> User:
    return person("责任编辑")


def preview(live_server: LiveServer, upload: Upload) -> str:
    return live_server.url + reverse("admin:gazette_upload_change", args=[upload.pk])


def test_from_the_file_to_the_drafts(live_server: LiveServer, page: "Page", editor: User) -> None:
    civil = make.unit("示例市民政与社会事务局")
    sit_down(page.context, live_server, editor)
    page.goto(live_server.url + reverse("admin:gazette_upload_add"))
    page.set_input_files("input[type=file]", SAMPLE_ISSUE)
    page.get_by_role("button", name="上传并读入").click()
    page.wait_for_url("**/change/")
    assert Issue.objects.count() == 0

    page.get_by_role("link", name="第815行").first.click()
    line = page.locator("#L815")
    expect(line).to_be_in_viewport()
    expect(line).to_contain_text("蓝知嫁")
    assert line.evaluate("line => line.matches(':target')")
    back = line.get_by_role("link")
    problem = page.locator(str(back.get_attribute("href")))
    back.click()
    expect(problem).to_be_in_viewport()
    expect(problem).to_contain_text("蓝知嫁")

    page.get_by_label("“示例市民政局”是哪个单位").fill(civil.name)
    page.get_by_label("“示例市民政局”是哪个单位").press("Enter")
    expect(page.get_by_label("已做的决定")).to_contain_text("示例市民政与社会事务局，记为别名")
    page.get_by_role("button", name="作为“蓝知稼”的别名").click()
    expect(page.get_by_label("已做的决定")).to_contain_text("蓝知嫁")
    page.get_by_role("button", name="撤销对“蓝知嫁”的决定").click()
    expect(page.get_by_label("已做的决定")).not_to_contain_text("蓝知嫁")

    page.get_by_role("button", name="接受，存为草稿").click()
    expect(page.get_by_text("新建公文 11 份")).to_be_visible()
    assert set(Document.objects.values_list("status", flat=True)) == {Status.DRAFT}
    assert Assignment.objects.filter(printed="示例市民政局", unit=civil).exists()
    page.get_by_role("link", name="2012年第3期").click()
    page.wait_for_url("**/gazette/issue/*/change/")


def test_too_large_a_file_is_not_even_sent(live_server: LiveServer, page: "Page", editor: User) -> None:
    sit_down(page.context, live_server, editor)
    page.goto(live_server.url + reverse("admin:gazette_upload_add"))
    page.eval_on_selector("input[type=file]", "input => (input.dataset.most = 10)")
    page.set_input_files("input[type=file]", SAMPLE_ISSUE)
    assert page.eval_on_selector("input[type=file]", "input => input.validationMessage").startswith(
        "这个文件超过"
    )


def test_no_page_scrolls_sideways_or_breaks_a_rule_of_accessibility(
    live_server: LiveServer, page: "Page", editor: User
) -> None:
    upload = received(SAMPLE_ISSUE.read_text("utf-8"), by=editor)
    sit_down(page.context, live_server, editor)
    add = live_server.url + reverse("admin:gazette_upload_add")
    for address in (add, preview(live_server, upload), f"{preview(live_server, upload)}?text=1"):
        page.goto(address)
        assert complaints_in(page, (1280, "light"), (360, "light"), context="main") == [], address
        unfold(page)
        assert too_wide(page, 1280, 360, 320) == [], address


def test_a_narrow_screen_puts_the_problems_before_the_source(
    live_server: LiveServer, page: "Page", editor: User
) -> None:
    upload = received(NOTICE, by=editor)
    sit_down(page.context, live_server, editor)
    page.goto(preview(live_server, upload))
    source, understood = page.locator("#source"), page.get_by_label("读到的内容")
    assert _box(source)["x"] < _box(understood)["x"]
    page.set_viewport_size({"width": 360, "height": 800})
    assert _box(source)["y"] > _box(understood)["y"]


def _box(place: Any) -> Any:
    box = place.bounding_box()
    assert box is not None
    return box


def test_the_desk_works_without_scripts(live_server: LiveServer, browser: Any, editor: User) -> None:
    upload = received(SAMPLE_ISSUE.read_text("utf-8"), by=editor)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    sit_down(context, live_server, editor)
    window = context.new_page()
    window.goto(preview(live_server, upload))
    window.get_by_role("link", name="第839行").first.click()
    expect(window.locator("#L839")).to_be_in_viewport()
    leave_by(window.get_by_role("button", name="作为“纪怀山”的别名"))
    leave_by(window.get_by_role("button", name="接受，存为草稿"))
    context.close()
    assert Issue.objects.count() == 1
