"""变更记录: what became of every row of home care, as the database logged it."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from eldercare.models.application import RatingApplication
from eldercare.models.institution import Institution
from eldercare.models.rectification import Rectification
from foundation.models import Division, RowChange
from foundation.models.row_change import RowChangeQuerySet
from foundation.scope import Reader, ScopedQuerySet, places_of, sees_every_place

# What a changed row may belong to (migrations 0003 and 0012); the institution comes first.
OWNERS: tuple[type[models.Model], ...] = (Institution, RatingApplication, Rectification)


class CareChangeQuerySet(RowChangeQuerySet):
    def of_home_care(self) -> Self:
        return self.filter(table_name__startswith="eldercare_")

    def visible_to(self, user: Reader) -> Self:
        """Changes of institutions within reach, of their applications and orders; what belongs to none of them is for
        those who see the whole city."""
        if not (
            isinstance(user, AbstractUser) and user.is_staff and user.has_perm("eldercare.view_carechange")
        ):
            return self.none()
        changes = self.of_home_care()
        if sees_every_place(user) or places_of(user).filter(level=Division.Level.CITY).exists():
            return changes
        within = Q(pk__in=[])
        for owner in OWNERS:
            seen = owner._default_manager.all()
            assert isinstance(seen, ScopedQuerySet)
            within |= Q(owner_table=owner._meta.db_table, owner_id__in=seen.visible_to(user).values("pk"))
        return changes.filter(within)

    def of_institution(self, institution: int) -> Self:
        """What became of it, of its applications and of its orders to correct."""
        whole = Q(owner_table=Institution._meta.db_table, owner_id=institution)
        for owner in OWNERS[1:]:
            own = owner._default_manager.filter(institution=institution).values("pk")
            whole |= Q(owner_table=owner._meta.db_table, owner_id__in=own)
        return self.filter(whole)


class CareChange(RowChange):
    """The same rows, seen from the desk of home care."""

    objects = models.Manager.from_queryset(CareChangeQuerySet)()  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "变更记录"
        default_permissions = ("view",)
