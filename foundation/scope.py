"""Who sees what lies where: a noun belongs to a township, a member of staff to the places they are on duty for."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Value

from foundation.models import Division, Jurisdiction
from foundation.models.division import DivisionQuerySet

Reader = AbstractBaseUser | AnonymousUser
M_co = TypeVar("M_co", bound=models.Model, covariant=True)


def sees_every_place(user: Reader) -> bool:
    """A superuser needs no jurisdiction to look; to decide, everybody does."""
    return isinstance(user, AbstractUser) and user.is_active and user.is_superuser


def places_of(user: Reader) -> DivisionQuerySet:
    """The divisions this person is on duty for, with all that lies in them."""
    if sees_every_place(user):
        return Division.objects.all()
    return Division.objects.filter(Exists(Jurisdiction.objects.of(user).reaching(OuterRef("code"))))


def is_on_duty_at(user: Reader, division: Division) -> bool:
    """Whether this person acts for exactly this division: a county does not decide for its townships, nor the city
    for its counties, and no superuser for anybody."""
    return Jurisdiction.objects.of(user).filter(division=division).exists()


def is_on_duty_over(user: Reader, place: Division) -> bool:
    """Whether this person is on duty for this division or one it lies in; here, too, no superuser without being so."""
    return Jurisdiction.objects.of(user).reaching(Value(place.code)).exists()


class ScopedQuerySet(models.QuerySet[M_co]):
    """A noun seen by those on duty where it lies. `place` is the path to the township."""

    place: ClassVar[str] = "institution__township"

    def visible_to(self, user: Reader) -> Self:
        """Staff who may view the noun see what lies in their places; nobody else sees anything."""
        noun = self.model._meta
        permission = f"{noun.app_label}.view_{noun.model_name}"
        if not (isinstance(user, AbstractUser) and user.is_staff and user.has_perm(permission)):
            return self.none()
        if sees_every_place(user):
            return self.all()
        within: dict[str, Any] = {f"{self.place}__in": places_of(user)}
        return self.filter(**within)
