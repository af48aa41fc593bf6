"""Facts for tests of the rules: a sound institution, of which a test changes what matters."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from eldercare.rules.facts import CheckFact, Facts, RegistrationFact, StaffFact
from eldercare.rules.judged import JUDGED

TODAY = date(2026, 3, 20)

SOUND = Facts(
    on=TODAY,
    name="云县爱华镇示例社区示例老年人日间照料中心",
    kind="day_care",
    county="云县",
    county_short="云县",
    township="爱华镇",
    community="示例社区",
    address="示例路 1 号",
    setting="urban",
    operator_kind="social",
    operator_established_on=date(2020, 1, 1),
    nature="public_built",
    operation_mode="privately_run",
    profit="non_profit",
    entrustment="entrusted",
    state_assets=False,
    person_in_charge="示例甲",
    has_identity_number=True,
    contact="示例乙",
    has_contact_phone=True,
    opened_on=date(2026, 3, 2),
    service_scope="日间照料、助餐",
    premises="owned",
    beds=10,
    building_area=Decimal("420"),
    land_area=Decimal("300"),
    building_mode="new",
    storey_height=Decimal("3.0"),
    lowest_floor=1,
    highest_floor=1,
    services={"day_care": "free", "meals": "low"},
    registration=RegistrationFact("social", "云县民政局", "52530922MJ00000000", date(2020, 1, 1)),
    staff=StaffFact(date(2026, 3, 1), 5, 3, 2),
    checks={rule: CheckFact("met", date(2026, 3, 1)) for rule in JUDGED},
    evidence=frozenset({"contract"}),
    filing_status="accepted",
    is_filed=True,
    filed_on=date(2026, 3, 10),
    due_on=date(2026, 3, 16),
)


def facts(**changes: Any) -> Facts:
    return replace(SOUND, **changes)
