"""The standard, the catalogue and the pictures in a real browser: narrow, wide, dark, and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from eldercare.models import StandardEdition
from eldercare.rating_vocabulary import Level
from eldercare.rules.catalogue import COLUMNS
from foundation.chinese_text import squeeze
from tests import care, printed, rating
from tests.eldercare.test_public_levels import corrected
from tests.looking import View, complaints_in, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COUNTY = "/eldercare/catalogue/2026/530922/"
LONG = "示例" * 60


def on_record() -> str:
    """A level that was corrected, of an institution with long names; answers its address."""
    made = rating.eligible(name=LONG, address="示例路" * 60, service_phone="0883-2123456")
    decision, _ = rating.rated(made, level=Level.AA)
    corrected(decision, Level.A)
    return made.get_absolute_url()


def test_no_width_and_no_night_breaks_a_page(live_server: LiveServer, page: Page) -> None:
    institution = on_record()
    for address in (
        institution,
        "/eldercare/standard/",
        "/eldercare/catalogue/2026/",
        COUNTY,
        "/eldercare/levels/",
    ):
        page.goto(live_server.url + address)
        assert too_wide(page) == [], address
        views: list[View] = [(320, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
        assert complaints_in(page, *views) == [], address


def test_on_a_phone_every_cell_of_the_standard_names_its_level(live_server: LiveServer, page: Page) -> None:
    rating.edition()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/eldercare/standard/")
    cell = page.get_by_role("cell").nth(1)
    named = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert named == '"2A 级"'
    assert page.get_by_role("table").first.get_by_role("rowheader").first.is_visible()


def test_the_catalogue_prints_across_with_the_columns_of_the_form(
    live_server: LiveServer, page: Page
) -> None:
    on_record()
    page.goto(live_server.url + COUNTY)
    pdf = page.pdf(prefer_css_page_size=True)
    text = printed.words(pdf)
    for word in (*COLUMNS, "填表单位（盖章）：云县民政局", "530922-2026-评-0002"):
        assert word in text, word
    for word in ("下载", "其他县", "看这一天"):
        assert word not in text
    page.goto(f"{live_server.url}/eldercare/standard/")
    standard = printed.words(page.pdf(prefer_css_page_size=True))
    items = StandardEdition.objects.get().criteria.values_list("item", flat=True)
    assert [item for item in items if squeeze(item) not in standard] == []


def test_any_day_is_asked_for_with_the_keyboard_and_downloads_keep_it(
    live_server: LiveServer, page: Page
) -> None:
    on_record()
    page.goto(live_server.url + COUNTY)
    page.get_by_label("看哪一天的目录").fill("2026-06-30")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="2A 级")).to_be_visible()  # not yet corrected on that day
    expect(page.get_by_role("link", name="CSV")).to_have_attribute(
        "href", "/eldercare/catalogue/2026/530922.csv?on=2026-06-30"
    )


def test_the_table_behind_a_picture_opens_without_a_script(live_server: LiveServer, page: Page) -> None:
    care.county()
    on_record()
    page.goto(f"{live_server.url}/eldercare/levels/2026/")
    table = page.get_by_role("table", name="各县（区）有等级的机构数（家）")
    expect(table).to_be_hidden()
    page.get_by_text("看数字").first.click()
    expect(table.get_by_role("row", name="云县 1 0 0 1")).to_be_visible()
