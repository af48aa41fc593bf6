"""How often people are named, month by month: the columns equal the lists they lead to."""

from datetime import date

import pytest
from django.test import Client

from gazette.activity import TOP_PEOPLE
from tests import make


def listed(address: str) -> int:
    response = Client().get(address)
    assert response.status_code == 200
    total: int = response.context["page"].paginator.count
    return total


@pytest.mark.django_db
def test_columns_and_table_equal_the_lists_behind_them() -> None:
    issue = make.issue(2024, 9)
    for day in (1, 1, 2):
        make.event(issue, on=date(2024, 8, day), people=["示例甲", "示例乙"])
    make.event(issue, on=date(2024, 7, 30), until=date(2024, 8, 2), people=["示例甲"])
    make.event(make.issue(2023, 2), on=date(2023, 2, 1), people=["示例甲"])
    make.event(make.issue(2024, 10, published=False), on=date(2024, 9, 1), people=["示例甲", "示例丙"])
    context = Client().get("/chronicle/people/").context
    assert (context["year"], context["years"]) == (2024, [2024, 2023])
    person = make.official("示例甲")
    pictures = [context["picture"], Client().get(person.get_absolute_url()).context["picture"]]
    spots = [[(cell.spot.label, cell.spot.count) for cell in each.drawing.cells] for each in pictures]
    assert spots == [
        [("示例甲，7月，1件", 1), ("示例甲，8月，3件", 3), ("示例乙，8月，3件", 3)],
        [("2024年，7月，1件", 1), ("2024年，8月，3件", 3), ("2023年，2月，1件", 1)],
    ]
    for picture in pictures:
        assert all(listed(cell.spot.url) == cell.spot.count for cell in picture.drawing.cells)
        for row in picture.table.rows:
            *months, total = row.figures
            assert sum(int(figure.text) for figure in months) == int(total.text) == listed(total.url)


@pytest.mark.django_db
def test_the_list_shows_the_busiest_of_a_year_and_names_everybody() -> None:
    issue = make.issue(2024, 9)
    for number in range(TOP_PEOPLE + 2):
        make.event(issue, on=date(2024, 8, 1), people=[f"示例员{number:02}", "示例长"])
    context = Client().get("/chronicle/people/?year=x").context
    assert context["picture"].drawing.names[0].full == "示例长"
    assert len(context["picture"].drawing.names) == TOP_PEOPLE
    assert len(context["officials"]) == TOP_PEOPLE + 3


@pytest.mark.django_db
def test_a_person_of_one_event_has_a_page_without_a_picture() -> None:
    make.event(make.issue(2024, 9), on=date(2024, 8, 1), people=["示例甲"])
    response = Client().get(make.official("示例甲").get_absolute_url())
    assert response.context["picture"] is None
    assert "提到 1 次" in response.content.decode()
