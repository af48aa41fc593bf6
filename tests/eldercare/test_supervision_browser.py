"""The desk of the standard and the radar in a real browser, by keyboard alone; and every page of supervision on a wide and a
narrow screen."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from eldercare import actions
from eldercare.models import (
    Affiliation,
    Incident,
    Inspection,
    RatingRound,
    Rectification,
    StandardEdition,
)
from tests import rating, supervision
from tests.eldercare.desk import add_page, list_of, page_of
from tests.eldercare.test_filing_browser import NARROW, WIDE, log_in, window_of
from tests.looking import too_wide
from tests.rating_desk import today
from tests.supervision import watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def tab_to(page: Page, selector: str, *, most: int = 200) -> None:
    """Tab until this has the focus: nothing is clicked."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
    raise AssertionError(f"no tab reaches {selector}")


def follow(page: Page, selector: str, *, most: int = 200) -> None:
    """By keyboard, and wait for the page it leads to."""
    tab_to(page, selector, most=most)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def typed(page: Page, field: str, text: str) -> None:
    tab_to(page, f"#id_{field}")
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def test_an_edition_is_drafted_changed_compared_and_published_by_keyboard(
    browser: Browser, live_server: LiveServer
) -> None:
    last, city = rating.edition(), rating.city_officer()
    context, page = window_of(browser, live_server, city)
    page.goto(live_server.url + page_of(last))
    follow(page, "a[href$='/draft/']")
    typed(page, "code", "2027")
    typed(page, "notice", "示例发〔2027〕1号")
    typed(page, "issued_on", "2027-01-05")
    page.keyboard.press("Escape")  # the calendar that opened beside the field
    follow(page, "button[name=confirm]")
    expect(page.get_by_text("已起草")).to_be_visible()
    draft = StandardEdition.objects.get(code="2027")

    follow(page, f"a[href='{page_of(draft.criteria.get(code='R10'))}']")
    typed(page, "level_a", "不少于 350 平方米")
    typed(page, "need_a", ">=350")
    follow(page, "[name=_save]")
    expect(page).to_have_url(live_server.url + page_of(draft))
    follow(page, "a.desk-link[href$='/compare/']")
    expect(page.locator(".compare-row")).to_have_count(1)
    expect(page.locator(".compare-changed ins").first).to_have_text("不少于 350 平方米")
    follow(page, "a.move-back")
    follow(page, "a[href$='/publish/']")
    expect(page.get_by_text("修改 1 条")).to_be_visible()
    follow(page, "button[name=confirm]")
    expect(page.get_by_text("已施行")).to_be_visible()
    expect(page.get_by_text("只能看，不能改动")).to_be_visible()
    assert StandardEdition.objects.published().get() == draft
    context.close()


def test_the_radar_is_read_narrowed_and_subscribed_by_keyboard(
    browser: Browser, live_server: LiveServer
) -> None:
    who = watched(None)
    supervision.order(who, due=-5)
    missed = supervision.order(who, due=2)
    context, page = log_in(browser, live_server, who.officer)
    follow(page, f"a.board-card[href='{reverse('admin:eldercare_radar')}']")
    expect(page.locator(".radar-lines li")).to_have_count(2)
    follow(page, ".radar-filter a[href*='kind=%E5%A4%8D%E6%9F%A5']")  # 复查
    expect(page.locator(".radar-lines li")).to_have_count(1)
    expect(page.locator(".radar-overdue")).to_contain_text("待复查")
    follow(page, ".radar-lines a")
    expect(page).to_have_url(live_server.url + page_of(missed))
    page.goto(live_server.url + reverse("admin:eldercare_radar"))
    follow(page, ".radar-desk a[href$='/address/']")
    follow(page, "button[name=renew]")
    address = page.locator(".secret-address").inner_text()
    answer = page.request.get(address)
    assert answer.text().count("BEGIN:VEVENT") == 2
    follow(page, "button[name=withdraw]")
    expect(page.get_by_text("已撤回")).to_be_visible()
    assert page.request.get(address).status == 404
    context.close()


def test_pages_of_supervision_fit_and_report_nothing(browser: Browser, live_server: LiveServer) -> None:
    who = watched()
    site, city = who.institution, rating.edition()
    order, failed, accident = supervision.order(who), supervision.failed(who), supervision.determined(who)
    draft = actions.draft_edition(
        city, code="2027", name="示例标准", notice="示例", issued_on=today(), by=who.city
    )
    bond = Affiliation.objects.create(user=who.other, institution=site, bond="owner", since=today())
    radar, address = (reverse(f"admin:{name}") for name in ("eldercare_radar", "eldercare_radar_address"))
    criterion = draft.criteria.get(code="R10")
    visits = {
        who.decider: [
            *(list_of(noun) for noun in (Incident, Inspection, Rectification, Affiliation)),
            *(page_of(site, deed) for deed in ("inspect", "order", "incident")),
            *(page_of(order, deed) for deed in ("change", "extend", "recheck", "close")),
            *(page_of(failed, deed) for deed in ("change", "take")),
            *(page_of(accident, deed) for deed in ("change", "cancel")),
            page_of(bond),
            add_page(Affiliation),
            radar,
            address,
        ],
        who.city: [
            list_of(StandardEdition),
            list_of(RatingRound),
            add_page(RatingRound),
            *(page_of(draft, deed) for deed in ("change", "compare", "publish")),
            page_of(city, "draft"),
            page_of(criterion),
            radar,
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
