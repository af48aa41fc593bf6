"""What is said of an institution while it is typed or read from a spreadsheet, before it is saved.

An error cannot be true and blocks. A doubt is what real papers sometimes show: whoever has compared with the original
confirms it. No sentence repeats a protected number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from eldercare.models import Institution, Operator, Registration
from foundation.identity_numbers import Checked, check_credit_code, check_identity_number, check_phone
from foundation.scope import Reader

LOOKS_LIKE_IDENTITY = re.compile(r"[1-9]\d{16}[\dXx]")
REGISTRATION_NUMBER = re.compile(r"[\u4e00-\u9fff0-9A-Z〔〕（）—-]{4,40}")  # registration_has_number
CREDIT_CODE_LENGTH = 18
NAMED = 3  # institutions named in one sentence


def check_person(number: str, *, on: date, besides: int | None, reader: Reader) -> Checked:
    """The identity number of a person in charge; the same person at another institution is possible, so a doubt."""
    checked = check_identity_number(number, on=on)
    if checked.errors:
        return checked
    others = Institution.objects.filter(identity_number__matches=number, closed_on__isnull=True)
    if besides is not None:
        others = others.exclude(pk=besides)
    if not others.exists():
        return checked
    seen = others.visible_to(reader).order_by("name", "pk").values_list("name", flat=True)[:NAMED]
    return Checked(doubts=(*checked.doubts, known_elsewhere(list(seen))))


def known_elsewhere(names: Sequence[str]) -> str:
    """Where a person is in charge already; no names where the reader may not see those institutions."""
    where = "、".join(f"“{name}”" for name in names) or "您辖区以外的机构"
    return f"这个人已登记为{where}的负责人：请核对是不是同一人。"


def check_telephone(number: str) -> Checked:
    """A telephone number; an identity number in its place is told for what it is."""
    if LOOKS_LIKE_IDENTITY.fullmatch(number):
        return Checked(errors=("这里填的像是身份证号码：请核对是不是填错了栏。",))
    return check_phone(number)


def check_registration_number(number: str) -> Checked:
    """Eighteen characters are looked at as a credit code; older certificates bear other numbers."""
    if not REGISTRATION_NUMBER.fullmatch(number):
        return Checked(errors=("登记号码是 4 至 40 个汉字、数字和大写字母：请对照证书更正。",))
    return check_credit_code(number) if len(number) == CREDIT_CODE_LENGTH else Checked()


def check_person_name(name: str) -> Checked:
    """A person's name has no digits; a number in its place stands in the wrong column."""
    wrong = re.search(r"\d{3,}", name)
    return Checked(errors=("姓名里有数字：请核对是不是填错了栏。",)) if wrong else Checked()


def holder_of(number: str, *, besides: int | None) -> Registration | None:
    """Who holds this registration number already. Operators and their numbers are no secret."""
    if not number:
        return None
    others = Registration.objects.filter(number=number)
    if besides is not None:
        others = others.exclude(pk=besides)
    return others.select_related("operator").order_by("pk").first()


def wrong_days(
    *,
    opened_on: date | None,
    closed_on: date | None,
    assets_registered_on: date | None = None,
    operator: Operator | None,
    on: date,
) -> dict[str, str]:
    """Days in the future or before the operator existed: a sentence by field."""
    wrong = {}
    if opened_on and opened_on > on:
        wrong["opened_on"] = "这一天还没有到；还没有开展服务的请留空。"
    elif opened_on and operator and operator.established_on and opened_on < operator.established_on:
        wrong["opened_on"] = f"早于运营主体“{operator}”的成立日期 {operator.established_on}：请核对两个日期。"
    for field, day in (("closed_on", closed_on), ("assets_registered_on", assets_registered_on)):
        if day and day > on:
            wrong[field] = "这一天还没有到。"
    return wrong
