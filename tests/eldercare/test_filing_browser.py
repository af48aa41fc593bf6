"""A filing taken from the empty form to the printed receipt in a real browser: one officer types and hands in, another
accepts; papers carry what was typed, and no page more of a number than its mask."""

from __future__ import annotations

import io

import pdfplumber
import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from eldercare.models import Filing, Institution, SupportMeasure
from foundation.models import Division, ProtectedReveal
from tests import care
from tests.clicking import choose_by_typing, leave_by
from tests.looking import too_wide
from tests.numbers import credit_code, identity_number
from tests.staff import sit_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "云县示例101镇示例社区示例老年人日间照料中心"
NUMBER = identity_number(born="19680302")
WIDE, NARROW = 1280, 360


@pytest.fixture
def places() -> Division:
    care.operator(name="示例养老服务中心", kind="social", credit_code=credit_code())
    SupportMeasure.objects.create(
        title="示例补贴", content="每年 2 万元", basis="示例文件", office="县民政局", since="2024-08-27"
    )
    return care.township()


def officer(name: str) -> User:
    return care.officer("养老县区经办", name=name)


def window_of(browser: Browser, live_server: LiveServer, user: User) -> tuple[BrowserContext, Page]:
    """A window of somebody who has logged in, with nothing open."""
    context = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": WIDE, "height": 900}
    )
    sit_down(context, live_server, user)
    return context, context.new_page()


def log_in(browser: Browser, live_server: LiveServer, user: User) -> tuple[BrowserContext, Page]:
    """The same, with the board open."""
    context, page = window_of(browser, live_server, user)
    page.goto(live_server.url + reverse("admin:index"))
    expect(page.get_by_role("heading", name="等我处理")).to_be_visible()
    return context, page


def type_institution(page: Page, live_server: LiveServer) -> None:
    """In the order of the paper form, by the keyboard's way of filling fields."""
    page.goto(live_server.url + reverse("admin:eldercare_institution_add"))
    page.fill("#id_name", NAME)
    page.select_option("#id_kind", label="日间照料中心")
    page.select_option("#id_township", label="示例101镇")
    page.fill("#id_community", "示例社区")
    page.select_option("#id_setting", label="城市")
    page.fill("#id_address", "示例路 1 号")
    choose_by_typing(page, "operator", "示例养老", shown="示例养老服务中心")
    page.select_option("#id_entrustment", label="委托")
    page.select_option("#id_nature", label="公建民营")
    page.select_option("#id_operation_mode", label="公建民营")
    page.select_option("#id_profit", label="非营利性")
    page.fill("#id_person_in_charge", "示例甲")
    page.fill("#id_identity_number", NUMBER)
    page.fill("#id_contact", "示例乙")
    page.fill("#id_contact_phone", "13800138000")
    page.fill("#id_opened_on", "2026/03/02")
    page.fill("#id_service_scope", "示例社区的居家老年人")
    page.fill("#id_service_phone", "0883-2123456")
    page.select_option("#id_premises", label="自有")
    page.fill("#id_beds", "10")
    page.fill("#id_building_area", "420")
    page.fill("#id_land_area", "300")
    page.select_option("#id_building_mode", label="新建")


def register(page: Page) -> None:
    page.get_by_role("link", name="登记", exact=True).first.click()
    page.get_by_text("增加登记").click()
    page.select_option("#id_registrations-0-kind", label="社会服务机构登记")
    page.fill("#id_registrations-0-authority", "云县民政局")
    page.fill("#id_registrations-0-number", credit_code())
    page.fill("#id_registrations-0-registered_on", "2025/01/06")
    choose_by_typing(page, "registrations-0-operator", "示例养老", shown="示例养老服务中心")


