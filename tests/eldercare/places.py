"""Three places with one institution each, and everybody who might look at them: for tests of who sees what."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from eldercare.models import Evidence, Filing, Institution, Registration
from foundation.models import Jurisdiction
from foundation.private_files import keep
from tests import care, make
from tests.care import AT
from tests.files.uploads import PLAIN_PDF

TOWNSHIPS = {"here": "530922101", "near": "530922102", "there": "530902001"}
PEOPLE = {"here": "示例甲", "near": "示例乙", "there": "示例丙"}


@dataclass(frozen=True)
class Site:
    institution: Institution
    filing: Filing
    evidence: Evidence
    registration: Registration

    @property
    def rows(self) -> dict[str, Any]:
        return {
            "institution": self.institution,
            "filing": self.filing,
            "evidence": self.evidence,
            "registration": self.registration,
        }


def site(place: str) -> Site:
    """An institution whose filing waits, with a file; its name tells the place."""
    made = care.institution(
        township=care.township(TOWNSHIPS[place]),
        name=f"示例{place}老年人日间照料中心",
        person_in_charge=PEOPLE[place],
    )
    filing = care.submitted(made)
    content = PLAIN_PDF + place.encode()
    with transaction.atomic():
        evidence = Evidence.objects.create(
            institution=made,
            kind="premises",
            file=keep(content),
            name=f"示例{place}证明.pdf",
            file_kind="pdf",
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_by=make.staff(),
            uploaded_at=AT,
        )
    return Site(made, filing, evidence, made.registrations.get())


def sites() -> dict[str, Site]:
    return {place: site(place) for place in TOWNSHIPS}


def somebody(role: str) -> User:
    """One of those who stand in the tables of access."""
    here, county = care.township(TOWNSHIPS["here"]), care.county("530922")
    if role == "citizen":
        return User.objects.create_user("citizen")
    if role == "nowhere":
        person = care.officer("养老县区经办", county)
        Jurisdiction.objects.of(person).delete()
        return person
    named = {
        "township": ("养老乡镇经办", here),
        "county": ("养老县区经办", county),
        "city": ("养老市级管理", care.city()),
        "auditor": ("养老审计（只读）", county),
        "registry": ("养老登记管理", county),
        "editor": ("责任编辑", county),
        "looker": ("审计（只读）", county),
        "accounts": ("账号管理", county),
    }
    return care.officer(*named[role])
