"""What waits in supervision, and for whom: orders past their deadline, accidents without a finding, levels to decide on.

Derived from facts, never stored. Nothing follows from a day that has passed: it surfaces here, and a person decides.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from eldercare.models import Affiliation, Incident, Rating, RatingDecision, Rectification
from eldercare.models.incident import IncidentQuerySet
from eldercare.models.rectification import RectificationQuerySet
from eldercare.rules.rectification import OrderFacts, OrderStage, stage
from foundation.models import Jurisdiction


def with_stage(orders: QuerySet[Rectification], *, on: date) -> QuerySet[Any]:
    """Each order with all that `stage_of` reads, in one query."""
    assert isinstance(orders, RectificationQuerySet)
    levels = Rating.objects.in_force(on=on).filter(institution=OuterRef("institution"))
    decisions = RatingDecision.objects.filter(rectification=OuterRef("pk"))
    return (
        orders.with_deadline()
        .with_last_recheck()
        .annotate(is_decided=Exists(decisions), holds_level=Exists(levels))
    )


def stage_of(order: Any, *, on: date) -> OrderStage:
    """Of an order that was loaded `with_stage` for that day."""
    facts = OrderFacts(
        on=on,
        status=order.status,
        kind=order.kind,
        due_on=order.due_on,
        last_checked_on=order.last_checked_on,
        last_passed=order.last_passed,
        is_decided=order.is_decided,
        holds_level=order.holds_level,
    )
    return stage(facts)


def in_stage(orders: QuerySet[Any], wanted: OrderStage, *, on: date) -> QuerySet[Any]:
    """Orders loaded `with_stage`, narrowed to one stage; `rules.rectification.stage` said to the database, and a test
    holds the two together."""
    is_open, failed = Q(status="open"), Q(status="failed")
    corrected, over = Q(last_passed=True), Q(due_on__lt=on)
    looked = Q(last_checked_on__gt=F("due_on"))
    waits = Q(kind="standard", is_decided=False, holds_level=True)
    if wanted == OrderStage.CLOSED:
        return orders.filter(status="closed")
    if wanted in (OrderStage.TO_DECIDE, OrderStage.FAILED):
        return orders.filter(failed & (waits if wanted == OrderStage.TO_DECIDE else ~waits))
    if wanted == OrderStage.CORRECTED:
        return orders.filter(is_open & corrected)
    # NULL is neither true nor false: nobody has looked yet.
    rest = orders.filter(is_open).exclude(last_passed__isnull=False, last_passed=True)
    if wanted == OrderStage.RUNNING:
        return rest.filter(due_on__gte=on)
    after = rest.filter(over)
    if wanted == OrderStage.UNCORRECTED:
        return after.filter(looked)
    return after.filter(Q(last_checked_on__isnull=True) | Q(last_checked_on__lte=F("due_on")))


def orders_missed(user: AbstractUser, *, on: date) -> RectificationQuerySet:
    """Open past the deadline, in a county this person is on duty at."""
    mine = Rectification.objects.visible_to(user).missed(on=on)
    return mine.filter(institution__township__parent__in=_places(user))


def incidents_to_determine(user: AbstractUser) -> IncidentQuerySet:
    """Nobody has yet said what the accident was found to be."""
    mine = Incident.objects.visible_to(user).undetermined()
    return mine.filter(institution__township__parent__in=_places(user))


def incidents_to_answer(user: AbstractUser, *, on: date) -> QuerySet[Incident]:
    """Major accidents of a day on which a level held, with no word on the level yet: given by an authority this person is
    on duty at; neither recorded nor determined by them, and at no institution they are attached to (N086)."""
    rows = Incident.objects.visible_to(user).to_cancel_for()
    mine = rows.exclude(recorded_by__pk=user.pk).exclude(determined_by__pk=user.pk)
    held = Rating.objects.current().filter(period__contains=OuterRef("happened_on"))
    return mine.filter(_given_by(user, held), ~_attached(user, on))


def orders_to_answer(user: AbstractUser, *, on: date) -> QuerySet[Rectification]:
    """Not corrected in time, with a level still held and no word on it yet; for whom, as above (N090)."""
    rows = Rectification.objects.visible_to(user).to_decide_on()
    mine = rows.exclude(ordered_by__pk=user.pk).exclude(ended_by__pk=user.pk)
    return mine.filter(_given_by(user, Rating.objects.in_force(on=on)), ~_attached(user, on))


def _given_by(user: AbstractUser, held: QuerySet[Rating]) -> Exists:
    mine = Jurisdiction.objects.of(user).values("division")
    return Exists(held.filter(institution=OuterRef("institution"), decision__authority__in=mine))


def _attached(user: AbstractUser, on: date) -> Exists:
    return Exists(Affiliation.objects.on(on).filter(institution=OuterRef("institution"), user__pk=user.pk))


def _places(user: AbstractUser) -> QuerySet[Jurisdiction, str]:
    return Jurisdiction.objects.of(user).values_list("division__code", flat=True)
