"""The search page: hits with their paragraph, facets, the jump to a number, paging, and nothing found."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.refusals import SearchTooSlow
from foundation.search import segments
from foundation.search.indexing import refresh
from portal.search import pages
from tests import make
from tests.entries import entry
from tests.sitemap import whole_sitemap

pytestmark = pytest.mark.django_db
BUDGET = 18  # with the count of the visit, the number, and the names that come near


def ask(typed: str, more: str = "") -> HttpResponse:
    return Client().get(f"/search/?q={quote(typed)}{more}")


def read(typed: str, more: str = "") -> str:
    response = ask(typed, more)
    assert response.status_code == 200
    return response.content.decode()


def words(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", text)))


def indexed(*documents: Any) -> None:
    refresh("documents.document", [document.pk for document in documents])


def test_without_a_question_the_page_says_how_to_ask() -> None:
    text = Client().get("/search/").content.decode()
    assert "怎么写就怎么找" in text
    assert "noindex" not in text
    assert Client().get("/search/?q=%20%00").content.decode().count("怎么写就怎么找") == 1


def test_a_hit_leads_to_its_paragraph_with_the_word_marked() -> None:
    document = make.document("关于罗汉果的通知", body="一、总则\n这是第一段。\n二、保障\n要多种罗汉果。")
    indexed(document)
    text = read("多种罗汉果")
    assert f'href="{document.get_absolute_url()}#s2-1"' in text or f"{document.get_absolute_url()}#" in text
    assert "<mark>多种罗汉果</mark>" in text
    assert "共 1 处" in words(text)
    assert "公文" in text and "2024年4月21日" in text
    assert '<meta name="robots" content="noindex">' in text


def test_the_address_of_a_hit_is_a_place_on_its_page() -> None:
    document = make.document(body="一、总则\n这是第一段。\n二、保障\n要多种罗汉果。")
    indexed(document)
    found = re.search(r'<h3><a href="([^"#]+)#([^"]+)"', read("多种罗汉果"))
    assert found is not None
    assert f'id="{found[2]}"' in Client().get(found[1]).content.decode()


@pytest.mark.parametrize(
    ("days", "badge"),
    [
        ({"repealed_from": date(2020, 1, 1)}, "已废止"),
        ({"effective_until": date(2020, 1, 1)}, "已失效"),
        ({"effective_from": date(2999, 1, 1)}, "尚未施行"),
    ],
)
def test_what_is_not_in_force_says_so(days: dict[str, date], badge: str) -> None:
    entry("罗汉果", title="示例办法", has_validity=True, **days)
    assert f'<span class="tag tag-strong">{badge}</span>' in read("罗汉果")
    entry("芒果", title="示例办法", has_validity=True)
    assert "tag-strong" not in read("芒果")


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<mark>"])
def test_html_in_a_text_and_in_a_question_stays_text(typed: str) -> None:
    entry(f"甲{typed}乙", title=f"标题{typed}", trail=typed, whole=typed)
    text = read(typed)
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "<mark><mark>" not in text


@pytest.mark.parametrize(
    "typed",
    [
        "\0\x01\x1f",
        "（" * 10_000,
        "'; DROP TABLE foundation_searchentry; --",
        "%_\\",
        "{{7*7}}",
        "\ud800罗",
        "-甲",
        "“”",
    ],
)
def test_no_question_breaks_the_page(typed: str) -> None:
    entry("罗汉果")
    response = Client().get("/search/", {"q": typed.encode("utf-8", "surrogatepass")})
    assert response.status_code in (200, 400)
    assert "共 1 处" in words(read("罗汉果"))


def test_a_question_that_is_refused_is_told_why_and_kept_in_the_box() -> None:
    response = ask("罗汉果" * 40)
    assert response.status_code == 400
    text = response.content.decode()
    assert "最多 100 个字，现在有 120 个" in text
    assert f'value="{"罗汉果" * 40}"' in text


def test_facets_narrow_and_are_lifted_again() -> None:
    for year in (2023, 2024):
        entry(
            "公路", title=f"{year}年的通知", day=date(year, 3, 1), kind="document" if year == 2024 else "task"
        )
    text = read("公路")
    assert re.search(
        r'name="year" value="2024">\s*<span>2024年</span>\s*<span class="chip-count">1</span>', text
    )
    narrowed = read("公路", "&year=2024")
    assert "2024年的通知" in narrowed and "2023年的通知" not in narrowed
    assert 'name="year" value="2024" checked' in narrowed
    assert "共 1 处" in words(narrowed)
    lifted = re.search(r'<ul class="active-filters".*?href="([^"]+)"', narrowed, re.DOTALL)
    assert lifted is not None
    assert "共 2 处" in words(Client().get("/search/" + unescape(lifted[1])).content.decode())


@pytest.mark.parametrize(
    "more", ["&year=%00", "&unit=99999999999999999999", "&county=%27--", "&kind=" + "x" * 500]
)
def test_a_facet_nobody_has_finds_nothing_and_does_no_harm(more: str) -> None:
    entry("公路")
    assert ask("公路", more).status_code == 200


@pytest.mark.parametrize(
    ("more", "sentence"), [("&sort=up", "按相关程度或日期"), ("&cursor=abc", "从第一页重新查找")]
)
def test_what_no_page_offers_is_refused(more: str, sentence: str) -> None:
    entry("公路")
    response = ask("公路", more)
    assert response.status_code == 400
    assert sentence in response.content.decode()


@pytest.mark.parametrize(
    "typed", ["示政发〔2024〕9号", "示政发[2024]9号", "示政发（２０２４）9", " 示政发 〔2024〕 第9号 "]
)
def test_a_number_leads_to_its_document(typed: str) -> None:
    document = make.document(series="示政发", year=2024, serial=9, document_number="示政发〔2024〕9号")
    response = ask(typed)
    assert (response.status_code, response.headers.get("Location")) == (302, document.get_absolute_url())


@pytest.mark.parametrize("more", ["&sort=date", "&kind=document", "&format=json"])
def test_with_more_than_a_number_the_document_is_named_and_not_opened(more: str) -> None:
    document = make.document(series="示政发", year=2024, serial=9, document_number="示政发〔2024〕9号")
    indexed(document)
    response = ask("示政发〔2024〕9号", more)
    assert response.status_code == 200
    assert document.get_absolute_url() in response.content.decode()


def test_in_quotation_marks_a_number_is_looked_for_as_text() -> None:
    bears = make.document(series="示政发", year=2024, serial=9, document_number="示政发〔2024〕9号")
    cites = make.document("引用它的通知", body="按照示政发〔2024〕9号办理。")
    indexed(bears, cites)
    text = read("“示政发〔2024〕9号”")
    assert f'是<a href="{bears.get_absolute_url()}">《{bears.title}》</a>' in text
    assert "引用它的通知" in text


def test_a_draft_is_not_jumped_to() -> None:
    make.document(series="示政发", year=2024, serial=9, document_number="示政发〔2024〕9号", published=False)
    assert "没有找到" in read("示政发〔2024〕9号")


def test_pages_go_on_without_gap_or_repetition_and_back_to_the_first() -> None:
    for number in range(45):
        entry(f"茶叶第{number}处", title=f"第{number}份")
    segments.fold()
    seen, address = list[str](), f"?q={quote('茶叶')}&sort=date"
    while address:
        text = Client().get("/search/" + address).content.decode()
        seen += re.findall(r"第(\d+)份", text)
        following = re.search(r'<a href="([^"]+)" rel="next">', text)
        address = unescape(following[1]) if following else ""
    assert sorted(map(int, seen)) == list(range(45))
    assert f'<a href="?{"q=" + quote("茶叶") + "&amp;sort=date"}">第一页</a>' in text


def test_the_last_page_of_very_many_tells_the_limit() -> None:
    for number in range(210):
        entry(f"茶叶第{number}处")
    address = f"?q={quote('茶叶')}"
    for _ in range(9):
        text = Client().get("/search/" + address).content.decode()
        assert "一次最多翻看" not in text
        address = unescape(re.findall(r'<a href="([^"]+)" rel="next">', text)[0])
    assert "一次最多翻看 200 处" in words(Client().get("/search/" + address).content.decode())


def test_a_part_of_the_answer_says_that_it_is_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    entry("消防")
    segments.fold()
    monkeypatch.setattr("foundation.search.reading.monotonic", iter([0.0, 99.0]).__next__)
    text = words(read("消防"))
    assert "还没有找到：时间不够，没有查完。" in text
    assert "没有找到“消防”" not in text


def test_without_time_for_anything_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*args: Any, **options: Any) -> None:
        raise SearchTooSlow("查找用时过长。")

    monkeypatch.setattr(pages, "answer_to", slow)
    response = ask("消防")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "查找用时过长。" in response.content.decode()


def test_nothing_found_helps_on() -> None:
    unit = make.unit("示例市财政局", short_name="市财政局")
    document = make.document("关于加强罗汉果种植的通知")
    entry("公路", day=date(2024, 1, 1))
    missed = read("财正局")
    assert "没有找到“财正局”" in missed
    assert f'href="/units/{unit.pk}/"' in missed
    assert document.get_absolute_url() in read("罗汗果种植")
    narrowed = words(read("公路", "&year=2020"))
    assert "不限年份" in narrowed
    several = read("公路 没有的词")
    assert "只查“公路”" in several and "只查“没有的词”" in several
    assert 'href="/chronicle/"' in missed and 'href="/documents/"' in missed


def test_a_number_nobody_bears_shows_the_near_ones() -> None:
    number = "示政发〔2024〕19号"
    document = make.document(series="示政发", year=2024, serial=19, document_number=number)
    text = read("示政发〔2024〕91号")
    assert "您是不是要找" in text
    assert f'<a href="{document.get_absolute_url()}">{number}</a>' in text


def test_browsers_are_told_of_the_search_and_robots_to_leave_answers_alone() -> None:
    assert 'href="/search/description.xml"' in Client().get("/").content.decode()
    described = Client().get("/search/description.xml")
    assert described.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    assert 'template="http://testserver/search/?q={searchTerms}"' in described.content.decode()
    assert "Disallow: /search/?" in Client().get("/robots.txt").content.decode()
    assert "/search/</loc>" in whole_sitemap()


def test_a_page_asks_a_fixed_number_of_questions() -> None:
    make.portal(3)
    for number in range(30):
        entry(f"茶叶第{number}处")
    segments.fold()

    def asked(typed: str, more: str = "") -> int:
        ask(typed, more)
        with CaptureQueriesContext(connection) as queries:
            ask(typed, more)
        return sum("SAVEPOINT" not in query["sql"] for query in queries)

    assert asked("茶叶 处", "&year=2024&sort=date") <= BUDGET
    assert asked("没有这样的词") <= BUDGET
    assert asked("示政发〔1999〕1号") <= BUDGET
    assert asked("示例") <= BUDGET
