"""Seconds to set the catalogue of a year (附件3) as PDF, and what it costs to hand it out again.

Processor time of all threads, so that other work on the machine does not count.
"""

import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.utils import timezone

from eldercare import catalogue_paper
from eldercare.catalogue import CatalogueRow
from eldercare.catalogue_files import Sheet, as_csv, as_xlsx
from eldercare.rating_vocabulary import Level
from eldercare.rules.catalogue import Result

SIZES = (50, 500, 1500)
AIM = 5  # seconds for five hundred lines
Answer = TypeVar("Answer")


def report() -> None:
    print(f"\n评定目录（附件3）排成 PDF（处理器时间；目标：500 行不到 {AIM} 秒；括号里是同一内容再取一次）")
    for size in SIZES:
        sheet = Sheet(2026, "测量县", timezone.localdate(), [_row(number) for number in range(1, size + 1)])
        catalogue_paper.forget()
        paper, setting = _timed(catalogue_paper.as_pdf, sheet)
        _, again = _timed(catalogue_paper.as_pdf, sheet)
        _, xlsx = _timed(as_xlsx, sheet)
        _, csv = _timed(as_csv, sheet)
        print(
            f"  {size:5d} 行：PDF {setting:5.2f} 秒（{again * 1000:.0f} 毫秒）{len(paper) / 1e6:.1f} MB，"
            f"Excel {xlsx:.2f} 秒，CSV {csv:.3f} 秒"
        )


def _timed(write: Callable[[Sheet], Answer], sheet: Sheet) -> tuple[Answer, float]:
    begun = time.process_time()
    answer = write(sheet)
    return answer, time.process_time() - begun


def _row(number: int) -> CatalogueRow:
    ended = "2027年3月5日起撤销" if number % 10 == 0 else ""
    return CatalogueRow(
        number=number,
        county="测量县",
        name=f"测量县测量镇测量社区测量用老年人日间照料中心{number}（居家养老服务中心）",
        registration=f"52530999MB{number:08d}",
        address=f"测量县测量镇测量社区测量路{number}号测量小区1幢1层",
        person="示例甲",
        phone="0883-2123456",
        result=Result(Level.AA, date(2026, 6, 10), date(2029, 6, 10), ended),
        decision=f"530999-2026-评-{number:04d}",
        authority="测量县民政局",
        url="",
    )
