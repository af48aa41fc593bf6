"""导入: a file brought in at the desk, what was read of it, and what the editor decided before accepting it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.models import Reading
from documents.reading.files.printed import MAX_BYTES
from foundation.models import Unit
from gazette.models.issue import Issue


class UploadKind(models.TextChoices):
    ISSUE = "issue", "整期公报"
    DOCUMENT = "document", "单个公文"


class UploadState(models.TextChoices):
    WAITING = "waiting", "待核对"
    ACCEPTED = "accepted", "已接受"
    DISCARDED = "discarded", "已放弃"


class UploadQuerySet(models.QuerySet["Upload"]):
    def waiting(self) -> Self:
        """What an editor still has to check."""
        return self.filter(state=UploadState.WAITING)

    def light(self) -> Self:
        """Without the file and what was read: lists need neither."""
        return self.defer("content", "lines", "answer", "findings")


class Upload(models.Model):
    """One uploaded file. The state is written by `gazette.uploads` only: waiting → accepted | discarded."""

    name = models.CharField("文件名", max_length=200)
    content = models.BinaryField("文件内容", help_text="放弃后不再保留。")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("字节数")
    kind = models.CharField("类型", max_length=10, choices=UploadKind)
    issue = models.ForeignKey(
        Issue,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="uploads",
        verbose_name="期次",
        help_text="单个公文：列入哪一期目录；整期公报：接受后成为哪一期。",
    )
    state = models.CharField("状态", max_length=10, choices=UploadState, default=UploadState.WAITING)
    lines = models.JSONField("各行去向", default=list, help_text="行号、原文、去向、页码。")
    answer = models.JSONField("读到的内容", default=dict)
    findings = models.JSONField("校对发现", default=list, help_text="校对规则在文中发现的疑点，供核对时看。")
    reading = models.ForeignKey(
        Reading, models.SET_NULL, null=True, blank=True, related_name="uploads", verbose_name="读入记录"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decided_uploads",
        verbose_name="经办人",
    )
    decided_at = models.DateTimeField("接受或放弃时间", null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        default_permissions = ("view", "add", "accept")
        constraints = [
            models.CheckConstraint(
                name="upload_kind_is_known",
                condition=Q(kind__in=["issue", "document"]),
                violation_error_message="没有这种类型。",
            ),
            models.CheckConstraint(
                name="upload_state_has_its_time",
                condition=Q(state="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | Q(state__in=["accepted", "discarded"], decided_at__isnull=False, decided_by__isnull=False),
                violation_error_message="接受或放弃的导入须记明经办人和时间，待核对的不能有。",
            ),
            models.CheckConstraint(
                name="upload_size_is_allowed",
                condition=Q(size__gte=1, size__lte=MAX_BYTES),
                violation_error_message="文件不能为空，也不能超过20MB。",
            ),
            models.UniqueConstraint(
                name="upload_waits_once",
                fields=["sha256"],
                condition=Q(state="waiting"),
                violation_error_message="同一个文件已经在等待核对。",
            ),
        ]
        indexes = [models.Index(fields=["state", "-uploaded_at"], name="upload_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        return self.state == UploadState.WAITING


class Subject(models.TextChoices):
    UNIT = "unit", "单位"
    PERSON = "person", "人物"


class Choice(models.TextChoices):
    ALIAS = "alias", "作为别名"
    CREATE = "create", "新建"
    DISMISS = "dismiss", "不是单位"
    KEEP = "keep", "按原样保留"


class UploadDecision(models.Model):
    """What the editor decided about one printed name. It takes effect when the upload is accepted, not before.

    The chosen unit or person is kept by name: what became of it meanwhile is looked at when it takes effect.
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="decisions", verbose_name="导入")
    subject = models.CharField("对象", max_length=10, choices=Subject)
    printed = models.CharField("印刷写法", max_length=120)
    choice = models.CharField("决定", max_length=10, choices=Choice)
    name = models.CharField("名称", max_length=120, blank=True)
    short_name = models.CharField("简称", max_length=60, blank=True)
    level = models.CharField("层级", max_length=10, choices=Unit.Level, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="upload_decisions", verbose_name="决定人"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "导入时的决定"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="upload_decision_is_once",
                fields=["upload", "subject", "printed"],
                violation_error_message="这个名称已经有了决定，请先撤销。",
            ),
            models.CheckConstraint(
                name="upload_decision_is_known",
                condition=Q(subject="unit", choice__in=["alias", "create", "dismiss", "keep"])
                | Q(subject="person", choice__in=["alias", "keep"]),
                violation_error_message="没有这种决定。",
            ),
            models.CheckConstraint(
                name="upload_decision_names_its_object",
                condition=(Q(choice__in=["alias", "create"]) & ~Q(name=""))
                | Q(choice__in=["dismiss", "keep"], name=""),
                violation_error_message="请写明是哪个单位或人物。",
            ),
            models.CheckConstraint(
                name="upload_decision_new_unit_has_level",
                condition=(Q(choice="create") & ~Q(level="")) | (~Q(choice="create") & Q(level="")),
                violation_error_message="新建单位须选择层级。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printed}：{self.get_choice_display()}{self.name}"
