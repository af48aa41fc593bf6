"""Seconds of a spreadsheet of institutions: reading the file, trying the rows out, bringing them in again,
and writing them. Everything happens in a transaction that leaves nothing behind."""

import io
import time
from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from openpyxl import Workbook

from eldercare.models import Institution
from eldercare.spreadsheets.sheet import Table, table_of
from eldercare.spreadsheets.template import SAMPLE
from eldercare.spreadsheets.trial import bring_in
from eldercare.spreadsheets.writing import exported_xlsx
from foundation.identity_numbers import credit_check_character, identity_check_character
from foundation.models import Division
from foundation.tables import sheets_of

SIZES = (1000, 5000)
AIM = 60  # seconds for a thousand rows from the file to the preview, at most
Answer = TypeVar("Answer")


def report() -> None:
    township = Division.objects.townships().select_related("parent").order_by("code").first()
    if township is None:
        print("\n机构表格：还没有区划，先运行 make run")
        return
    print(f"\n机构表格（每行 {len(_row(0, township))} 格；目标：1000 行读入加核对不到 {AIM} 秒）")
    for size in SIZES:
        _measure(size, township)


@transaction.atomic
def _measure(size: int, township: Division) -> None:
    by = User.objects.create(username="bench-spreadsheets", is_superuser=True, is_staff=True)
    raw = _workbook([_row(number, township) for number in range(size)])
    table, reading = _timed(lambda: table_of(sheets_of(raw, name="bench.xlsx"), name="bench.xlsx"))
    new, written, same = (_tried(table, by, dry_run=dry_run) for dry_run in (True, False, True))
    made = Institution.objects.filter(name__startswith="测量用").order_by("pk")
    _, writing = _timed(lambda: exported_xlsx(made))
    print(
        f"  {size} 行 {len(raw) / 1e6:.1f} MB：读文件 {reading:.1f} 秒，核对新建 {new:.1f} 秒，导入 {written:.1f} 秒，"
        f"再核对（不变） {same:.1f} 秒，导出 {writing:.1f} 秒"
    )
    transaction.set_rollback(True)


def _tried(table: Table, by: User, *, dry_run: bool) -> float:
    report, seconds = _timed(lambda: bring_in(table, reader=by, on=timezone.localdate(), dry_run=dry_run))
    assert not report.counts()["wrong"], report.lines[0]
    return seconds


def _timed(deed: Callable[[], Answer]) -> tuple[Answer, float]:
    begun = time.perf_counter()
    answer = deed()
    return answer, time.perf_counter() - begun


def _row(number: int, township: Division) -> dict[str, object]:
    """The sample of the template, with a name, an operator and numbers of its own."""
    code = f"52530999MB{number:07d}"
    person = f"5398{number // 10000:02d}1950{1 + number // 28 % 12:02d}{1 + number % 28:02d}000"
    return {
        **SAMPLE,
        "县（区）": str(township.parent),
        "乡镇（街道）": township.name,
        "名称": f"测量用老年人日间照料中心{number}",
        "运营主体": f"测量用运营主体{number}",
        "统一社会信用代码": code + credit_check_character(code),
        "法人登记号码": code + credit_check_character(code),
        "公民身份号码": person + identity_check_character(person),
        "负责人电话": "13800138000",
        "号码已核对": "是",
    }


def _workbook(rows: list[dict[str, object]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
