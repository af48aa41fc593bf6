"""The papers of rating as PDF: 附件2 (application form) and 附件3 (catalogue) of 临民联发〔2024〕23号, word for word as
prescribed, and in our own words the certificate beside the plaque, the letters of decisions and the gap sheet. Pure: no
model, no clock.

What is missing stays blank on the paper, to be written by hand. A `mark` says on every page what must not be overlooked:
that the paper is a draft, or holds no longer.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from eldercare.papers import as_printed
from foundation import typesetting

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FOLDER = "eldercare/papers"
LONGEST_FORM = 60_000  # every criterion with two remarks
LONGEST_CATALOGUE = 200_000  # some 2000 lines: a county has far fewer, and more would keep the machine busy


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What one stage said: 评定组, 县级民政部门, 市级民政部门. `result` is the level it came to, in words."""

    stage: str
    said: str
    result: str = ""
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class FindingLine:
    """One criterion: what the institution said of itself, and what the rating group found."""

    code: str
    item: str
    said: str = ""
    found: str = ""
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class ApplicationForm:
    """附件2. `nature` is one of the four boxes; areas are square metres; levels are written 2A."""

    mark: str = ""
    name: str = ""
    nature: str = ""
    address: str = ""
    person_in_charge: str = ""
    identity_number: str = ""
    person_phone: str = ""
    opened_on: date | None = None
    filing_label: str = ""
    registration_label: str = ""
    building_area: Decimal | None = None
    average_daily_elders: int | None = None
    staff_total: int | None = None
    staff_full_time: int | None = None
    staff_nurses: int | None = None
    commitment_on: date | None = None
    level_applied: str = ""
    applied_on: date | None = None
    review_opinion: str = ""
    reviewed_on: date | None = None
    opinions: tuple[Opinion, ...] = ()
    level_decided: str = ""
    decided_on: date | None = None
    edition: str = ""
    findings: tuple[FindingLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CataloguePaper:
    """附件3, its cells as they are printed."""

    title: str
    filled_in_by: str
    day: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What hangs beside the plaque. `url` leads to the level held on the day one looks; `code` is the same as SVG."""

    name: str
    level: str
    first: date
    last: date
    number: str
    authority: str
    decided_on: date
    url: str
    code: str


@dataclass(frozen=True, kw_only=True)
class DecisionLetter:
    """`basis` names the rules it rests on; `said` is what is decided, a paragraph each."""

    mark: str = ""
    title: str
    number: str
    addressee: str
    said: tuple[str, ...]
    grounds: str
    basis: tuple[str, ...]
    authority: str
    signed_on: date


@dataclass(frozen=True, kw_only=True)
class GapLine:
    code: str
    item: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class GapSheet:
    """What an institution lacks for a level, to take along. Without `edition` no standard is in use."""

    name: str
    place: str
    held: str
    wanted: str
    edition: str
    on: date
    unmet: tuple[GapLine, ...] = ()
    unknown: tuple[GapLine, ...] = ()
    judged: tuple[GapLine, ...] = ()


def application_form(form: ApplicationForm, *, at: datetime) -> bytes:
    """临沧市社区居家养老服务机构等级评定申请表, with the record of the group on further pages."""
    return _typeset("rating_application", form, at=at, longest=LONGEST_FORM)


def catalogue(paper: CataloguePaper, *, at: datetime) -> bytes:
    """临沧市…年度社区居家养老服务机构等级评定目录: across A4, the head on every page."""
    return _typeset("rating_catalogue", paper, at=at, longest=LONGEST_CATALOGUE)


def certificate(paper: Certificate, *, at: datetime) -> bytes:
    """社区居家养老服务机构等级证书."""
    return _typeset("rating_certificate", paper, at=at)


def decision_letter(letter: DecisionLetter, *, at: datetime) -> bytes:
    return _typeset("decision_letter", letter, at=at)


def gap_sheet(sheet: GapSheet, *, at: datetime) -> bytes:
    """等级差距清单."""
    return _typeset("gap_sheet", sheet, at=at)


def _typeset(
    name: str, paper: DataclassInstance, *, at: datetime, longest: int = typesetting.MOST_CHARACTERS
) -> bytes:
    """See typesetting.typeset for the refusals. `at` is when the file is made."""
    return typesetting.typeset(f"{FOLDER}/{name}.typ", as_printed(asdict(paper)), at=at, longest=longest)
