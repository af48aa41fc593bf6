"""The history of every lifecycle: who moved what, when, from where, to where, and why."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q

from foundation.lifecycle import Status, Verb


class StatusChangeQuerySet(models.QuerySet["StatusChange"]):
    def of(self, subject: models.Model) -> Self:
        """The history of one object, whatever its kind."""
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)

    def about(self, noun: type[models.Model]) -> Self:
        """The histories of all objects of a kind."""
        return self.filter(subject_type=ContentType.objects.get_for_model(noun))

    def last_of_each(self) -> Self:
        """Only the newest step of each object: the one that was written last, whatever the clock said."""
        return self.order_by("subject_type", "subject_id", "-pk").distinct("subject_type", "subject_id")


# Steps of the history that leave the object where it stands.
STANDING = (Verb.SCHEDULE, Verb.UNSCHEDULE)


class StatusChange(models.Model):
    """One move, appended by the door that made it and never changed afterwards (a trigger refuses it).

    The database itself appends 审核失效 when the content changes (`foundation.review_guard`), in the name of whoever
    `foundation.acting` told it of.
    """

    subject_type = models.ForeignKey(
        ContentType, verbose_name="对象类型", on_delete=models.PROTECT, related_name="+"
    )
    subject_id = models.PositiveBigIntegerField("对象编号")
    subject = GenericForeignKey("subject_type", "subject_id")
    subject_label = models.CharField(
        "对象", max_length=300, help_text="变更时对象的名称，对象以后改名也不变。"
    )
    verb = models.CharField("动作", max_length=20, choices=Verb)
    from_status = models.CharField("原状态", max_length=20, choices=Status)
    to_status = models.CharField("新状态", max_length=20, choices=Status)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="status_changes",
        help_text="内容改动使审核失效的，由数据库记入，可能不知道是谁。",
    )
    at = models.DateTimeField("时间")
    remark = models.TextField("说明", blank=True, help_text="退回、撤回须写明原因。")
    content_mark = models.PositiveBigIntegerField(
        "内容版号", null=True, blank=True, help_text="办理的是内容的哪一版；三审制度启用前的没有记。"
    )

    objects = StatusChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "状态变更"
        verbose_name_plural = "状态变更"
        default_permissions = ("view",)
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="status_change_by_subject")]
        constraints = [
            models.CheckConstraint(
                name="status_change_moves",
                condition=~Q(from_status=F("to_status"))
                | Q(verb__in=STANDING, from_status=Status.FINAL_REVIEW),
                violation_error_message="状态没有变化，不记入历史。",
            ),
            models.CheckConstraint(
                name="status_change_has_its_author",
                condition=Q(by__isnull=False) | Q(verb=Verb.VOID),
                violation_error_message="除审核失效外，每一步须有经办人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}：{self.subject_label}"
