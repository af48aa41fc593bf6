"""Who sees what lies where: a noun belongs to a township, a member of staff to the places they are on duty for."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast

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


def sees_whole_city(user: Reader) -> bool:
    """Whether nothing lies outside of this person's places, not even what is no longer there."""
    return sees_every_place(user) or places_of(user).filter(level=Division.Level.CITY).exists()


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

    @property
    def view_permission(self) -> str:
        noun = self.model._meta
        return f"{noun.app_label}.view_{noun.model_name}"

    def visible_to(self, user: Reader) -> Self:
        """Staff who may view the noun see what lies in their places; nobody else sees anything."""
        if not (isinstance(user, AbstractUser) and user.is_staff and user.has_perm(self.view_permission)):
            return self.none()
        if sees_every_place(user):
            return self.all()
        within: dict[str, Any] = {f"{self.place}__in": places_of(user)}
        return self.filter(**within)


def about_what_is_seen(user: Reader, *, kind: str, number: str) -> Q:
    """Of a log that names its objects by type (column `kind`) and number: lines about nouns that lie nowhere, and about
    those that lie where this person may look. Who looks at the whole city also sees what has been deleted since."""
    condition = Q()
    for model in apps.get_models():
        rows = model._default_manager.all()
        if not isinstance(rows, ScopedQuerySet):
            continue
        of_kind = Q(**{kind: ContentType.objects.get_for_model(model)})
        seen = rows.visible_to(user)
        if user.has_perm(seen.view_permission) and sees_whole_city(user):  # type: ignore[union-attr]
            continue
        numbers = seen.annotate(written=Cast("pk", CharField())).values("written")
        condition &= ~of_kind | Q(**{f"{number}__in": numbers})
    return condition
