import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("foundation", "0010_content_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="statuschange",
            name="status_change_moves",
        ),
        migrations.AddField(
            model_name="statuschange",
            name="content_mark",
            field=models.PositiveBigIntegerField(
                blank=True,
                help_text="办理的是内容的哪一版；三审制度启用前的没有记。",
                null=True,
                verbose_name="内容版号",
            ),
        ),
        migrations.AlterField(
            model_name="statuschange",
            name="by",
            field=models.ForeignKey(
                blank=True,
                help_text="内容改动使审核失效的，由数据库记入，可能不知道是谁。",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="status_changes",
                to=settings.AUTH_USER_MODEL,
                verbose_name="经办人",
            ),
        ),
        migrations.AlterField(
            model_name="statuschange",
            name="from_status",
            field=models.CharField(
                choices=[
                    ("draft", "草稿"),
                    ("first_review", "已初审"),
                    ("second_review", "已复审"),
                    ("final_review", "已终审"),
                    ("published", "已发布"),
                    ("withdrawn", "已撤回"),
                ],
                max_length=20,
                verbose_name="原状态",
            ),
        ),
        migrations.AlterField(
            model_name="statuschange",
            name="remark",
            field=models.TextField(blank=True, help_text="退回、撤回须写明原因。", verbose_name="说明"),
        ),
        migrations.AlterField(
            model_name="statuschange",
            name="to_status",
            field=models.CharField(
                choices=[
                    ("draft", "草稿"),
                    ("first_review", "已初审"),
                    ("second_review", "已复审"),
                    ("final_review", "已终审"),
                    ("published", "已发布"),
                    ("withdrawn", "已撤回"),
                ],
                max_length=20,
                verbose_name="新状态",
            ),
        ),
        migrations.AlterField(
            model_name="statuschange",
            name="verb",
            field=models.CharField(
                choices=[
                    ("first_review", "初审通过"),
                    ("second_review", "复审通过"),
                    ("final_review", "终审通过"),
                    ("return", "退回"),
                    ("void", "审核失效"),
                    ("schedule", "定时发布"),
                    ("unschedule", "取消定时"),
                    ("publish", "发布"),
                    ("withdraw", "撤回"),
                ],
                max_length=20,
                verbose_name="动作",
            ),
        ),
        migrations.AddConstraint(
            model_name="statuschange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_status", models.F("to_status")), _negated=True),
                    models.Q(("from_status", "final_review"), ("verb__in", ("schedule", "unschedule"))),
                    _connector="OR",
                ),
                name="status_change_moves",
                violation_error_message="状态没有变化，不记入历史。",
            ),
        ),
        migrations.AddConstraint(
            model_name="statuschange",
            constraint=models.CheckConstraint(
                condition=models.Q(("by__isnull", False), ("verb", "void"), _connector="OR"),
                name="status_change_has_its_author",
                violation_error_message="除审核失效外，每一步须有经办人。",
            ),
        ),
    ]
