"""The papers of filing as PDF: 附件4 (filing form), 附件4-1 (receipt), 附件4-2 (basic conditions) of
临民联发〔2024〕23号, and the list of support measures that goes with a receipt. Pure: no model, no clock.

What is missing stays blank on the paper, to be written by hand. Labels and declarations stand in
templates/eldercare/papers, word for word as prescribed; only 附件 and （范本） of the specimens are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from foundation import typesetting
from foundation.chinese_text import day_in_words

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class Premises(StrEnum):
    """服务场所性质: one box of the filing form."""

    OWNED = "自有"
    RENTED = "租赁"
    ENTRUSTED = "委托管理"


class Authority(StrEnum):
    """Who files an institution and signs its receipt: the county for registered ones, the township for self-run ones."""

    BUREAU = "县（区）民政局"
    TOWNSHIP = "乡镇人民政府"


@dataclass(frozen=True, kw_only=True)
class FilingForm:
    """附件4. `addressee` is the full name of the bureau or township; areas are square metres."""

    addressee: str = ""
    name: str = ""
    address: str = ""
    registration_authority: str = ""
    registration_number: str = ""
    person_in_charge: str = ""
    identity_number: str = ""
    services: str = ""
    premises: Premises | None = None
    beds: int | None = None
    building_area: Decimal | None = None
    land_area: Decimal | None = None
    contact: str = ""
    contact_phone: str = ""
    applicant: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """附件4-1. `addressee` is whom it is given to, `authority_name` the bureau or township that seals it."""

    addressee: str = ""
    number: str = ""
    filed_on: date | None = None
    name: str = ""
    address: str = ""
    authority: Authority | None = None
    authority_name: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class SupportMeasure:
    """One row: what is given, by which document, how much or what, and who takes the application."""

    measure: str
    basis: str = ""
    content: str = ""
    office: str = ""


@dataclass(frozen=True, kw_only=True)
class SupportMeasures:
    """现行扶持政策措施清单, handed over with the receipt of that number."""

    institution: str = ""
    receipt_number: str = ""
    measures: tuple[SupportMeasure, ...] = ()
    authority_name: str = ""
    issued_on: date | None = None


def filing_form(form: FilingForm, *, at: datetime) -> bytes:
    """社区居家养老服务机构备案书. `at` is when the file is made; see typesetting.typeset for the refusals."""
    return typesetting.typeset("eldercare/papers/filing_form.typ", as_printed(asdict(form)), at=at)


def receipt(receipt: Receipt, *, at: datetime) -> bytes:
    """社区居家养老服务机构备案回执."""
    return typesetting.typeset("eldercare/papers/receipt.typ", as_printed(asdict(receipt)), at=at)


def basic_conditions_notice(*, at: datetime) -> bytes:
    """社区居家养老服务机构基本条件告知书: the same for everybody."""
    return typesetting.typeset("eldercare/papers/basic_conditions_notice.typ", {}, at=at)


def support_measures(measures: SupportMeasures, *, at: datetime) -> bytes:
    """现行扶持政策措施清单."""
    return typesetting.typeset("eldercare/papers/support_measures.typ", as_printed(asdict(measures)), at=at)


def to_write_by_hand(paper: DataclassInstance) -> str:
    """What to tell the officer when the paper has characters that no typeface has, or "" when it has none."""
    missing = typesetting.missing_characters(as_printed(asdict(paper)))
    named = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in missing)
    if not named:
        return ""
    return (
        f"字库里没有{named}，文书上印的是“{typesetting.GAP}”，请在打印后手写补上，"
        "或请运维人员装入有这些字的字体（README“文书字体”）。"
    )


def as_printed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Days and numbers as they are written on paper, what is not known as ""."""
    return {name: _value_as_printed(value) for name, value in values.items()}


def _value_as_printed(value: Any) -> Any:
    match value:
        case None:
            return ""
        case date():
            return day_in_words(value)
        case Decimal():
            return f"{value.normalize():f}"
        case Mapping():
            return as_printed(value)
        case tuple() | list():
            return [_value_as_printed(part) for part in value]
    return str(value)
