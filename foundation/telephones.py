"""Telephone numbers as people read them and as a telephone dials them. Pure."""

from __future__ import annotations

import re
import unicodedata

_WRITTEN = (
    (re.compile(r"(0(?:10|2\d))(\d{8})"), r"\1-\2"),  # the areas with three digits
    (re.compile(r"(0[3-9]\d\d)(\d{7,8})"), r"\1-\2"),
    (re.compile(r"(1[3-9]\d)(\d{4})(\d{4})"), r"\1 \2 \3"),
    (re.compile(r"([48]00)(\d{3})(\d{4})"), r"\1-\2-\3"),
)
_EXTENSION = re.compile(r"(转|分机|#)(?=\d)")
_FIRST_NUMBER = re.compile(r"[(]?\+?[(]?[0-9][0-9 ()-]*")
_MOST_DIGITS = 15  # E.164
_LEAST_DIGITS = 3


def written(phone: str) -> str:
    """A number with its area code or its groups set off; what is already set off, or is no such number, stays."""
    number, *extension = _EXTENSION.split(phone, maxsplit=1)
    for shape, groups in _WRITTEN:
        if shape.fullmatch(number):
            return "".join([shape.sub(groups, number), *extension])
    return phone


def dialled(phone: str) -> str:
    """What follows `tel:`: the digits of the first number, without its extension; "" when there is nothing to dial."""
    plain = unicodedata.normalize("NFKC", phone).replace("−", "-")
    found = _FIRST_NUMBER.search(_EXTENSION.split(plain, maxsplit=1)[0])
    digits = re.sub(r"[ ()-]", "", found[0]) if found else ""
    return digits if _LEAST_DIGITS <= len(digits.removeprefix("+")) <= _MOST_DIGITS else ""
