"""What the rules look at: the facts of one institution, without model or clock. None means that nobody has said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class LicenceFact:
    kind: str
    number: str
    issued_on: date
    valid_until: date | None = None

    def in_force(self, on: date) -> bool:
        return self.issued_on <= on and (self.valid_until is None or self.valid_until >= on)


@dataclass(frozen=True)
class RegistrationFact:
    kind: str
    authority: str
    number: str
    registered_on: date
    valid_until: date | None = None
    is_of_operator: bool = True  # the legal person registered is who runs the institution now


@dataclass(frozen=True)
class StaffFact:
    counted_on: date
    total: int
    full_time: int = 0
    nurses: int = 0
    social_workers: int = 0
    cooks: int = 0
    medical: int = 0


@dataclass(frozen=True)
class CheckFact:
    """The last word of a person on a judged rule."""

    result: str
    checked_on: date
    remark: str = ""


@dataclass(frozen=True)
class Facts:
    """One institution on the day `on`."""

    on: date
    name: str = ""
    kind: str = ""
    county: str = ""  # full name, e.g. 双江拉祜族佤族布朗族傣族自治县
    county_short: str = ""
    township: str = ""
    community: str = ""
    address: str = ""
    setting: str = ""
    operator_kind: str = ""
    operator_established_on: date | None = None
    nature: str = ""
    operation_mode: str = ""
    profit: str = ""
    entrustment: str = ""
    state_assets: bool | None = None
    assets_registered_on: date | None = None
    letting_approval: str = ""
    person_in_charge: str = ""
    has_identity_number: bool = False
    contact: str = ""
    has_contact_phone: bool = False
    opened_on: date | None = None
    service_scope: str = ""
    service_phone: str = ""
    provides_catering: bool = False
    provides_medical_care: bool = False
    premises: str = ""
    beds: int | None = None
    building_area: Decimal | None = None
    land_area: Decimal | None = None
    building_mode: str = ""
    storey_height: Decimal | None = None
    storey: str = "normal"
    lowest_floor: int | None = None
    highest_floor: int | None = None
    has_lift_or_ramp: bool | None = None
    estate_age: str = ""
    estate_households: int | None = None
    lottery_funded: bool = False
    lottery_sign: bool | None = None
    services: Mapping[str, str] = field(default_factory=dict)  # service → fee
    registration: RegistrationFact | None = None
    licences: tuple[LicenceFact, ...] = ()
    staff: StaffFact | None = None
    checks: Mapping[str, CheckFact] = field(default_factory=dict)  # rule id → last word
    evidence: frozenset[str] = frozenset()  # kinds of files on record
    filing_status: str = ""  # of the newest filing; "" when there is none
    is_filed: bool = False  # an accepted filing is in force
    differences: tuple[str, ...] = ()  # labels of what changed since it was filed
    filed_on: date | None = None
    filed_path: str = ""  # where it was first filed, e.g. with the township while that still ran it
    due_on: date | None = None
