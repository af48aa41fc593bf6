"""What the portal says of an institution in public: to readers, to spreadsheets and to machines alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, TypedDict

from django.db.models import TextChoices
from django.utils import timezone

from eldercare.directory import address_of
from eldercare.models import Filing, Institution
from eldercare.public_levels import level_json, plaque_of
from eldercare.rating_vocabulary import Level
from eldercare.rules.plaque import PlaqueState
from eldercare.vocabulary import (
    GROUPS,
    TEN_HELPS,
    Fee,
    InstitutionKind,
    Nature,
    OperationMode,
    Premises,
    Profit,
    Service,
)
from foundation.redaction import redacted
from foundation.telephones import written

_ORDER = {service: place for place, service in enumerate(Service.values)}


class ServiceJson(TypedDict):
    service: str
    name: str
    fee: str
    fee_name: str
    price: str
    detail: str


class InstitutionJson(TypedDict):
    """One institution on file, in the order and the words of `FIELDS`; what is not known is null or ""."""

    id: int
    url: str
    name: str
    kind: str
    kind_name: str
    county_code: str
    county: str
    township_code: str
    township: str
    community: str
    address: str
    full_address: str
    longitude: float | None
    latitude: float | None
    service_phone: str
    opening_hours: str
    service_scope: str
    services: list[ServiceJson]
    nature: str
    nature_name: str
    operation_mode: str
    operation_mode_name: str
    profit: str
    profit_name: str
    operator: str
    person_in_charge: str
    opened_on: date | None
    premises: str
    premises_name: str
    beds: int | None
    building_area: float | None
    land_area: float | None
    registration_authority: str
    registration_number: str
    receipt_number: str
    version: int
    filed_on: date | None
    first_accepted_on: date | None
    accepted_on: date | None
    authority: str
    level: str
    level_name: str
    level_state: str
    level_state_name: str
    level_from: date | None
    level_until: date | None
    level_decision: str
    level_authority: str
    published_at: datetime | None


class Field(NamedTuple):
    """What a field means; `in_table` tells whether it is a column of the CSV, where codes are of no use."""

    label: str
    meaning: str = ""
    in_table: bool = True


def _codes(choices: type[TextChoices]) -> str:
    return "，".join(f"{code} {label}" for code, label in choices.choices)


_STATES = "，".join(f"{state} {state.label}" for state in PlaqueState)


FIELDS: dict[str, Field] = {
    "id": Field("编号", "机构的固定编号，变更备案后不变"),
    "url": Field("网址", "机构在本站的网页"),
    "name": Field("名称", "备案书上的名称"),
    "kind": Field("机构类型代码", _codes(InstitutionKind), in_table=False),
    "kind_name": Field("机构类型"),
    "county_code": Field("县（区）代码", "6 位行政区划代码"),
    "county": Field("县（区）"),
    "township_code": Field("乡镇（街道）代码", "9 位，前 6 位是县（区）"),
    "township": Field("乡镇（街道）"),
    "community": Field("社区（村）"),
    "address": Field("地址", "备案书上的地址"),
    "full_address": Field("完整地址", "县（区）、乡镇（街道）、社区（村）和地址，重复的只写一遍"),
    "longitude": Field("经度", "度；没有登记的为空"),
    "latitude": Field("纬度", "度；没有登记的为空"),
    "service_phone": Field("服务电话", "机构向群众公布的电话；没有公布的为空"),
    "opening_hours": Field("开放时间", "机构公布的文字"),
    "service_scope": Field("服务范围", "备案书上的文字"),
    "services": Field(
        "服务项目",
        f"按通知的次序。每项有 service、name（{_codes(Service)}），fee、fee_name（{_codes(Fee)}），"
        "price 收费标准，detail 说明",
    ),
    "nature": Field("机构性质代码", _codes(Nature), in_table=False),
    "nature_name": Field("机构性质"),
    "operation_mode": Field("运营方式代码", _codes(OperationMode), in_table=False),
    "operation_mode_name": Field("运营方式"),
    "profit": Field("营利性质代码", _codes(Profit), in_table=False),
    "profit_name": Field("营利性质"),
    "operator": Field("运营主体", "备案时的运营主体"),
    "person_in_charge": Field("负责人", "备案书上的法定代表人（主要负责人）姓名"),
    "opened_on": Field("开展服务日期", "年-月-日"),
    "premises": Field("服务场所性质代码", _codes(Premises), in_table=False),
    "premises_name": Field("服务场所性质"),
    "beds": Field("养老床位（张）", "张"),
    "building_area": Field("建筑面积（平方米）", "平方米"),
    "land_area": Field("占地面积（平方米）", "平方米；没有填写的为空"),
    "registration_authority": Field("法人登记机关", "乡镇（街道）、社区（村）自行运营的不用登记，为空"),
    "registration_number": Field("法人登记号码", "统一社会信用代码或登记证号"),
    "receipt_number": Field("备案回执编号", "县（区）代码-年份-序号"),
    "version": Field("备案版次", "1 是首次备案，每变更一次加 1"),
    "filed_on": Field("报送日期", "年-月-日"),
    "first_accepted_on": Field("首次备案日期", "年-月-日"),
    "accepted_on": Field("本次备案日期", "年-月-日；没有变更过的与首次相同"),
    "authority": Field("受理机关"),
    "level": Field("等级代码", f"取用当天有效的等级：{_codes(Level)}；没有的为空", in_table=False),
    "level_name": Field("等级", "取用当天有效的等级；没有的为空"),
    "level_state": Field("等级状态代码", f"按取用当天算：{_STATES}", in_table=False),
    "level_state_name": Field("等级状态"),
    "level_from": Field("等级生效日期", "有效的、尚未生效的或最近一次等级的第一天；没有的为空"),
    "level_until": Field("等级截止日期", "同上，最后一天（这一天仍有效）"),
    "level_decision": Field("评定决定编号", "区划代码-年份-评-序号；撤销、取消的是撤销、取消的决定"),
    "level_authority": Field("评定机关", "作出这一决定的机关"),
    "published_at": Field("发布时间", "受理备案的时间，带时区"),
}
COLUMNS = [name for name, field in FIELDS.items() if field.in_table]


def as_json(filing: Filing, *, base: str = "") -> InstitutionJson:
    """The form as it was filed, and beside it what the institution says of its service today.

    The filing was loaded by `with_public_facts`. Whatever somebody wrote into a free text, nothing that looks like an
    identity or mobile number comes out; see `public_phone` for the one exception.
    """
    institution, loaded = filing.institution, vars(filing)
    return {
        "id": institution.pk,
        "url": f"{base}{address_of(institution.pk)}",
        "name": redacted(filing.name),
        "kind": institution.kind,
        "kind_name": InstitutionKind(institution.kind).label,
        "county_code": institution.county.code,
        "county": institution.county.name,
        "township_code": institution.township.code,
        "township": institution.township.name,
        "community": redacted(institution.community),
        "address": redacted(filing.address),
        "full_address": redacted(full_address(institution, filing.address)),
        "longitude": _number(institution.longitude),
        "latitude": _number(institution.latitude),
        "service_phone": public_phone(institution),
        "opening_hours": redacted(institution.opening_hours),
        "service_scope": redacted(filing.service_scope),
        "services": [_service(each) for each in sorted(loaded["offered"], key=_place_in_notice)],
        "nature": institution.nature,
        "nature_name": Nature(institution.nature).label,
        "operation_mode": institution.operation_mode,
        "operation_mode_name": OperationMode(institution.operation_mode).label,
        "profit": institution.profit,
        "profit_name": Profit(institution.profit).label,
        "operator": redacted(filing.operator.name),
        "person_in_charge": redacted(filing.person_in_charge),
        "opened_on": filing.opened_on,
        "premises": filing.premises,
        "premises_name": Premises(filing.premises).label,
        "beds": filing.beds,
        "building_area": _number(filing.building_area),
        "land_area": _number(filing.land_area),
        "registration_authority": redacted(filing.registration_authority),
        "registration_number": filing.registration_number,
        "receipt_number": filing.receipt_number,
        "version": filing.version,
        "filed_on": filing.filed_on,
        "first_accepted_on": loaded["first_accepted_on"],
        "accepted_on": filing.accepted_on,
        "authority": filing.authority_name,
        **level_json(plaque_of(filing, on=loaded["as_of"])),
        "published_at": timezone.localtime(filing.decided_at) if filing.decided_at else None,
    }


def public_phone(institution: Institution) -> str:
    """A mobile number is somebody's own: it is shown with consent only, however it was spelt."""
    phone = institution.service_phone
    private = redacted(phone) != phone and not institution.phone_may_be_public
    return "" if private else written(phone)


