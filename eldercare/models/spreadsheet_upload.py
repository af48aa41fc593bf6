"""表格导入: a spreadsheet between its preview and its confirmation. It holds identity numbers, so it lies sealed, only
its uploader sees it, and nothing of it is left once it is imported, discarded or a day old."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from eldercare.vocabulary import SpreadsheetState
from foundation.constraints import is_known
from foundation.tables import LIMIT

KEPT_FOR = timedelta(days=1)
NOTHING = b""


class SpreadsheetUploadQuerySet(models.QuerySet["SpreadsheetUpload"]):
    def of(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """What this person brought in; nobody else's business, superusers included."""
        return self.filter(uploaded_by__pk=user.pk)

    def waiting(self) -> Self:
        return self.filter(state=SpreadsheetState.WAITING)

    def stale(self, *, at: datetime) -> Self:
        """Those whose content has lain long enough."""
        return self.exclude(content=NOTHING, report=NOTHING, leftovers=NOTHING).filter(
            uploaded_at__lt=at - KEPT_FOR
        )


class SpreadsheetUpload(models.Model):
    """One file. Written by `eldercare.actions` only: waiting → imported | discarded."""

    name = models.CharField("文件名", max_length=200)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    state = models.CharField(
        "状态", max_length=10, choices=SpreadsheetState, default=SpreadsheetState.WAITING
    )
    content = models.BinaryField("表格内容", help_text="加密；导入或放弃后不再保留。")
    report = models.BinaryField("核对结果", help_text="加密；导入或放弃后不再保留。")
    leftovers = models.BinaryField(
        "有问题的行",
        default=NOTHING,
        help_text="加密；只导入没有问题的行时，其余的行留待下载改正，至多一天。",
    )
    new = models.PositiveIntegerField("新建")
    changed = models.PositiveIntegerField("改动")
    unchanged = models.PositiveIntegerField("不变")
    wrong = models.PositiveIntegerField("有问题")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    closed_at = models.DateTimeField("导入或放弃时间", null=True, blank=True)

    objects = SpreadsheetUploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "表格导入"
        default_permissions = ()
        constraints = [
            is_known("spreadsheet_upload", "state", SpreadsheetState),
            models.CheckConstraint(
                name="spreadsheet_upload_has_file",
                condition=Q(size__gte=1, size__lte=LIMIT, sha256__regex=r"^[0-9a-f]{64}$") & ~Q(name=""),
                violation_error_message=f"文件不能为空，也不能超过 {LIMIT >> 20} MB。",
            ),
            models.CheckConstraint(
                name="spreadsheet_upload_content_waits",
                condition=(
                    Q(state=SpreadsheetState.WAITING, closed_at__isnull=True)
                    & ~Q(content=NOTHING)
                    & ~Q(report=NOTHING)
                )
                | (
                    ~Q(state=SpreadsheetState.WAITING)
                    & Q(closed_at__isnull=False, content=NOTHING, report=NOTHING)
                ),
                violation_error_message="表格内容只在等待确认时保留；导入或放弃须记明时间。",
            ),
            models.CheckConstraint(
                name="spreadsheet_upload_leftovers_are_of_an_import",
                condition=Q(leftovers=NOTHING) | Q(state=SpreadsheetState.IMPORTED, wrong__gte=1),
                violation_error_message="只有导入以后才留下有问题的行。",
            ),
        ]
        indexes = [models.Index(fields=["uploaded_by", "-uploaded_at"], name="spreadsheet_by_person")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        return self.state == SpreadsheetState.WAITING
