"""Every table of money logs its changes; an award and its vouchers belong to what they are about."""

from django.db import migrations

from foundation.row_audit import audited

AWARD = "eldercare_award"
OF_AWARD = ("eldercare_adjustment", "eldercare_voucher", "eldercare_funduse")
OF_NOBODY = ("eldercare_moneyrules", "eldercare_voucherbook")


class Migration(migrations.Migration):
    dependencies = [("eldercare", "0018_money_guards"), ("foundation", "0006_row_changes")]

    operations = [
        audited(AWARD, owner=("eldercare_institution", "institution_id")),
        *(audited(table, owner=(AWARD, "award_id")) for table in OF_AWARD),
        audited("eldercare_entry", owner=("eldercare_voucher", "voucher_id")),
        *(audited(table) for table in OF_NOBODY),
    ]