def services_by_part(services: Iterable[ServiceJson]) -> list[tuple[str, list[ServiceJson]]]:
    """The services in the three parts of 四（一）, empty parts left out."""
    parts = (("主要服务", GROUPS), ("十助服务", TEN_HELPS), ("其他服务", _others()))
    found = [(title, [said for said in services if said["service"] in part]) for title, part in parts]
    return [(title, said) for title, said in found if said]


def as_rows(institutions: Iterable[InstitutionJson]) -> Iterator[list[object]]:
    """A heading and one row an institution, for spreadsheets."""
    yield [FIELDS[name].label for name in COLUMNS]
    for said in institutions:
        values: dict[str, object] = {**said, "services": "；".join(map(_in_words, said["services"]))}
        yield ["" if values[name] is None else values[name] for name in COLUMNS]


def full_address(institution: Institution, address: str) -> str:
    """Some papers repeat the place in the address, some do not."""
    places = (institution.county.name, institution.township.name, institution.community)
    return "".join(place for place in places if place not in address) + address


def _place_in_notice(offered: dict[str, str]) -> int:
    return _ORDER[offered["service"]]


def _others() -> tuple[Service, ...]:
    return tuple(service for service in Service if service not in (*GROUPS, *TEN_HELPS))


def _service(offered: dict[str, str]) -> ServiceJson:
    return {
        "service": offered["service"],
        "name": Service(offered["service"]).label,
        "fee": offered["fee"],
        "fee_name": Fee(offered["fee"]).label,
        "price": redacted(offered["price"]),
        "detail": redacted(offered["detail"]),
    }


def _in_words(said: ServiceJson) -> str:
    fee = "，".join(filter(None, (said["fee_name"], said["price"])))
    return f"{said['name']}（{fee}）"


def _number(value: Decimal | None) -> float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
