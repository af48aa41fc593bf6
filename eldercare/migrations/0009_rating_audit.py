"""Every table of rating and supervision logs its changes."""

from django.db import migrations

from foundation.row_audit import audited

INSTITUTION = "eldercare_institution"
APPLICATION = "eldercare_ratingapplication"
OF_INSTITUTION = (
    "eldercare_affiliation",
    "eldercare_ratingdecision",
    "eldercare_rating",
    "eldercare_incident",
    "eldercare_inspection",
    "eldercare_rectification",
)
OF_APPLICATION = (
    "eldercare_ratingmove",
    "eldercare_selfmark",
    "eldercare_material",
    "eldercare_panelmember",
    "eldercare_finding",
)
OF_RECTIFICATION = ("eldercare_extension", "eldercare_recheck")
OF_NOBODY = (
    "eldercare_standardedition",
    "eldercare_criterion",
    "eldercare_ratinground",
    "eldercare_decisionbook",
    "eldercare_selfmark_evidence",
    "eldercare_material_evidence",
    "eldercare_finding_evidence",
    "eldercare_inspection_evidence",
    "eldercare_recheck_evidence",
)


class Migration(migrations.Migration):
    dependencies = [("eldercare", "0008_rating_guards"), ("foundation", "0006_row_changes")]

    operations = [
        audited(
            APPLICATION, owner=(INSTITUTION, "institution_id"), hidden=["identity_number", "person_phone"]
        ),
        *(audited(table, owner=(INSTITUTION, "institution_id")) for table in OF_INSTITUTION),
        *(audited(table, owner=(APPLICATION, "application_id")) for table in OF_APPLICATION),
        *(
            audited(table, owner=("eldercare_rectification", "rectification_id"))
            for table in OF_RECTIFICATION
        ),
        *(audited(table) for table in OF_NOBODY),
    ]
