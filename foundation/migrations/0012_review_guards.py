"""The trigger functions that hold the three reviews; each table of what is published calls them in its own app."""

from django.db import migrations

from foundation.review_guard import review_guard_functions


class Migration(migrations.Migration):
    dependencies = [("foundation", "0011_reviews_in_history")]

    operations = [review_guard_functions()]
