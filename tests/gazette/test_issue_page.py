"""Issues by year with their gaps, and one issue."""

import re

import pytest
from django.test import Client

from gazette.cover import RIDGES, ridges
from tests import make


@pytest.mark.django_db
def test_the_matrix_shows_what_is_missing() -> None:
    make.issue(2022, 1)
    make.issue(2024, 13)
    make.issue(2024, 2, published=False)
    picture = Client().get("/issues/").context["picture"]
    known = [cell.spot for cell in picture.drawing.cells if not cell.spot.missing]
    assert [(spot.label, spot.url) for spot in known] == [
        ("2024年第13期", "/issues/2024/13/"),
        ("2022年第1期", "/issues/2022/1/"),
    ]
    gaps = [cell.spot.label for cell in picture.drawing.cells if cell.spot.missing]
    assert len(gaps) == 3 * 13 - 2
    assert "2024年第2期还没有收录" in gaps
    rows = {row.name: [figure.text for figure in row.figures] for row in picture.table.rows}
    assert rows["2023年"][0] == "0"
    assert rows["2024年"] == ["1", "、".join(str(number) for number in range(1, 13))]


@pytest.mark.django_db
def test_an_issue_shows_contents_masthead_and_neighbours() -> None:
    issue = make.portal()
    before, after = make.issue(2024, 8), make.issue(2025, 1)
    make.issue(2024, 10, published=False)
    text = Client().get(issue.get_absolute_url()).content.decode()
    assert "总第161期" in text
    assert "示例甲" in text
    assert "示例各部门。" in text
    assert f'href="{before.get_absolute_url()}" rel="prev"' in text
    assert f'href="{after.get_absolute_url()}" rel="next"' in text
    assert 'href="/chronicle/2024/8/"' in text


@pytest.mark.django_db
def test_a_line_of_the_contents_links_only_what_is_public() -> None:
    issue = make.issue(2024, 9)
    shown, hidden = make.document("发布的"), make.document("没发布的", published=False)
    make.entry(issue, shown)
    make.entry(issue, hidden)
    text = Client().get(issue.get_absolute_url()).content.decode()
    assert f'href="{shown.get_absolute_url()}"' in text
    assert hidden.get_absolute_url() not in text
    assert "没发布的" in text


@pytest.mark.django_db
def test_an_issue_that_is_not_out_is_not_there_and_a_withdrawn_one_says_why() -> None:
    assert Client().get(make.issue(2024, 1, published=False).get_absolute_url()).status_code == 404
    issue = make.issue(2024, 2)
    make.withdrawn(issue, "印刷错误")
    response = Client().get(issue.get_absolute_url())
    assert response.status_code == 410
    assert "印刷错误" in response.content.decode()


def test_a_cover_is_drawn_from_the_contents_and_stays_on_the_paper() -> None:
    drawn = ridges([1, 9, 13, 19, 34, 36], seed=9)
    assert len(drawn) == RIDGES
    assert drawn == ridges([1, 9, 13, 19, 34, 36], seed=9)
    assert drawn != ridges([1, 2, 30], seed=9)
    assert len(ridges([], seed=1)) == RIDGES
    heights = [int(number) for ridge in drawn for number in re.findall(r"\d+", ridge.path)]
    assert max(heights) <= 400
