"""Rounds of years before the notice: levels given then run for their three years."""

from django.db import migrations, models
from django.db.models.functions import ExtractYear


class Migration(migrations.Migration):
    dependencies = [("eldercare", "0009_rating_audit")]

    operations = [
        migrations.RemoveConstraint(model_name="ratinground", name="rating_round_lies_in_its_year"),
        migrations.AddConstraint(
            model_name="ratinground",
            constraint=models.CheckConstraint(
                name="rating_round_lies_in_its_year",
                condition=models.Q(year__gte=2020, year__lte=2100)
                & models.Q(year=ExtractYear("opens_on"))
                & models.Q(year=ExtractYear("closes_on")),
                violation_error_message="受理申请的起止日期须在这个年度之内，年度从 2020 年起。",
            ),
        ),
    ]
