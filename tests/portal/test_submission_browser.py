"""A liaison officer with a telephone, from the Word file to the sending, and an editor who takes it into an issue."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from docx import Document as WordDocument
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from documents.models import Document
from foundation.models import Status
from gazette.models import Submission
from gazette.submission_lifecycle import SubmissionState as S
from gazette.yearly import confirm_year
from tests import make
from tests.clicking import leave_by
from tests.looking import complaints_in, too_wide
from tests.staff import sit_down
from tests.submitting import liaison, notice, person

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people() -> tuple[User, User]:
    officer, chief = person("联络员", "officer"), person("主编", "chief")
    liaison(make.unit("示例市粮食站"), officer)
    return officer, chief


def look(page: Page, address: str = "") -> None:
    """Nothing scrolls sideways, and nothing breaks a rule of accessibility, on a desk and on a telephone."""
    if address:
        page.goto(address)
    assert too_wide(page, 1280, 320) == [], page.url
    assert complaints_in(page, (1280, "light"), (360, "light"), context="main") == [], page.url


def test_from_the_word_file_to_a_draft_in_an_issue(
    live_server: LiveServer, page: Page, people: tuple[User, User], tmp_path: Path
) -> None:
    issue = make.issue(2026, 3, published=False)
    file = tmp_path / "示例.docx"
    document = WordDocument()
    for line in notice(3).split("\n\n"):
        document.add_paragraph(line)
    document.save(str(file))

    page.set_viewport_size({"width": 360, "height": 780})
    sit_down(page.context, live_server, people[0])
    page.goto(live_server.url + reverse("admin:index"))
    page.goto(live_server.url + reverse("admin:gazette_submission_changelist"))
    leave_by(page.get_by_role("link", name="新的报送"))
    look(page)
    page.set_input_files("input[name=text]", file)
    page.fill("input[name=contact]", "示例甲")
    page.fill("input[name=contact_phone]", "0000-0000001")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/change/")
    expect(page.get_by_role("main")).to_contain_text("示粮发〔2026〕3号")
    look(page)
    page.get_by_role("link", name="报送", exact=True).last.click()
    page.wait_for_url("**/send/")
    page.get_by_role("button", name="报送").click()
    page.wait_for_url("**/change/")
    expect(page.get_by_role("main")).to_contain_text("已报送")

    page.set_viewport_size({"width": 1280, "height": 900})
    sit_down(page.context, live_server, people[1])
    page.goto(live_server.url + reverse("admin:index"))
    for name in ("报送待收稿", "示例市粮食站关于做好春耕备耕工作的通知", "收稿"):
        leave_by(page.get_by_role("link", name=name))
    page.select_option("select[name=issue]", label=str(issue))
    page.get_by_role("button", name="收稿").click()
    page.wait_for_url("**/change/")
    expect(page.get_by_role("main")).to_contain_text("已编入")
    assert Submission.objects.get().state == S.TAKEN
    assert Document.objects.get().status == Status.DRAFT
    assert issue.entries.get().document == Document.objects.get()


def test_figures_fit_and_speak(live_server: LiveServer, page: Page, people: tuple[User, User]) -> None:
    make.portal()
    last = timezone.localdate().year - 1
    confirm_year(2024, by=people[1], at=timezone.now() - timedelta(days=1))
    sit_down(page.context, live_server, people[1])
    for name, args in (
        ("submission_report", []),
        ("yearlyreport_changelist", []),
        ("yearlyreport_stale", []),
        ("yearlyreport_year", [last]),
    ):
        look(page, live_server.url + reverse(f"admin:gazette_{name}", args=args))
    look(page, live_server.url + reverse("portal:yearly"))
