"""The picture of units and documents shows what the pages behind it list."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.duty_matrix import TOP_DOCUMENTS, TOP_UNITS
from foundation.pictures.grid import Grid
from foundation.pictures.picture import Picture
from tests import make


def picture(address: str = "/units/") -> Picture:
    found: Picture = Client().get(address).context["matrix"]
    return found


def counts(found: Picture) -> dict[str, int]:
    assert isinstance(found.drawing, Grid)
    return {cell.spot.label: cell.spot.count for cell in found.drawing.cells}


def listed(address: str) -> int:
    """How many duties the page lists."""
    response = Client().get(address)
    assert response.status_code == 200
    total: int = response.context["page"].paginator.count
    return total


@pytest.mark.django_db
def test_each_cell_counts_by_role_what_its_page_lists_what_groups_bring_included() -> None:
    county, finance = make.unit("示例甲县人民政府"), make.unit("示例市财政局")
    group = make.unit("示例各县人民政府", members=[county])
    first = make.document(document_number="示政发〔2024〕91号", series="示政发", year=2024, serial=91)
    second = make.document("示例市关于示例事项的通知", document_number="", series="")
    for _ in range(3):
        make.task(first, lead=[finance], support=[group])
    make.checklist_item(first, responsible=[county])
    make.task(second, responsible=[finance])
    found = picture()
    assert counts(found) == {
        "示例市财政局，示政发〔2024〕91号：牵头3件": 3,
        "示例甲县人民政府，示政发〔2024〕91号：配合3件、负责1件": 4,
        "示例各县人民政府，示政发〔2024〕91号：配合3件": 3,
        "示例市财政局，示例事项：负责1件": 1,
    }
    assert isinstance(found.drawing, Grid)
    for cell in found.drawing.cells:
        assert listed(cell.spot.url) == cell.spot.count
        assert sum(mark.count for mark in cell.spot.marks) == cell.spot.count
    for name in found.drawing.totals:
        assert listed(name.url) == int(name.text[0][0])
    for row in found.table.rows:
        *roles, total = (int(figure.text) for figure in row.figures)
        assert sum(roles) == total == listed(row.url)


@pytest.mark.django_db
def test_nothing_unpublished_is_counted() -> None:
    unit = make.unit("示例市财政局")
    make.task(make.document(published=False), lead=[unit])
    withdrawn = make.document()
    make.task(withdrawn, lead=[unit])
    make.withdrawn(withdrawn, "有误")
    assert Client().get("/units/").context["matrix"] is None
    text = Client().get("/units/matrix/").content.decode()
    assert "还没有点名交给单位的事" in text
    assert unit.name not in text


@pytest.mark.django_db
def test_the_first_picture_shows_the_busiest_and_the_whole_one_everybody_page_by_page() -> None:
    for number in range(TOP_DOCUMENTS + 1):
        document = make.document()
        for place in range(2):
            make.task(document, lead=[make.unit(f"示例第{number}之{place}局")])
    drawing = picture().drawing
    assert isinstance(drawing, Grid)
    assert len(drawing.names) == TOP_UNITS
    assert len(drawing.heads) == TOP_DOCUMENTS + 1  # and the sums
    everybody = [
        name.full
        for page in (1, 2)
        if (found := Client().get(f"/units/matrix/?page={page}").context["matrix"])
        for name in found.drawing.names
    ]
    assert len(everybody) == len(set(everybody)) == 2 * (TOP_DOCUMENTS + 1)


@pytest.mark.django_db
def test_ten_times_the_duties_ask_no_more_questions() -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            Client().get(address)
        return len(queries)

    def more(times: int) -> None:
        for number in range(times):
            document = make.document(body="一、总则\n甲。\n二、保障\n乙。")
            make.task(document, lead=[make.unit()], support=[unit], path=f"{'一二'[number % 2]}/（一）")

    unit = make.unit("示例市财政局")
    more(2)
    pages = ["/units/", "/units/matrix/", f"/units/{unit.pk}/"]
    before = [asked(page) for page in pages]
    more(20)
    assert [asked(page) for page in pages] == before


@pytest.mark.django_db
def test_the_load_of_a_unit_is_split_by_document_then_by_heading_and_every_way_lists_its_number() -> None:
    unit = make.unit("示例市财政局")
    document = make.document(
        "示例市人民政府关于印发示例行动方案的通知", body="一、稳增长\n（一）修路。\n二、保民生\n（一）供水。"
    )
    make.task(document, lead=[unit], path="一/（一）")
    make.task(document, lead=[unit], path="一")
    make.task(document, support=[unit], path="二/（一）")
    make.task(document, support=[unit], path="二十")
    make.checklist_item(document, responsible=[unit])
    make.task(make.document("示例另一份通知"), responsible=[unit])
    page = f"/units/{unit.pk}/"
    for address, names in (
        (page, ["示例行动方案", "示例另一份通知"]),
        (f"{page}?document={document.pk}", ["一、稳增长", "二、保民生", "二十", "责任清单"]),
    ):
        load: Picture = Client().get(address).context["load"]
        assert [row.name for row in load.table.rows] == names
        assert load.table.foot is not None
        assert int(load.table.foot.figures[-1].text) == listed(address)
        for row in load.table.rows:
            assert int(row.figures[-1].text) == listed(row.url)
            assert sum(int(figure.text) for figure in row.figures[:-1]) == int(row.figures[-1].text)
            assert all(listed(figure.url) == int(figure.text) for figure in row.figures if figure.url)


@pytest.mark.django_db
def test_a_picture_is_a_group_of_links_with_title_and_description_and_no_style() -> None:
    make.task(
        make.document("<b>示例</b>方案" + "很长" * 30, document_number="", series=""), lead=[make.unit()]
    )
    text = Client().get("/units/").content.decode()
    svg = re.search(r'<svg class="picture-cells".*?</svg>', text, re.DOTALL)
    assert svg is not None
    assert 'role="group" aria-labelledby="matrix-title" aria-describedby="matrix-text"' in svg[0]
    assert '<title id="matrix-title">单位和公文对照图</title>' in svg[0]
    assert "<b>示例" not in text
    assert "style=" not in text
    assert "看数字" in text
