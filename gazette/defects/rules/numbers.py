"""Numbers of an issue against its neighbours, numbers of its documents, and what an issue must have. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from documents.defects.defect import Found
from foundation.identity_numbers import normal_phone
from gazette.defects.facts import IssueFacts, NeighbourFact

_TELEPHONES = {"phone": "电话", "printer_phone": "印刷单位电话"}
_MOBILE = re.compile(r"1[3-9]\d{9}")
_NAMED = 6  # missing numbers that are spelled out


def within_the_year(issue: IssueFacts) -> Iterator[Found]:
    """No number is left out between two issues of one year that are on record."""
    before, place = issue.before, issue.at("期号", "number")
    if before and before.year == issue.year and issue.number > before.number + 1:
        missing = _listed(range(before.number + 1, issue.number))
        sentence = f"在库的上一期是{before.name}，中间缺第{missing}期，请核对期号；还没有收录的请说明。"
        yield Found("issue_number_gap", place, sentence, f"{before.name}/{issue.name}")


def total_number(issue: IssueFacts) -> Iterator[Found]:
    """总期号 counts on from issue to issue, through the years; total numbers are unique in the database."""
    place = issue.at("总期号", "total_number")
    if issue.total_number is None:
        yield Found("total_number_missing", place, "没有总期号，请照封面填写。", issue.name)
        return
    if issue.total_number < issue.number:
        sentence = f"总第{issue.total_number}期小于本年第{issue.number}期，请核对。"
        yield Found("total_number_off", place, sentence, f"{issue.total_number}/{issue.number}")
    for other, sign in ((issue.before, 1), (issue.after, -1)):
        if other and other.total_number is not None:
            yield from _against(issue, other, sign)


def _against(issue: IssueFacts, other: NeighbourFact, sign: int) -> Iterator[Found]:
    assert issue.total_number is not None and other.total_number is not None
    step = (issue.total_number - other.total_number) * sign
    expected = (issue.number - other.number) * sign if issue.year == other.year else None
    if step > 0 and (step == expected or expected is None):
        return
    should = f"，按期号应差{expected}" if expected else ""
    sentence = f"总期号{issue.total_number}与{other.name}的{other.total_number}不衔接{should}，请核对封面。"
    mark = f"{issue.name}/{issue.total_number}/{other.name}/{other.total_number}"
    yield Found("total_number_off", issue.at("总期号", "total_number"), sentence, mark)


def month(issue: IssueFacts) -> Iterator[Found]:
    """The month of publication runs with the numbers, and fits the year."""
    place = issue.at("出版年月", "published_month")
    if issue.month is None:
        yield Found("month_missing", place, "没有出版年月，请照封面填写。", issue.name)
        return
    if issue.month.year not in (issue.year, issue.year + 1):
        sentence = f"期号是{issue.year}年，出版却在{issue.month.year}年，请核对。"
        yield Found("month_off", place, sentence, f"{issue.year}/{issue.month}")
    for other, is_before in ((issue.before, True), (issue.after, False)):
        if other and other.month and (other.month > issue.month if is_before else other.month < issue.month):
            order = "早于前面的" if is_before else "晚于后面的"
            sentence = f"出版年月{_said(issue)}{order}{other.name}（{other.month.year}年{other.month.month}月），请核对。"
            yield Found("month_off", place, sentence, f"{issue.month}/{other.name}/{other.month}")


def _said(issue: IssueFacts) -> str:
    return f"{issue.month.year}年{issue.month.month}月" if issue.month else ""


def document_numbers(issue: IssueFacts) -> Iterator[Found]:
    """Numbers of one series that the issue leaves out: not every document is printed, so this is only shown."""
    series: dict[tuple[str, int], set[int]] = defaultdict(set)
    for document in issue.documents:
        if document.number:
            series[document.number.series, document.number.year].add(document.number.serial)
    for (name, year), serials in sorted(series.items()):
        missing = [n for n in range(min(serials), max(serials)) if n not in serials]
        if missing:
            sentence = f"{name}〔{year}〕的文号从{min(serials)}到{max(serials)}，本期没有{_listed(missing)}号；没有漏收的不必处理。"
            yield Found("document_number_gap", issue.at("发文字号"), sentence, f"{name}/{year}/{missing}")


def files(issue: IssueFacts) -> Iterator[Found]:
    """The electronic edition is the printed one: its PDF and its cover (国办发〔2018〕22号)."""
    if issue.original is None:
        sentence = "没有原版 PDF，读者不能对照纸质版；请上传，暂时没有的请说明。"
        yield Found("pdf_missing", issue.at("原件", "pdf"), sentence, issue.name)
    if not issue.has_cover:
        sentence = "没有封面图片，网页会用程序画的封面代替；请上传或说明。"
        yield Found("cover_missing", issue.at("原件", "cover"), sentence, issue.name)


def contact(issue: IssueFacts) -> Iterator[Found]:
    """The telephones of the masthead are public by their office; a mobile belongs to somebody."""
    for name, printed in issue.contact:
        if name in _TELEPHONES and _MOBILE.fullmatch(normal_phone(printed)):
            sentence = "版权页印了手机号码：请换成办公电话；本人同意公开的请说明。"
            yield Found("contact_mobile", issue.at(_TELEPHONES[name], name), sentence, printed)


def whole(issue: IssueFacts) -> Iterator[Found]:
    """The parts make the whole: every character of the file was laid somewhere."""
    if issue.unplaced:
        sentence = f"读入的文件里有{issue.unplaced}个字没有归位，各部分合起来不等于原文；请对照读入记录补上。"
        yield Found("text_unplaced", issue.at("读入记录", rows="reading"), sentence, str(issue.unplaced))
    if not issue.has_full_text:
        sentence = "这一期只有提要，没有全文；发布前导入原刊即补上，发布后逐篇更正。"
        yield Found("outline_only", issue.at("文本状态", "text_status"), sentence, "outline")


def _listed(numbers: range | list[int]) -> str:
    shown = "、".join(map(str, list(numbers)[:_NAMED]))
    return f"{shown}等" if len(numbers) > _NAMED else shown


RULES = (within_the_year, total_number, month, document_numbers, files, contact, whole)
