"""The chronicle by month, by person and by text."""

from datetime import date

import pytest
from django.test import Client

from gazette.calendar import month_weeks
from tests import make


def read(address: str) -> str:
    return Client().get(address).content.decode()


@pytest.mark.django_db
def test_months_are_counted_and_gaps_are_seen() -> None:
    issue = make.issue(2024, 9)
    make.event(issue, on=date(2024, 8, 1))
    make.event(issue, on=date(2024, 8, 3))
    make.event(make.issue(2024, 10, published=False), on=date(2024, 9, 1))
    years = Client().get("/chronicle/").context["years"]
    assert [(year, dict(months)[8], dict(months)[9]) for year, months in years] == [(2024, 2, 0)]


@pytest.mark.django_db
def test_a_month_stands_by_day_with_an_address_for_every_event() -> None:
    issue = make.issue(2024, 9)
    event = make.event(issue, "示例甲出席示例会议。", on=date(2024, 8, 1), people=["示例甲"])
    text = read("/chronicle/2024/8/")
    assert f'id="{event.anchor}"' in text
    assert f'<a href="{make.official("示例甲").get_absolute_url()}">示例甲</a>出席示例会议。' in text
    assert 'href="#d0801"' in text
    assert 'id="d0801"' in text
    assert event.get_absolute_url().endswith(f"#{event.anchor}")


@pytest.mark.django_db
def test_a_range_shows_in_both_of_its_months() -> None:
    make.event(make.issue(2024, 9), "跨月的考察。", on=date(2024, 8, 30), until=date(2024, 9, 2))
    assert "跨月的考察。" in read("/chronicle/2024/8/")
    assert "跨月的考察。" in read("/chronicle/2024/9/")


@pytest.mark.django_db
def test_person_and_text_narrow() -> None:
    issue = make.issue(2024, 9)
    make.event(issue, "示例甲检查防汛。", on=date(2024, 8, 1), people=["示例甲"])
    make.event(issue, "示例乙调研养老。", on=date(2024, 8, 2), people=["示例乙"])
    person = make.official("示例甲").pk
    for address in (
        f"/chronicle/?person={person}",
        "/chronicle/?q=防汛",
        f"/chronicle/2024/8/?person={person}",
    ):
        text = read(address)
        assert "检查防汛。" in text
        assert "调研养老。" not in text


@pytest.mark.django_db
def test_a_person_has_a_page_of_all_events() -> None:
    issue = make.issue(2024, 9)
    for day in (1, 2):
        make.event(issue, f"示例甲第{day}次出席。", on=date(2024, 8, day), people=["示例甲"])
    text = read(make.official("示例甲").get_absolute_url())
    assert "大事记里提到 2 次" in text
    assert "第2次出席。" in text


@pytest.mark.django_db
def test_a_person_of_drafts_only_is_not_there() -> None:
    make.event(make.issue(2024, 9, published=False), on=date(2024, 8, 1), people=["示例甲"])
    assert Client().get(make.official("示例甲").get_absolute_url()).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/chronicle/2024/13/", "/chronicle/2024/0/", "/chronicle/2024/2/"])
def test_a_month_that_is_not_there_is_404(address: str) -> None:
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_the_words_of_an_event_are_never_markup() -> None:
    make.event(make.issue(2024, 9), "<b>示例甲</b>出席。", on=date(2024, 8, 1), people=["示例甲"])
    assert "<b>" not in read("/chronicle/2024/8/")


@pytest.mark.django_db
def test_people_whom_a_summary_leaves_out_stand_after_it() -> None:
    make.event(make.issue(2024, 9), "示例甲参会", on=date(2024, 8, 1), people=["示例甲", "示例乙"])
    text = read("/chronicle/2024/8/")
    assert (
        f'<span class="who"><a href="{make.official("示例乙").get_absolute_url()}">示例乙</a></span>' in text
    )
    assert text.count(">示例甲</a>") == 1


def test_a_calendar_begins_on_monday_and_knows_its_days() -> None:
    weeks = month_weeks(2024, 8, {date(2024, 8, 5): 2})
    assert [day.number for day in weeks[0]] == [0, 0, 0, 1, 2, 3, 4]
    assert weeks[1][0].events == 2
    assert max(day.number for week in weeks for day in week) == 31
