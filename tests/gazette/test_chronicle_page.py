"""The chronicle by month, by person and by text."""

from datetime import date

import pytest
from django.test import Client

from gazette.calendar import month_weeks
from tests import make


def read(address: str) -> str:
    return Client().get(address).content.decode()


@pytest.mark.django_db
def test_a_year_counts_every_event_once_on_the_day_it_begins() -> None:
    issue = make.issue(2024, 9)
    make.event(issue, on=date(2024, 8, 1))
    make.event(issue, on=date(2024, 8, 3))
    make.event(issue, on=date(2024, 8, 3), until=date(2024, 9, 2))
    make.event(make.issue(2024, 10, published=False), on=date(2024, 9, 1))
    make.event(make.issue(2023, 9), on=date(2023, 12, 31))
    context = Client().get("/chronicle/").context
    assert context["years"] == {2024: 3, 2023: 1}
    squares = [square for month in context["picture"].drawing.months for square in month.squares]
    assert [(square.label, square.count, square.url) for square in squares if square.count] == [
        ("8月1日（周四），1件", 1, "/chronicle/2024/8/#d0801"),
        ("8月3日（周六），2件", 2, "/chronicle/2024/8/#d0803"),
    ]
    assert len(squares) == 366
    foot = context["picture"].table.foot
    assert [figure.text for figure in foot.figures] == ["2", "3", "2"]
    days = Client().get("/chronicle/2024/8/").context["days"]
    assert {day.anchor: len(day.events) for day in days} == {"d0801": 1, "d0803": 2}


@pytest.mark.django_db
def test_each_year_has_an_address_and_a_year_without_events_has_none() -> None:
    make.event(make.issue(2023, 9), on=date(2023, 8, 1))
    make.event(make.issue(2024, 9, published=False), on=date(2024, 8, 1))
    assert Client().get("/chronicle/2023/").context["year"] == 2023
    for year in (2024, 1, 99999):
        assert Client().get(f"/chronicle/{year}/").status_code == 404
    assert "2024" not in read("/chronicle/")


@pytest.mark.django_db
def test_without_any_event_the_chronicle_says_so() -> None:
    assert "还没有收录大事记" in read("/chronicle/")
    assert "还没有收录人物" in read("/chronicle/people/")
    issue = make.issue(2024, 9)
    assert "这一期没有收录大事记" in read(issue.get_absolute_url())


@pytest.mark.django_db
def test_a_month_stands_by_day_with_an_address_for_every_event() -> None:
    issue = make.issue(2024, 9)
    event = make.event(issue, "示例甲出席示例会议。", on=date(2024, 8, 1), people=["示例甲"])
    text = read("/chronicle/2024/8/")
    assert f'id="{event.anchor}"' in text
    assert f'<a href="{make.official("示例甲").get_absolute_url()}">示例甲</a>出席示例会议。' in text
    assert 'href="#d0801"' in text
    assert 'id="d0801"' in text
    assert event.place_url == f"/chronicle/2024/8/#{event.anchor}"
    assert f'href="{event.get_absolute_url()}"' in text


@pytest.mark.django_db
def test_a_range_shows_in_both_of_its_months() -> None:
    make.event(make.issue(2024, 9), "跨月的考察。", on=date(2024, 8, 30), until=date(2024, 9, 2))
    assert "跨月的考察。" in read("/chronicle/2024/8/")
    assert "30日至9月2日" in read("/chronicle/2024/8/")
    after = Client().get("/chronicle/2024/9/")
    assert [event.text for event in after.context["carried"]] == ["跨月的考察。"]
    assert after.context["count"] == 0
    assert "没有新的大事" in after.content.decode()


@pytest.mark.django_db
def test_person_and_text_narrow() -> None:
    issue = make.issue(2024, 9)
    make.event(issue, "示例甲检查防汛。", on=date(2024, 8, 1), people=["示例甲"])
    make.event(issue, "示例乙调研养老。", on=date(2024, 8, 2), people=["示例乙"])
    person = make.official("示例甲").pk
    assert "示例乙" in read("/chronicle/?year=2024&month=8")
    assert "没有找到" in read("/chronicle/?year=2024&month=9")
    for address in (
        f"/chronicle/?person={person}",
        f"/chronicle/?person={person}&year=2024&month=8",
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
def test_a_month_without_events_leads_to_those_before_and_after() -> None:
    make.event(make.issue(2024, 2), on=date(2024, 1, 9))
    make.event(make.issue(2024, 4), on=date(2024, 3, 9))
    make.event(make.issue(2024, 3, published=False), "草稿的事。", on=date(2024, 2, 9))
    response = Client().get("/chronicle/2024/2/")
    text = response.content.decode()
    assert response.status_code == 404
    assert 'href="/chronicle/2024/1/" rel="prev"' in text
    assert 'href="/chronicle/2024/3/" rel="next"' in text
    assert "草稿的事" not in text


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
