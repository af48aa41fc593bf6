"""辖区: where a member of staff is on duty, and so whose affairs they see."""

from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, ExpressionWrapper, F, OuterRef, Value, When
from django.db.models.functions import Left

from foundation.models.division import Division


class JurisdictionQuerySet(models.QuerySet["Jurisdiction"]):
    def of(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        return self.filter(user__pk=user.pk)

    def reaching(self, code: OuterRef | Value) -> Self:
        """Those whose division is the place with this code or lies above it: codes grow from city to township."""
        prefix = Case(
            When(division__level=Division.Level.CITY, then=Left("division__code", 4)),
            default=F("division__code"),
        )
        place = ExpressionWrapper(code, output_field=models.CharField())
        return self.alias(prefix=prefix, place=place).filter(place__startswith=F("prefix"))


class Jurisdiction(models.Model):
    """One person on duty for one division and all that lies in it; one person may be on duty for several."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="jurisdictions", verbose_name="账号"
    )
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        related_name="jurisdictions",
        verbose_name="辖区",
        help_text="乡镇（街道）只看本乡镇（街道），县（区）看全县（区），市级看全市。",
    )

    objects = JurisdictionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "辖区"
        constraints = [
            models.UniqueConstraint(
                name="jurisdiction_is_once",
                fields=["user", "division"],
                violation_error_message="这个账号已经有这个辖区。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.division}"
