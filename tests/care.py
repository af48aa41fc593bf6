"""Builders for home care: places, officers on duty, institutions, and filings taken through the real verbs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Max

from eldercare import actions
from eldercare.models import FORM, Filing, FilingMove, Institution, Operator, Registration, ServiceOffer
from foundation.models import Division, Jurisdiction
from tests.databases import past_the_triggers
from tests.make import serial
from tests.numbers import identity_number_of

OPENED = date(2026, 3, 2)  # a Monday: the ten working days end on 16 March 2026
AT = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
DAY = date(2026, 3, 10)
LAST_YEAR = date(2025, 3, 10)
COUNTIES = {
    "530902": ("临翔区", "临翔", "district"),
    "530921": ("凤庆县", "凤庆", "county"),
    "530922": ("云县", "云县", "county"),
}


def city() -> Division:
    return Division.objects.get_or_create(
        code="530900", defaults={"name": "临沧市", "short_name": "临沧", "level": "city", "kind": "city"}
    )[0]


def county(code: str = "530922") -> Division:
    name, short, kind = COUNTIES[code]
    return Division.objects.get_or_create(
        code=code,
        defaults={"name": name, "short_name": short, "level": "county", "kind": kind, "parent": city()},
    )[0]


def township(code: str = "530922101", name: str = "") -> Division:
    return Division.objects.get_or_create(
        code=code,
        defaults={
            "name": name or f"示例{code[-3:]}镇",
            "short_name": f"示例{code[-3:]}",
            "level": "township",
            "kind": "town",
            "parent": county(code[:6]),
        },
    )[0]


def officer(role: str = "养老县区经办", *places: Division, name: str = "") -> User:
    """Someone with this role on duty at these places (the county 云县 when none is named)."""
    user = User.objects.create_user(name or f"officer{serial()}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    for place in places or (county(),):
        Jurisdiction.objects.create(user=user, division=place)
    return User.objects.get(pk=user.pk)


def operator(kind: str = "social", **fields: Any) -> Operator:
    fields.setdefault("county", county())
    return Operator.objects.create(**{"name": f"示例运营{serial()}", "kind": kind} | fields)


def institution(
    *,
    operator: Operator | None = None,
    registered: bool = True,
    kind_of_operator: str = "social",
    **fields: Any,
) -> Institution:
    """A sound institution, ready to be filed; the test names what is otherwise."""
    where = fields.pop("township", None) or township()
    who = operator or globals()["operator"](kind_of_operator, county=where.parent)
    made = Institution.objects.create(**_sound(serial(), place=where, who=who) | fields)
    if registered and not who.is_self_running:
        registration(made)
    return Institution.objects.get(pk=made.pk)


def _sound(number: int, *, place: Division, who: Operator) -> dict[str, Any]:
    """Every value a filing asks for."""
    return {
        "name": f"示例老年人日间照料中心{number}",
        "kind": "day_care",
        "township": place,
        "community": "示例社区",
        "address": f"示例路{number}号",
        "setting": "urban",
        "operator": who,
        "nature": "public_built",
        "operation_mode": "privately_run",
        "profit": "for_profit" if who.kind == "company" else "non_profit",
        "entrustment": "entrusted",
        "person_in_charge": "示例甲",
        "identity_number": identity_number_of(number),
        "person_phone": "13800138001",
        "contact": "示例乙",
        "contact_phone": "13800138002",
        "opened_on": OPENED,
        "service_scope": "示例社区的居家老年人",
        "premises": "owned",
        "beds": 10,
        "building_area": Decimal("420"),
        "land_area": Decimal("300"),
        "building_mode": "new",
    }


def registration(institution: Institution, **fields: Any) -> Registration:
    kind = "market" if institution.profit == "for_profit" else "social"
    values: dict[str, Any] = {
        "institution": institution,
        "operator": institution.operator,
        "kind": kind,
        "authority": "示例县民政局",
        "number": f"示例证字第{serial()}号",
        "registered_on": date(2025, 1, 6),
    }
    return Registration.objects.create(**values | fields)


def draft(institution: Institution | None = None, *, by: User | None = None, **fields: Any) -> Filing:
    made = institution or globals()["institution"](**fields)
    return actions.open_filing(made, by=by or colleague(made), at=AT)


def colleague(institution: Institution) -> User:
    """A new officer who may do everything with this institution, wherever it files."""
    return officer("养老县区经办", institution.county, institution.township)


def submitted(institution: Institution | None = None, *, by: User | None = None, **fields: Any) -> Filing:
    filing = draft(institution, by=by, **fields)
    by = by or colleague(filing.institution)
    return actions.submit_filing(filing, filed_on=DAY, commitment_on=DAY, by=by, at=AT)


def accepted(institution: Institution | None = None, *, at: datetime = AT, **fields: Any) -> Filing:
    filing = submitted(institution, **fields)
    return actions.accept_filing(filing, by=colleague(filing.institution), at=at)


def offer(institution: Institution, *services: str, fee: str = "free", price: str = "") -> None:
    """The services an institution gives, all at this fee."""
    ServiceOffer.objects.bulk_create(
        ServiceOffer(institution=institution, service=service, fee=fee, price=price) for service in services
    )


def returned(institution: Institution | None = None, **fields: Any) -> Filing:
    filing = submitted(institution, **fields)
    by = colleague(filing.institution)
    return actions.return_filing(filing, reason="示例：房屋证明没有盖章。", by=by, at=AT)


def cancelled(institution: Institution | None = None, **fields: Any) -> Filing:
    filing = accepted(institution, **fields)
    by = colleague(filing.institution)
    return actions.cancel_filing(filing, reason="示例：停止服务。", by=by, at=AT)


def changed(institution: Institution | None = None, **fields: Any) -> Filing:
    """The first version, superseded by a second one that was accepted."""
    first = accepted(institution, **fields)
    by, other = colleague(first.institution), colleague(first.institution)
    second = actions.open_filing(first.institution, change_summary="示例变更", by=by, at=AT)
    actions.submit_filing(second, filed_on=DAY, commitment_on=DAY, by=by, at=AT)
    actions.accept_filing(second, by=other, at=AT)
    return Filing.objects.get(pk=first.pk)


@transaction.atomic
def many(size: int, *, townships: int = 40) -> list[Institution]:
    """So many institutions at once, every second one on file, written in bulk past the verbs."""
    by, other = officer(), officer()
    places = [
        township(f"{code}{100 + number}") for code in COUNTIES for number in range(1, townships // 3 + 1)
    ]
    runners = [operator(county=county(code)) for code in COUNTIES for _ in range(10)]
    with past_the_triggers():
        made = Institution.objects.bulk_create(
            Institution(
                **_sound(serial(), place=places[number % len(places)], who=runners[number % len(runners)]),
                service_phone=f"0883-2{number:06d}",
                opening_hours="每天 8:30—17:30",
            )
            for number in range(size)
        )
        filed = [one for number, one in enumerate(made) if number % 2]
        filings = Filing.objects.bulk_create(
            _on_file(one, number, by, other) for number, one in _numbered(filed)
        )
        FilingMove.objects.bulk_create(
            FilingMove(filing=filing, verb=verb, from_status=before, to_status=after, by=who, at=AT)
            for verb, before, after, who in (
                ("open", "", "draft", by),
                ("submit", "draft", "submitted", by),
                ("accept", "submitted", "accepted", other),
            )
            for filing in filings
        )
        ServiceOffer.objects.bulk_create(
            ServiceOffer(institution=one, service=service)
            for one in made
            for service in ("day_care", "meals")
        )
    return made


def _numbered(institutions: list[Institution]) -> list[tuple[int, Institution]]:
    """Each with the next number of its county."""
    given = Filing.objects.filter(receipt_year=LAST_YEAR.year).values_list("receipt_county")
    last: dict[str, int] = dict(given.annotate(last=Max("receipt_serial")))
    numbered = []
    for one in institutions:
        last[one.county.code] = last.get(one.county.code, 0) + 1
        numbered.append((last[one.county.code], one))
    return numbered


def _on_file(one: Institution, number: int, by: User, other: User) -> Filing:
    copied = {name: getattr(one, name) for name in FORM if not name.startswith("registration_")}
    return Filing(
        **copied,
        institution=one,
        version=1,
        operator=one.operator,
        path="registered",
        authority=one.county,
        status="accepted",
        registration_authority="示例县民政局",
        registration_number=f"示例证字第{number}号",
        opened_on=LAST_YEAR,
        commitment_on=LAST_YEAR,
        filed_on=LAST_YEAR,
        due_on=LAST_YEAR,
        submitted_by=by,
        submitted_at=AT,
        decided_by=other,
        decided_at=AT,
        accepted_on=LAST_YEAR,
        receipt_county=one.county.code,
        receipt_year=LAST_YEAR.year,
        receipt_serial=number,
    )
