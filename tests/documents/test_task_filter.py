"""The list of tasks narrows by unit, role, document, place, text and money."""

import pytest
from django.test import Client

from tests import make


def titles(query: str) -> set[str]:
    page = Client().get(f"/tasks/?{query}").context["page"]
    return {task.title for task in page}


@pytest.mark.django_db
def test_each_filter_narrows() -> None:
    finance, health = make.unit("示例财政局"), make.unit("示例卫健委")
    first, second = make.document(), make.document()
    make.task(first, title="甲", path="一/（一）", text="修路", lead=[finance], support=[health])
    make.task(second, title="乙", path="十一", text="造林", lead=[health])
    assert titles(f"unit={finance.pk}") == {"甲"}
    assert titles(f"unit={health.pk}") == {"甲", "乙"}
    assert titles(f"unit={health.pk}&role=lead") == {"乙"}
    assert titles("role=support") == {"甲"}
    assert titles(f"document={second.pk}") == {"乙"}
    assert titles("path=一") == {"甲"}
    assert titles("q=造林") == {"乙"}


@pytest.mark.django_db
def test_the_tasks_of_a_group_are_those_of_its_members() -> None:
    county = make.unit("示例甲县人民政府")
    group = make.unit("示例各县人民政府", members=[county])
    make.task(make.document(), title="各县的事", responsible=[group])
    assert titles(f"unit={county.pk}") == {"各县的事"}


@pytest.mark.django_db
def test_money_is_compared_in_one_measure() -> None:
    document = make.document()
    make.amount(make.task(document, title="一千万元"), "1000万元", number=1000, measure="万元")
    make.amount(make.task(document, title="两亿元"), "2亿元", number=2, measure="亿元")
    make.amount(make.task(document, title="三百元"), "300元", number=300, measure="元")
    make.amount(make.task(document, title="十个"), "10个", kind="target", number=10, measure="个")
    make.task(document, title="没有数字")
    assert titles("least=1000") == {"一千万元", "两亿元"}
    assert titles("least=1001") == {"两亿元"}
    assert titles("amount=on") == {"一千万元", "两亿元", "三百元", "十个"}


@pytest.mark.django_db
def test_a_task_links_to_its_paragraph_and_drafts_stay_away() -> None:
    document = make.document()
    make.task(document, path="一/（一）/3")
    make.task(make.document(published=False), title="草稿的事项")
    text = Client().get("/tasks/").content.decode()
    assert f'href="{document.get_absolute_url()}#s1-1-3"' in text
    assert "草稿的事项" not in text
