"""Counts beside what was found, and narrowing by them."""

from collections.abc import Callable
from datetime import date

import pytest

from foundation.search import segments
from foundation.search.results import Page
from tests import make
from tests.entries import ask, entry

pytestmark = pytest.mark.django_db


def counts(page: Page, name: str) -> dict[str, int]:
    facet = next((facet for facet in page.facets if facet.name == name), None)
    return {value.value: value.count for value in facet.values} if facet else {}


@pytest.fixture(params=[True, False], ids=["folded", "fresh"])
def settle(request: pytest.FixtureRequest) -> Callable[[], object]:
    return segments.fold if request.param else lambda: None


def test_counts_by_kind_year_and_organ(settle: Callable[[], object]) -> None:
    organ = make.unit("示例市水务局", short_name="市水务局")
    entry("水库", kind="task", day=date(2024, 1, 2), facets={"organ": [str(organ.pk)]})
    entry("水库", day=date(2023, 1, 2), facets={"organ": [str(organ.pk), "999999"]})
    entry("旱地", day=date(2023, 1, 2))
    settle()
    page = ask("水库")
    assert counts(page, "kind") == {"task": 1, "document": 1}
    assert list(counts(page, "year").items()) == [("2024", 1), ("2023", 1)]
    labels = {
        value.label: value.count for facet in page.facets if facet.name == "organ" for value in facet.values
    }
    assert labels == {"市水务局": 2, "999999": 1}


def test_narrowing_keeps_the_other_choices_of_the_same_facet(settle: Callable[[], object]) -> None:
    for year, kind in ((2024, "task"), (2024, "document"), (2023, "document")):
        entry("公路", kind=kind, day=date(year, 3, 1))
    settle()
    page = ask("公路", facets={"year": ["2024"]})
    assert page.count == 2
    assert counts(page, "year") == {"2024": 2, "2023": 1}
    assert counts(page, "kind") == {"task": 1, "document": 1}
    both = ask("公路", facets={"year": ["2023", "2024"], "kind": ["document"]})
    assert both.count == 2
    assert counts(both, "kind") == {"document": 2, "task": 1}


def test_a_chosen_value_nobody_has_finds_nothing_and_stays_chosen(settle: Callable[[], object]) -> None:
    entry("公路")
    settle()
    page = ask("公路", facets={"organ": ["不是数字"], "county": ["530902"]})
    assert page.count == 0 and not page.hits
    assert counts(page, "organ") == {"不是数字": 0}


def test_validity_follows_the_day(settle: Callable[[], object]) -> None:
    days = {"has_validity": True, "day": date(2024, 1, 1)}
    entry("办法甲", effective_from=date(2024, 2, 1), effective_until=date(2024, 12, 31), **days)
    entry("办法乙", repealed_from=date(2024, 6, 1), **days)
    entry("办法丙", **days)
    entry("办法是办法", kind="event")
    settle()

    def on(day: date) -> dict[str, int]:
        return counts(ask("办法", on=day), "validity")

    assert on(date(2024, 1, 31)) == {"pending": 1, "valid": 2}
    assert on(date(2024, 2, 1)) == {"valid": 3}
    assert on(date(2024, 6, 1)) == {"valid": 2, "repealed": 1}
    assert on(date(2024, 12, 31)) == {"valid": 2, "repealed": 1}
    assert on(date(2025, 1, 1)) == {"valid": 1, "repealed": 1, "expired": 1}
    expired = ask("办法", on=date(2025, 1, 1), facets={"validity": ["expired"]})
    assert [hit.validity for hit in expired.hits] == ["expired"]
