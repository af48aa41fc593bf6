"""Where institutions stand in rating on a day: derived from facts in one query, never stored."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from eldercare.models import Filing, Institution, Rating, RatingApplication, RatingDecision
from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.rules.standing import Standing, StandingFacts, still_barring
from foundation.civil_time import ONE_DAY


def with_standing(institutions: QuerySet[Institution], *, on: date) -> QuerySet[Any]:
    """Each institution with what `standing_facts` reads, and `standing`, the same answer found by the database so that a
    list can be narrowed by it. One query for any number of rows."""
    levels = Rating.objects.current().filter(institution=OuterRef("pk"))
    held = levels.filter(period__contains=on)
    coming = levels.filter(period__startswith__gt=on).order_by("period__startswith")
    ended = levels.filter(period__endswith__lte=on).order_by("-period__endswith")
    taken = (
        RatingDecision.objects.standing()
        .filter(institution=OuterRef("pk"), kind__in=TAKEN, effective_on__lte=on)
        .order_by("-effective_on", "-pk")
    )
    applications = RatingApplication.objects.filter(institution=OuterRef("pk"))
    return institutions.annotate(
        on_file=Exists(Filing.objects.in_force().filter(institution=OuterRef("pk"))),
        level_held=Subquery(held.values("level")[:1]),
        held_before=_bound(held, "period__endswith"),
        level_coming=Subquery(coming.values("level")[:1]),
        coming_from=_bound(coming, "period__startswith"),
        ended_before=_bound(ended, "period__endswith"),
        taken_kind=Subquery(taken.values("kind")[:1]),
        taken_on=Subquery(taken.values("effective_on")[:1]),
        is_applying=Exists(applications.open()),
        was_decided=Exists(applications.decided()),
    ).annotate(standing=_standing(on))


def standing_facts(institution: Any, *, on: date) -> StandingFacts:
    """The facts of an institution that was loaded `with_standing` for that day."""
    return StandingFacts(
        on=on,
        is_filed=institution.on_file,
        closed_on=institution.closed_on,
        level=_level(institution.level_held),
        until=_day_before(institution.held_before),
        coming=_level(institution.level_coming),
        coming_from=institution.coming_from,
        ended_on=_day_before(institution.ended_before),
        taken=DecisionKind(institution.taken_kind) if institution.taken_kind else None,
        taken_on=institution.taken_on,
        applying=institution.is_applying,
        was_decided=institution.was_decided,
    )


TAKEN = (DecisionKind.REVOKE, DecisionKind.CANCEL)


def _standing(on: date) -> Case:
    """`eldercare.rules.standing.standing`, said to the database; a test holds the two together."""
    cancelled = Q(taken_kind=DecisionKind.CANCEL)
    taken_last = Q(taken_on__isnull=False) & (
        Q(ended_before__isnull=True) | Q(ended_before__lte=F("taken_on"))
    )
    conditions = (
        (Standing.CLOSED, Q(closed_on__lte=on)),
        (Standing.HELD, Q(level_held__isnull=False)),
        (Standing.COMING, Q(level_coming__isnull=False)),
        (Standing.CANCELLED, cancelled & Q(taken_on__gte=still_barring(on))),
        (Standing.APPLYING, Q(is_applying=True)),
        (Standing.CANCELLED, cancelled & taken_last),
        (Standing.REVOKED, Q(taken_kind=DecisionKind.REVOKE) & taken_last),
        (Standing.EXPIRED, Q(ended_before__isnull=False)),
        (Standing.REFUSED, Q(was_decided=True)),
        (Standing.UNRATED, Q(on_file=True)),
    )
    whens = [When(condition, then=Value(found.value)) for found, condition in conditions]
    return Case(*whens, default=Value(Standing.UNFILED.value), output_field=CharField())


def _bound(levels: QuerySet[Rating], which: str) -> Subquery:
    return Subquery(levels.annotate(bound=F(which)).values("bound")[:1], output_field=DateField())


def _level(value: str | None) -> Level | None:
    return Level(value) if value else None


def _day_before(day: date | None) -> date | None:
    return day - ONE_DAY if day else None
