"""Spreadsheets between preview and confirmation; of their sealed content only that it changed is logged."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.row_audit import audited


class Migration(migrations.Migration):
    dependencies = [
        ("eldercare", "0003_row_audit"),
        ("foundation", "0006_row_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SpreadsheetUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("size", models.PositiveIntegerField(verbose_name="字节数")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "等待确认"), ("imported", "已导入"), ("discarded", "已放弃")],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "content",
                    models.BinaryField(help_text="加密；导入或放弃后不再保留。", verbose_name="表格内容"),
                ),
                (
                    "report",
                    models.BinaryField(help_text="加密；导入或放弃后不再保留。", verbose_name="核对结果"),
                ),
                (
                    "leftovers",
                    models.BinaryField(
                        default=b"",
                        help_text="加密；只导入没有问题的行时，其余的行留待下载改正，至多一天。",
                        verbose_name="有问题的行",
                    ),
                ),
                ("new", models.PositiveIntegerField(verbose_name="新建")),
                ("changed", models.PositiveIntegerField(verbose_name="改动")),
                ("unchanged", models.PositiveIntegerField(verbose_name="不变")),
                ("wrong", models.PositiveIntegerField(verbose_name="有问题")),
                ("uploaded_at", models.DateTimeField(verbose_name="上传时间")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="导入或放弃时间")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
            ],
            options={
                "verbose_name": "表格导入",
                "verbose_name_plural": "表格导入",
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["uploaded_by", "-uploaded_at"], name="spreadsheet_by_person")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "imported", "discarded"])),
                        name="spreadsheet_upload_state_is_known",
                        violation_error_message="请从列出的各项中选择。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sha256__regex", "^[0-9a-f]{64}$"),
                            ("size__gte", 1),
                            ("size__lte", 5242880),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="spreadsheet_upload_has_file",
                        violation_error_message="文件不能为空，也不能超过 5 MB。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True),
                                ("state", "waiting"),
                                models.Q(("content", b""), _negated=True),
                                models.Q(("report", b""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("closed_at__isnull", False),
                                ("content", b""),
                                ("report", b""),
                            ),
                            _connector="OR",
                        ),
                        name="spreadsheet_upload_content_waits",
                        violation_error_message="表格内容只在等待确认时保留；导入或放弃须记明时间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("leftovers", b""),
                            models.Q(("state", "imported"), ("wrong__gte", 1)),
                            _connector="OR",
                        ),
                        name="spreadsheet_upload_leftovers_are_of_an_import",
                        violation_error_message="只有导入以后才留下有问题的行。",
                    ),
                ],
            },
        ),
        audited("eldercare_spreadsheetupload", hidden=["content", "report", "leftovers"]),
    ]
