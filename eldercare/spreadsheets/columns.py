"""The columns of the spreadsheet, in the order of the paper form: what a cell of each holds and where it belongs.

A key is a path within a `Card`: `registration__number` is the number of the registration in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db import models

from eldercare.models import Institution, Licence, Operator, Registration, StaffCount
from eldercare.vocabulary import Fee, Service
from foundation.fields import ProtectedField


class Holds(Enum):
    """What a cell of a column holds."""

    TEXT = "文字"
    CHOICE = "选项"
    TRUTH = "是或否"
    WHOLE = "整数"
    DECIMAL = "数字"
    DAY = "日期"
    NUMBER = "号码"
    PROTECTED = "受保护的号码"
    SERVICES = "服务项目"


@dataclass(frozen=True)
class Column:
    key: str
    heading: str
    holds: Holds
    model_field: models.Field[Any, Any] | None = None
    choices: Mapping[str, str] = field(default_factory=dict)  # label → value
    note: str = ""
    unit: str = ""
    is_needed: bool = False  # by an institution that is not on record yet

    @property
    def part(self) -> str:
        return self.key.partition("__")[0]

    @property
    def attribute(self) -> str:
        return self.key.partition("__")[2]


COUNTY, TOWNSHIP, NAME = "place__county", "place__township", "institution__name"
KEYS = (COUNTY, TOWNSHIP, NAME)  # an institution is known by these three
OPERATOR, OPERATOR_KIND, CREDIT_CODE = "operator__name", "operator__kind", "operator__credit_code"
IDENTITY = "institution__identity_number"
REGISTRATION_NUMBER, STAFF_DAY = "registration__number", "staff__counted_on"
SERVICES, CONFIRMED = "services__offered", "row__confirmed"
LICENCES = {"food": "食品经营许可证", "medical": "医疗机构执业许可证"}
PROBLEM = "问题"  # the column of the list of wrong rows; it comes back with it and is not read
SAMPLE_MARK = "【示例】"  # a row whose name begins so is not read

UNITS = {
    "average_daily_elders": "人",
    "beds": "张",
    "building_area": "平方米",
    "land_area": "平方米",
    "storey_height": "米",
    "estate_households": "户",
    **dict.fromkeys(("total", "full_time", "nurses", "social_workers", "cooks", "medical"), "人"),
}
_OF_SITE = ("community", "setting", "address", "longitude", "latitude")
_OF_OPERATION = (
    "entrustment",
    "nature",
    "operation_mode",
    "profit",
    "state_assets",
    "assets_registered_on",
    "letting_approval",
)
_OF_PEOPLE = ("person_in_charge", "identity_number", "person_phone", "contact", "contact_phone")
_OF_SERVICE = (
    "opened_on",
    "opening_hours",
    "average_daily_elders",
    "service_scope",
    "service_phone",
    "phone_may_be_public",
    "provides_catering",
    "provides_medical_care",
)
_OF_PREMISES = (
    "premises",
    "beds",
    "building_area",
    "land_area",
    "building_mode",
    "combined_with",
    "storey_height",
    "storey",
    "lowest_floor",
    "highest_floor",
    "has_lift_or_ramp",
    "estate_name",
    "estate_age",
    "estate_households",
)
_OF_ENDING = ("lottery_funded", "lottery_sign", "closed_on", "closing_reason")
_NUMBERS = {"service_phone", "credit_code", "number"}


def _holds(found: models.Field[Any, Any]) -> Holds:
    if isinstance(found, ProtectedField):
        return Holds.PROTECTED
    if found.choices:
        return Holds.CHOICE
    if found.name in _NUMBERS:
        return Holds.NUMBER
    for kind, holds in (
        (models.BooleanField, Holds.TRUTH),
        (models.DecimalField, Holds.DECIMAL),
        (models.IntegerField, Holds.WHOLE),
        (models.DateField, Holds.DAY),
    ):
        if isinstance(found, kind):
            return holds
    return Holds.TEXT


def _column(part: str, model: type[models.Model], name: str, heading: str = "", note: str = "") -> Column:
    found: Any = model._meta.get_field(name)
    holds = _holds(found)
    return Column(
        key=f"{part}__{name}",
        heading=heading or str(found.verbose_name),
        holds=holds,
        model_field=found,
        choices={str(label): str(value) for value, label in found.choices or () if value},
        note=note or str(found.help_text),
        unit=UNITS.get(name, ""),
        is_needed=part in ("institution", "operator")
        and not (found.blank or found.has_default() or holds == Holds.TRUTH),
    )


def _site(*names: str) -> list[Column]:
    return [_column("institution", Institution, name) for name in names]


def _licence(part: str, name: str) -> list[Column]:
    """One licence of a kind: an earlier one stays on record when a row brings another number."""
    return [
        _column(part, Licence, "number", f"{name}编号"),
        _column(part, Licence, "issued_on", f"{name}发证日期"),
        _column(part, Licence, "valid_until", f"{name}有效期至"),
    ]


_SERVICE_NOTE = (
    f"用顿号分开，收费方式写在括号里（{'、'.join(Fee.labels)}），不写的新项目按无偿：如“助餐（低偿）、助浴”。"
    f"填写后以这一格为准，没有列出的项目删去。可写：{'、'.join(Service.labels)}。"
)
_STAFF_NOTE = "人员数字是哪一天的；填了人员数字就要填日期。"
_CONFIRMED_NOTE = "号码有疑问（如校验码不符）而已对照证件原件核对无误的，写“是”。"

COLUMNS: tuple[Column, ...] = (
    Column(
        COUNTY,
        "县（区）",
        Holds.TEXT,
        note="如“云县”“临翔区”；与乡镇、名称一起认定是哪个机构。",
        is_needed=True,
    ),
    Column(TOWNSHIP, "乡镇（街道）", Holds.TEXT, note="全称，如“爱华镇”“忙畔街道”。", is_needed=True),
    *_site("name", "kind", *_OF_SITE),
    _column(
        "operator",
        Operator,
        "name",
        "运营主体",
        "登记证书上的全称。已有同名（同县）或同一代码的运营主体时沿用，不另建。",
    ),
    _column("operator", Operator, "kind", "运营主体类型"),
    _column("operator", Operator, "credit_code"),
    *_site(*_OF_OPERATION),
    _column("registration", Registration, "kind"),
    _column("registration", Registration, "authority"),
    _column("registration", Registration, "number"),
    _column("registration", Registration, "registered_on", note="登记证书上的登记（成立）日期。"),
    *_site(*_OF_PEOPLE, *_OF_SERVICE),
    Column(SERVICES, "服务项目", Holds.SERVICES, note=_SERVICE_NOTE),
    *_licence("food", LICENCES["food"]),
    *_licence("medical", LICENCES["medical"]),
    _column("staff", StaffCount, "counted_on", "人员统计日期", _STAFF_NOTE),
    *(
        _column("staff", StaffCount, name)
        for name in ("total", "full_time", "nurses", "social_workers", "cooks", "medical")
    ),
    *_site(*_OF_PREMISES, *_OF_ENDING),
    Column(CONFIRMED, "号码已核对", Holds.TRUTH, note=_CONFIRMED_NOTE),
)
BY_KEY = {column.key: column for column in COLUMNS}
BY_HEADING = {column.heading: column for column in COLUMNS}
# What leaves the portal holds no identity number and no private telephone; nothing is confirmed by it either.
EXPORTED = tuple(column for column in COLUMNS if column.holds != Holds.PROTECTED and column.key != CONFIRMED)
