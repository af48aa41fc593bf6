"""The publish time of an issue is written once."""

from django.db import migrations

from foundation.publication_guard import publication_guard


class Migration(migrations.Migration):
    dependencies = [("gazette", "0001_issues_and_chronicle")]

    operations = [publication_guard("gazette_issue")]
