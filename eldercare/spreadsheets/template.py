"""The empty spreadsheet to fill in: headings, lists to choose from, notes on every column, one row of an example."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from eldercare.spreadsheets.columns import (
    COLUMNS,
    COUNTY,
    SAMPLE_MARK,
    TOWNSHIP,
    Column,
    Holds,
)
from eldercare.spreadsheets.sheet import MOST_ROWS
from eldercare.spreadsheets.writing import (
    AS_DAY,
    AS_TEXT,
    HEAD,
    HEAD_FILL,
    NEEDED_FILL,
    SHEET,
    saved,
    width_of,
)
from foundation.models import Division
from foundation.models.division import DivisionQuerySet

NOTES, CHOICES = "填写说明", "选项"
FORMATS = {
    Holds.TEXT: "文字",
    Holds.CHOICE: "从下拉列表选一项",
    Holds.TRUTH: "是、否；不知道的留空",
    Holds.WHOLE: "整数",
    Holds.DECIMAL: "数字",
    Holds.DAY: "日期，如 2026-03-02、2026.3.2 或 2026年3月2日",
    Holds.NUMBER: "号码（文本格式）",
    Holds.PROTECTED: "号码（文本格式）；加密保存，只显示首末几位",
    Holds.SERVICES: "名称用顿号分开",
}
GENERAL = (
    "每行一个机构。按“县（区）、乡镇（街道）、名称”认定：已有的只更新填了的格，空着的格什么也不改；没有的新建。",
    "底色较深的列，新建机构时必填。不用的列可以整列删去，次序可以变，标题的文字不要改。",
    "名称以“【示例】”开头的行不读入，可以留着对照。",
    "上传后先核对，确认以后才保存；有问题的行逐格说明。",
)
SAMPLE: dict[str, str | int | date] = {
    "机构类型": "日间照料中心",
    "社区（村）": "示例社区",
    "地址": "示例社区示例路1号",
    "城乡": "农村",
    "运营主体": "示例养老服务中心",
    "运营主体类型": "社会服务机构",
    "运营方产生方式": "委托",
    "机构性质": "公建民营",
    "运营方式": "公建民营",
    "营利性质": "非营利性",
    "使用国有资产": "是",
    "登记类别": "社会服务机构登记",
    "法人登记机关": "示例县民政局",
    "法人登记号码": "示例民证字第001号",
    "登记日期": date(2025, 1, 6),
    "法定代表人（主要负责人）": "示例甲",
    "联系人": "示例乙",
    "实际开展服务日期": date(2026, 3, 2),
    "开放时间": "每天 8:30—17:30",
    "服务范围": "示例社区的居家老年人",
    "服务电话": "0883-2123456",
    "自办餐饮": "是",
    "服务项目": "日间照料、助餐（低偿）、助浴",
    "食品经营许可证编号": "JY00000000000000",
    "食品经营许可证发证日期": date(2025, 2, 10),
    "人员统计日期": date(2026, 3, 2),
    "服务工作人员总数": 5,
    "护理员": 2,
    "服务场所性质": "自有",
    "养老床位数量": 10,
    "建筑面积": 420,
    "建设方式": "改建",
    "最低楼层": 1,
    "最高楼层": 1,
}


def template(places: DivisionQuerySet) -> bytes:
    """With the counties and townships among these places to choose from."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    lists = _Lists(book)
    townships = list(places.townships().select_related("parent").order_by("code"))
    counties = list(dict.fromkeys(str(township.parent) for township in townships))
    chosen = {COUNTY: counties, TOWNSHIP: [township.name for township in townships]}
    for place, column in enumerate(COLUMNS, start=1):
        _head(sheet, place, column)
        options = chosen.get(column.key) or list(column.choices) or _yes_or_no(column)
        if options:
            _offer(sheet, place, lists.refer(column.heading, options), column)
    _fill_sample(sheet, townships[0] if townships else None)
    sheet.freeze_panes = "D2"
    _write_notes(book)
    return saved(book)


def _yes_or_no(column: Column) -> list[str]:
    return ["是", "否"] if column.holds == Holds.TRUTH else []


def _head(sheet: Any, place: int, column: Column) -> None:
    cell = sheet.cell(1, place, column.heading)
    cell.font, cell.fill = HEAD, NEEDED_FILL if column.is_needed else HEAD_FILL
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    cell.comment = Comment(_note(column), "门户", height=160, width=320)
    dimension = sheet.column_dimensions[get_column_letter(place)]
    dimension.width = width_of(column.heading)
    if column.holds in (Holds.NUMBER, Holds.PROTECTED, Holds.TEXT):
        dimension.number_format = AS_TEXT
    elif column.holds == Holds.DAY:
        dimension.number_format = AS_DAY


def _note(column: Column) -> str:
    unit = f"，单位：{column.unit}" if column.unit else ""
    needed = "新建时必填。" if column.is_needed else ""
    return f"{FORMATS[column.holds]}{unit}。{needed}{column.note}"


def _offer(sheet: Any, place: int, options: str, column: Column) -> None:
    letter = get_column_letter(place)
    validation = DataValidation(
        type="list",
        formula1=options,
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=column.heading,
        error="请从列表中选一项。",
    )
    validation.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
    sheet.add_data_validation(validation)


def _fill_sample(sheet: Any, township: Division | None) -> None:
    values: dict[str, str | int | date] = dict(SAMPLE)
    if township is not None:
        values |= {"县（区）": str(township.parent), "乡镇（街道）": township.name}
    values["名称"] = f"{SAMPLE_MARK}某县某镇某社区老年人日间照料中心"
    for place, column in enumerate(COLUMNS, start=1):
        value = values.get(column.heading)
        if value is not None:
            cell = sheet.cell(2, place, value)
            cell.number_format = AS_DAY if isinstance(value, date) else "General"


def _write_notes(book: Workbook) -> None:
    sheet: Any = book.create_sheet(NOTES)
    for number, sentence in enumerate(GENERAL, start=1):
        sheet.cell(number, 1, f"{number}. {sentence}")
    begun = len(GENERAL) + 2
    for place, heading in enumerate(("标题", "填什么", "新建时必填", "说明"), start=1):
        cell = sheet.cell(begun, place, heading)
        cell.font, cell.fill = HEAD, HEAD_FILL
    for number, column in enumerate(COLUMNS, start=begun + 1):
        unit = f"，单位：{column.unit}" if column.unit else ""
        options = "、".join(column.choices)
        for place, text in enumerate(
            (
                column.heading,
                options or FORMATS[column.holds] + unit,
                "是" if column.is_needed else "",
                column.note,
            ),
            start=1,
        ):
            sheet.cell(number, place, text).alignment = Alignment(vertical="top", wrap_text=place in (2, 4))
    for letter, width in (("A", 30), ("B", 40), ("C", 12), ("D", 90)):
        sheet.column_dimensions[letter].width = width


class _Lists:
    """A hidden sheet that holds what may be chosen: a list written into a cell may not be long."""

    def __init__(self, book: Workbook) -> None:
        self.sheet: Any = book.create_sheet(CHOICES)
        self.sheet.sheet_state = "hidden"
        self.used = 0

    def refer(self, heading: str, options: Sequence[str]) -> str:
        self.used += 1
        letter = get_column_letter(self.used)
        self.sheet.cell(1, self.used, heading)
        for row, option in enumerate(options, start=2):
            self.sheet.cell(row, self.used, option)
        return f"'{CHOICES}'!${letter}$2:${letter}${len(options) + 1}"
