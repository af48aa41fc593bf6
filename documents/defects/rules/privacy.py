"""Numbers of persons in what is to be published (个人信息保护法第二十八条). Pure.

Nothing that is answered here repeats a number: a place, a length and the last two digits are all that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from documents.defects.defect import Found, Place, Quote, quoted
from foundation.identity_numbers import check_identity_number, normal_number

_DIGIT = "[0-9０-９]"
_GAP = "[ \\-\u3000\u2010-\u2015]?"
_IDENTITY = re.compile(
    rf"(?<![0-9A-Za-z０-９])[1-9１-９](?:{_GAP}{_DIGIT}){{16}}{_GAP}[0-9０-９XxＸｘ](?![0-9A-Za-z０-９])"
)
_MOBILE = re.compile(
    rf"(?<![0-9０-９.\-—])(?:(?:\+|00)?86[ \-]?)?[1１][ \-\u3000]?[3-9３-９](?:{_GAP}{_DIGIT}){{9}}(?![0-9０-９])"
)
_CARD = re.compile(rf"(?<![0-9A-Za-z０-９.])[2-69２-６９](?:{_GAP}{_DIGIT}){{15,18}}(?![0-9A-Za-z０-９])")
_BORN = re.compile(r"^\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$")
_OF_A_CARD = re.compile(r"银行卡|储蓄卡|社保卡|一卡通|一折通|卡\s*号|账\s*号|帐\s*号|账户|帐户")
_NEAR = 40  # characters before a number in which a word may say what it is
_UNIONPAY = "62"


@dataclass(frozen=True)
class Text:
    """A stretch of text with its place; ``skipped`` lines stand before it that are no part of the field."""

    place: Place
    text: str
    skipped: int = 0

    def place_at(self, start: int) -> Place:
        """The line of the field in which a piece of the text stands."""
        line = self.text.count("\n", 0, start) + 1 - self.skipped
        return replace(self.place, line=max(line, 0))


def private_numbers(text: Text, *, on: date) -> Iterator[Found]:
    """Identity numbers first: what is one is no card and no telephone."""
    taken: list[tuple[int, int]] = []
    for match in _IDENTITY.finditer(text.text):
        number = normal_number(match.group())
        if not _BORN.match(number):
            continue
        taken.append(match.span())
        if check_identity_number(number, on=on).errors:
            sentence = f"{_shape(number)}像是公民身份号码，但校验码不符：是号码的请删去，不是的请说明。"
            yield _found("identity_doubtful", text, match.span(), sentence)
        else:
            yield _found(
                "identity", text, match.span(), f"这里有公民身份号码（{_shape(number)}），公开前必须删去。"
            )
    yield from _cards(text, taken)
    for match in _MOBILE.finditer(text.text):
        if _is_free(match.span(), taken):
            number = normal_number(match.group())
            sentence = f"这里有手机号码（{_shape(number)}），公开前必须删去，或者换成办公电话。"
            yield _found("mobile", text, match.span(), sentence)


def _cards(text: Text, taken: list[tuple[int, int]]) -> Iterator[Found]:
    """Sixteen to nineteen digits that pass Luhn's check: UnionPay's own range, or where a word says card or account."""
    for match in _CARD.finditer(text.text):
        number = normal_number(match.group())
        if not _is_free(match.span(), taken) or not passes_luhn(number):
            continue
        said = _OF_A_CARD.search(text.text, max(match.start() - _NEAR, 0), match.start())
        if number.startswith(_UNIONPAY) or said:
            taken.append(match.span())
            yield _found(
                "bank_card", text, match.span(), f"这里有银行卡号（{_shape(number)}），公开前必须删去。"
            )


def passes_luhn(number: str) -> bool:
    """The check of ISO/IEC 7812-1."""
    total = 0
    for order, letter in enumerate(reversed(number)):
        digit = int(letter) * (2 if order % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0 and len(set(number)) > 2


def _shape(number: str) -> str:
    return f"{len(number)}位，末两位{number[-2:]}"


def _is_free(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in taken)


def _found(code: str, text: Text, span: tuple[int, int], sentence: str) -> Found:
    around = quoted(text.text, *span)
    quote = Quote(around.before, "*" * min(span[1] - span[0], 19), around.after)
    return Found(code, text.place_at(span[0]), sentence, text.text[slice(*span)], quote)


def numbers_in(texts: Iterable[Text], *, derived: Iterable[Text], on: date) -> Iterator[Found]:
    """Every number of the texts; of what was derived from them (tasks, rows of a checklist) only what is new."""
    said: set[str] = set()
    for text in texts:
        for found in private_numbers(text, on=on):
            said.add(found.mark)
            yield found
    for text in derived:
        yield from (found for found in private_numbers(text, on=on) if found.mark not in said)
