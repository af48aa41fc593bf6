from django.db import migrations

from foundation.content_state import watched


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0010_content_changes"),
        ("documents", "0003_published_is_disclosed"),
    ]

    operations = [watched("documents")]
