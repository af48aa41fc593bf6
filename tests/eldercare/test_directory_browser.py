"""The directory in a real browser: two taps to a telephone, the keyboard, no script, paper, names of any length."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from eldercare.models import Filing, Institution
from eldercare.vocabulary import Service
from tests import care, printed
from tests.clicking import leave_by
from tests.looking import complaints_in, too_wide, unfold

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONGEST = {  # every text as long as its column takes it
    "name": "示例" * 60,
    "address": "示例路" * 66,
    "community": "示例社区" * 10,
    "service_scope": "示例" * 100,
    "opening_hours": "每天" * 30,
    "service_phone": "0883-2123456转802",
    "person_in_charge": "示例" * 20,
    "beds": 2000,
}


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 360, "height": 740})
    return page


@pytest.fixture
def quiet(browser: "Browser") -> Iterator[Page]:
    """A window for pages that answer with an error on purpose: the console always tells of those."""
    window = browser.new_page()
    yield window
    window.close()


def filed(**fields: object) -> Filing:
    return care.accepted(service_phone="0883-2123456", **fields)


def test_a_telephone_is_two_taps_from_the_home_page(live_server: LiveServer, phone: Page) -> None:
    """First tap: the county. It brings the list into view, with a number that the second tap dials."""
    filed(township=care.township("530922101"))
    filed(township=care.township("530921101"))
    phone.goto(live_server.url)
    phone.get_by_role("link", name="云县 1家").click()
    number = phone.get_by_role("link", name="0883-2123456")
    expect(number).to_be_in_viewport()
    expect(number).to_have_attribute("href", "tel:08832123456")
    box = number.bounding_box()
    assert box is not None
    assert box["height"] >= 44


def test_a_tile_of_the_map_is_the_same_tap(live_server: LiveServer, phone: Page) -> None:
    filed()
    phone.goto(f"{live_server.url}/eldercare/")
    tile = phone.get_by_role("link", name="云县 1 家")
    box = tile.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    tile.click()
    expect(phone.get_by_role("link", name="0883-2123456")).to_be_in_viewport()
    expect(phone.get_by_role("link", name="云县 1 家")).to_have_attribute("aria-current", "true")


def test_on_a_phone_the_list_begins_on_the_second_screen_at_the_latest(
    live_server: LiveServer, phone: Page
) -> None:
    filed()
    phone.goto(f"{live_server.url}/eldercare/")
    box = phone.locator(".care-list > li").first.bounding_box()
    assert box is not None
    assert box["y"] < 1.4 * 740


def test_the_map_is_used_with_the_keyboard_alone(live_server: LiveServer, page: Page) -> None:
    filed()
    page.goto(f"{live_server.url}/eldercare/")
    tile = page.get_by_role("link", name="云县 1 家")
    for _ in range(30):
        page.keyboard.press("Tab")
        if tile.evaluate("link => link === document.activeElement"):
            break
    stroke = tile.locator("rect").evaluate("rect => getComputedStyle(rect).strokeWidth")
    assert stroke == "7px"  # the focus is seen
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/eldercare/?county=530922#found")


def test_the_other_conditions_lie_folded_on_a_phone_and_open_where_there_is_room(
    live_server: LiveServer, page: Page
) -> None:
    filed()
    page.goto(f"{live_server.url}/eldercare/")
    page.get_by_label("服务项目").select_option("meals")
    page.get_by_role("button", name="按这些条件查找").click()
    expect(page.get_by_text("没有查到符合条件的机构")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    page.reload()
    expect(page.get_by_label("服务项目")).to_be_hidden()
    page.get_by_text("更多条件").click()
    expect(page.get_by_label("服务项目")).to_have_value("meals")


def test_everything_works_without_scripts(live_server: LiveServer, browser: "Browser") -> None:
    filed(name="示例中心")
    context = browser.new_context(java_script_enabled=False)
    window = context.new_page()
    window.goto(f"{live_server.url}/eldercare/")
    window.get_by_text("更多条件").click()
    window.get_by_label("县（区）", exact=True).select_option("530922")
    leave_by(window.get_by_role("button", name="按这些条件查找"))
    leave_by(window.get_by_role("link", name="示例中心"))
    assert window.get_by_role("heading", name="示例中心").is_visible()
    assert window.get_by_role("link", name="0883-2123456").is_visible()
    context.close()


def longest() -> Institution:
    """One whose every text is as long as it may be, and all services; and a neighbour like it."""
    for number in range(2):
        filing = care.accepted(**LONGEST | {"name": LONGEST["name"][:-1] + "甲乙"[number]})  # type: ignore[index]
        care.offer(filing.institution, *Service.values, fee="paid", price="每次示例元" * 12)
        filing.institution.services.update(detail="示例" * 50)
    return filing.institution


def test_no_length_of_text_breaks_the_page(live_server: LiveServer, page: Page) -> None:
    """640 is what a window of 1280 has left at a zoom of 200 %."""
    site = longest()
    for address in (
        "/eldercare/?county=530922",
        site.get_absolute_url(),
        "/eldercare/guide/",
        "/about/data/",
    ):
        page.goto(live_server.url + address)
        assert too_wide(page, 320, 360, 640, 1280) == [], address


def test_no_state_of_the_directory_breaks_a_rule_of_accessibility(
    live_server: LiveServer, page: Page
) -> None:
    site = longest()
    care.many(80)
    states = (
        "?county=530922",
        "?q=没有这个词",
        "?kind=x&q=" + "甲" * 61,
        "?page=2",
        "?service=meals&county=530902",
    )
    broken = {}
    for address in (*(f"/eldercare/{state}" for state in states), site.get_absolute_url()):
        page.goto(live_server.url + address)
        unfold(page)
        if found := complaints_in(page):
            broken[address] = found
    assert broken == {}


def test_a_gravestone_and_a_missing_page_break_none_either(live_server: LiveServer, quiet: Page) -> None:
    gone = care.cancelled().institution
    for address, status in ((gone.get_absolute_url(), 410), ("/eldercare/999999/", 404)):
        answer = quiet.goto(live_server.url + address)
        assert answer is not None
        assert answer.status == status
        assert complaints_in(quiet) == []


def test_an_institution_prints_on_one_sheet(live_server: LiveServer, page: Page) -> None:
    filing = filed(name="示例中心", address="草皮街12号")
    care.offer(filing.institution, "day_care", "meals", "legal")
    page.goto(live_server.url + filing.institution.get_absolute_url())
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(printed.pages(pdf)) == 1
    text = printed.words(pdf)
    for word in ("示例中心", "草皮街12号", "0883-2123456", "日间照料", "530922-2026-0001", "云县民政局"):
        assert word in text
    for word in ("主要栏目", "JSON", "其他机构", "站点地图"):
        assert word not in text


def test_a_list_prints_with_its_telephones(live_server: LiveServer, page: Page) -> None:
    filed(name="示例中心")
    page.goto(f"{live_server.url}/eldercare/?county=530922")
    text = printed.words(page.pdf(format="A4", prefer_css_page_size=True))
    for word in ("示例中心", "0883-2123456", "县（区）：云县"):
        assert word in text
    for word in ("更多条件", "下载这份名单"):
        assert word not in text
