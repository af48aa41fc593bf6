"""What belongs to a submission: the files that come with its text, its history, and the book of its numbers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from foundation.constraints import is_known
from foundation.private_files import PrivateStorage, telling_nothing
from gazette.submission_lifecycle import SubmissionState, SubmissionVerb


class FileRole(models.TextChoices):
    ATTACHMENT = "attachment", "附件"
    INTERPRETATION = "interpretation", "解读材料"


class SubmissionFile(models.Model):
    """What comes with the text: private, recognised by its content, added and taken away by the unit only."""

    submission = models.ForeignKey(
        "gazette.Submission", models.PROTECT, related_name="files", verbose_name="报送"
    )
    role = models.CharField("种类", max_length=20, choices=FileRole)
    file = models.FileField("文件", storage=PrivateStorage(), upload_to=telling_nothing, max_length=64)
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("文件类型", max_length=10)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="添加人"
    )
    added_at = models.DateTimeField("添加时间")

    class Meta:
        verbose_name = verbose_name_plural = "报送的附件"
        default_permissions = ()
        constraints = [
            is_known("submission_file", "role", FileRole),
            models.CheckConstraint(
                name="submission_file_has_content",
                condition=Q(size__gte=1, sha256__regex=r"^[0-9a-f]{64}$") & ~Q(file="") & ~Q(name=""),
                violation_error_message="附件没有内容。",
            ),
            models.UniqueConstraint(
                name="submission_file_is_once",
                fields=["submission", "sha256"],
                violation_error_message="这件报送已经有内容相同的文件。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SubmissionMove(models.Model):
    """Who moved a submission, when, from where, to where, and why; appended by the door, never changed (a trigger)."""

    submission = models.ForeignKey(
        "gazette.Submission", models.PROTECT, related_name="moves", verbose_name="报送"
    )
    verb = models.CharField("动作", max_length=20, choices=SubmissionVerb)
    from_state = models.CharField("原状态", max_length=20, choices=SubmissionState, blank=True)
    to_state = models.CharField("新状态", max_length=20, choices=SubmissionState)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="submission_moves", verbose_name="经办人"
    )
    at = models.DateTimeField("时间")
    remark = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "报送流转"
        default_permissions = ()
        constraints = [
            is_known("submission_move", "verb", SubmissionVerb),
            is_known("submission_move", "from_state", SubmissionState, blank=True),
            is_known("submission_move", "to_state", SubmissionState),
            models.CheckConstraint(
                name="submission_move_moves",
                condition=~Q(from_state=F("to_state")),
                violation_error_message="状态没有变化，不记入历史。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"


class SubmissionBook(models.Model):
    """The last number given in a year; its row is locked while one is sent, so that numbers have no gap."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    last = models.PositiveIntegerField("最后序号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "报送编号簿"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
