"""Complaints log their changes, without the words of those who complained; the counts of senders log nothing: they are no
record, and go after two days."""

from django.db import migrations

from foundation.row_audit import audited

INSTITUTION, COMPLAINT = "eldercare_institution", "eldercare_complaint"
HIDDEN = ("text", "about", "contact_phone", "code_digest")


class Migration(migrations.Migration):
    dependencies = [("eldercare", "0013_complaint_guards"), ("foundation", "0006_row_changes")]

    operations = [
        audited(COMPLAINT, owner=(INSTITUTION, "institution_id"), hidden=HIDDEN),
        audited("eldercare_complaintmove", owner=(COMPLAINT, "complaint_id")),
    ]
