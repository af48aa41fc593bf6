"""From the decision to the certificate in a real browser, and from the code on it to the level held on the day one looks;
the desk's pages of papers on wide and narrow screens."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pdfplumber
import pytest
import segno
from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from eldercare import actions
from eldercare.models import RatingDecision
from eldercare.rating_vocabulary import IncidentKind, Level
from tests import care, rating_desk
from tests.eldercare.desk import page_of
from tests.eldercare.test_rating_papers import code_on
from tests.looking import too_wide
from tests.rating_desk import today
from tests.staff import sit_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = 1280, 360


def log_in(context: BrowserContext, live_server: LiveServer, user: User) -> Page:
    sit_down(context, live_server, user)
    return context.new_page()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": WIDE, "height": 900}
    )
    yield made
    made.close()


def cancel(decision: RatingDecision) -> None:
    at, site = rating_desk.timezone.localtime(), decision.institution
    found_by, judged_by, decided_by = (care.officer("养老县区经办", site.county) for _ in range(3))
    incident = actions.record_incident(
        site, kind=IncidentKind.FIRE, happened_on=today(), summary="示例", by=found_by, at=at
    )
    actions.determine_incident(
        incident, is_major=True, determination="示例", determined_on=today(), by=judged_by, at=at
    )
    actions.cancel_level(incident, grounds="示例", by=decided_by, at=at)


def test_the_code_on_the_certificate_leads_to_the_level_of_today(
    context: BrowserContext, live_server: LiveServer
) -> None:
    _, who = rating_desk.decided(Level.AA)
    decision = RatingDecision.objects.get()
    page = log_in(context, live_server, who.approver)
    page.goto(live_server.url + page_of(decision))
    page.get_by_role("link", name="打印文书").click()
    link = page.get_by_role("link", name="等级证书")
    answer = page.request.get(live_server.url + (link.get_attribute("href") or ""))
    assert answer.headers["content-type"] == "application/pdf"
    with pdfplumber.open(BytesIO(answer.body())) as document:
        (address,) = [link["uri"] for link in document.pages[0].hyperlinks]
    wanted = [[bool(module) for module in row] for row in segno.make_qr(address, error="m").matrix]
    assert code_on(answer.body(), size=len(wanted)) == wanted

    visitor = context.browser.new_context(locale="zh-CN").new_page()  # type: ignore[union-attr]
    visitor.goto(address)
    expect(visitor.get_by_text("2A 级").first).to_be_visible()
    cancel(decision)
    visitor.goto(address)
    expect(visitor.get_by_text("取消").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name="等级证书")).to_have_count(0)
    visitor.context.close()


def test_no_page_of_papers_is_wider_than_the_screen(context: BrowserContext, live_server: LiveServer) -> None:
    application, who = rating_desk.decided(Level.AA)
    page = log_in(context, live_server, who.approver)
    pages = [page_of(row, "papers") for row in (application, RatingDecision.objects.get())]
    pages.append(page_of(application.institution, "papers"))
    pages.append(page_of(application.round, "catalogue"))
    for address in pages:
        page.goto(live_server.url + address)
        assert too_wide(page, WIDE, NARROW) == [], address
        expect(page.locator(".paper-list a").first).to_be_visible()
