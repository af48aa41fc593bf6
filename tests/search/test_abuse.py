"""No question does harm: whatever is typed is looked for or told off, in bounded time and a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.models import SearchEntry, Unit
from foundation.refusals import SearchRefused, SearchTooSlow
from foundation.search import reading, segments
from tests import entries, make
from tests.entries import ask, entry, subjects

BUDGET = 14  # and one more for the postings, past Django's log: its cursors know no binary results


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "'; DROP TABLE foundation_searchentry; --",
        "<script>alert(1)</script>",
        "%",
        "_",
        "\\",
        "$$",
        "{{7*7}}",
        "((((((((",
    ],
)
@pytest.mark.parametrize("is_folded", [True, False])
def test_sql_html_and_wildcards_are_plain_text(typed: str, is_folded: bool) -> None:
    holds = entry(f"甲{typed}乙").subject_id
    entry("没有这样的文字")
    if is_folded:
        segments.fold()
    assert subjects(f"“{typed}”" if '"' not in typed else typed) == [holds]
    assert SearchEntry.objects.count() == 2


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120))
def test_any_text_is_answered(typed: str) -> None:
    try:
        page = ask(typed)
    except SearchRefused as refusal:
        assert str(refusal).endswith("。")
    else:
        assert page.count == len(page.hits) == 0


@pytest.mark.django_db
def test_a_page_asks_a_fixed_number_of_queries() -> None:
    units = [make.unit(f"示例市第{n}局") for n in range(5)]
    assert Unit.objects.count() == 5

    def write(many: int) -> None:
        for n in range(many):
            facets = {"organ": [str(units[n % 5].pk)], "unit": [str(units[n % 3].pk)], "county": ["530902"]}
            entry(f"第{n}条 示例市第1局 茶叶", title="茶叶", day=date(2024, 1, 1), facets=facets)

    def asked(typed: str) -> int:
        ask(typed)  # shelves are read once a process
        with CaptureQueriesContext(connection) as queries:
            assert len(ask(typed).hits) == 20
        return sum("SAVEPOINT" not in query["sql"] for query in queries)

    write(25)
    segments.fold()
    write(25)
    few = asked("茶叶 示例市第1局 第")
    write(200)
    segments.fold()
    write(200)
    assert asked("茶叶 示例市第1局 第") <= few <= BUDGET
    assert asked("“茶”") < few


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Somebody holds a table, so that a statement that reads it waits for ever."""
    held, done = Event(), Event()

    def hold() -> None:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            held.set()
            done.wait(60)
            cursor.execute("ROLLBACK")
        connection.close()

    holder = Thread(target=hold)
    holder.start()
    assert held.wait(10)
    try:
        yield
    finally:
        done.set()
        holder.join()


@pytest.fixture
def little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "TIME", 1.0)


@pytest.mark.django_db(transaction=True)
def test_past_the_timeout_what_was_found_is_told_as_a_part(little_time: None) -> None:
    entry("消防甲")
    segments.fold()
    fresh = entry("消防乙").subject_id
    with locked("foundation_searchposting"):
        page = ask("消防")
    assert page.is_partial
    assert (page.count, [hit.subject_id for hit in page.hits]) == (1, [fresh])
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


@pytest.mark.django_db(transaction=True)
def test_past_the_timeout_of_everything_a_sentence_is_told(little_time: None) -> None:
    entry("消防")
    with locked("foundation_searchsegment"), pytest.raises(SearchTooSlow, match="换更具体的词"):
        ask("消防")
    assert ask("消防").count == 1


@pytest.mark.django_db
def test_with_no_time_left_no_further_segment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    entry("消防甲")
    segments.fold()
    monkeypatch.setattr(reading, "monotonic", iter([0.0, 99.0]).__next__)
    page = ask("消防")
    assert page.is_partial and page.count == 0


@pytest.mark.django_db
def test_a_question_of_all_limits_is_still_answered() -> None:
    entry("临沧市人民政府" * 50)
    segments.fold()
    page = ask(" ".join(["临沧市人民政府临沧市", *"市人民政府临沧"]))
    assert page.count == 1
    assert entries.found("临") == entries.standing("临")
