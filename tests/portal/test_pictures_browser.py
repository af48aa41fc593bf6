"""The pictures in a real browser: no rule of accessibility broken, no label on another, the keyboard is enough."""

from datetime import date
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import Document
from gazette.models import Official
from tests import make
from tests.looking import complaints

Scheme = Literal["light", "dark"]
SIZES: tuple[tuple[int, Scheme], ...] = ((320, "dark"), (1280, "light"))
PAGES = ("/units/", "/units/matrix/", "/tasks/targets/", "/chronicle/", "/chronicle/people/", "/issues/")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Words of one drawing that stand on each other, and words that leave it.
COLLISIONS = """() => [...document.querySelectorAll('figure.picture svg[role]')].flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  const words = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
  const outside = words.filter(([, box]) => box.left < frame.left - 2 || box.right > frame.right + 2);
  const onEachOther = words.flatMap(([one, a], at) => words.slice(at + 1)
    .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6)
    .map(([other]) => [one, other]));
  return [...outside.map(([word]) => ['outside', word]), ...onEachOther];
})"""


def on_record() -> dict[str, str]:
    """Long names and large numbers, several of everything; answers the addresses of the pages with pictures."""
    county = make.unit("示例甲自治县人民政府")
    units = [make.unit(f"示例市工业和信息化发展第{number}局") for number in range(6)]
    units.append(make.unit("示例各县（区）人民政府", members=[county]))
    for number in range(4):
        document = make.document(
            f"示例市人民政府办公室关于印发示例市第{number}个三年行动实施方案的通知",
            body="一、推动产业高质量发展\n（一）修路。\n二、保障和改善民生\n（一）供水。",
        )
        for at, unit in enumerate(units):
            task = make.task(document, lead=[unit], support=units[:at], path=f"{'一二'[at % 2]}/（一）")
            make.amount(task, "12345.67万元", number="12345.67", measure="万元")
    Document.objects.filter(pk=document.pk).update(document_number="", series="", year=None, serial=None)
    for number in range(14):
        issue = make.issue(2023 + number % 2, 1 + number)
        for _ in range(1 + 6 * (number == 9)):
            make.event(
                issue,
                on=date(2023 + number % 2, 1 + number % 12, 1 + 2 * number),
                people=["示例甲", "欧阳示例"],
            )
    person = Official.objects.get(name="欧阳示例")
    return {
        "theme": f"/units/{units[0].pk}/?document={document.pk}",
        "person": person.get_absolute_url(),
    }


def test_pictures_are_read_by_eye_by_ear_and_by_hand(live_server: LiveServer, page: Page) -> None:
    addresses = on_record()
    broken: dict[str, Any] = {}
    for address in (*PAGES, *addresses.values()):
        show(page, 360, "dark")
        page.goto(live_server.url + address)
        assert page.locator("figure.picture svg").count() > 0, address
        for details in page.locator(".picture-table summary").all():
            details.click()
        found: list[Any] = complaints(page)  # closed and by day: with every other page
        for width, scheme in SIZES:
            show(page, width, scheme)
            found += page.evaluate(COLLISIONS)
            wide = page.evaluate("document.documentElement.scrollWidth")
            found += [f"{width}: {wide}"] if wide > width else []
        if found:
            broken[address] = found
    assert broken == {}


def show(page: Page, width: int, scheme: Scheme) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)


def test_the_keyboard_goes_from_mark_to_mark_and_opens_what_it_counts(
    live_server: LiveServer, page: Page
) -> None:
    on_record()
    show(page, 360, "light")
    page.goto(f"{live_server.url}/units/")
    cell = page.locator(".picture-cells a").nth(8)
    cell.focus()
    expect(cell).to_be_in_viewport()
    label = str(cell.get_attribute("aria-label"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") not in (None, label)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(label.partition("，")[0])

    page.goto(f"{live_server.url}/chronicle/")
    page.get_by_role("link", name="10月19日（周六），7件").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chronicle-day:target li")).to_have_count(7)
