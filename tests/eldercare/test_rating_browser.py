"""A whole round in a real browser: self-assessment, township, group, county, city, each by its own user; and the long grids
on a narrow screen, by keyboard alone, without scripts, and after the session has ended."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from eldercare.models import Institution, Rating, RatingApplication
from foundation.models import StaffSession
from tests import rating, rating_desk
from tests.clicking import leave_by
from tests.eldercare.test_filing_browser import NARROW, WIDE, log_in, window_of
from tests.looking import too_wide
from tests.rating import People
from tests.staff import sit_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "示例口令abc123"


def choose_the_highest(page: Page) -> None:
    """The last cell of every line that has not been answered."""
    cells = "input[type=radio]:not([value=none])"
    open_lines = page.locator(f"fieldset.grid-line:has({cells}):not(:has(input[type=radio]:checked))")
    for _ in range(open_lines.count()):
        open_lines.first.locator(cells).last.check()  # and so it is open no longer


def application_of(institution: Institution) -> RatingApplication:
    return institution.applications.get()


def test_a_round_from_self_assessment_to_the_citys_word(browser: Browser, live_server: LiveServer) -> None:
    site = rating_desk.eligible()
    who = rating.people(site)
    rating.round_of(rating_desk.today().year)
    site_page = live_server.url + reverse("admin:eldercare_institution_change", args=[site.pk])

    mine, page = window_of(browser, live_server, who.applicant)
    page.goto(site_page)
    leave_by(page.locator("a[href$='/rate/']"))
    expect(page.get_by_text("N073")).to_be_visible()
    leave_by(page.get_by_role("button", name="申请评定"))
    expect(page.get_by_text("已建立申请")).to_be_visible()
    leave_by(page.locator("a[href$='/self-assess/']").first)
    expect(page.get_by_text("420 平方米")).to_be_visible()
    leave_by(page.get_by_role("button", name="保存", exact=True))  # only what the record chose so far
    expect(page.get_by_text(re.compile("已保存 .* 条，还有 41 条没有自评"))).to_be_visible()
    choose_the_highest(page)
    leave_by(page.get_by_role("button", name="保存并返回"))
    expect(page.get_by_text("全部填完了")).to_be_visible()
    leave_by(page.locator("a[href$='/materials/']").first)
    for box in page.locator("input[value=provided]").all():
        box.check()
    leave_by(page.get_by_role("button", name="保存并返回"))
    leave_by(page.locator("a[href$='/submit/']").first)
    page.select_option("#id_level", label="3A 级")
    leave_by(page.get_by_role("button", name="提交申请"))
    expect(page.get_by_text("等待示例101镇初审")).to_be_visible()
    expect(page.locator("a[href$='/pass/']")).to_have_count(0)
    mine.close()

    theirs, page = log_in(browser, live_server, who.reviewer)
    leave_by(page.get_by_role("link", name="等我初审"))
    leave_by(page.get_by_role("link", name=site.name))
    leave_by(page.locator("a[href$='/pass/']"))
    page.fill("#id_opinion", "材料齐全，同意上报")
    leave_by(page.get_by_role("button", name="初审通过"))
    expect(page.get_by_text("初审已通过")).to_be_visible()
    theirs.close()

    county, page = log_in(browser, live_server, who.approver)
    leave_by(page.get_by_role("link", name="待组成评定组"))
    leave_by(page.get_by_role("link", name=site.name))
    leave_by(page.locator("a[href$='/convene/']"))
    choose_person(page, "lead", who.lead)
    choose_person(page, "members", who.member)
    leave_by(page.get_by_role("button", name="组成评定组"))
    expect(page.get_by_text("评定组已组成")).to_be_visible()

    group, page = log_in(browser, live_server, who.member)
    leave_by(page.get_by_role("link", name="等我评定"))
    leave_by(page.get_by_role("link", name=site.name))
    leave_by(page.locator("a[href$='/record/']"))
    for box in page.locator(".grid-figure input").all():
        box.fill("500")
    for box in page.locator("input[type=radio][value='1']").all():
        box.check()
    choose_the_highest(page)
    leave_by(page.get_by_role("button", name="保存并返回"))
    expect(page.get_by_text("已保存 49 条，全部填完了")).to_be_visible()
    expect(page.locator("a[href$='/finish/']")).to_have_count(0)  # a member is not the lead
    group.close()

    group, page = window_of(browser, live_server, who.lead)
    page.goto(live_server.url + rating_desk.page(application_of(site), "finish"))
    page.select_option("#id_visit_mode", label="实地查看并查阅资料")
    page.fill("#id_opinion", "符合 3A 级要求")
    leave_by(page.get_by_role("button", name="完成评定"))
    expect(page.get_by_text("评定已完成")).to_be_visible()
    group.close()

    page = county.pages[0]
    page.goto(live_server.url + reverse("admin:index"))
    leave_by(page.get_by_role("link", name="等我审批"))
    leave_by(page.get_by_role("link", name=site.name))
    leave_by(page.locator("a[href$='/approve/']"))
    expect(page.get_by_text("3A 级报市民政局确认")).to_be_visible()
    page.fill("#id_opinion", "拟同意 3A 级")
    leave_by(page.get_by_role("button", name="审批", exact=True))
    expect(page.locator(".stage-now")).to_contain_text("待市级确认")
    expect(page.locator("a[href$='/confirm/']")).to_have_count(0)
    county.close()

    city, page = log_in(browser, live_server, who.confirmer)
    leave_by(page.get_by_role("link", name="等我确认"))
    leave_by(page.get_by_role("link", name=site.name))
    leave_by(page.locator("a[href$='/confirm/']"))
    page.fill("#id_opinion", "复核符合")
    leave_by(page.get_by_role("button", name="市级确认"))
    expect(page.locator(".stage-done")).to_have_count(5)
    page.goto(site_page)
    expect(page.locator(".standing[aria-label='备案情况']")).to_contain_text("3A 级")
    city.close()
    held = Rating.objects.current().get(institution=site)
    assert (held.level, held.first_day) == ("3A", rating_desk.today())
    acted = application_of(site)
    assert acted.approved_by == who.approver
    assert acted.confirmed_by == who.confirmer


def choose_person(page: Page, field: str, person: User) -> None:
    """Everybody who may be chosen stands on the page already: nothing is asked while one types."""
    box = page.locator(f"#id_{field} + .select2")
    box.click()
    page.keyboard.type(person.username)
    page.locator(".select2-results__option", has_text=person.username).first.click()
    expect(box).to_contain_text(person.username)


@pytest.fixture
def drafted() -> tuple[RatingApplication, People]:
    return rating_desk.draft()


def line(page: Page, application: RatingApplication, code: str) -> str:
    return f"#line{application.edition.criteria.get(code=code).pk}"


def test_the_grid_is_filled_in_by_keyboard_alone(
    browser: Browser, live_server: LiveServer, drafted: tuple[RatingApplication, People]
) -> None:
    application, who = drafted
    context, page = window_of(browser, live_server, who.applicant)
    page.goto(live_server.url + rating_desk.page(application, "self-assess"))
    page.locator(f"{line(page, application, 'R12')} input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")  # from A to 2A
    page.keyboard.press("Tab")  # to the remark and the files
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("餐厅在二楼")
    page.keyboard.press("Enter")  # the first button of the form saves
    expect(page.get_by_text("已保存")).to_be_visible()
    mark = application.self_marks.get(criterion__code="R12")
    assert (mark.reached, mark.remark) == ("2A", "餐厅在二楼")
    context.close()


def test_the_grid_works_without_scripts_and_outlives_its_session(
    browser: Browser, live_server: LiveServer, drafted: tuple[RatingApplication, People]
) -> None:
    application, who = drafted
    who.applicant.set_password(PASSWORD)
    who.applicant.save(update_fields=["password"])
    plain = browser.new_context(
        locale="zh-CN", java_script_enabled=False, viewport={"width": NARROW, "height": 900}
    )
    sit_down(plain, live_server, who.applicant)
    page = plain.new_page()
    page.goto(live_server.url + rating_desk.page(application, "self-assess"))
    kitchen = line(page, application, "R12")
    page.locator(f"{kitchen} input[value='3A']").check()
    page.locator(f"{kitchen} summary").click()
    page.locator(f"{kitchen} input[type=text]").fill("没有脚本也能填")
    StaffSession.objects.all().delete()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("登录已经失效")).to_be_visible()
    assert application.self_marks.count() == 0
    page.fill("#id_kept-username", who.applicant.username)
    page.fill("#id_kept-password", PASSWORD)
    page.get_by_role("button", name="登录并保存").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    mark = application.self_marks.get(criterion__code="R12")
    assert (mark.reached, mark.remark) == ("3A", "没有脚本也能填")
    plain.close()


def test_pages_of_the_desk_fit_and_report_nothing(browser: Browser, live_server: LiveServer) -> None:
    assessed, who = rating_desk.assessed()
    decided, _ = rating_desk.decided()
    grouped, group = rating_desk.reviewed()
    drafted, preparing = rating_desk.draft()
    address = reverse("admin:eldercare_institution_gaps", args=[decided.institution_id])
    decision = reverse("admin:eldercare_ratingdecision_change", args=[decided.decisions.get().pk])
    visits = {
        who.approver: [
            reverse("admin:eldercare_ratingapplication_changelist"),
            reverse("admin:eldercare_ratingdecision_changelist"),
            *(rating_desk.page(assessed, deed) for deed in ("change", "approve", "refuse", "reveal")),
            rating_desk.page(grouped, "convene"),
            address,
            decision,
            decision.replace("change", "correct"),
        ],
        group.lead: [rating_desk.page(grouped, deed) for deed in ("record", "finish", "change")],
        preparing.applicant: [
            rating_desk.page(drafted, deed) for deed in ("self-assess", "materials", "submit", "withdraw")
        ],
    }
    said: list[str] = []
    sideways = {}
    for user, pages in visits.items():
        context, page = log_in(browser, live_server, user)
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        for url in pages:
            answer = page.goto(live_server.url + url)
            assert answer is not None and answer.status == 200, url
            if found := too_wide(page, WIDE, NARROW):
                sideways[url] = found
        context.close()
    assert sideways == {}
    assert said == []
