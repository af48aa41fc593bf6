"""Builders for spreadsheets of institutions: a sound row, of which the test names what is otherwise."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from openpyxl import load_workbook

from eldercare import actions
from eldercare.models import SpreadsheetUpload
from eldercare.spreadsheets.keeping import opened_report
from eldercare.spreadsheets.report import Line, Report
from tests import care
from tests.files.tables import xlsx
from tests.numbers import credit_code, identity_number_of

AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
Row = dict[str, Any]


def row(number: int = 1, **cells: Any) -> Row:
    """An institution nobody has on record yet, at 云县 示例101镇."""
    values: Row = {
        "县（区）": "云县",
        "乡镇（街道）": "示例101镇",
        "名称": f"示例老年人日间照料中心之{number}",
        "机构类型": "日间照料中心",
        "社区（村）": "示例社区",
        "城乡": "城市",
        "地址": f"示例路{number}号",
        "运营主体": f"示例运营之{number}",
        "运营主体类型": "社会服务机构",
        "统一社会信用代码": credit_code(body=f"MJ{number:07d}"),
        "运营方产生方式": "委托",
        "机构性质": "公建民营",
        "运营方式": "公建民营",
        "营利性质": "非营利性",
        "登记类别": "社会服务机构登记",
        "法人登记机关": "示例县民政局",
        "法人登记号码": credit_code(body=f"MJ{number:07d}"),
        "登记日期": "2025年1月6日",
        "法定代表人（主要负责人）": "示例甲",
        "公民身份号码": identity_number_of(number),
        "负责人电话": "13800138001",
        "联系人": "示例乙",
        "联系方式": "13800138002",
        "实际开展服务日期": "2026.3.2",
        "服务范围": "示例社区的居家老年人",
        "服务项目": "助餐（低偿）、助浴",
        "服务场所性质": "自有",
        "养老床位数量": 10,
        "建筑面积": 420.5,
        "建设方式": "新建",
        "人员统计日期": "2026-03-01",
        "服务工作人员总数": 5,
        "护理员": 2,
        "食品经营许可证编号": f"JY{number:08d}",
        "食品经营许可证发证日期": "2025-01-01",
    }
    return values | cells


def only(row: Mapping[str, Any], *headings: str, **cells: Any) -> Row:
    """The row with nothing but what it is known by, and these."""
    known = ("县（区）", "乡镇（街道）", "名称", *headings)
    return {heading: row[heading] for heading in known} | cells


def workbook(rows: Sequence[Row], *, above: Iterable[Sequence[Any]] = (), change: Any = None) -> bytes:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    lines = [*above, headings, *([row.get(heading) for heading in headings] for row in rows)]
    return xlsx(lines, change=change)


def received(
    rows: Sequence[Row] | bytes, *, by: User, name: str = "示例.xlsx", at: datetime = AT
) -> SpreadsheetUpload:
    raw = rows if isinstance(rows, bytes) else workbook(rows)
    return actions.receive_spreadsheet(ContentFile(raw, name=name), by=by, at=at)


def report(upload: SpreadsheetUpload) -> Report:
    return opened_report(upload)


def line(rows: Sequence[Row], *, by: User, place: int = 0) -> Line:
    """What would become of one row of them."""
    return report(received(rows, by=by)).lines[place]


def mistakes(line: Line) -> dict[str, str]:
    """What is wrong with a row, by heading."""
    return {mistake.heading: "".join(mistake.sentences) for mistake in line.mistakes}


def differences(line: Line) -> dict[str, tuple[str, str]]:
    return {difference.heading: (difference.before, difference.after) for difference in line.differences}


def confirmed(upload: SpreadsheetUpload, *, by: User, at: datetime = AT, **more: Any) -> SpreadsheetUpload:
    return actions.import_spreadsheet(upload, digest=upload.sha256, by=by, at=at, **more)


def brought_in(rows: Sequence[Row], *, by: User, **more: Any) -> SpreadsheetUpload:
    return confirmed(received(rows, by=by), by=by, **more)


def officer() -> User:
    """Somebody of 云县 who may bring spreadsheets in; the township of the rows is on record."""
    care.township()
    return care.officer()


def read_back(content: bytes) -> list[list[Any]]:
    """The cells of the first sheet of a workbook, row by row."""
    sheet: Any = load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]
