"""The best first: title before heading before body, near before scattered, valid before repealed, new before old."""

from collections.abc import Callable
from datetime import date

import pytest

from foundation.refusals import CursorBroken, FacetUnknown
from foundation.search import finding, gathering, segments
from tests.entries import ask, entry, subjects

pytestmark = pytest.mark.django_db

Settle = Callable[[], object]
OLD, NEW = date(2015, 5, 4), date(2025, 5, 4)


@pytest.fixture(params=[True, False], ids=["folded", "fresh"])
def settle(request: pytest.FixtureRequest) -> Settle:
    """Called when all is written: the order does not depend on where entries lie."""
    return segments.fold if request.param else lambda: None


def test_title_before_heading_before_body(settle: Settle) -> None:
    body = entry("本年加强养老服务。", day=NEW).subject_id
    heading = entry("各单位落实。", heading="二、养老服务", day=OLD).subject_id
    title = entry("通知如下。", title="关于养老服务的通知", day=OLD).subject_id
    settle()
    assert subjects("养老服务") == [title, heading, body]


def test_the_number_counts_as_title(settle: Settle) -> None:
    cites = entry("按照示政发〔2024〕9号要求。", day=NEW).subject_id
    bears = entry("通知如下。", title="某通知", number="示政发〔2024〕9号", day=OLD).subject_id
    settle()
    assert subjects("示政发[2024]9号") == [bears, cites]


def test_newer_before_older_and_undated_last(settle: Settle) -> None:
    undated, old, new = (entry("乡村振兴", day=day).subject_id for day in (None, OLD, NEW))
    settle()
    assert subjects("乡村振兴") == subjects("乡村振兴", order="date") == [new, old, undated]


def test_repealed_below_valid_but_its_title_above_any_body(settle: Settle) -> None:
    states = {"has_validity": True}
    repealed = entry("甲", title="防火办法", day=NEW, repealed_from=date(2025, 6, 1), **states).subject_id
    valid = entry("乙", title="防火办法", day=OLD, **states).subject_id
    body = entry("见防火办法。", day=NEW, **states).subject_id
    settle()
    assert subjects("防火办法") == [valid, repealed, body]
    assert subjects("防火办法", on=date(2025, 5, 31)) == [repealed, valid, body]


def test_in_a_row_before_one_paragraph_before_scattered(settle: Settle) -> None:
    scattered = entry("消防很重要。\n安全也重要。", day=NEW).subject_id
    paragraph = entry("消防和生产的安全。", day=OLD).subject_id
    phrase = entry("抓好消防安全。", day=date(2010, 1, 1)).subject_id
    settle()
    assert subjects("消防 安全") == [phrase, paragraph, scattered]


def test_by_date_on_request(settle: Settle) -> None:
    title = entry("甲", title="水利", day=OLD).subject_id
    body = entry("水利", day=NEW).subject_id
    settle()
    assert subjects("水利") == [title, body]
    assert subjects("水利", order="date") == [body, title]


def test_a_term_may_stand_in_the_title_of_the_whole() -> None:
    section = entry("由财政局落实。", whole="关于养老服务的通知").subject_id
    other = entry("由财政局落实。", whole="关于防火的通知").subject_id
    assert subjects("养老 财政局") == [section]
    assert set(subjects("财政局")) == {section, other}
    assert subjects("养老") == []  # the title itself is found where it is one
    assert subjects("财政局 -防火") == [section]


@pytest.mark.parametrize("order", ["relevance", "date"])
def test_pages_follow_each_other_without_gap_or_repetition(order: str) -> None:
    """Also when something better is published between one page and the next."""
    days = [date(2020, 1, 1 + n % 7) for n in range(53)]
    known = {entry("茶叶", title="茶叶" if day.day % 3 else "", day=day).subject_id for day in days}
    segments.fold()
    known |= {entry("茶叶", day=date(2020, 1, 4)).subject_id for _ in range(7)}
    page = ask("茶叶", order=order, limit=8)
    seen = [hit.subject_id for hit in page.hits]
    newcomers = 0
    while page.next_cursor:
        entry("茶叶", title="茶叶", day=date(2030, 1, 1))
        newcomers += 1
        page = ask("茶叶", order=order, cursor=page.next_cursor, limit=8)
        assert page.count == 60 + newcomers
        seen += [hit.subject_id for hit in page.hits]
    assert len(seen) == 60
    assert set(seen) == known


def test_the_limit_of_paging_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (gathering, finding):
        monkeypatch.setattr(room, "REACH", 5)
    for _ in range(8):
        entry("咖啡")
    first = ask("咖啡", limit=3)
    assert (first.count, first.is_cut, len(first.hits)) == (8, False, 3)
    last = ask("咖啡", limit=3, cursor=first.next_cursor)
    assert (len(last.hits), last.next_cursor, last.is_cut) == (2, "", True)


@pytest.mark.parametrize(
    "cursor", ["x", "====", "W10", "WyJkYXRlIiwxXQ", "字", "WyJyZWxldmFuY2UiLCJhIl0", "A" * 5000]
)
def test_a_broken_cursor_is_told(cursor: str) -> None:
    with pytest.raises(CursorBroken, match="从第一页重新查找"):
        ask("茶", cursor=cursor)


def test_an_unknown_order_or_facet_is_told() -> None:
    with pytest.raises(FacetUnknown):
        ask("茶", order="random")
    with pytest.raises(FacetUnknown):
        ask("茶", facets={"colour": ["red"]})
