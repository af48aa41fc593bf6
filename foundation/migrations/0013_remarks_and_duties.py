import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("foundation", "0012_review_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_id", models.PositiveBigIntegerField(verbose_name="对象编号")),
                (
                    "subject_label",
                    models.CharField(help_text="批注时对象的名称。", max_length=300, verbose_name="对象"),
                ),
                (
                    "anchor",
                    models.CharField(
                        blank=True, help_text="空着的是对整篇的批注。", max_length=60, verbose_name="位置"
                    ),
                ),
                (
                    "quote",
                    models.CharField(
                        blank=True,
                        help_text="批注时这一处的文字（开头）。",
                        max_length=120,
                        verbose_name="原文",
                    ),
                ),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="原文摘要")),
                ("text", models.TextField(verbose_name="批注")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                ("resolution", models.TextField(blank=True, verbose_name="处理结果")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批注人",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="foundation.remark",
                        verbose_name="接着",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks_resolved",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办结人",
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="对象类型",
                    ),
                ),
            ],
            options={
                "verbose_name": "批注",
                "verbose_name_plural": "批注",
                "default_permissions": ("add", "view"),
            },
        ),
        migrations.CreateModel(
            name="RemarkReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="回复")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remark_replies",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="回复人",
                    ),
                ),
                (
                    "remark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="foundation.remark",
                        verbose_name="批注",
                    ),
                ),
            ],
            options={
                "verbose_name": "批注回复",
                "verbose_name_plural": "批注回复",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="EditorialDuty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_id", models.PositiveBigIntegerField(verbose_name="对象编号")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="办理期限")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="交办说明")),
                ("at", models.DateTimeField(verbose_name="交办时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="移交时间")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editorial_duties",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="承办人",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties_given",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="交办人",
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="对象类型",
                    ),
                ),
            ],
            options={
                "verbose_name": "承办",
                "verbose_name_plural": "承办",
                "permissions": [("hand_over_duty", "可以交办他人承办的公文和公报")],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(
                        fields=["subject_type", "subject_id", "at"], name="editorial_duty_by_subject"
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["person", "due_on"],
                        name="editorial_duty_current",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("subject_type", "subject_id"),
                        name="editorial_duty_one_in_charge",
                        violation_error_message="同时只能有一个承办人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("at")), _connector="OR"
                        ),
                        name="editorial_duty_ends_after_it_began",
                        violation_error_message="移交不能早于交办。",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="remark",
            index=models.Index(fields=["subject_type", "subject_id", "at"], name="remark_by_subject"),
        ),
        migrations.AddIndex(
            model_name="remark",
            index=models.Index(
                condition=models.Q(("resolved_at__isnull", True)),
                fields=["subject_type", "subject_id"],
                name="remark_standing",
            ),
        ),
        migrations.AddIndex(
            model_name="remark",
            index=models.Index(fields=["-at", "-id"], name="remark_newest"),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(("text__regex", "\\S")),
                name="remark_says_something",
                violation_error_message="请写下批注的内容。",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("anchor", ""), ("digest", ""), ("quote", "")),
                    models.Q(
                        models.Q(("anchor", ""), _negated=True),
                        models.Q(("quote", ""), _negated=True),
                        ("digest__regex", "^[0-9a-f]{64}$"),
                    ),
                    _connector="OR",
                ),
                name="remark_quotes_its_place",
                violation_error_message="对一处的批注须带着原文，对整篇的不带。",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("resolution", ""), ("resolved_at__isnull", True), ("resolved_by__isnull", True)
                    ),
                    models.Q(
                        ("resolution__regex", "\\S"),
                        ("resolved_at__gte", models.F("at")),
                        ("resolved_at__isnull", False),
                        ("resolved_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="remark_is_settled_or_stands",
                violation_error_message="办结批注须写明由谁、何时、怎样处理。",
            ),
        ),
        migrations.AddIndex(
            model_name="remarkreply",
            index=models.Index(fields=["remark", "at"], name="remark_reply_by_remark"),
        ),
        migrations.AddConstraint(
            model_name="remarkreply",
            constraint=models.CheckConstraint(
                condition=models.Q(("text__regex", "\\S")),
                name="remark_reply_says_something",
                violation_error_message="请写下回复的内容。",
            ),
        ),
    ]
