"""Papers of home care filled as they usually are, and blank."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from eldercare import papers
from eldercare.papers import Authority, FilingForm, Premises, Receipt, SupportMeasure, SupportMeasures

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MM = 72 / 25.4

FORM = FilingForm(
    addressee="临翔区民政局",
    name="临翔区示例街道示例社区示例老年人日间照料中心（示例居家养老服务中心）",
    address="云南省临沧市临翔区示例街道示例社区示例路100号示例小区1幢1层",
    registration_authority="临翔区民政局",
    registration_number="52530902MJT0000000",
    person_in_charge="示例某",
    identity_number="530902190001010000",
    services="日间照料、助餐、助洁、助浴、健康服务、文化娱乐、精神慰藉、代办",
    premises=Premises.RENTED,
    beds=30,
    building_area=Decimal("320.50"),
    land_area=Decimal("1200"),
    contact="示例某",
    contact_phone="0883-0000000",
    applicant="示例老年人日间照料中心",
    signed_on=date(2026, 3, 2),
)
RECEIPT = Receipt(
    addressee="示例老年人日间照料中心",
    number="临翔民备〔2026〕1号",
    filed_on=date(2026, 3, 2),
    name=FORM.name,
    address=FORM.address,
    authority=Authority.BUREAU,
    authority_name="临翔区民政局",
    signed_on=date(2026, 11, 20),
)
MEASURE = SupportMeasure(measure="示例补助", basis="示例发〔2026〕1号", content="每年示例元", office="示例局")
MEASURES = SupportMeasures(
    institution=FORM.name,
    receipt_number=RECEIPT.number,
    measures=(MEASURE,) * 4,
    authority_name="临翔区民政局",
    issued_on=date(2026, 3, 2),
)


def form(**known: object) -> bytes:
    return papers.filing_form(replace(FORM, **known), at=AT)


def receipt(**known: object) -> bytes:
    return papers.receipt(replace(RECEIPT, **known), at=AT)


def measures(**known: object) -> bytes:
    return papers.support_measures(replace(MEASURES, **known), at=AT)


def notice() -> bytes:
    return papers.basic_conditions_notice(at=AT)


def blank_form() -> bytes:
    return papers.filing_form(FilingForm(), at=AT)


def blank_receipt() -> bytes:
    return papers.receipt(Receipt(), at=AT)


def blank_measures() -> bytes:
    return papers.support_measures(SupportMeasures(), at=AT)


EVERY = [form, receipt, measures, notice, blank_form, blank_receipt, blank_measures]
