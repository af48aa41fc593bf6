"""The secret addresses of calendars; the log of changes says that one was renewed, and not to what."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.row_audit import audited


class Migration(migrations.Migration):
    dependencies = [
        ("eldercare", "0019_money_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "selector",
                    models.CharField(editable=False, max_length=12, unique=True, verbose_name="地址编号"),
                ),
                ("digest", models.CharField(editable=False, max_length=64, verbose_name="密钥摘要")),
                ("issued_at", models.DateTimeField(editable=False, verbose_name="生成时间")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_link",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "日历订阅",
                "verbose_name_plural": "日历订阅",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("digest__regex", "^[0-9a-f]{64}$"), ("selector__regex", "^[0-9a-f]{12}$")
                        ),
                        name="calendar_link_keeps_a_hash",
                        violation_error_message="日历订阅只存密钥的摘要。",
                    )
                ],
            },
        ),
        audited("eldercare_calendarlink", hidden=["digest", "selector"]),
    ]
