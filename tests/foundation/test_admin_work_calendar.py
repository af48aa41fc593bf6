"""The desk of the working calendar: a year with its days in one form, filled from the library, corrected by hand."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.models import SpecialDay, WorkYear
from foundation.work_days import LIBRARY
from portal import board
from tests import make
from tests.staff import log_in, rows_of

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:foundation_workyear_changelist"), reverse("admin:foundation_workyear_add")
NOTICE = {
    "notice_number": "示办发〔2026〕1号",
    "notice_title": "示例办公厅关于2027年节假日安排的通知",
    "notice_on": "2026-11-04",
}


def page(year: WorkYear, deed: str = "change") -> str:
    return reverse(f"admin:foundation_workyear_{deed}", args=[year.pk])


def a_row(day: str, kind: str = "off", name: str = "元旦", **more: Any) -> dict[str, Any]:
    return {"date": day, "kind": kind, "name": name} | more


def sent(rows: list[dict[str, Any]], *, stored: int = 0, **fields: Any) -> dict[str, Any]:
    return {"year": 2027, **NOTICE, **rows_of("days", rows, stored=stored)} | fields


def test_a_year_is_entered_in_one_form_and_counts_at_once(client: Client) -> None:
    log_in(client, "单位维护")
    answer = client.post(
        ADD, sent([a_row("2027-01-01"), a_row("2027-02-13", "worked", "春节")], is_complete="on")
    )
    assert answer.status_code == 302
    assert [str(day) for day in SpecialDay.objects.order_by("date")] == [
        "2027-01-01 休息（元旦）",
        "2027-02-13 上班（春节）",
    ]
    assert WorkYear.objects.calendar().is_working_day(date(2027, 2, 13)) is True


@pytest.mark.parametrize(
    ("rows", "fields", "said"),
    [
        ([a_row("2026-12-31")], {}, "日期不在这一年"),
        ([a_row("2027-01-04", "worked")], {}, "只能是星期六或星期日"),
        ([a_row("2027-01-01"), a_row("2027-01-01", name="春节")], {}, "重复"),
        ([a_row("元月一日")], {}, "有效的日期"),
        ([a_row("2027-01-01", name="")], {}, "必填"),
        ([], {"is_complete": "on"}, "请先填写这一年的放假日期"),
        ([a_row("2027-02-13", "worked")], {"is_complete": "on"}, "请先填写这一年的放假日期"),
        ([a_row("2027-01-01")], {"is_complete": "on", "notice_number": ""}, "须写明所依据通知"),
        ([a_row("2027-01-01")], {"year": 20270}, "2000 到 2100"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_lost(
    client: Client, rows: list[dict[str, Any]], fields: dict[str, Any], said: str
) -> None:
    log_in(client, "单位维护")
    answer = client.post(ADD, sent(rows, **fields))
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert said in shown
    assert all(f'value="{row["name"]}"' in shown for row in rows if row["name"])
    assert not WorkYear.objects.exists()


def test_taking_away_the_last_day_off_of_a_complete_year_is_refused(client: Client) -> None:
    log_in(client, "单位维护")
    year = make.work_year(2027, off=[date(2027, 1, 1)])
    row = a_row("2027-01-01", id=year.days.get().pk, DELETE="on")
    answer = client.post(page(year), sent([row], stored=1, is_complete="on"))
    assert "请先填写这一年的放假日期" in answer.content.decode()
    assert year.days.count() == 1


def test_a_year_is_filled_at_a_button_after_being_asked(client: Client) -> None:
    log_in(client, "单位维护")
    year = make.work_year(2026, off=[date(2026, 1, 1)], is_complete=False)
    assert page(year, "fill") in client.get(page(year)).content.decode()
    asked = client.get(page(year, "fill")).content.decode()
    assert "将填入下面 38 天，已经填写的 1 天不变" in asked
    assert "10月1日（星期四） 休息 · 国庆节" in asked
    assert year.days.count() == 1
    answer = client.post(page(year, "fill"), follow=True)
    assert "填入 38 天；请照通知逐日核对" in answer.content.decode()
    assert year.days.count() == 39
    assert "没有可填的" in client.get(page(year, "fill")).content.decode()


def test_the_button_is_there_only_where_it_can_be_used(client: Client) -> None:
    log_in(client, "单位维护")
    unknown, checked = make.work_year(2027, is_complete=False), make.work_year(2026)
    for year, said in ((unknown, "还没有2027年"), (checked, "已核对完整")):
        assert page(year, "fill") not in client.get(page(year)).content.decode()
        refused = client.post(page(year, "fill"))
        assert refused.status_code == 422
        assert said in refused.content.decode()
    assert not SpecialDay.objects.exists()
    assert client.get(reverse("admin:foundation_workyear_fill", args=[0])).status_code == 404


def test_both_pages_say_which_years_are_covered_and_what_to_do(client: Client) -> None:
    log_in(client, "单位维护")
    year = make.work_year(2028, off=[date(2028, 1, 1)])
    for url in (LIST, ADD, page(year)):
        shown = client.get(url).content.decode()
        assert "现在能计算期限的年份：<strong>2004—2026、2028</strong>" in shown, url
        assert "在这里新增那一年" in shown, url


def test_the_list_shows_how_many_days_a_year_is_worked(client: Client) -> None:
    log_in(client, "审计（只读）")
    make.work_year(2026, off=[date(2026, 1, 1), date(2026, 1, 2)], worked=[date(2026, 1, 4)])
    shown = client.get(LIST).content.decode()
    assert "2 天" in shown and "1 天" in shown
    assert "260 天" in shown  # 261 weekdays, two off, one Sunday worked


def test_a_complete_year_is_not_deleted_and_a_year_keeps_its_number(client: Client) -> None:
    log_in(client, "单位维护")
    year = make.work_year(2027, off=[date(2027, 1, 1)])
    assert client.post(page(year, "delete"), {"post": "yes"}).status_code == 403
    row = a_row("2027-01-01", id=year.days.get().pk)
    assert client.post(page(year), sent([row], stored=1, year=2030)).status_code == 302
    year.refresh_from_db()
    assert (year.year, year.is_complete) == (2027, False)
    assert client.post(page(year, "delete"), {"post": "yes"}).status_code == 302
    assert not SpecialDay.objects.exists()


@pytest.mark.parametrize("role", ["责任编辑", "副主编", "主编", "审计（只读）"])
def test_others_only_look(client: Client, role: str) -> None:
    log_in(client, role)
    year = make.work_year(2026, off=[date(2026, 1, 1)], is_complete=False)
    assert client.get(page(year)).status_code == 200
    assert client.post(page(year), sent([])).status_code == 403
    assert client.post(page(year, "fill")).status_code == 403
    assert client.post(ADD, sent([])).status_code == 403
    assert year.days.count() == 1


def test_the_pages_ask_the_same_with_more_years_and_days(client: Client) -> None:
    log_in(client, "单位维护")

    def asked(year: WorkYear) -> list[int]:
        counts = []
        for url in (LIST, page(year)):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts.append(len(queries))
        return counts

    few = make.work_year(2027, off=[date(2027, 1, 1)])
    asked(few)
    before = asked(few)
    for number in range(2028, 2048):
        many = make.work_year(number, off=[date(number, 1, day) for day in range(1, 31)])
    assert asked(many) == before
    assert before[0] <= 9 and before[1] <= 9


@pytest.mark.parametrize(
    ("on", "known", "waits"),
    [
        (date(2026, 11, 30), [], None),
        (date(2026, 12, 1), [], "2027 年"),
        (date(2026, 12, 31), [2027], None),
        (date(2027, 1, 1), [], "2027 年"),
        (date(2027, 12, 1), [], "2027—2028 年"),
        (date(2027, 12, 1), [2027], "2028 年"),
    ],
)
def test_the_board_asks_for_the_next_year_from_december(
    on: date, known: list[int], waits: str | None
) -> None:
    assert max(LIBRARY.years) == 2026, "the library learnt a year: move these dates on by one"
    for year in known:
        make.work_year(year, off=[date(year, 1, 1)])
    keeper = make.staff("foundation.change_workyear")
    cards = board.what_waits(keeper, on=on)
    assert [card.advice.split("的放假")[0] for card in cards] == ([waits] if waits else [])
    assert board.what_waits(make.staff("foundation.view_workyear"), on=on) == []
