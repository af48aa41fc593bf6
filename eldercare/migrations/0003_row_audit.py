"""Every table of home care logs its changes; encrypted numbers only that they changed."""

from django.db import migrations

from foundation.row_audit import audited

INSTITUTION = "eldercare_institution"
OF_INSTITUTION = (
    "eldercare_succession",
    "eldercare_registration",
    "eldercare_staffcount",
    "eldercare_licence",
    "eldercare_serviceoffer",
    "eldercare_conditioncheck",
    "eldercare_evidence",
)
OF_NOBODY = (
    "eldercare_operator",
    "eldercare_registrationchange",
    "eldercare_filingmove",
    "eldercare_receiptbook",
    "eldercare_supportmeasure",
)


class Migration(migrations.Migration):
    dependencies = [("eldercare", "0002_guards"), ("foundation", "0006_row_changes")]

    operations = [
        audited(
            INSTITUTION,
            owner=(INSTITUTION, "id"),
            hidden=["identity_number", "person_phone", "contact_phone"],
        ),
        audited(
            "eldercare_filing",
            owner=(INSTITUTION, "institution_id"),
            hidden=["identity_number", "contact_phone"],
        ),
        *(audited(table, owner=(INSTITUTION, "institution_id")) for table in OF_INSTITUTION),
        *(audited(table) for table in OF_NOBODY),
    ]
