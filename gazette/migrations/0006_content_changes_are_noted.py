from django.db import migrations

from foundation.content_state import watched


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0010_content_changes"),
        ("gazette", "0005_original_is_a_pdf"),
    ]

    operations = [watched("gazette")]
