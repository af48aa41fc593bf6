from django.db import migrations

from foundation.content_state import watched


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0010_content_changes"),
        ("eldercare", "0021_complaints_are_counted_as_visits"),
    ]

    operations = [watched("eldercare")]
