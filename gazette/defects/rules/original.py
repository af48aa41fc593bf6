"""Numbers of persons in the original PDF: readers download it as it is, whatever the texts beside it say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from documents.defects.defect import Found
from documents.defects.rules.privacy import Text, private_numbers
from foundation.identity_numbers import normal_phone
from gazette.defects.facts import IssueFacts

_BLANK = re.compile(r"[ \u3000]")
# How mobile and card numbers are grouped; in other groups they may be figures of neighbouring cells.
_WRITTEN = frozenset(
    {"3 4 4", "3 8", "7 4", "2 11", "3 11", "2 3 4 4", "3 3 4 4", "4 4 4 4", "4 4 4 4 3", "6 13"}
)
_GROUPED = frozenset({"mobile", "bank_card"})
_NAMED = 6  # pages that are spelled out


def numbers_in_original(issue: IssueFacts, *, on: date) -> Iterator[Found]:
    """With the page of the file. The telephones of the masthead are accounted for where they are typed in."""
    if issue.original is None:
        return
    own = {normal_phone(printed) for _, printed in issue.contact}
    sheets = [("原版 PDF 的文件属性", 0, issue.original.about)]
    sheets += [(f"原版 PDF 第{at}页", at, text) for at, text in enumerate(issue.original.pages, start=1)]
    for label, page, text in sheets:
        place = issue.at(label, "pdf", page=page)
        for found in private_numbers(Text(place, text), on=on):
            if normal_phone(found.mark) not in own:
                yield replace(_weighed(found), place=place)


def _weighed(found: Found) -> Found:
    if found.code not in _GROUPED or _is_grouped(found.mark):
        return found
    sentence = "这几组数字连起来像是手机号码或银行卡号，也可能是表格里相邻的数：请看原版，是号码的换掉文件。"
    return replace(found, code="original_number_doubtful", sentence=sentence)


def _is_grouped(mark: str) -> bool:
    """In one piece, or in the groups that such numbers are written in."""
    lengths = [len(group) for group in _BLANK.split(mark)]
    return len(lengths) == 1 or " ".join(map(str, lengths)) in _WRITTEN


def unread_original(issue: IssueFacts) -> Iterator[Found]:
    """What no program has looked into, somebody has to."""
    original = issue.original
    if original is None:
        return
    if original.unread:
        sentence = f"原版 PDF {original.unread}，没有查过里面的个人信息：请换一份，或者自己看过再说明。"
        yield Found("original_unread", issue.at("原版 PDF", "pdf"), sentence, original.name)
        return
    blank = [number for number, text in enumerate(original.pages, start=1) if not text.strip()]
    if blank:
        named = "、".join(map(str, blank[:_NAMED])) + ("等" if len(blank) > _NAMED else "")
        sentence = (
            f"原版 PDF 第{named}页（共{len(blank)}页）没有文字层，查不到里面的个人信息：请自己看过再说明。"
        )
        place = issue.at("原版 PDF", "pdf", page=blank[0])
        yield Found("original_unread", place, sentence, f"{original.name}/{blank}")
