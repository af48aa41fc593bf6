"""Tables from outside: every kind of cell told apart, every other file refused with a sentence that says what to do."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile

from foundation.refusals import (
    DamagedFile,
    EmptyFile,
    FileRefused,
    FileTooComplex,
    FileTooLarge,
    NameContradictsContent,
    TableUnreadable,
    TooManyRows,
    UnknownFileKind,
)
from foundation.tables import LIMIT, Cell, Sheet, sheets_of, taken_in
from tests.files.tables import bomb, entities, package, with_member, xlsx


def only(raw: bytes, name: str = "示例.xlsx") -> Sheet:
    (sheet,) = sheets_of(raw, name=name)
    return sheet


def cells(raw: bytes, row: int = 1, name: str = "示例.xlsx") -> list[Cell | None]:
    return list(next(found for found in only(raw, name).rows if found.number == row).cells)


def test_every_kind_of_cell_is_told_apart() -> None:
    def change(sheet: Any) -> None:
        sheet["F1"] = "#REF!"
        sheet["F1"].data_type = "e"

    row = ["文字", 420.1, 10, date(2026, 3, 2), True, None, None, "尾"]
    assert cells(xlsx([row], change=change)) == [
        Cell("文字"),
        Cell("420.1", "number"),
        Cell("10", "number"),
        Cell("2026-03-02", "day"),
        Cell("1", "truth"),
        Cell("#REF!", "error"),
        None,
        Cell("尾"),
    ]


def test_a_figure_is_as_the_program_shows_it() -> None:
    assert cells(xlsx([[0.1 + 0.2, 530922198001011234, datetime.fromisoformat("2026-03-02T08:30")]])) == [
        Cell("0.3", "number"),
        Cell("5.30922198001011e+17", "number"),
        Cell("2026-03-02", "day"),
    ]


def test_a_formula_counts_as_its_result_and_without_one_is_told() -> None:
    raw = xlsx([["=1+1", "甲"]])
    assert cells(raw)[0] == Cell("", "formula")
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"</f><v>a</v></c></row></sheetData></worksheet>'
    )
    saved = with_member(raw, "xl/worksheets/sheet1.xml", sheet)
    assert cells(saved) == [Cell("2", "number"), Cell("a")]


def test_what_a_merged_range_hides_is_told() -> None:
    raw = xlsx([["甲", "乙"], [None, "丙"], [None, None]], change=lambda sheet: sheet.merge_cells("A1:A3"))
    assert cells(raw, row=2) == [Cell("", "merged"), Cell("丙")]
    assert [row.number for row in only(raw).rows] == [1, 2]


def test_blank_rows_and_blanks_at_the_end_are_gone_and_rows_keep_their_numbers() -> None:
    sheet = only(xlsx([["甲", None, "  "], [None, " "], ["乙"]]))
    assert [(row.number, row.cells) for row in sheet.rows] == [(1, (Cell("甲"),)), (3, (Cell("乙"),))]


def test_hidden_sheets_are_not_read() -> None:
    def hide(sheet: Any) -> None:
        sheet.parent.create_sheet("选项").append(["x"])
        sheet.parent["选项"].sheet_state = "hidden"

    assert [sheet.name for sheet in sheets_of(xlsx([["甲"]], change=hide), name="示例.xlsx")] == ["Sheet"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_texts_of_separated_values(encoding: str, separator: str) -> None:
    text = separator.join(["名称", '"甲\n乙"', "㐀"]) + "\r\n\r\n" + separator.join(["丙", "", '"说""是"""'])
    sheet = only(text.encode(encoding), name="示例.csv")
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (1, (Cell("名称"), Cell("甲\n乙"), Cell("㐀"))),
        (4, (Cell("丙"), None, Cell('说"是"'))),
    ]


@pytest.mark.parametrize(
    ("raw", "name", "refusal", "said"),
    [
        (
            b"\xd0\xcf\x11\xe0" + b"x" * 99,
            "旧.xls",
            UnknownFileKind,
            "旧格式（.xls、.et）的表格；请另存为 .xlsx",
        ),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "密.xlsx",
            UnknownFileKind,
            "加了密码",
        ),
        (package("word/document.xml"), "甲.xlsx", UnknownFileKind, "Word 文档"),
        (package("xl/workbook.xml", "xl/vbaProject.bin"), "甲.xlsm", UnknownFileKind, "带有宏"),
        (package("xl/workbook.bin"), "甲.xlsb", UnknownFileKind, "二进制格式"),
        (package("a.txt"), "甲.zip", UnknownFileKind, "压缩包"),
        (b"%PDF-1.7", "甲.pdf", UnknownFileKind, "PDF，不是表格"),
        (b"\x89PNG\r\n", "甲.png", UnknownFileKind, "图片，不是表格"),
        (b"\n <html><table>", "甲.xls", UnknownFileKind, "网页格式的表格"),
        (b'<?xml version="1.0"?><Workbook>', "甲.xml", UnknownFileKind, "XML 格式的表格"),
        (
            "名称,地址".encode(),
            "甲.xlsx",
            NameContradictsContent,
            "文件名是 .xlsx，内容却是逗号、分号或制表符",
        ),
        (xlsx([["甲"]]), "甲.csv", NameContradictsContent, "文件名是 .csv，内容却是Excel 表格"),
        (xlsx([["甲"]])[:-40], "半.xlsx", DamagedFile, "已损坏或不完整"),
        (b"PK\x03\x04 xl/workbook.xml", "坏.xlsx", DamagedFile, "已损坏或不完整"),
        (b"\x00\x01\x02\xff\xfe\xfd" * 9, "乱.csv", TableUnreadable, "不是 UTF-8 或 GB18030"),
        ('名称,地址\n甲,"乙\n丙'.encode(), "引号.csv", TableUnreadable, "从第 2 行起引号没有成对"),
        (bomb(), "弹.xlsx", FileTooComplex, "展开后大得反常"),
        (entities(), "体.xlsx", FileTooComplex, "正常表格没有的内容"),
        ("甲\n" * 6001, "长.csv", TooManyRows, "行数太多；请拆成几个文件"),
    ],
)
def test_everything_else_is_refused_with_what_to_do(
    raw: bytes | str, name: str, refusal: type[FileRefused], said: str
) -> None:
    content = raw.encode() if isinstance(raw, str) else raw
    begun = time.monotonic()
    with pytest.raises(refusal) as told:
        sheets_of(content, name=name)
    assert said in str(told.value)
    assert name in str(told.value)
    assert time.monotonic() - begun < 30


def test_a_sheet_that_claims_to_be_endless_is_read_as_far_as_it_goes() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>'
    )
    begun = time.monotonic()
    found = only(with_member(xlsx([["x"]]), "xl/worksheets/sheet1.xml", sheet))
    assert [row.number for row in found.rows] == [
        1
    ]  # the other cell lies beyond the columns that are looked at
    assert time.monotonic() - begun < 30


def test_a_file_is_refused_by_its_size_before_it_is_read() -> None:
    with pytest.raises(FileTooLarge, match="超过 5 MB"):
        taken_in(ContentFile(b"x" * (LIMIT + 1), name="大.csv"))
    with pytest.raises(EmptyFile, match=r"“空\.csv”是空的"):
        taken_in(ContentFile(b" \n ", name="空.csv"))
    assert taken_in(ContentFile(b"x", name="../甲.csv")) == ("甲.csv", b"x")
