from django.db import migrations


class Migration(migrations.Migration):
    """The counts are of two days at the most, and begin anew in `foundation.VisitTally`."""

    dependencies = [("eldercare", "0020_calendar_link"), ("foundation", "0009_visit_tally")]

    operations = [migrations.DeleteModel(name="ComplaintTally")]
