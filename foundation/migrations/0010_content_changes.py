from django.db import migrations, models

from foundation.content_state import note_function, watched


class Migration(migrations.Migration):
    dependencies = [("foundation", "0009_visit_tally")]

    operations = [
        migrations.CreateModel(
            name="ContentChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "内容变动",
                "verbose_name_plural": "内容变动",
                "default_permissions": (),
            },
        ),
        note_function(),
        watched("foundation"),
    ]