def words_of(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "".join("".join((sheet.extract_text() or "").split()) for sheet in pdf.pages)


def paper(context: BrowserContext, live_server: LiveServer, filing: Filing, name: str) -> str:
    answer = context.request.get(
        live_server.url + reverse("admin:eldercare_filing_paper", args=[filing.pk, name])
    )
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert "no-store" in answer.headers["cache-control"]
    return words_of(answer.body())


def test_from_the_empty_form_to_the_printed_receipt(
    browser: Browser, live_server: LiveServer, places: Division
) -> None:
    mine, page = log_in(browser, live_server, officer("shangbao"))
    type_institution(page, live_server)
    page.get_by_role("button", name="保存并继续编辑").click()
    expect(page.get_by_text("成功添加")).to_be_visible()
    institution = Institution.objects.get()
    assert institution.identity_number.plain() == NUMBER
    assert NUMBER not in page.content()
    expect(page.get_by_text("还没有登记：非营利性机构应向县（区）民政部门登记")).to_be_visible()

    leave_by(page.locator("a[href$='/file/']"))
    leave_by(page.get_by_role("button", name="填写备案"))
    leave_by(page.locator("a[href$='/submit/']"))
    expect(page.get_by_text("还不能提交")).to_be_visible()  # what is missing is told before anything happens
    leave_by(page.get_by_role("link", name="去填写机构资料"))
    register(page)
    page.get_by_role("button", name="保存并继续编辑").click()
    expect(page.get_by_text("成功修改了")).to_be_visible()

    filing = Filing.objects.get()
    page.goto(live_server.url + reverse("admin:eldercare_filing_change", args=[filing.pk]))
    leave_by(page.locator("a[href$='/submit/']"))
    page.fill("#id_commitment_on", "2026-03-09")
    page.fill("#id_filed_on", "2026-03-10")
    page.get_by_role("button", name="提交备案").click()
    expect(page.get_by_text("已提交，等待云县民政局受理")).to_be_visible()
    leave_by(page.locator("a[href$='/accept/']"))
    page.get_by_role("button", name="受理备案").click()
    expect(page.get_by_text("这份备案是您提交的，须由另一位工作人员受理备案")).to_be_visible()

    theirs, other = log_in(browser, live_server, officer("shouli"))
    leave_by(other.get_by_role("link", name="等我受理的备案"))
    leave_by(other.get_by_role("link", name=NAME))
    leave_by(other.locator("a[href$='/accept/']"))
    other.get_by_role("button", name="受理备案").click()
    expect(other.get_by_text("已受理，回执编号已生成")).to_be_visible()
    filing.refresh_from_db()
    number = filing.receipt_number
    expect(other.get_by_text(number).first).to_be_visible()

    leave_by(other.locator("a[href$='/papers/']"))
    expect(other.get_by_role("link", name="备案回执")).to_be_visible()
    receipt = paper(theirs, live_server, filing, "receipt")
    assert number in receipt
    assert NAME in receipt
    assert "2026年3月10日报我局" in receipt
    assert "每年2万元" in paper(theirs, live_server, filing, "measures")
    assert "社区居家养老服务机构基本条件告知书" in paper(theirs, live_server, filing, "conditions")
    form = paper(theirs, live_server, filing, "form")
    assert NAME in form
    assert NUMBER not in form

    other.fill("#id_reason", "打印备案书交负责人签字")
    with other.expect_response(lambda got: "papers/full" in got.url) as got:
        other.get_by_role("button", name="打开备案书").click()
    assert got.value.status == 200
    assert ProtectedReveal.objects.get().reason == "打印备案书交负责人签字"
    mine.close()
    theirs.close()


def test_what_was_typed_is_still_there_when_the_form_comes_back(
    browser: Browser, live_server: LiveServer, places: Division
) -> None:
    context, page = window_of(browser, live_server, officer("shangbao"))
    type_institution(page, live_server)
    page.fill("#id_identity_number", NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2"))
    page.fill("#id_building_area", "1000000")
    page.get_by_role("button", name="保存并继续编辑").click()
    expect(page.get_by_text("最后一位校验码与前 17 位不符")).to_be_visible()
    assert Institution.objects.count() == 0
    for field, value in (
        ("name", NAME),
        ("address", "示例路 1 号"),
        ("contact_phone", "13800138000"),
        ("beds", "10"),
    ):
        expect(page.locator(f"#id_{field}")).to_have_value(value)
    page.fill("#id_identity_number", NUMBER)
    page.fill("#id_building_area", "420")
    page.get_by_role("button", name="保存并继续编辑").click()
    expect(page.get_by_text("成功添加")).to_be_visible()
    context.close()


def test_pages_of_the_desk_fit_and_report_nothing(
    browser: Browser, live_server: LiveServer, places: Division
) -> None:
    filing = care.accepted()
    waiting = care.submitted()
    context, page = window_of(browser, live_server, officer("shangbao"))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    pages = [reverse("admin:index")]
    pages += [
        reverse(f"admin:eldercare_{noun}_changelist")
        for noun in ("institution", "filing", "registration", "operator", "evidence", "carechange")
    ]
    pages += [reverse("admin:eldercare_institution_add"), reverse("admin:eldercare_operator_add")]
    for name, obj in (("institution", filing.institution), ("filing", filing), ("filing", waiting)):
        pages.append(reverse(f"admin:eldercare_{name}_change", args=[obj.pk]))
    deeds = {"institution": ("file", "succeed", "attach", "reveal"), "filing": ("cancel", "papers", "reveal")}
    for noun, names in deeds.items():
        pk = filing.pk if noun == "filing" else filing.institution_id
        page_of = reverse(f"admin:eldercare_{noun}_change", args=[pk]).removesuffix("change/")
        pages += [f"{page_of}{name}/" for name in names]
    sideways = {}
    for url in pages:
        answer = page.goto(live_server.url + url)
        assert answer is not None and answer.status == 200, url
        if found := too_wide(page, WIDE, NARROW):
            sideways[url] = found
    assert sideways == {}
    assert said == []
    context.close()
