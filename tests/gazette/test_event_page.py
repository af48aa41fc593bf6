"""Each event has an address, with the one before, the one after, and those of its day."""

from datetime import date

import pytest
from django.test import Client

from tests import make
from tests.sitemap import whole_sitemap


@pytest.mark.django_db
def test_an_event_stands_between_its_neighbours_across_issues_and_days() -> None:
    older, newer = make.issue(2024, 8), make.issue(2024, 9)
    first = make.event(older, "去年的事。", on=date(2023, 12, 31))
    second = make.event(newer, "早上的事。", on=date(2024, 8, 5))
    third = make.event(newer, "下午的事。", on=date(2024, 8, 5))
    fourth = make.event(newer, "几天的事。", on=date(2024, 8, 30), until=date(2024, 9, 2))
    make.event(make.issue(2024, 10, published=False), "草稿的事。", on=date(2024, 8, 6))
    order = [first, second, third, fourth]
    for at, event in enumerate(order):
        context = Client().get(event.get_absolute_url()).context
        assert context["previous"] == (order[at - 1] if at else None)
        assert context["next"] == (order[at + 1] if at < 3 else None)
    text = Client().get(second.get_absolute_url()).content.decode()
    assert "下午的事。" in text
    assert "草稿的事。" not in text
    assert f'href="/chronicle/2024/8/#{second.anchor}"' in text
    assert f'href="{newer.get_absolute_url()}"' in text
    assert "30日至9月2日" in Client().get(fourth.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_an_event_of_a_draft_is_not_there_and_of_a_withdrawn_issue_says_why() -> None:
    draft = make.event(make.issue(2024, 9, published=False), on=date(2024, 8, 5))
    assert Client().get(draft.get_absolute_url()).status_code == 404
    issue = make.issue(2024, 10)
    event = make.event(issue, "撤回的事。", on=date(2024, 9, 5), people=["示例甲"])
    sitemap = whole_sitemap()
    assert f"{event.get_absolute_url()}<" in sitemap
    assert f"{draft.get_absolute_url()}<" not in sitemap
    assert "/chronicle/2024/<" in sitemap
    make.withdrawn(issue, "印刷错误")
    response = Client().get(event.get_absolute_url())
    assert response.status_code == 410
    assert "印刷错误" in response.content.decode()
    assert "撤回的事" not in response.content.decode()
    assert event.get_absolute_url() not in whole_sitemap()
