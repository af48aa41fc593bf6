"""The pages of versions in a real browser: accessible and never sideways; and two editors at one form."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from documents.models import CorrectionAttachment
from tests import make
from tests.clicking import leave_by
from tests.corrected import public, publish, started
from tests.looking import complaints_in, too_wide
from tests.staff import document_page, filled, sit_down


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_of_versions_are_for_everybody(live_server: LiveServer, page: Page) -> None:
    document = public(
        body="一、总则\n安排资金300万元。\n" + "\n".join(f"第{n}段不动的文字。" for n in range(9))
    )
    correction = started(
        document, body="一、总则\n安排资金350万元。\n新的一段。", subject="示例分类", note="示例" * 40
    )
    CorrectionAttachment.objects.create(
        correction=correction, position=2, label="附件2", title="示例表", text="甲\t1"
    )
    publish(correction)
    broken = {}
    for rest in ("", "versions/", "versions/1/", "versions/2/changes/"):
        page.goto(f"{live_server.url}{document.get_absolute_url()}{rest}")
        if found := [*complaints_in(page, (1280, "dark"), (360, "light")), *too_wide(page, 1280, 360)]:
            broken[rest] = found
    assert broken == {}
    folded = page.locator("details.difference-fold")
    assert folded.count() >= 1
    page.keyboard.press("Tab")  # reached by keyboard, without scripts
    assert page.locator(".difference-text del").first.inner_text().replace("\n", "").startswith("［删去：")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_second_editor_sees_both_texts_and_saves_after_looking(
    live_server: LiveServer, page: Page
) -> None:
    document = make.document("示例通知，原来的", published=False)
    one, other = (
        User.objects.create_user(name, first_name=name, is_staff=True) for name in ("示例甲", "示例乙")
    )
    for user in (one, other):
        user.groups.add(Group.objects.get(name="责任编辑"))
    sit_down(page.context, live_server, other)
    page.goto(f"{live_server.url}{document_page(document)}")
    page.fill("#id_title", "示例通知，乙改的")

    rival = Client()
    rival.force_login(one)
    assert rival.post(document_page(document), filled(document, title="示例通知，甲改的")).status_code == 302

    leave_by(page.locator("[name=_continue]"))
    panel = page.locator(".met")
    assert "示例甲在" in panel.inner_text()
    assert page.locator(".met del").all_inner_texts()[1].replace("\n", "").find("甲") >= 0
    assert page.input_value("#id_title") == "示例通知，乙改的"
    assert too_wide(page, 1280, 360) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    leave_by(page.locator("[name=_continue]"))
    assert page.locator(".met").count() == 0
    document.refresh_from_db()
    assert document.title == "示例通知，乙改的"
