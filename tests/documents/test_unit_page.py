"""The page of a unit, and the list with the picture."""

import pytest
from django.test import Client

from foundation.models import Unit
from tests import make


def read(unit: Unit, query: str = "") -> str:
    return Client().get(f"/units/{unit.pk}/{query}").content.decode()


@pytest.mark.django_db
def test_it_shows_all_a_unit_answers_for() -> None:
    unit = make.unit("示例市财政局", variants=["财政示例局"])
    document = make.document("示例方案", organs=[unit])
    make.task(document, title="牵头的事", lead=[unit])
    make.task(document, title="配合的事", support=[unit])
    make.checklist_item(document, content="清单里的事", responsible=[unit])
    text = read(unit)
    for piece in ("牵头的事", "配合的事", "清单里的事", "财政示例局", "发过的公文", "责任事项（3件）"):
        assert piece in text
    leads = read(unit, "?role=lead")
    assert "牵头的事" in leads
    assert "配合的事" not in leads


@pytest.mark.django_db
def test_a_member_shows_the_tasks_of_its_group_marked_as_such() -> None:
    county = make.unit("示例甲县人民政府")
    group = make.unit("示例各县人民政府", members=[county])
    make.task(make.document(), title="各县的事", responsible=[group])
    text = read(county)
    assert "各县的事" in text
    assert "随“示例各县人民政府”" in text
    assert "示例甲县人民政府" in read(group)
    assert "随“" not in read(group)


@pytest.mark.django_db
def test_successor_and_predecessor_are_linked() -> None:
    new = make.unit("示例新局")
    old = make.unit("示例旧局", successor=new)
    assert f'href="/units/{new.pk}/"' in read(old)
    assert f'href="/units/{old.pk}/"' in read(new)


@pytest.mark.django_db
def test_drafts_give_nobody_anything_to_do() -> None:
    unit = make.unit("示例市财政局")
    make.task(make.document(published=False), title="草稿的事", lead=[unit])
    assert "草稿的事" not in read(unit)
    levels = Client().get("/units/").context["levels"]
    assert [found.name for level in levels for found in level.busy] == []


@pytest.mark.django_db
def test_it_narrows_to_one_document() -> None:
    unit, first, second = make.unit("示例市财政局"), make.document(), make.document()
    make.task(first, title="甲事", lead=[unit])
    make.task(second, title="乙事", lead=[unit])
    text = read(unit, f"?document={first.pk}")
    assert "甲事" in text
    assert "乙事" not in text
    assert "乙事" in read(unit, "?document=x")
