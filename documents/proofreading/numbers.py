"""Rules of numbers and dates in running text (GB/T 15835-2011, GB/T 15834-2011), and private numbers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from documents.proofreading.finding import Rule, Severity, Slip
from documents.proofreading.passages import Passage

_N = r"\d+(?:\.\d+)?"
_BEFORE = r"(?<![\d.\-—～~A-Za-z/〕])"
_MEASURE = (
    r"(?:%|‰|个|户|家|件|套|所|项|场|次|人|名|条|座|处|只|头|台|辆|批|张|册|亩|公顷|平方|公里|千米|米|吨|公斤|千瓦|小时|"
    r"工作日|天|日|月|年|周|岁|分|期|万|亿|元|倍|℃|度|层|级|学时|课时)"
)
_HYPHEN = re.compile(rf"{_BEFORE}{_N}{_MEASURE}?-{_N}(?={_MEASURE})")
_PERCENT = re.compile(rf"{_BEFORE}({_N})(?:[-—～~－–]{{1,2}}|至)({_N})(?=[%‰])")
_MAGNITUDE = re.compile(rf"{_BEFORE}({_N})(?:[-—～~－–]{{1,2}}|至)({_N})(?=[万亿])")
_SHORT_YEAR = re.compile(
    r"(?<![\d.第近满约达共过去])[’']?\d{2}年(?=(?:1[0-2]|[1-9])月|上半年|下半年|底|初(?![心衷步])|末|度(?!过))"
)
_DAY = re.compile(r"(?:1[0-2]|0?[1-9])月(?:3[01]|[12]\d|0?[1-9])号(?![线楼院门文馆])")
_RELATIVE = re.compile(
    r"(?<![最靠])近日(?![均用本报照])|(?<![\d一二三四五六七八九十两半作节假工_＿])日前(?![完报后])|昨日|昨天|前不久"
)
_PADDED = re.compile(r"\d{4}年0\d月(?:\d{1,2}日)?|(?<!\d)\d{1,2}月0\d日")
_COMMA = re.compile(r"(?<!\d)(?<!\d，)[1-9]\d{0,2}(?:，\d{3})+(?=[万亿元人户个亩吨]|\.\d)")
_BOUND = re.compile(
    r"(?P<low>不低于|不少于|不小于|至少|最少|超过|大于|高于)(?P<n>\d[\d.]*[^，。；、：（）\d]{1,5}?)(?P<up>以上|以下|左右)(?!级|的(?:不|超))|"
    r"(?P<high>不超过|不高于|不多于|不大于|至多|最多|低于|小于)(?P<m>\d[\d.]*[^，。；、：（）\d]{1,5}?)(?P<down>以下|以内|左右|以上)"
)
_IDENTITY = re.compile(r"(?<![\dA-Za-z])[1-9]\d{5}((?:18|19|20)\d{2})(\d{2})(\d{2})\d{3}[\dXx](?![\dA-Za-z])")
_MOBILE = re.compile(r"(?<![\d.\-—])1[3-9]\d(?:[ \-]?\d{4}){2}(?!\d)")
RANGE_DASH = "—"


def hyphen_in_range(passage: Passage) -> Iterator[Slip]:
    for match in _HYPHEN.finditer(passage.text):
        better = match.group().replace("-", RANGE_DASH)
        message = f"“{match.group()}”的范围用了短横线，请改用一字线“—”或浪纹线“～”。"
        yield Slip(passage, *match.span(), message, better)


def percent_in_range(passage: Passage) -> Iterator[Slip]:
    for match in _PERCENT.finditer(passage.text):
        message = f"范围“{match.group()}%”前一个数缺百分号，请写成“{match[1]}%—{match[2]}%”。"
        yield Slip(passage, *match.span(), message, f"{match[1]}%—{match[2]}")


def magnitude_in_range(passage: Passage) -> Iterator[Slip]:
    for match in _MAGNITUDE.finditer(passage.text):
        if float(match[1]) >= 1000 and "." not in match[1]:
            continue  # 2000—3万: a year or a full number stands first
        unit = passage.text[match.end()]
        message = f"范围“{match.group()}{unit}”前一个数省略了“{unit}”，会有歧义，请写成“{match[1]}{unit}—{match[2]}{unit}”。"
        yield Slip(passage, match.start(), match.end() + 1, message, f"{match[1]}{unit}—{match[2]}{unit}")


def short_year(passage: Passage) -> Iterator[Slip]:
    for match in _SHORT_YEAR.finditer(passage.text):
        yield Slip(passage, *match.span(), f"年份“{match.group()}”只有两位，请写全四位。")


def day_called_hao(passage: Passage) -> Iterator[Slip]:
    for match in _DAY.finditer(passage.text):
        better = match.group()[:-1] + "日"
        yield Slip(passage, *match.span(), f"书面日期“{match.group()}”应当用“日”，请改为“{better}”。", better)


def relative_date(passage: Passage) -> Iterator[Slip]:
    if passage.role == "prose":
        for match in _RELATIVE.finditer(passage.text):
            message = f"“{match.group()}”过后就说不清是哪一天，公文里请写明具体日期。"
            yield Slip(passage, *match.span(), message)


def padded_date(passage: Passage) -> Iterator[Slip]:
    if passage.role == "date":
        return
    for match in _PADDED.finditer(passage.text):
        better = re.sub(r"(?<=[年月])0|^0", "", match.group())
        yield Slip(
            passage, *match.span(), f"日期“{match.group()}”里的月、日不编虚位，请改为“{better}”。", better
        )


def wide_comma(passage: Passage) -> Iterator[Slip]:
    for match in _COMMA.finditer(passage.text):
        message = f"数字“{match.group()}”里用了中文逗号，请改用半角逗号或千分空，或者不分节。"
        yield Slip(passage, *match.span(), message, match.group().replace("，", ","))


def double_bound(passage: Passage) -> Iterator[Slip]:
    """At least … or more: one of the two says it."""
    for match in _BOUND.finditer(passage.text):
        first, last = match["low"] or match["high"], match["up"] or match["down"]
        yield Slip(passage, *match.span(), f"“{first}”与“{last}”语义重复或矛盾，请保留其中一个。")


def identity_number(passage: Passage) -> Iterator[Slip]:
    for match in _IDENTITY.finditer(passage.text):
        try:
            date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
        message = f"这里有公民身份号码“{match.group()}”，公开前必须删去。"
        yield Slip(passage, *match.span(), message)


def mobile_number(passage: Passage) -> Iterator[Slip]:
    for match in _MOBILE.finditer(passage.text):
        message = f"这里有手机号码“{match.group()}”，公开前请删去，或者换成办公电话。"
        yield Slip(passage, *match.span(), message)


_PRIVACY = "个人信息保护法第二十八条、政府信息公开条例第十五条"
RULES = (
    Rule("range_dash", "范围用短横线", Severity.WARNING, "GB/T 15834-2011", passage=hyphen_in_range),
    Rule(
        "range_percent",
        "百分数范围缺百分号",
        Severity.WARNING,
        "GB/T 15835-2011",
        passage=percent_in_range,
    ),
    Rule(
        "range_magnitude",
        "范围省略万、亿",
        Severity.WARNING,
        "GB/T 15835-2011",
        passage=magnitude_in_range,
    ),
    Rule("year_short", "两位数年份", Severity.WARNING, "GB/T 15835-2011", passage=short_year),
    Rule("day_called_hao", "书面日期用“号”", Severity.WARNING, "GB/T 15835-2011", passage=day_called_hao),
    Rule(
        "relative_date",
        "说不清的日期",
        Severity.HINT,
        "党政机关公文处理工作条例第十九条",
        passage=relative_date,
    ),
    Rule(
        "date_padded_in_text", "日期编虚位", Severity.WARNING, "GB/T 9704-2012 7.3.5.4", passage=padded_date
    ),
    Rule("number_wide_comma", "数字里的中文逗号", Severity.WARNING, "GB/T 15835-2011", passage=wide_comma),
    Rule(
        "bound_doubled",
        "数量界限重复",
        Severity.WARNING,
        "党政机关公文处理工作条例第十九条",
        passage=double_bound,
    ),
    Rule("identity_number", "公民身份号码", Severity.ERROR, _PRIVACY, passage=identity_number, private=True),
    Rule(
        "mobile_number",
        "手机号码",
        Severity.ERROR,
        "个人信息保护法第四条、第六条",
        passage=mobile_number,
        private=True,
    ),
)
