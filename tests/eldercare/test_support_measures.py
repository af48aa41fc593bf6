"""N035: the list of support measures handed over with a receipt is that of the day."""

from datetime import date
from typing import Any

import pytest

from eldercare.models import SupportMeasure

pytestmark = pytest.mark.django_db
SINCE = date(2025, 1, 1)


def measure(title: str, **fields: Any) -> SupportMeasure:
    values: dict[str, Any] = {
        "content": "示例",
        "basis": "示例〔2024〕1号",
        "office": "示例局",
        "since": SINCE,
    }
    return SupportMeasure.objects.create(title=title, **values | fields)


def test_the_list_of_a_day_holds_what_is_in_force_that_day() -> None:
    second, first = measure("示例乙", position=2), measure("示例甲", position=1)
    ended = measure("示例丙", until=date(2025, 6, 30))
    coming = measure("示例丁", since=date(2026, 1, 1))
    by_day = {
        date(2024, 12, 31): [],
        date(2025, 1, 1): [ended, first, second],
        date(2025, 6, 30): [ended, first, second],
        date(2025, 7, 1): [first, second],
        date(2026, 1, 1): [coming, first, second],
    }
    for day, expected in by_day.items():
        assert list(SupportMeasure.objects.current(on=day)) == expected, day
