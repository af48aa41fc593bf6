import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.private_files


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_content_changes_are_noted"),
        ("foundation", "0017_liaisons"),
        ("gazette", "0008_reviews_are_guarded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SubmissionBook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="年份")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="最后序号")),
            ],
            options={
                "verbose_name": "报送编号簿",
                "verbose_name_plural": "报送编号簿",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("sent", "已报送"),
                            ("returned", "已退回"),
                            ("accepted", "已收稿"),
                            ("taken", "已编入"),
                            ("declined", "不予刊登"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True, editable=False, null=True, verbose_name="报送年份"
                    ),
                ),
                (
                    "serial",
                    models.PositiveIntegerField(
                        blank=True, editable=False, null=True, verbose_name="报送序号"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True, help_text="留空时照读到的正文填写。", max_length=400, verbose_name="标题"
                    ),
                ),
                (
                    "document_number",
                    models.CharField(
                        blank=True,
                        help_text="如“临政发〔2026〕9号”；没有文号的留空。",
                        max_length=80,
                        verbose_name="发文字号",
                    ),
                ),
                (
                    "written_on",
                    models.DateField(
                        blank=True,
                        help_text="20 个工作日的公开期限从这一天起算。",
                        null=True,
                        verbose_name="成文日期",
                    ),
                ),
                (
                    "disclosure",
                    models.CharField(
                        choices=[
                            ("active", "主动公开"),
                            ("on_request", "依申请公开"),
                            ("closed", "不予公开"),
                        ],
                        default="active",
                        help_text="拟稿时确定的属性。",
                        max_length=20,
                        verbose_name="公开属性",
                    ),
                ),
                (
                    "closed_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="不予公开的理由"),
                ),
                ("is_normative", models.BooleanField(default=False, verbose_name="是规范性文件")),
                (
                    "interpretation",
                    models.CharField(
                        blank=True,
                        choices=[("attached", "随附解读"), ("exempt", "不作解读")],
                        help_text="规范性文件须随附解读，或写明不作解读的理由；解读材料在保存以后添加。",
                        max_length=10,
                        verbose_name="解读",
                    ),
                ),
                (
                    "exempt_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="不作解读的理由"),
                ),
                ("effective_from", models.DateField(blank=True, null=True, verbose_name="施行日期")),
                ("contact", models.CharField(blank=True, max_length=40, verbose_name="联系人")),
                (
                    "contact_phone",
                    models.CharField(
                        blank=True, help_text="办公电话。", max_length=40, verbose_name="联系电话"
                    ),
                ),
                ("remarks", models.TextField(blank=True, max_length=1000, verbose_name="备注")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=64,
                        storage=foundation.private_files.PrivateStorage(),
                        upload_to=foundation.private_files.telling_nothing,
                        verbose_name="正文文件",
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=200, verbose_name="文件名")),
                ("size", models.PositiveIntegerField(default=0, verbose_name="字节数")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("lines", models.JSONField(blank=True, default=list, verbose_name="各行去向")),
                ("answer", models.JSONField(blank=True, default=dict, verbose_name="读到的内容")),
                ("findings", models.JSONField(blank=True, default=list, verbose_name="校对发现")),
                ("opened_at", models.DateTimeField(verbose_name="起草时间")),
                ("changed_at", models.DateTimeField(verbose_name="修改时间")),
                ("first_sent_at", models.DateTimeField(blank=True, null=True, verbose_name="首次报送时间")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="报送时间")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="收稿时间")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="收稿人",
                    ),
                ),
                (
                    "column",
                    models.ForeignKey(
                        blank=True,
                        help_text="最后由编辑部确定。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="documents.column",
                        verbose_name="建议栏目",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="documents.document",
                        verbose_name="公文",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="gazette.issue",
                        verbose_name="编入",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="documents.kind",
                        verbose_name="文种",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="起草人",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报送人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="foundation.unit",
                        verbose_name="报送单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送",
                "verbose_name_plural": "报送",
                "permissions": [
                    ("send_submission", "可以为本单位报送"),
                    ("handle_submission", "可以收稿、退回报送"),
                ],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="SubmissionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("attachment", "附件"), ("interpretation", "解读材料")],
                        max_length=20,
                        verbose_name="种类",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=64,
                        storage=foundation.private_files.PrivateStorage(),
                        upload_to=foundation.private_files.telling_nothing,
                        verbose_name="文件",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("kind", models.CharField(max_length=10, verbose_name="文件类型")),
                ("size", models.PositiveIntegerField(verbose_name="字节数")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("added_at", models.DateTimeField(verbose_name="添加时间")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="添加人",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="gazette.submission",
                        verbose_name="报送",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送的附件",
                "verbose_name_plural": "报送的附件",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SubmissionMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("open", "起草"),
                            ("send", "报送"),
                            ("withdraw", "撤回报送"),
                            ("return", "退回"),
                            ("accept", "收稿"),
                            ("take", "编入一期"),
                            ("decline", "不予刊登"),
                        ],
                        max_length=20,
                        verbose_name="动作",
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "草稿"),
                            ("sent", "已报送"),
                            ("returned", "已退回"),
                            ("accepted", "已收稿"),
                            ("taken", "已编入"),
                            ("declined", "不予刊登"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=20,
                        verbose_name="原状态",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("sent", "已报送"),
                            ("returned", "已退回"),
                            ("accepted", "已收稿"),
                            ("taken", "已编入"),
                            ("declined", "不予刊登"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=20,
                        verbose_name="新状态",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("remark", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submission_moves",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="gazette.submission",
                        verbose_name="报送",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送流转",
                "verbose_name_plural": "报送流转",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="YearlyReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("figures", models.JSONField(verbose_name="数字")),
                ("confirmed_at", models.DateTimeField(verbose_name="确认时间")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="收回时间")),
                ("revoke_reason", models.CharField(blank=True, max_length=300, verbose_name="收回原因")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="收回人",
                    ),
                ),
            ],
            options={
                "verbose_name": "年度数据",
                "verbose_name_plural": "年度数据",
                "default_permissions": ("view", "confirm"),
            },
        ),
        migrations.CreateModel(
            name="IssueDates",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proof_on",
                    models.DateField(
                        blank=True,
                        help_text="清样定稿以后，电子版可以先上网。",
                        null=True,
                        verbose_name="清样定稿日",
                    ),
                ),
                (
                    "printed_on",
                    models.DateField(
                        blank=True, help_text="纸质公报印好的日期。", null=True, verbose_name="出刊日"
                    ),
                ),
                ("noted_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "issue",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dates",
                        to="gazette.issue",
                        verbose_name="期次",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "刊期",
                "verbose_name_plural": "刊期",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proof_on__isnull", True),
                            ("printed_on__isnull", True),
                            ("printed_on__gte", models.F("proof_on")),
                            _connector="OR",
                        ),
                        name="issue_dates_in_order",
                        violation_error_message="出刊日不能早于清样定稿日。",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["state", "sent_at"], name="submission_waiting"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["unit", "-opened_at"], name="submission_by_unit"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["first_sent_at"], name="submission_by_day"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["sha256"], name="submission_by_file"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["document_number"], name="submission_by_number"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "sent", "returned", "accepted", "taken", "declined", "withdrawn"])
                ),
                name="submission_state_is_known",
                violation_error_message="请从列出的各项中选择。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("disclosure__in", ["active", "on_request", "closed"])),
                name="submission_disclosure_is_known",
                violation_error_message="请从列出的各项中选择。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("interpretation__in", ["", "attached", "exempt"])),
                name="submission_interpretation_is_known",
                violation_error_message="请从列出的各项中选择。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "draft"),
                        ("first_sent_at__isnull", True),
                        ("sent_at__isnull", True),
                        ("sent_by__isnull", True),
                        ("serial__isnull", True),
                        ("year__isnull", True),
                    ),
                    models.Q(
                        ("state", "withdrawn"),
                        models.Q(
                            models.Q(
                                ("first_sent_at__isnull", False),
                                ("sent_at__isnull", False),
                                ("sent_by__isnull", False),
                                ("serial__isnull", False),
                                ("year__isnull", False),
                            ),
                            models.Q(
                                ("first_sent_at__isnull", True),
                                ("sent_at__isnull", True),
                                ("sent_by__isnull", True),
                                ("serial__isnull", True),
                                ("year__isnull", True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("state__in", ["sent", "returned", "accepted", "taken", "declined"]),
                        ("first_sent_at__isnull", False),
                        ("sent_at__isnull", False),
                        ("sent_by__isnull", False),
                        ("serial__isnull", False),
                        ("year__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="submission_sent_has_its_number",
                violation_error_message="报送过的须有编号、时间和报送人，没有报送的不能有。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "returned", "withdrawn"]),
                    models.Q(
                        ("sha256__regex", "^[0-9a-f]{64}$"),
                        ("written_on__isnull", False),
                        models.Q(("title", ""), _negated=True),
                        models.Q(("contact", ""), _negated=True),
                        models.Q(("contact_phone", ""), _negated=True),
                        models.Q(("file", ""), _negated=True),
                        models.Q(
                            models.Q(("disclosure", "closed"), _negated=True),
                            models.Q(("closed_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        models.Q(
                            ("is_normative", False),
                            models.Q(("interpretation", ""), _negated=True),
                            _connector="OR",
                        ),
                        models.Q(
                            models.Q(("interpretation", "exempt"), _negated=True),
                            models.Q(("exempt_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="submission_sent_is_complete",
                violation_error_message="报送的内容没有填全。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("disclosure", "active"),
                        ("state__in", ["accepted", "taken"]),
                        ("accepted_at__isnull", False),
                        ("accepted_by__isnull", False),
                        ("document__isnull", False),
                    ),
                    models.Q(
                        ("state__in", ["draft", "sent", "returned", "withdrawn"]),
                        ("accepted_at__isnull", True),
                        ("accepted_by__isnull", True),
                        ("document__isnull", True),
                    ),
                    models.Q(
                        ("state", "declined"),
                        models.Q(
                            models.Q(
                                ("accepted_at__isnull", False),
                                ("accepted_by__isnull", False),
                                ("document__isnull", False),
                            ),
                            models.Q(
                                ("accepted_at__isnull", True),
                                ("accepted_by__isnull", True),
                                ("document__isnull", True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="submission_accepted_has_its_document",
                violation_error_message="收稿的须是主动公开的，并有公文、收稿人和时间；没有收稿的不能有。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issue__isnull", False), ("state", "taken")),
                    models.Q(models.Q(("state", "taken"), _negated=True), ("issue__isnull", True)),
                    _connector="OR",
                ),
                name="submission_taken_has_its_issue",
                violation_error_message="编入的须写明期次，没有编入的不能有。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted_by__isnull", True),
                    ("sent_by__isnull", True),
                    models.Q(("accepted_by", models.F("sent_by")), _negated=True),
                    _connector="OR",
                ),
                name="submission_accepted_by_another",
                violation_error_message="自己报送的，须由另一个人收稿。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                fields=("year", "serial"),
                name="submission_number_is_once",
                violation_error_message="这个报送编号已经用过。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                fields=("document",),
                name="submission_document_is_once",
                violation_error_message="这份公文已经由另一件报送收稿。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["attachment", "interpretation"])),
                name="submission_file_role_is_known",
                violation_error_message="请从列出的各项中选择。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sha256__regex", "^[0-9a-f]{64}$"),
                    ("size__gte", 1),
                    models.Q(("file", ""), _negated=True),
                    models.Q(("name", ""), _negated=True),
                ),
                name="submission_file_has_content",
                violation_error_message="附件没有内容。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionfile",
            constraint=models.UniqueConstraint(
                fields=("submission", "sha256"),
                name="submission_file_is_once",
                violation_error_message="这件报送已经有内容相同的文件。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionmove",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verb__in", ["open", "send", "withdraw", "return", "accept", "take", "decline"])
                ),
                name="submission_move_verb_is_known",
                violation_error_message="请从列出的各项中选择。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionmove",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "from_state__in",
                        ["draft", "sent", "returned", "accepted", "taken", "declined", "withdrawn", ""],
                    )
                ),
                name="submission_move_from_state_is_known",
                violation_error_message="请从列出的各项中选择。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionmove",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "to_state__in",
                        ["draft", "sent", "returned", "accepted", "taken", "declined", "withdrawn"],
                    )
                ),
                name="submission_move_to_state_is_known",
                violation_error_message="请从列出的各项中选择。",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionmove",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_state", models.F("to_state")), _negated=True),
                name="submission_move_moves",
                violation_error_message="状态没有变化，不记入历史。",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearlyreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True)),
                fields=("year",),
                name="yearly_report_stands_once",
                violation_error_message="这一年的数据已经确认。",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearlyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("revoke_reason", ""), ("revoked_at__isnull", True), ("revoked_by__isnull", True)
                    ),
                    models.Q(
                        ("revoked_at__isnull", False),
                        ("revoked_by__isnull", False),
                        models.Q(("revoke_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="yearly_report_revoked_has_reason",
                violation_error_message="收回须写明原因，并记明经办人和时间。",
            ),
        ),
    ]
