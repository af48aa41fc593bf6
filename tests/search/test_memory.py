"""What is remembered between questions: names and synonyms, only while the content stands and only what is committed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation.models import Synonym, Unit
from foundation.search.finding import find
from foundation.search.results import Page
from tests import entries, make

ON = date(2026, 11, 2)
pytestmark = pytest.mark.django_db(transaction=True)


def asked(typed: str = "茶叶") -> tuple[Page, int]:
    with CaptureQueriesContext(connection) as questions:
        return find(typed, on=ON), len(questions)


def organ_of(page: Page) -> str:
    (facet,) = (facet for facet in page.facets if facet.name == "organ")
    return facet.values[0].label


def test_names_and_synonyms_are_read_once() -> None:
    unit = make.unit("示例市茶叶局")
    entries.entry("茶叶", facets={"organ": [str(unit.pk)]})
    _, first = asked()
    page, again = asked()
    assert again < first
    assert organ_of(page) == "示例市茶叶局"


def test_another_name_is_told_at_once() -> None:
    unit = make.unit("示例市茶叶局")
    entries.entry("茶叶", facets={"organ": [str(unit.pk)]})
    asked()
    Unit.objects.filter(pk=unit.pk).update(name="示例市茶业局")
    assert organ_of(asked()[0]) == "示例市茶业局"
    Synonym.objects.create(group="茶叶", word="香茗")
    assert asked("香茗")[0].count == 1
    Synonym.objects.all().delete()
    assert asked("香茗")[0].count == 0


def test_another_name_of_a_unit_is_told_at_once() -> None:
    unit = make.unit("示例市茶叶局", short_name="示例茶叶局")
    entries.entry("由示例市茶叶局负责。")
    assert asked("示例茶叶局")[0].count == 1
    assert asked("示例茶办")[0].count == 0
    make.UnitVariant.objects.create(unit=unit, printed="示例茶办")
    assert asked("示例茶办")[0].count == 1


def test_what_is_taken_back_was_never_remembered() -> None:
    unit = make.unit("示例市茶叶局")
    entries.entry("茶叶", facets={"organ": [str(unit.pk)]})
    with transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(name="示例市幻影局")
        assert organ_of(asked()[0]) == "示例市幻影局"
        transaction.set_rollback(True)
    assert organ_of(asked()[0]) == "示例市茶叶局"
