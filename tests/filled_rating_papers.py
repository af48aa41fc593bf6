"""Papers of rating filled as they usually are, and blank."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from eldercare import rating_papers as papers
from eldercare.rating_papers import (
    ApplicationForm,
    CataloguePaper,
    Certificate,
    DecisionLetter,
    FindingLine,
    GapLine,
    GapSheet,
    Opinion,
)
from eldercare.rules.catalogue import COLUMNS
from foundation.quick_codes import svg_of

AT = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
DAY = date(2026, 6, 10)
NAME = "云县示例101镇示例社区示例老年人日间照料中心（示例居家养老服务中心）"
URL = "https://gazette.example.cn/eldercare/1234/"

FORM = ApplicationForm(
    name=NAME,
    nature="公建民营",
    address="示例路100号",
    person_in_charge="示例甲",
    identity_number="530902190001010000",
    person_phone="0883-0000000",
    opened_on=date(2025, 3, 3),
    filing_label="2025-03-10 530922-2025-0007",
    registration_label="2025-01-03 52530902MJT0000000",
    building_area=Decimal("420.50"),
    average_daily_elders=30,
    staff_total=12,
    staff_full_time=6,
    staff_nurses=4,
    commitment_on=date(2026, 6, 9),
    level_applied="3A",
    applied_on=DAY,
    review_opinion="示例：材料齐全，同意上报。",
    reviewed_on=date(2026, 6, 11),
    opinions=(
        Opinion(stage="评定组", said="示例：符合。", result="建议评定 3A 级", on=date(2026, 6, 20)),
        Opinion(stage="县级民政部门", said="示例：拟同意。", result="报市级确认 3A 级"),
        Opinion(stage="市级民政部门", said="示例：同意。", result="评定为 3A 级", on=date(2026, 6, 30)),
    ),
    level_decided="3A",
    decided_on=date(2026, 6, 30),
)
FINDING = FindingLine(code="R10", item="示例：示例内容", said="3A 级", found="2A 级", remark="示例说明")
ROW = ("1", "云县", NAME, "52530902MJT0000000", "云县示例101镇示例路100号", "示例甲　0883-2123456", "2A 级")
CATALOGUE = CataloguePaper(
    title="临沧市2026年度社区居家养老服务机构等级评定目录",
    filled_in_by="填表单位（盖章）：云县民政局",
    day="日期：2026年6月30日",
    columns=COLUMNS,
    rows=(ROW,) * 3,
)
CERTIFICATE = Certificate(
    name=NAME,
    level="3A 级",
    first=DAY,
    last=date(2029, 6, 10),
    number="530900-2026-评-0007",
    authority="临沧市民政局",
    decided_on=DAY,
    url=URL,
    code=svg_of(URL),
)
LETTER = DecisionLetter(
    title="社区居家养老服务机构等级评定决定书",
    number="530922-2026-评-0007",
    addressee="示例养老服务中心",
    said=("示例：经过。", "决定：示例。"),
    grounds="示例理由",
    basis=("示例依据一", "示例依据二"),
    authority="云县民政局",
    signed_on=DAY,
)
GAP = GapLine(code="R10", item="场地：建筑面积", reason="示例要求；现有 320 平方米")
GAPS = GapSheet(
    name=NAME,
    place="云县示例101镇",
    held="A 级，到2029年6月10日为止",
    wanted="2A 级",
    edition="示例评定标准",
    on=DAY,
    unmet=(GAP,),
    unknown=(GAP,) * 2,
    judged=(GAP,) * 3,
)


def form(**known: object) -> bytes:
    return papers.application_form(replace(FORM, **known), at=AT)  # type: ignore[arg-type]


def catalogue(**known: object) -> bytes:
    return papers.catalogue(replace(CATALOGUE, **known), at=AT)  # type: ignore[arg-type]


def certificate(**known: object) -> bytes:
    return papers.certificate(replace(CERTIFICATE, **known), at=AT)  # type: ignore[arg-type]


def letter(**known: object) -> bytes:
    return papers.decision_letter(replace(LETTER, **known), at=AT)  # type: ignore[arg-type]


def gaps(**known: object) -> bytes:
    return papers.gap_sheet(replace(GAPS, **known), at=AT)  # type: ignore[arg-type]


def blank_form() -> bytes:
    return papers.application_form(ApplicationForm(), at=AT)


def recorded_form() -> bytes:
    return form(mark="草稿：尚未提交", edition="示例评定标准", findings=(FINDING,) * 57)


def empty_catalogue() -> bytes:
    return catalogue(rows=())


def no_gaps() -> bytes:
    return gaps(unmet=(), unknown=(), judged=())


EVERY = [
    form,
    catalogue,
    certificate,
    letter,
    gaps,
    blank_form,
    recorded_form,
    empty_catalogue,
    no_gaps,
]
