"""批注: what reviewers say to each other about a place in a text, and how it was settled."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from foundation.lifecycle import Publishable

LONGEST_REMARK = 2000


class RemarkQuerySet(models.QuerySet["Remark"]):
    """Remarks in the words of the editors."""

    def of(self, subject: models.Model) -> Self:
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)

    def about(self, noun: type[models.Model]) -> Self:
        return self.filter(subject_type=ContentType.objects.get_for_model(noun))

    def standing(self) -> Self:
        """Not settled yet."""
        return self.filter(resolved_at__isnull=True)

    def awaiting(self, user: AbstractUser) -> Self:
        """Standing, and the last word is somebody else's."""
        last = RemarkReply.objects.filter(remark=OuterRef("pk")).order_by("-pk").values("by")[:1]
        return (
            self.standing()
            .annotate(last_word=Coalesce(Subquery(last), "by_id", output_field=models.BigIntegerField()))
            .exclude(last_word=user.pk)
        )

    def visible_to(self, user: AbstractUser | AnonymousUser) -> Self:
        """Remarks on what the person may see; the public sees none."""
        if not (isinstance(user, AbstractUser) and user.is_staff and user.has_perm("foundation.view_remark")):
            return self.none()
        nouns = [model for model in apps.get_models() if issubclass(model, Publishable)]
        seen = [
            noun for noun in nouns if user.has_perm(f"{noun._meta.app_label}.view_{noun._meta.model_name}")
        ]
        kinds = ContentType.objects.get_for_models(*seen).values()
        return self.filter(subject_type__in=[kind.pk for kind in kinds])

    def number_on(self, noun: type[models.Model], subjects: Collection[int]) -> dict[int, int]:
        """How many of these remarks each of the subjects bears; none is left out."""
        found = self.about(noun).filter(subject_id__in=subjects).order_by()
        return dict(
            found.values("subject_id").annotate(number=Count("pk")).values_list("subject_id", "number")
        )


class Remark(models.Model):
    """One remark on a place, or on the whole where `anchor` is empty. What was said never changes (a trigger refuses
    it); how it was settled is written once. It comes up again only as a new remark, which names the earlier one.
    """

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name="对象类型")
    subject_id = models.PositiveBigIntegerField("对象编号")
    subject = GenericForeignKey("subject_type", "subject_id")
    subject_label = models.CharField("对象", max_length=300, help_text="批注时对象的名称。")
    anchor = models.CharField("位置", max_length=60, blank=True, help_text="空着的是对整篇的批注。")
    quote = models.CharField("原文", max_length=120, blank=True, help_text="批注时这一处的文字（开头）。")
    digest = models.CharField("原文摘要", max_length=64, blank=True)
    text = models.TextField("批注")
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name="接着"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="remarks", verbose_name="批注人"
    )
    at = models.DateTimeField("时间")
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="remarks_resolved",
        verbose_name="办结人",
    )
    resolved_at = models.DateTimeField("办结时间", null=True, blank=True)
    resolution = models.TextField("处理结果", blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批注"
        default_permissions = ("add", "view")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="remark_by_subject"),
            models.Index(
                fields=["subject_type", "subject_id"],
                condition=Q(resolved_at__isnull=True),
                name="remark_standing",
            ),
            models.Index(fields=["-at", "-id"], name="remark_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="remark_says_something",
                condition=Q(text__regex=r"\S"),
                violation_error_message="请写下批注的内容。",
            ),
            models.CheckConstraint(
                name="remark_quotes_its_place",
                condition=Q(anchor="", quote="", digest="")
                | (~Q(anchor="") & ~Q(quote="") & Q(digest__regex=r"^[0-9a-f]{64}$")),
                violation_error_message="对一处的批注须带着原文，对整篇的不带。",
            ),
            models.CheckConstraint(
                name="remark_is_settled_or_stands",
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True, resolution="")
                | Q(
                    resolved_at__isnull=False,
                    resolved_by__isnull=False,
                    resolved_at__gte=F("at"),
                    resolution__regex=r"\S",
                ),
                violation_error_message="办结批注须写明由谁、何时、怎样处理。",
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 40 else f"{self.text[:39]}…"

    @property
    def is_standing(self) -> bool:
        return self.resolved_at is None


class RemarkReply(models.Model):
    """An answer under a remark that still stands; never changed afterwards."""

    remark = models.ForeignKey(Remark, models.PROTECT, related_name="replies", verbose_name="批注")
    text = models.TextField("回复")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="remark_replies", verbose_name="回复人"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "批注回复"
        default_permissions = ()
        indexes = [models.Index(fields=["remark", "at"], name="remark_reply_by_remark")]
        constraints = [
            models.CheckConstraint(
                name="remark_reply_says_something",
                condition=Q(text__regex=r"\S"),
                violation_error_message="请写下回复的内容。",
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 40 else f"{self.text[:39]}…"
