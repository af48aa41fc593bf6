"""What the papers of a filing say: from the records to the forms of `eldercare.papers`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from eldercare import papers
from eldercare.facts import form_now
from eldercare.models import Filing, Registration, SupportMeasure
from eldercare.vocabulary import FilingPath, FilingStatus, Premises

PREMISES = {
    Premises.OWNED: papers.Premises.OWNED,
    Premises.RENTED: papers.Premises.RENTED,
    Premises.ENTRUSTED: papers.Premises.ENTRUSTED,
}
AUTHORITIES = {
    FilingPath.REGISTERED: papers.Authority.BUREAU,
    FilingPath.SELF_RUN: papers.Authority.TOWNSHIP,
}


def filing_form_of(filing: Filing, *, numbers: Mapping[str, str]) -> papers.FilingForm:
    """附件4 as submitted; of a draft, as it would be submitted now. `numbers` are the protected ones that were revealed:
    without them their blanks stay, to be written by hand."""
    said = _form(filing)
    return papers.FilingForm(
        addressee=filing.authority_name,
        name=str(said["name"]),
        address=str(said["address"]),
        registration_authority=str(said["registration_authority"]),
        registration_number=str(said["registration_number"]),
        person_in_charge=str(said["person_in_charge"]),
        identity_number=numbers.get("identity_number", ""),
        services=str(said["service_scope"]),
        premises=PREMISES[Premises(str(said["premises"]))] if said["premises"] else None,
        beds=said["beds"],  # type: ignore[arg-type]
        building_area=said["building_area"],  # type: ignore[arg-type]
        land_area=said["land_area"],  # type: ignore[arg-type]
        contact=str(said["contact"]),
        contact_phone=numbers.get("contact_phone", ""),
        applicant=filing.operator.name,
        signed_on=filing.commitment_on,
    )


def _form(filing: Filing) -> Mapping[str, object]:
    if filing.status == FilingStatus.DRAFT:
        registration = Registration.objects.in_force().filter(institution=filing.institution_id).first()
        return form_now(filing.institution, registration)
    return vars(filing)


def receipt_of(filing: Filing) -> papers.Receipt:
    """附件4-1."""
    return papers.Receipt(
        addressee=filing.operator.name,
        number=filing.receipt_number,
        filed_on=filing.filed_on,
        name=filing.name,
        address=filing.address,
        authority=AUTHORITIES[FilingPath(filing.path)],
        authority_name=filing.authority_name,
        signed_on=filing.accepted_on,
    )


def measures_of(filing: Filing, *, on: date) -> papers.SupportMeasures:
    """The measures in force on the day they are handed over."""
    rows = SupportMeasure.objects.current(on=on)
    return papers.SupportMeasures(
        institution=filing.name,
        receipt_number=filing.receipt_number,
        measures=tuple(
            papers.SupportMeasure(measure=row.title, basis=row.basis, content=row.content, office=row.office)
            for row in rows
        ),
        authority_name=filing.authority_name,
        issued_on=on,
    )
