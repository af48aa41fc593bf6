"""Seventy-one invented institutions over all counties, in every state of filing, rating and supervision: what `make run` shows. Every name
is marked 示例.

Days are counted back from the day of loading, so that the board has something late and something due whenever the
portal is first started. Everything goes through the real verbs, by sample officers who are on duty everywhere and cannot
log in.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from eldercare.models import (
    ConditionCheck,
    Institution,
    Licence,
    Operator,
    Registration,
    ServiceOffer,
    StaffCount,
    SupportMeasure,
)
from eldercare.rules.registration import registration_due
from eldercare.sample_cast import Officers
from eldercare.sample_complaints import load_complaints
from eldercare.sample_money import load_money
from eldercare.sample_rating_stories import first_day
from eldercare.sample_ratings import set_up_rounds
from eldercare.sample_stories import STORIES, tell
from eldercare.vocabulary import RegistrationKind
from foundation.acting import acting
from foundation.identity_numbers import CREDIT_ALPHABET, credit_check_character, identity_check_character
from foundation.models import Division, Jurisdiction
from foundation.sample_staff import SampleStaff

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "eldercare"
STAFF = (
    SampleStaff("township1", "示例乡镇经办甲", "养老乡镇经办", ("530922101", "530922102")),
    SampleStaff("township2", "示例乡镇经办乙", "养老乡镇经办", ("530922101", "530922102")),
    SampleStaff("county1", "示例县区经办甲", "养老县区经办", ("530922",)),
    SampleStaff("county2", "示例县区经办乙", "养老县区经办", ("530922",)),
    SampleStaff("county3", "示例县区经办丙", "养老县区经办", ("530922",)),
    SampleStaff("assessor1", "示例评定员甲", "养老评定员", ("530922",)),
    SampleStaff("assessor2", "示例评定员乙", "养老评定员", ("530922",)),
    SampleStaff("city", "示例市级管理", "养老市级管理", ("530900",)),
    SampleStaff("city2", "示例市级管理乙", "养老市级管理", ("530900",)),
    SampleStaff("registry", "示例登记管理", "养老登记管理", ("530900",)),
    SampleStaff("care-auditor", "示例养老审计", "养老审计（只读）", ("530900",)),
)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
NUMERALS = "甲乙丙丁戊己庚辛壬癸"


@transaction.atomic
def load_institutions(*, at: datetime) -> int:
    """The sample institutions, if there are none yet; answers how many are new."""
    if Institution.objects.exists():
        return 0
    officers = _officers(timezone.localdate(at))
    rows: list[dict[str, Any]] = json.loads((FOLDER / "sample-institutions.json").read_text("utf-8"))
    with acting(officers.filer, via="load_sample"):
        _load_measures()
        set_up_rounds(first_day(STORIES, officers), officers)
        institutions = [_institution(number, row, officers) for number, row in enumerate(rows, start=1)]
        tell([(made, row["story"]) for made, row in zip(institutions, rows, strict=True)], officers)
        load_complaints(officers)
        load_money(maker=officers.filer, checker=officers.decider, city=officers.confirmer, at=officers.at(0))
    User.objects.filter(username__in=CAST).update(is_active=False)
    return len(institutions)


CAST = {
    "sample-filer": ("示例报送人", "养老县区经办"),
    "sample-decider": ("示例受理人", "养老县区经办"),
    "sample-reviewer": ("示例初审人", "养老乡镇经办"),
    "sample-lead": ("示例组长", "养老评定员"),
    "sample-member": ("示例组员", "养老评定员"),
    "sample-corrector": ("示例复核人", "养老县区经办"),
    "sample-confirmer": ("示例确认人", "养老市级管理"),
}


def _officers(today: date) -> Officers:
    cast = {name.removeprefix("sample-"): _officer(name, *told) for name, told in CAST.items()}
    accounts = User.objects.filter(username__in=["assessor1", "assessor2"]).order_by("username")
    return Officers(**cast, today=today, assessors=tuple(accounts))


def _officer(username: str, name: str, role: str) -> User:
    user, _ = User.objects.update_or_create(
        username=username, defaults={"first_name": name, "is_staff": True, "is_active": True}
    )
    user.groups.set(Group.objects.filter(name=role))
    Jurisdiction.objects.bulk_create(
        [Jurisdiction(user=user, division=place) for place in Division.objects.all()], ignore_conflicts=True
    )
    return User.objects.get(pk=user.pk)


def _load_measures() -> None:
    rows = json.loads((FOLDER / "support-measures.json").read_text("utf-8"))
    SupportMeasure.objects.bulk_create([SupportMeasure(**row) for row in rows])


def _institution(number: int, row: dict[str, Any], officers: Officers) -> Institution:
    township = Division.objects.select_related("parent").get(code=row["township"])
    opened_ago = STORIES[row["story"]].opened_ago
    operator = _operator(number, row, township, officers)
    institution = Institution.objects.create(
        name=_name(row, township),
        kind=row["kind"],
        township=township,
        community=row["community"],
        address=f"{row['community']}示例路{number}号",
        setting=row["setting"],
        operator=operator,
        **_ways(number, row),
        **_people(number),
        **_premises(number, row),
        opened_on=officers.day(opened_ago) if opened_ago is not None else None,
        opening_hours="每天 8:30—17:30",
        service_scope=f"{row['community']}及周边的居家老年人",
        service_phone=f"0883-0000{number:03d}",
        average_daily_elders=8 + number % 23,
    )
    _records(number, row, institution, officers)
    return institution


def _name(row: dict[str, Any], township: Division) -> str:
    ending = {
        "day_care": "老年人日间照料中心",
        "home_care": "居家养老服务中心",
        "mutual_aid": "农村互助养老服务站",
    }[row["kind"]]
    assert township.parent is not None
    return f"{township.parent.short_name}{township.name}{row['community']}{ending}"


def _operator(number: int, row: dict[str, Any], township: Division, officers: Officers) -> Operator:
    assert township.parent is not None
    place = f"{township.parent.short_name}{township.name}"
    names = {
        "company": f"临沧示例{SURNAMES[number % 20]}记养老服务有限公司",
        "social": f"{township.parent.short_name}示例{SURNAMES[number % 20]}家养老服务中心",
        "township": f"{place}人民政府（示例）",
        "village": f"{place}{row['community']}居（村）民委员会",
    }
    code = "" if row["operator"] in ("township", "village") else _credit_code(number, row["operator"])
    operator, _ = Operator.objects.get_or_create(
        name=names[row["operator"]],
        county=township.parent,
        defaults={
            "kind": row["operator"],
            "credit_code": code,
            "established_on": officers.day(1500 + number * 9),
        },
    )
    return operator


def _credit_code(number: int, kind: str) -> str:
    """A code of a division that never was."""
    first = f"{'91' if kind == 'company' else '52'}530999MJ{number:07d}"
    assert set(first) <= set(CREDIT_ALPHABET)
    return first + credit_check_character(first)


def _ways(number: int, row: dict[str, Any]) -> dict[str, Any]:
    """Nature, mode and profit as the operator has them; public premises for two of three."""
    self_run = row["operator"] in ("township", "village")
    public = self_run or number % 3 != 0
    return {
        "nature": "public" if self_run else "public_built" if public else "private",
        "operation_mode": "public_run" if self_run else "privately_run" if public else "private",
        "profit": "for_profit" if row["operator"] == "company" else "non_profit",
        "entrustment": "self" if self_run or not public else "tender" if number % 2 else "entrusted",
        "state_assets": public,
        "assets_registered_on": date(2023, 1 + number % 12, 10) if public else None,
        "letting_approval": f"示资批〔2023〕{number}号" if public and not self_run else "",
    }


def _people(number: int) -> dict[str, str]:
    """Invented people with numbers nobody was ever given: the order code 000 is never issued."""
    born = date(1975, 1, 1) + timedelta(days=number * 97)
    first = f"530999{born:%Y%m%d}000"
    return {
        "person_in_charge": f"示例{SURNAMES[number % 20]}{NUMERALS[number % 10]}",
        "identity_number": first + identity_check_character(first),
        "person_phone": f"1380013800{number % 10}",
        "contact": f"示例{SURNAMES[(number + 7) % 20]}{NUMERALS[(number + 3) % 10]}",
        "contact_phone": f"1380013800{(number + 5) % 10}",
    }


def _premises(number: int, row: dict[str, Any]) -> dict[str, Any]:
    supplied = row["building_mode"] == "supplied"
    floors = 1 + number % 3
    return {
        "premises": ("owned", "rented", "entrusted")[number % 3],
        "beds": row["beds"],
        "building_area": Decimal(row["building_area"]),
        "land_area": Decimal(row["land_area"]) if row["land_area"] else None,
        "building_mode": row["building_mode"],
        "storey_height": Decimal("2.70") if number % 11 == 0 else Decimal("3.10"),
        "lowest_floor": 1,
        "highest_floor": floors,
        "has_lift_or_ramp": number % 5 != 0 if floors > 1 else None,
        "estate_name": "示例新苑" if supplied else "",
        "estate_age": "new" if supplied else "",
        "estate_households": 900 + number * 20 if supplied else None,
        "lottery_funded": number % 4 == 0,
        "lottery_sign": number % 8 == 0 if number % 4 == 0 else None,
        "provides_catering": number % 2 == 0,
        "provides_medical_care": number % 13 == 0,
    }


def _records(number: int, row: dict[str, Any], institution: Institution, officers: Officers) -> None:
    _registration(institution, officers)
    offers = [("day_care", "free", ""), ("culture", "free", ""), ("chatting", "free", "")]
    offers += [("meals", "low", "每餐 8 元")] if number % 2 == 0 else [("comfort", "free", "")]
    offers += (
        [("home_visit", "low", "每次 20 元"), ("cleaning", "low", "每次 30 元")] if number % 3 == 0 else []
    )
    offers += [("health", "low", ""), ("moving", "free", "")] if number % 4 == 1 else []
    offers += [("respite", "paid", "每天 90 元")] if row["beds"] >= 16 else []
    ServiceOffer.objects.bulk_create(
        [ServiceOffer(institution=institution, service=s, fee=f, price=p) for s, f, p in offers]
    )
    total = 3 + number % 6
    counted = {
        "total": total,
        "full_time": 1 + number % 3,
        "nurses": number % 4 if number % 4 <= total else 0,
        "social_workers": number % 2,
        "cooks": 1 if institution.provides_catering else 0,
    }
    StaffCount.objects.create(
        institution=institution, counted_on=officers.day(20), **{**counted, **row.get("staff", {})}
    )
    if institution.provides_catering and number % 10 != 0:
        Licence.objects.create(
            institution=institution,
            kind="food",
            number=f"JY2530999{number:07d}",
            authority=f"{institution.county.name}市场监督管理局",
            issued_on=officers.day(500),
            valid_until=officers.day(-60 if number % 6 else 10),
        )
    if number % 2:
        found = {"N010": "met", "N017": "met", "N055": "met", "N065": "met", "N009": "met"}
        if number % 7 == 0:
            found["N010"] = "unmet"
        ConditionCheck.objects.bulk_create(
            ConditionCheck(
                institution=institution,
                rule=rule,
                result=result,
                checked_on=officers.day(12),
                checked_by=officers.decider,
                remark="灭火器过期，限期更换。" if result == "unmet" else "",
            )
            for rule, result in found.items()
        )


def _registration(institution: Institution, officers: Officers) -> None:
    due = registration_due(institution.operator.kind, institution.profit)
    if due is None:
        return
    office = "市场监督管理局" if due == RegistrationKind.MARKET else "民政局"
    Registration.objects.create(
        institution=institution,
        operator=institution.operator,
        kind=due,
        authority=f"{institution.county.name}{office}",
        number=institution.operator.credit_code,
        registered_on=institution.operator.established_on or officers.day(900),
    )
