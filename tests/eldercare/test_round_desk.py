"""Yearly rounds at the desk: set up by the city with the edition in force, days moved as long as they fit (N084)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from eldercare import actions
from eldercare.models import RatingRound
from foundation.refusals import NotPermitted
from tests import care, rating, rating_desk
from tests.eldercare.desk import add_page, client_of, list_of, page_of
from tests.rating_desk import as_user, buttons, today

pytestmark = pytest.mark.django_db
YEAR = 2031


def said(**changes: Any) -> dict[str, Any]:
    first = {
        "year": YEAR,
        "edition": rating.edition().pk,
        "opens_on": date(YEAR, 3, 1),
        "closes_on": date(YEAR, 6, 30),
        "notice": "示例通知",
    }
    return {**first, **changes}


def test_the_city_sets_up_a_round() -> None:
    city = rating.city_officer()
    answer = client_of(city).post(add_page(RatingRound), said())
    made = RatingRound.objects.get()
    assert answer.headers["location"] == page_of(made)
    assert (made.year, made.created_by, made.edition) == (YEAR, city, rating.edition())
    assert "还没有开始" in as_user(city).get(list_of(RatingRound)).content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"year": "1999"}, "year", "年度从 2020 年起"),
        ({"year": "明年"}, "year", "请填四位数的年度"),
        ({"opens_on": date(YEAR - 1, 12, 1)}, "opens_on", f"须在 {YEAR} 年之内"),
        ({"closes_on": date(YEAR, 2, 1)}, "closes_on", "不早于开始日期"),
        ({"closes_on": date(YEAR + 1, 1, 1)}, "closes_on", f"须在 {YEAR} 年之内"),
        ({"opens_on": "2031-02-30"}, "opens_on", "这样的日期"),
        ({"edition": "999999"}, "edition", "没有施行"),
    ],
)
def test_a_wrong_round_is_refused_at_its_field(changes: dict[str, Any], field: str, told: str) -> None:
    answer = client_of(rating.city_officer()).post(add_page(RatingRound), said(**changes))
    assert answer.status_code == 422
    assert told in "".join(answer.context["form"].errors[field])
    assert "示例通知" in answer.content.decode()
    assert not RatingRound.objects.exists()


def test_a_year_has_one_round_and_none_without_an_edition() -> None:
    city = rating.city_officer()
    answer = client_of(city).get(add_page(RatingRound))
    assert answer.context["deed"].blocked
    assert "先在“评定标准”里施行一版" in answer.content.decode()
    rating.round_of(YEAR)
    again = client_of(city).post(add_page(RatingRound), said())
    assert "已经设立" in again.context["form"].errors["year"][0]


def test_days_move_as_long_as_what_was_handed_in_fits() -> None:
    application, _who = rating_desk.submitted()
    made, city = application.round, rating.city_officer()
    assert buttons(as_user(city), page_of(made)) == {"catalogue", "reschedule"}
    first, last = date(made.year, 1, 1), date(made.year, 12, 31)
    early = date(made.year, 1, 1)
    if today() > early:
        answer = client_of(city).post(
            page_of(made, "reschedule"), {"opens_on": first, "closes_on": first, "notice": "示例"}
        )
        assert f"已有 {today()} 的申请" in answer.context["form"].errors["closes_on"][0]
    if today() < last:
        answer = client_of(city).post(
            page_of(made, "reschedule"), {"opens_on": last, "closes_on": last, "notice": "示例"}
        )
        assert f"已有 {today()} 的申请" in answer.context["form"].errors["opens_on"][0]
    sent = {"opens_on": today(), "closes_on": today(), "notice": "示例：今天截止"}
    assert client_of(city).post(page_of(made, "reschedule"), sent).status_code == 302
    made.refresh_from_db()
    assert (made.opens_on, made.closes_on, made.notice) == (today(), today(), "示例：今天截止")


def test_only_the_city_keeps_rounds() -> None:
    made = rating.round_of(YEAR)
    officer = care.officer()
    assert as_user(officer).get(page_of(made)).status_code == 200
    assert buttons(as_user(officer), page_of(made)) == {"catalogue"}
    for user in (officer, rating_desk.auditor()):
        assert client_of(user).get(add_page(RatingRound)).status_code == 403
        assert client_of(user).post(add_page(RatingRound), said()).status_code == 403
        assert client_of(user).post(page_of(made, "reschedule"), said()).status_code == 403
    assert client_of(rating.city_officer()).get(page_of(made, "delete")).status_code == 403
    assert as_user(care.officer("责任编辑", care.county())).get(list_of(RatingRound)).status_code == 403
    with pytest.raises(NotPermitted):
        actions.reschedule_round(
            made, opens_on=made.opens_on, closes_on=made.closes_on, notice="", by=officer
        )
