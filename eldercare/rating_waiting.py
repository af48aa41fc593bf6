"""Which applications wait for whom: those whose next step a person may take, by place, part and independence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from eldercare.models import Affiliation, PanelMember, RatingApplication, RatingMove
from eldercare.models.application import RatingApplicationQuerySet
from eldercare.permissions import (
    APPLY_RATING,
    APPROVE_RATING,
    ASSESS_RATING,
    CONFIRM_RATING,
    CONVENE_PANEL,
    REVIEW_RATING,
)
from eldercare.rating_vocabulary import Capacity, RatingStatus
from foundation.models import Jurisdiction

MEMBERS = PanelMember.objects.filter(application=OuterRef("pk"))


def to_review(user: AbstractUser, *, on: date) -> RatingApplicationQuerySet:
    """Handed in, in a township this person is on duty at."""
    rows = _open_to(user, Capacity.TOWNSHIP, RatingStatus.SUBMITTED, on=on)
    return rows.filter(institution__township__code__in=_places(user))


def to_convene(user: AbstractUser, *, on: date) -> RatingApplicationQuerySet:
    """Reviewed, and no group appointed."""
    rows = RatingApplication.objects.visible_to(user).filter(status=RatingStatus.REVIEWED)
    return rows.filter(~Exists(MEMBERS), institution__township__parent__in=_places(user))


def to_assess(user: AbstractUser, *, on: date) -> RatingApplicationQuerySet:
    """In the hands of a group this person sits on."""
    rows = _open_to(user, Capacity.PANEL, RatingStatus.REVIEWED, on=on)
    return rows.filter(Exists(MEMBERS.filter(user__pk=user.pk)))


def to_approve(user: AbstractUser, *, on: date) -> RatingApplicationQuerySet:
    rows = _open_to(user, Capacity.COUNTY, RatingStatus.ASSESSED, on=on)
    return rows.filter(institution__township__parent__in=_places(user))


def to_confirm(user: AbstractUser, *, on: date) -> RatingApplicationQuerySet:
    rows = _open_to(user, Capacity.CITY, RatingStatus.PROPOSED, on=on)
    return rows.filter(institution__township__parent__parent__in=_places(user))


def to_mend(user: AbstractUser, *, on: date) -> RatingApplicationQuerySet:
    """Returned to the applicant; somebody attached to the institution may well mend it."""
    rows = RatingApplication.objects.visible_to(user).filter(status=RatingStatus.RETURNED)
    return rows.filter(~_acted_otherwise(user, Capacity.APPLICANT))


WAITING: dict[str, tuple[str, str, Callable[..., RatingApplicationQuerySet]]] = {
    "review": ("等我初审", REVIEW_RATING, to_review),
    "convene": ("待组成评定组", CONVENE_PANEL, to_convene),
    "assess": ("等我评定", ASSESS_RATING, to_assess),
    "approve": ("等我审批", APPROVE_RATING, to_approve),
    "confirm": ("等我确认", CONFIRM_RATING, to_confirm),
    "mend": ("退回补正", APPLY_RATING, to_mend),
}


def waits_for(user: AbstractUser, *, on: date) -> QuerySet[RatingApplication]:
    """All that waits for this person, in whatever part."""
    wanted = Q(pk__in=[])
    for _title, permission, found in WAITING.values():
        if user.has_perm(permission):
            wanted |= Q(pk__in=found(user, on=on).values("pk"))
    return RatingApplication.objects.filter(wanted)


def _open_to(
    user: AbstractUser, capacity: Capacity, status: RatingStatus, *, on: date
) -> RatingApplicationQuerySet:
    """Seen by this person, who acted in no other part and is attached to nobody: as `rating_door` asks it."""
    attached = Affiliation.objects.on(on).filter(institution=OuterRef("institution"), user__pk=user.pk)
    rows = RatingApplication.objects.visible_to(user).filter(
        ~_acted_otherwise(user, capacity), ~Exists(attached), status=status
    )
    return rows if capacity == Capacity.PANEL else rows.filter(~Exists(MEMBERS.filter(user__pk=user.pk)))


def _acted_otherwise(user: AbstractUser, capacity: Capacity) -> Exists:
    moves = RatingMove.objects.filter(application=OuterRef("pk"), by__pk=user.pk)
    return Exists(moves.exclude(capacity__in=[capacity, ""]))


def _places(user: AbstractUser) -> QuerySet[Jurisdiction, str]:
    return Jurisdiction.objects.of(user).values_list("division__code", flat=True)
