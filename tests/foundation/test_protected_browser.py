"""Protected data in a real browser: typing, doubting, clearing, revealing."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from foundation.models import ProtectedReveal
from tests.clicking import leave_by
from tests.numbers import PHONE, identity_number
from tests.persons.models import Person
from tests.staff import sit_down

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("persons"),
]
NUMBER, DOUBTED = identity_number(), identity_number(born="19520230")


@pytest.fixture
def desk(live_server: LiveServer, page: Page) -> Iterator[Page]:
    with override_settings(ROOT_URLCONF="tests.persons.desk"):
        sit_down(page.context, live_server, User.objects.create_superuser("guanli"))
        page.goto(live_server.url + reverse("admin:index"))
        expect(page.get_by_role("heading", name="等我处理")).to_be_visible()
        yield page


def opened(live_server: LiveServer, desk: Page, person: Person) -> None:
    url = reverse("admin:persons_person_change", args=[person.pk])
    desk.goto(live_server.url + url, wait_until="networkidle")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_doubted_number_is_confirmed_and_saved(live_server: LiveServer, desk: Page, width: int) -> None:
    person = Person.objects.create(name="示例甲", identity_number=NUMBER, phone=PHONE)
    desk.set_viewport_size({"width": width, "height": 900})
    opened(live_server, desk, person)
    expect(desk.get_by_text("已登记：138****8000；留空则不变。")).to_be_visible()
    desk.fill("#id_identity_number", DOUBTED)
    desk.get_by_role("button", name="保存并继续编辑").click()
    expect(desk.get_by_text("农历")).to_be_visible()
    expect(desk.locator("#id_identity_number")).to_have_value(DOUBTED)
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    desk.get_by_label("已对照原件，确认无误").check()
    desk.locator("input[name=phone-clear]").check()
    desk.get_by_role("button", name="保存并继续编辑").click()
    expect(desk.get_by_text("成功修改了")).to_be_visible()
    person.refresh_from_db()
    assert (person.identity_number.plain(), person.phone.plain()) == (DOUBTED, "")
    assert DOUBTED not in desk.content()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_number_is_looked_at_with_a_reason(live_server: LiveServer, desk: Page, width: int) -> None:
    person = Person.objects.create(name="示例甲", identity_number=NUMBER, phone=PHONE)
    desk.set_viewport_size({"width": width, "height": 900})
    opened(live_server, desk, person)
    door = desk.locator("a[href$='/reveal/']")
    if not door.is_visible():  # on a narrow screen the buttons stand in a menu
        desk.locator("[x-data]:has(> * a[href$='/reveal/']), nav:has(a[href$='/reveal/'])").last.click()
    door.click()
    desk.get_by_label("身份证号码").check()
    desk.get_by_label("理由").fill("核对备案材料")
    desk.get_by_role("button", name="查看", exact=True).click()
    expect(desk.get_by_text(NUMBER)).to_be_visible()
    expect(desk.get_by_text(PHONE)).to_have_count(0)
    assert NUMBER not in desk.url
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    assert ProtectedReveal.objects.of(person).get().reason == "核对备案材料"
    leave_by(desk.get_by_role("link", name="返回").last)
    assert NUMBER not in desk.content()
