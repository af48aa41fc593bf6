import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_content_changes_are_noted"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="document",
            options={
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "first_review",
                    "second_review",
                    "final_review",
                    "return",
                    "publish",
                    "withdraw",
                ),
                "permissions": [("correct_document", "可以更正已发布公文的全文")],
                "verbose_name": "公文",
                "verbose_name_plural": "公文",
            },
        ),
        migrations.AddField(
            model_name="document",
            name="content_mark",
            field=models.PositiveBigIntegerField(
                default=0,
                editable=False,
                help_text="内容每改动一次加一，由数据库写入；审核签的是这一版。",
                verbose_name="内容版号",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="final_reviewed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="终审人",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="first_reviewed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="初审人",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="reviewed_elsewhere",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="系统启用三审之前已经发布的。",
                verbose_name="三审制度启用前已发布",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="schedule_refusal",
            field=models.TextField(
                blank=True,
                editable=False,
                help_text="到了时间而不能发布时写明。",
                verbose_name="到时未发布的原因",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="scheduled_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="定时发布人",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="scheduled_for",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="定时发布时间"),
        ),
        migrations.AddField(
            model_name="document",
            name="second_reviewed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="复审人",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "草稿"),
                    ("first_review", "已初审"),
                    ("second_review", "已复审"),
                    ("final_review", "已终审"),
                    ("published", "已发布"),
                    ("withdrawn", "已撤回"),
                ],
                default="draft",
                editable=False,
                help_text="只能通过审核、发布、撤回等动作改变。",
                max_length=20,
                verbose_name="状态",
            ),
        ),
    ]
