from django.db import migrations

from foundation.content_state import watched


class Migration(migrations.Migration):
    dependencies = [("foundation", "0017_liaisons")]

    operations = [watched("foundation")]
