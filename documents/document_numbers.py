"""发文字号 in every spelling people type: 临政发〔2024〕9号, 临政发(2024)9号, 临政发 [2024] 第 9 号. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foundation.chinese_text import fold

_NUMBER = re.compile(
    r"^(?P<series>[^\d()]+)\(?(?P<year>(?:19|20)\d{2})年?\)?(?:第|年)?(?P<serial>\d{1,5})号?$"
)


@dataclass(frozen=True)
class DocumentNumber:
    """发文字号: 机关代字, year, serial."""

    series: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.serial}号"


def read_number(text: str) -> DocumentNumber | None:
    """The number that a text means, or None when it means none: brackets, widths and blanks do not matter."""
    match = _NUMBER.match(fold(text))
    if match is None:
        return None
    return DocumentNumber(match["series"], int(match["year"]), int(match["serial"]))
