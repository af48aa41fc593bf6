from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0008_search_index")]

    operations = [
        migrations.CreateModel(
            name="VisitTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=20, verbose_name="事由")),
                (
                    "visitor",
                    models.CharField(
                        help_text="网络地址的带密钥摘要，每天更换，不能还原；all 是全部合计。",
                        max_length=64,
                        verbose_name="访问者",
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="起于")),
                ("until", models.DateTimeField(verbose_name="止于")),
                ("count", models.PositiveIntegerField(verbose_name="次数")),
            ],
            options={
                "verbose_name": "访问次数",
                "verbose_name_plural": "访问次数",
                "default_permissions": (),
                "indexes": [models.Index(fields=["until"], name="visit_tally_by_age")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("what", "visitor", "since", "until"),
                        name="visit_tally_is_once_a_window",
                        violation_error_message="同一访问者在同一时段只记一行。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what", ""), _negated=True),
                            models.Q(("visitor", ""), _negated=True),
                            ("count__gte", 1),
                            ("until__gt", models.F("since")),
                        ),
                        name="visit_tally_names_a_visitor",
                        violation_error_message="访问次数须写明事由、访问者和时段，至少一次。",
                    ),
                ],
            },
        ),
        # Counting a visit must cost a reader nothing, and nothing is lost with it: no write-ahead log.
        migrations.RunSQL(
            "ALTER TABLE foundation_visittally SET UNLOGGED",
            "ALTER TABLE foundation_visittally SET LOGGED",
        ),
    ]
