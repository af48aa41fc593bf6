"""Finding the table in a file: headings, titles above them, what is missing, unknown or there twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from eldercare.admin.institution_fields import FIELDSETS
from eldercare.models import Institution
from eldercare.spreadsheets.columns import BY_HEADING, COLUMNS, EXPORTED, Holds
from eldercare.spreadsheets.sheet import MOST_ROWS, HeadingsUnfit, NotATable, Table, normal_heading, table_of
from eldercare.spreadsheets.template import SAMPLE, template
from foundation.models import Division
from foundation.tables import Cell, Row, Sheet, sheets_of
from tests import care, sheets
from tests.sheets import read_back, row, workbook

HEADINGS = ["县（区）", "乡镇（街道）", "名称"]
SITE = ["云县", "示例101镇", "示例中心"]


def table(*lines: Sequence[Any], name: str = "示例.xlsx") -> Table:
    rows = [
        Row(number, tuple(Cell(str(value)) if value else None for value in line))
        for number, line in enumerate(lines, start=1)
    ]
    return table_of([Sheet("机构", tuple(row for row in rows if any(row.cells)))], name=name)


def test_columns_stand_in_the_order_of_the_paper_form() -> None:
    typed = [
        name
        for _, part in FIELDSETS
        for line in part["fields"]
        for name in ([line] if isinstance(line, str) else line)
    ]
    ours = [column.attribute for column in COLUMNS if column.part == "institution"]
    assert [name for name in typed if name not in ("township", "operator")] == ours
    assert typed[2] == "township"
    assert [column.heading for column in COLUMNS[:3]] == ["县（区）", "乡镇（街道）", "名称"]


def test_headings_are_the_labels_of_the_form_and_each_stands_once() -> None:
    assert len(BY_HEADING) == len(COLUMNS)
    for column in COLUMNS:
        if column.part == "institution":
            assert column.heading == Institution._meta.get_field(column.attribute).verbose_name
    assert len({normal_heading(column.heading) for column in COLUMNS}) == len(COLUMNS)


def test_no_protected_number_is_among_what_is_exported() -> None:
    assert {column.attribute for column in COLUMNS if column.holds == Holds.PROTECTED} == {
        "identity_number",
        "person_phone",
        "contact_phone",
    }
    assert not [column for column in EXPORTED if column.holds == Holds.PROTECTED]


def test_titles_and_blank_rows_above_the_headings_are_passed_over() -> None:
    found = table(["示例县养老服务机构一览表"], [], ["填报单位：示例县民政局"], HEADINGS, SITE)
    assert [column.heading for column in found.columns] == HEADINGS
    assert [entry.number for entry in found.entries] == [5]


def test_headings_below_the_tenth_row_are_not_found() -> None:
    with pytest.raises(NotATable, match="前 10 行里没有找到标题行") as told:
        table(*([["说明"]] * 10), HEADINGS, SITE)
    assert "下载模板" in str(told.value)


@pytest.mark.parametrize(
    "headings",
    [
        ["*县（区） ", "乡镇（街道）", "名称"],
        ["县(区)", "乡镇(街道)", "机构名称"],
        ["县 区", "乡镇", "名称*"],
        ["名称", "县（区）", "乡镇（街道）"],
    ],
)
def test_headings_are_known_however_they_are_spelt(headings: list[str]) -> None:
    assert {column.heading for column in table(headings, SITE).columns} == set(HEADINGS)


def test_a_unit_behind_a_heading_does_not_count() -> None:
    assert (
        table([*HEADINGS, "建筑面积（㎡）", "建筑面积"[:0]], [*SITE, "3"]).columns[-1].heading == "建筑面积"
    )


def test_every_wrong_heading_is_told_by_name_with_the_nearest_known() -> None:
    with pytest.raises(HeadingsUnfit) as told:
        table(
            ["县（区）", "名称", "名称", "联系电话", "建筑面績", "备注", ""],
            ["云县", "甲", "乙", "1", "2", "3", "没有标题"],
        )
    assert told.value.sentences == (
        "缺少“乡镇（街道）”列：有了它们才知道是哪个机构。",
        "第 C 列“名称”和前面的一列重复：请只留一列。",
        "第 D 列“联系电话”不认识：是不是“联系人”？请改成模板里的标题，或删去这一列。",
        "第 E 列“建筑面績”不认识：是不是“建筑面积”？请改成模板里的标题，或删去这一列。",
        "第 F 列“备注”不认识：请改成模板里的标题，或删去这一列。",
        "第 G 列有内容而没有标题：请写上标题，或删去这一列。",
    )


def test_the_column_of_problems_comes_back_unread() -> None:
    found = table([*HEADINGS, "问题"], [*SITE, "名称：请填写"])
    assert list(found.entries[0].cells) == ["place__county", "place__township", "institution__name"]


def test_samples_blank_rows_and_a_table_without_rows() -> None:
    found = table(HEADINGS, ["云县", "示例101镇", "【示例】中心"], [], SITE)
    assert ([entry.number for entry in found.entries], found.samples) == ([4], 1)
    with pytest.raises(NotATable, match="标题行下面没有内容"):
        table(HEADINGS, ["云县", "示例101镇", "【示例】中心"])


def test_more_rows_than_are_taken_at_once() -> None:
    with pytest.raises(NotATable, match="有 5001 行，一次最多导入 5000 行；请拆成几个文件"):
        table(HEADINGS, *([SITE] * (MOST_ROWS + 1)))
    assert len(table(HEADINGS, *([SITE] * MOST_ROWS)).entries) == MOST_ROWS


def test_other_sheets_with_the_same_headings_are_named() -> None:
    def sheet(name: str, *lines: list[str]) -> Sheet:
        return Sheet(name, tuple(Row(n, tuple(map(Cell, line))) for n, line in enumerate(lines, start=1)))

    found = table_of(
        [sheet("说明", ["怎样填写"]), sheet("甲", HEADINGS, SITE), sheet("乙", HEADINGS, SITE)], name="x"
    )
    assert (len(found.entries), found.other_sheets) == (1, ("乙",))


@pytest.mark.django_db
def test_the_template_can_be_filled_in_and_its_sample_is_not_read() -> None:
    care.township()
    raw = template(Division.objects.all())
    (sheet, *_) = sheets_of(raw, name="模板.xlsx")
    with pytest.raises(NotATable, match="标题行下面没有内容"):
        table_of([sheet], name="模板.xlsx")
    headings, sample = read_back(raw)[:2]
    assert headings == [column.heading for column in COLUMNS]
    assert set(SAMPLE) <= set(headings)
    assert str(sample[2]).startswith("【示例】")


@pytest.mark.django_db
def test_the_sample_of_the_template_would_be_a_sound_row() -> None:
    by = sheets.officer()
    raw = template(Division.objects.all())
    headings, sample = read_back(raw)[:2]
    sound = {heading: value for heading, value in zip(headings, sample, strict=True) if value is not None}
    found = sheets.line([sound | {"名称": "示例中心"}], by=by)
    assert (found.fate, found.mistakes) == ("new", ())


@pytest.mark.django_db
def test_the_template_offers_the_choices_and_the_places_of_the_reader() -> None:
    import io

    from openpyxl import load_workbook

    care.township()
    care.township("530902001")
    book: Any = load_workbook(io.BytesIO(template(Division.objects.filter(code__startswith="530922"))))
    assert book["选项"].sheet_state == "hidden"
    options = {
        column[0].value: [cell.value for cell in column[1:] if cell.value] for column in book["选项"].columns
    }
    assert options["县（区）"] == ["云县"]
    assert options["乡镇（街道）"] == ["示例101镇"]
    assert options["机构类型"] == list(BY_HEADING["机构类型"].choices)
    assert options["自办餐饮"] == ["是", "否"]
    offered = {str(each.sqref) for each in book["机构"].data_validations.dataValidation}
    assert len(offered) == len(options)
    assert book["机构"].freeze_panes == "D2"
    notes = {cells[0].value for cells in book["填写说明"].iter_rows()}
    assert {column.heading for column in COLUMNS} <= notes


@pytest.mark.django_db
def test_a_title_above_and_rows_below_in_a_real_file() -> None:
    by = sheets.officer()
    raw = workbook([row(1)], above=[["示例县养老服务机构一览表"], [None]])
    found = sheets.report(sheets.received(raw, by=by))
    assert [(line.number, line.fate) for line in found.lines] == [(4, "new")]
