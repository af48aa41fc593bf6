"""What the portal says of an institution to machines: the public fields and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypedDict

from django.db.models import Prefetch

from eldercare.models import Filing, ServiceOffer
from eldercare.models.filing import FilingQuerySet
from eldercare.vocabulary import Service

_ORDER = {service: place for place, service in enumerate(Service.values)}


class ServiceJson(TypedDict):
    service: str
    fee: str
    price: str
    detail: str


class InstitutionJson(TypedDict):
    """One institution on file. Areas in m², days as ISO dates; what is not known is null or ""."""

    id: int
    url: str
    name: str
    kind: str
    county: str
    township: str
    community: str
    address: str
    longitude: float | None
    latitude: float | None
    nature: str
    operation_mode: str
    profit: str
    operator: str
    person_in_charge: str
    service_phone: str
    opening_hours: str
    opened_on: date | None
    service_scope: str
    services: list[ServiceJson]
    premises: str
    beds: int | None
    building_area: float | None
    land_area: float | None
    receipt_number: str
    filed_on: date | None
    accepted_on: date | None
    authority: str


def with_public_facts(filings: FilingQuerySet) -> FilingQuerySet:
    """Load beside each filing what `as_json` and the public pages show, in a fixed number of queries."""
    return filings.select_related(
        "institution__township__parent", "institution__operator", "operator", "authority"
    ).prefetch_related(Prefetch("institution__services", ServiceOffer.objects.order_by("pk")))


def services_of(filing: Filing) -> list[ServiceOffer]:
    """In the order of the notice."""
    return sorted(filing.institution.services.all(), key=lambda offer: _ORDER[offer.service])


def as_json(filing: Filing, *, base: str = "") -> InstitutionJson:
    """The form as it was filed, and beside it what the institution says of its service today."""
    institution = filing.institution
    return {
        "id": institution.pk,
        "url": f"{base}{institution.get_absolute_url()}",
        "name": filing.name,
        "kind": institution.get_kind_display(),
        "county": institution.county.name,
        "township": institution.township.name,
        "community": institution.community,
        "address": filing.address,
        "longitude": float(institution.longitude) if institution.longitude is not None else None,
        "latitude": float(institution.latitude) if institution.latitude is not None else None,
        "nature": institution.get_nature_display(),
        "operation_mode": institution.get_operation_mode_display(),
        "profit": institution.get_profit_display(),
        "operator": filing.operator.name,
        "person_in_charge": filing.person_in_charge,
        "service_phone": institution.service_phone,
        "opening_hours": institution.opening_hours,
        "opened_on": filing.opened_on,
        "service_scope": filing.service_scope,
        "services": [_service(offer) for offer in services_of(filing)],
        "premises": filing.get_premises_display(),
        "beds": filing.beds,
        "building_area": float(filing.building_area) if filing.building_area is not None else None,
        "land_area": float(filing.land_area) if filing.land_area is not None else None,
        "receipt_number": filing.receipt_number,
        "filed_on": filing.filed_on,
        "accepted_on": filing.accepted_on,
        "authority": filing.authority_name,
    }


def _service(offer: ServiceOffer) -> ServiceJson:
    return {
        "service": offer.get_service_display(),
        "fee": offer.get_fee_display(),
        "price": offer.price,
        "detail": offer.detail,
    }


COLUMNS = {
    "name": "名称",
    "kind": "机构类型",
    "county": "县（区）",
    "township": "乡镇（街道）",
    "community": "社区（村）",
    "address": "地址",
    "nature": "机构性质",
    "operation_mode": "运营方式",
    "profit": "营利性质",
    "operator": "运营主体",
    "person_in_charge": "负责人",
    "service_phone": "服务电话",
    "opening_hours": "开放时间",
    "opened_on": "开展服务日期",
    "service_scope": "服务范围",
    "services": "服务项目",
    "premises": "服务场所性质",
    "beds": "养老床位（张）",
    "building_area": "建筑面积（平方米）",
    "land_area": "占地面积（平方米）",
    "receipt_number": "备案回执编号",
    "accepted_on": "备案日期",
    "authority": "受理机关",
    "url": "网址",
}


def as_rows(filings: FilingQuerySet, *, base: str) -> Iterator[list[object]]:
    """A heading and one row an institution, for spreadsheets."""
    yield list(COLUMNS.values())
    for filing in filings:
        said: dict[str, object] = {**as_json(filing, base=base)}
        said["services"] = "、".join(offer.get_service_display() for offer in services_of(filing))
        yield ["" if said[name] is None else said[name] for name in COLUMNS]
