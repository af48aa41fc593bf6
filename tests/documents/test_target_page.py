"""数字目标: money added by document and heading with what is left out, other targets by measure."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import make


def page(query: str = "") -> dict[str, object]:
    response = Client().get(f"/tasks/targets/{query}")
    assert response.status_code == 200
    context = response.context
    return {name: context[name] for name in ("picture", "targets", "measures", "measure", "page", "years")}


def printed(query: str) -> list[str]:
    return [target.amount.printed for target in page(query)["targets"]]  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_money_is_added_by_document_and_by_heading_and_every_bar_leads_to_its_numbers() -> None:
    document = make.document(
        "示例市关于示例增长的意见", body="一、稳增长\n（一）修路。\n二、保民生\n（一）供水。"
    )
    road = make.task(document, path="一/（一）", text="投入2亿元，其中省级5000万元。")
    make.amount(road, "2亿元", number=2, measure="亿元")
    make.amount(road, "5000万元", number=5000, measure="万元")
    water = make.task(document, path="二/（一）", text="安排300万元。")
    make.amount(water, "300万元", number=300, measure="万元")
    other = make.task(make.document("示例另一份通知"), text="安排1万元。")
    make.amount(other, "1万元", number=1, measure="万元")
    picture = page()["picture"]
    rows = {row.name: [figure.text for figure in row.figures] for row in picture.table.rows}  # type: ignore[attr-defined]
    assert rows == {"示例增长": ["2.03亿元", "2", "1"], "示例另一份通知": ["1万元", "1", "0"]}
    narrowed = page(f"?document={document.pk}")["picture"]
    rows = {row.name: [figure.text for figure in row.figures] for row in narrowed.table.rows}  # type: ignore[attr-defined]
    assert rows == {"一、稳增长": ["2亿元", "1", "1"], "二、保民生": ["300万元", "1", "0"]}
    for found in (picture, narrowed):
        for row in found.table.rows:  # type: ignore[attr-defined]
            response = Client().get(row.url)
            listed = response.context["page"].paginator.count
            assert listed == sum(int(figure.text) for figure in row.figures[1:])
    text = Client().get("/tasks/targets/").content.decode()
    assert "是其中的一部分，没有再加" in text
    assert "不同公文之间不相加" in text


@pytest.mark.django_db
def test_other_targets_stand_by_measure_the_largest_first_with_the_way_to_the_paragraph() -> None:
    document = make.document(body="一、总则\n（一）就业。")
    task = make.task(document, path="一/（一）")
    for text, number, measure in (("9000人", 9000, "人"), ("1.2万人", "1.2", "万人"), ("85%", 85, "%")):
        make.amount(task, text, kind="target", number=number, measure=measure)
    assert page()["measures"] == [("人", 2), ("%", 1)]
    assert printed("?measure=人") == ["1.2万人", "9000人"]
    assert printed("?measure=%25") == ["85%"]
    assert printed("?measure=没有") == ["1.2万人", "9000人"]
    assert f'href="{document.get_absolute_url()}#s1-1"' in Client().get("/tasks/targets/").content.decode()


@pytest.mark.django_db
def test_the_newest_year_comes_first_and_the_others_one_by_one_or_all_with_what_bears_no_year() -> None:
    for year, text in ((2024, "1万元"), (2022, "2万元")):
        dated = make.document(series="示政发", year=year, serial=9, document_number="", written_on=None)
        make.amount(make.task(dated), text, number=text[0], measure="万元")
    undated = make.document(series="", document_number="", written_on=None)
    make.amount(make.task(undated), "3万元", number=3, measure="万元")
    assert page()["years"] == [2024, 2022]
    assert printed("") == printed("?year=1999") == ["1万元"]
    assert printed("?year=2022") == ["2万元"]
    assert printed("?year=all") == ["3万元", "2万元", "1万元"]
    assert printed(f"?document={undated.pk}") == ["3万元"]


@pytest.mark.django_db
def test_drafts_are_neither_shown_nor_added() -> None:
    draft = make.document("草稿方案", published=False)
    make.amount(make.task(draft), "77亿元", number=77, measure="亿元")
    for query in ("", f"?document={draft.pk}"):
        text = Client().get(f"/tasks/targets/{query}").content.decode()
        assert "77亿元" not in text
        assert "还没有写明数字的事项" in text


@pytest.mark.django_db
def test_ten_times_the_numbers_ask_no_more_questions() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            Client().get("/tasks/targets/")
        return len(queries)

    for _ in range(3):
        make.amount(make.task(make.document()))
    before = asked()
    for _ in range(30):
        make.amount(make.task(make.document()))
    assert asked() == before
