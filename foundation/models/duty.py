"""承办: who is in charge of a document or an issue on its way to publication, until when; every hand-over is kept."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q

LONGEST_NOTE = 300


class EditorialDutyQuerySet(models.QuerySet["EditorialDuty"]):
    """Hand-overs in the words of the editors."""

    def of(self, subject: models.Model) -> Self:
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)

    def about(self, noun: type[models.Model]) -> Self:
        return self.filter(subject_type=ContentType.objects.get_for_model(noun))

    def current(self) -> Self:
        """Not handed on since."""
        return self.filter(ended_at__isnull=True)

    def borne_by(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        return self.filter(person__pk=user.pk)

    def overdue(self, *, on: date) -> Self:
        return self.filter(due_on__lt=on)

    def newest_first(self) -> Self:
        """In the order in which they were written, whatever the clock said."""
        return self.order_by("-pk")


class EditorialDuty(models.Model):
    """One hand-over: from then on this person is in charge, until the next one. Written once (a trigger refuses
    changes); only its end is added, when somebody else takes over.
    """

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name="对象类型")
    subject_id = models.PositiveBigIntegerField("对象编号")
    subject = GenericForeignKey("subject_type", "subject_id")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="editorial_duties", verbose_name="承办人"
    )
    due_on = models.DateField("办理期限", null=True, blank=True)
    note = models.CharField("交办说明", max_length=LONGEST_NOTE, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties_given", verbose_name="交办人"
    )
    at = models.DateTimeField("交办时间")
    ended_at = models.DateTimeField("移交时间", null=True, blank=True)

    objects = EditorialDutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承办"
        default_permissions = ("view",)
        permissions = [("hand_over_duty", "可以交办他人承办的公文和公报")]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="editorial_duty_by_subject"),
            models.Index(
                fields=["person", "due_on"],
                condition=Q(ended_at__isnull=True),
                name="editorial_duty_current",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(ended_at__isnull=True),
                name="editorial_duty_one_in_charge",
                violation_error_message="同时只能有一个承办人。",
            ),
            models.CheckConstraint(
                name="editorial_duty_ends_after_it_began",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("at")),
                violation_error_message="移交不能早于交办。",
            ),
        ]

    def __str__(self) -> str:
        until = f"，{self.due_on:%Y-%m-%d} 前" if self.due_on else ""
        return f"{self.person.get_full_name() or self.person.get_username()}{until}"
