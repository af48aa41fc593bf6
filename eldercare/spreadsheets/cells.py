"""What a cell says, in the terms of its column. What is not certain is told, never guessed. Pure."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from eldercare.entry import LOOKS_LIKE_IDENTITY
from eldercare.spreadsheets.columns import Column, Holds
from eldercare.vocabulary import Fee, Service
from foundation.chinese_text import fold
from foundation.harmless_cells import as_typed
from foundation.identity_numbers import normal_number
from foundation.tables import Cell

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_MANGLED = re.compile(r"\d(\.\d+)?E\+?\d+", re.I)
_DAY = re.compile(r"(\d+)[-./年](\d{1,2})[-./月](\d{1,2})日?(?:T?00:00(?::00)?)?")
_COMPACT_DAY = re.compile(r"(19\d\d|20\d\d)(\d\d)(\d\d)")
_FIGURE = re.compile(r"([-+]?\d[\d,]*(?:\.\d+)?)(.*)")
_UNITS = {
    "平方米": ("平方米", "m2", "平米"),
    "米": ("米", "m"),
    "张": ("张",),
    "人": ("人",),
    "户": ("户",),
    "": (),
}
_YES, _NO = ("是", "有", "TRUE", "√", "1"), ("否", "无", "没有", "FALSE", "×", "0")
_OFFER = re.compile(r"(?P<service>[^()]+)(?:\((?P<fee>[^()]+)\))?")

Offers = dict[str, str | None]  # service → fee, None where none is written


class Unfit(ValueError):
    """The cell does not say what its column asks for; the sentence says why and what to do."""


def plain_text(cell: Cell) -> str:
    """One line without blanks at its ends and without marks nobody sees; the apostrophe of an export is gone."""
    return as_typed(" ".join(_INVISIBLE.sub("", cell.text).split()))


def said_by(cell: Cell, column: Column) -> object:
    """The value of a filled cell. Raises Unfit."""
    _require_content(cell)
    return _READERS[column.holds](cell, column)


def _require_content(cell: Cell) -> None:
    if cell.kind == "error":
        raise Unfit(f"单元格是错误值 {cell.text}：请改正公式，或直接填写。")
    if cell.kind == "formula":
        raise Unfit("这一格是公式，文件里没有它的结果：请在 Excel 或 WPS 里打开保存一次，或直接填写。")
    if cell.kind == "merged":
        raise Unfit("这一格被合并单元格盖住了：请取消合并，逐行填写。")


def _text(cell: Cell, column: Column) -> str:
    if cell.kind == "day":
        raise Unfit("表格软件把内容变成了日期：请把这一格设为“文本”格式，重新填写。")
    if cell.kind == "truth":
        raise Unfit("这一格是“真/假”值：请填写文字。")
    text = plain_text(cell)
    if _MANGLED.fullmatch(text):
        raise Unfit("表格软件把数字变成了科学计数法：请把这一格设为“文本”格式，重新填写。")
    number = normal_number(text)
    if LOOKS_LIKE_IDENTITY.fullmatch(number):
        raise Unfit("这里填的像是身份证号码：请核对是不是填错了栏。")
    if _MOBILE.fullmatch(number):
        raise Unfit("这里填的像是手机号码：请核对是不是填错了栏。")
    return text


def _number(cell: Cell, column: Column) -> str:
    """A number of a person, body, licence or telephone, as text; its digits are all there or it is refused."""
    if cell.kind in ("day", "truth"):
        raise Unfit("这里应填号码：请把这一格设为“文本”格式，重新填写。")
    text = plain_text(cell)
    if _MANGLED.fullmatch(text):
        raise Unfit(
            "表格软件把号码变成了科学计数法，后几位已经丢失，不能猜：请把这一列设为“文本”格式，对照证件重新填写。"
        )
    return text


def _choice(cell: Cell, column: Column) -> str:
    asked = fold(plain_text(cell))
    for label, value in column.choices.items():
        if fold(label) == asked:
            return value
    raise Unfit(f"没有这一项{_instead(asked, list(column.choices))}")


def _instead(asked: str, known: list[str]) -> str:
    near = get_close_matches(asked, known, n=1, cutoff=0.5)
    return f"：是不是“{near[0]}”？" if near else f"：可写{'、'.join(known)}。"


def _truth(cell: Cell, column: Column) -> bool:
    said = "".join(plain_text(cell).split()).upper()
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise Unfit("请写“是”或“否”，不知道的留空。")


def _decimal(cell: Cell, column: Column) -> Decimal:
    """A figure with its unit or without, in half or full width."""
    if cell.kind == "day":
        raise Unfit("这里应填数字，现在是日期：请核对是不是填错了栏，或单元格设成了日期格式。")
    said = unicodedata.normalize("NFKC", "".join(plain_text(cell).split())).replace("−", "-")
    found = _FIGURE.fullmatch(said)
    if cell.kind == "truth" or found is None or _MANGLED.fullmatch(said):
        raise Unfit("这里应填数字。")
    if found[2] and found[2].lower() not in _UNITS[column.unit]:
        unit = f"以{column.unit}为单位，" if column.unit else ""
        raise Unfit(f"这里应填数字，{unit}不写别的文字。")
    return Decimal(found[1].replace(",", ""))


def _whole(cell: Cell, column: Column) -> int:
    value = _decimal(cell, column)
    if value != value.to_integral_value():
        raise Unfit("这里应填整数。")
    return int(value)


def _day(cell: Cell, column: Column) -> date:
    said = unicodedata.normalize("NFKC", "".join(plain_text(cell).split()))
    compact = _COMPACT_DAY.fullmatch(said)
    found = compact or _DAY.fullmatch(said)
    if found is None:
        wrong = "这里是数字，不是日期" if re.fullmatch(r"\d+(\.\d+)?", said) else "看不出是哪一天"
        raise Unfit(f"{wrong}：请写成 2026-03-02、2026.3.2 或 2026年3月2日，或用日期格式。")
    year, month, day = (int(part) for part in found.groups())
    if len(found[1]) != 4:
        raise Unfit("年份要写四位，如 2026-03-02。")
    if not 1 <= month <= 12:
        raise Unfit(f"没有 {month} 月：请核对日期。")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise Unfit(f"{year} 年 {month} 月没有 {day} 日：请核对日期。")
    return date(year, month, day)


def _services(cell: Cell, column: Column) -> Offers:
    if cell.kind != "text":
        raise Unfit("请写服务项目的名称，用顿号分开。")
    said = unicodedata.normalize("NFKC", "".join(plain_text(cell).split()))
    offers: Offers = {}
    for part in filter(None, re.split(r"[、,;/]", said)):
        service, fee = _offer(part)
        if service in offers:
            raise Unfit(f"“{Service(service).label}”写了两次。")
        offers[service] = fee
    return offers


def _offer(said: str) -> tuple[str, str | None]:
    found = _OFFER.fullmatch(said)
    services = {label: value for value, label in Service.choices}
    fees = {label: value for value, label in Fee.choices}
    if found is None or found["service"] not in services:
        name = found["service"] if found else said
        raise Unfit(f"没有“{name[:20]}”这个服务项目{_instead(name, list(services))}")
    if found["fee"] and found["fee"] not in fees:
        raise Unfit(f"“{said[:20]}”的收费方式写{'、'.join(fees)}之一。")
    return services[found["service"]], fees[found["fee"]] if found["fee"] else None


_READERS = {
    Holds.TEXT: _text,
    Holds.CHOICE: _choice,
    Holds.TRUTH: _truth,
    Holds.WHOLE: _whole,
    Holds.DECIMAL: _decimal,
    Holds.DAY: _day,
    Holds.NUMBER: _number,
    Holds.PROTECTED: _number,
    Holds.SERVICES: _services,
}
