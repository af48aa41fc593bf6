"""Who asks the search too often in a minute is asked to wait; others are not."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.test import Client, override_settings

from foundation.models import VisitTally
from portal.search import pages
from tests.entries import entry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 2, 0, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still: no test falls on the turn of a minute."""
    clock = SimpleNamespace(now=lambda: AT, localdate=lambda: date(2026, 3, 10))
    monkeypatch.setattr(pages, "timezone", clock)


def ask(address: str, *, of: str = "192.0.2.7") -> int:
    return Client(REMOTE_ADDR=of).get(address).status_code


@override_settings(SEARCHES_PER_MINUTE=3)
def test_after_so_many_a_sentence_says_to_wait() -> None:
    entry("公路")
    assert [ask("/search/?q=公路") for _ in range(5)] == [200, 200, 200, 429, 429]
    assert ask("/search/?q=公路", of="192.0.2.8") == 200
    page = Client(REMOTE_ADDR="192.0.2.7").get("/search/?q=公路")
    assert (page.status_code, page.headers["Retry-After"]) == (429, "60")
    assert "请过一分钟再查" in page.content.decode()
    assert 'value="公路"' in page.content.decode()
    json = Client(REMOTE_ADDR="192.0.2.7").get("/search/?q=公路&format=json")
    assert (json.status_code, json.headers["Retry-After"]) == (429, "60")
    assert "请过一分钟再查" in json.json()["error"]


@override_settings(SEARCHES_PER_MINUTE=1)
def test_suggestions_are_counted_apart_and_more_generously() -> None:
    assert [ask("/search/suggestions.json?q=公") for _ in range(7)] == [200] * 5 + [429] * 2
    assert ask("/search/?q=公路") == 200


def test_the_page_without_a_question_is_never_held_back() -> None:
    ask("/search/")
    assert not VisitTally.objects.exists()
