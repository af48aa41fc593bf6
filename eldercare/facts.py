"""The facts of institutions, gathered for the rules in a fixed number of queries."""

from __future__ import annotations

from datetime import date
from itertools import takewhile

from django.db.models import Prefetch, QuerySet

from eldercare.models import ConditionCheck, Evidence, Filing, Institution, Registration, StaffCount
from eldercare.models.filing import FORM
from eldercare.models.institution import WORK_DAYS_TO_FILE
from eldercare.rules.facts import CheckFact, Facts, LicenceFact, RegistrationFact, StaffFact
from eldercare.rules.registration import filing_path
from eldercare.vocabulary import FilingPath, FilingStatus
from foundation.work_days import WorkCalendar, due_date

# The columns of an institution that are facts as they stand.
PLAIN = (
    "name",
    "kind",
    "community",
    "address",
    "setting",
    "nature",
    "operation_mode",
    "profit",
    "entrustment",
    "state_assets",
    "assets_registered_on",
    "letting_approval",
    "person_in_charge",
    "contact",
    "opened_on",
    "service_scope",
    "service_phone",
    "provides_catering",
    "provides_medical_care",
    "premises",
    "beds",
    "building_area",
    "land_area",
    "building_mode",
    "storey_height",
    "storey",
    "lowest_floor",
    "highest_floor",
    "has_lift_or_ramp",
    "estate_age",
    "estate_households",
    "lottery_funded",
    "lottery_sign",
)

LABELS = {field.name: str(field.verbose_name) for field in Filing._meta.fields}


def with_facts(institutions: QuerySet[Institution]) -> QuerySet[Institution]:
    """Load beside each institution what its facts are made of."""
    return institutions.select_related("township__parent", "operator").prefetch_related(
        Prefetch("registrations", Registration.objects.in_force().order_by("pk"), to_attr="registered"),
        Prefetch("filings", Filing.objects.order_by("-version"), to_attr="filed"),
        Prefetch("staff_counts", StaffCount.objects.order_by("-counted_on"), to_attr="counted"),
        Prefetch("checks", ConditionCheck.objects.order_by("checked_on", "pk"), to_attr="checked"),
        Prefetch("evidence", Evidence.objects.standing().only("institution", "kind"), to_attr="proofs"),
        "licences",
        "services",
    )


def filing_due(institution: Institution, calendar: WorkCalendar) -> date | None:
    """The last day to file in time; None where no term applies or the calendar is not known that far."""
    if institution.opened_on is None or filing_path(institution.operator.kind) == FilingPath.SELF_RUN:
        return None
    return due_date(institution.opened_on, WORK_DAYS_TO_FILE, calendar)


def facts_of(institution: Institution, *, on: date, calendar: WorkCalendar) -> Facts:
    """The facts of one institution that was loaded by `with_facts`."""
    loaded = vars(institution)
    filings: list[Filing] = loaded["filed"]
    registered: Registration | None = next(iter(loaded["registered"]), None)
    in_force = next((filing for filing in filings if filing.status == FilingStatus.ACCEPTED), None)
    first = _first_filing(filings)
    return Facts(
        on=on,
        county=institution.county.name,
        county_short=institution.county.short_name,
        township=institution.township.name,
        operator_kind=institution.operator.kind,
        operator_established_on=institution.operator.established_on,
        has_identity_number=bool(institution.identity_number),
        has_contact_phone=bool(institution.contact_phone),
        services={offer.service: offer.fee for offer in institution.services.all()},
        registration=_registration(registered, institution.operator_id) if registered else None,
        licences=tuple(
            LicenceFact(row.kind, row.number, row.issued_on, row.valid_until)
            for row in institution.licences.all()
        ),
        staff=next((_staff(row) for row in loaded["counted"]), None),
        checks={row.rule: CheckFact(row.result, row.checked_on, row.remark) for row in loaded["checked"]},
        evidence=frozenset(row.kind for row in loaded["proofs"]),
        filing_status=filings[0].status if filings else "",
        is_filed=in_force is not None,
        differences=differences(in_force, institution, registered) if in_force else (),
        filed_on=first.filed_on if first else None,
        filed_path=first.path if first else "",
        due_on=_due(first, institution, calendar),
        **{name: getattr(institution, name) for name in PLAIN},
    )


def _first_filing(filings: list[Filing]) -> Filing | None:
    """The filing the ten working days are counted to: the first accepted since the institution was last off file."""
    accepted = [filing for filing in filings if filing.accepted_on is not None]  # the newest first
    on_file = list(takewhile(lambda filing: filing.status != FilingStatus.CANCELLED, accepted))
    return on_file[-1] if on_file else None


def _due(first: Filing | None, institution: Institution, calendar: WorkCalendar) -> date | None:
    """As it was computed when the filing was handed in; anew where the calendar was not known then."""
    if first is not None and first.path == FilingPath.SELF_RUN:
        return None
    return (first.due_on if first else None) or filing_due(institution, calendar)


def _registration(row: Registration, operator: int) -> RegistrationFact:
    ours = row.operator_id == operator
    return RegistrationFact(row.kind, row.authority, row.number, row.registered_on, row.valid_until, ours)


def _staff(row: StaffCount) -> StaffFact:
    return StaffFact(
        row.counted_on, row.total, row.full_time, row.nurses, row.social_workers, row.cooks, row.medical
    )


def form_now(institution: Institution, registration: Registration | None) -> dict[str, object]:
    """What the filing form would say today."""
    values: dict[str, object] = {
        field: getattr(institution, field) for field in FORM if not field.startswith("registration_")
    }
    values["registration_authority"] = registration.authority if registration else ""
    values["registration_number"] = registration.number if registration else ""
    return values


def differences(
    filing: Filing, institution: Institution, registration: Registration | None
) -> tuple[str, ...]:
    """Labels of what the form says otherwise today (N036); the operator first."""
    now = form_now(institution, registration)
    changed = [LABELS[field] for field in FORM if getattr(filing, field) != now[field]]
    return ("运营主体", *changed) if filing.operator_id != institution.operator_id else tuple(changed)
