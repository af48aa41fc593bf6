"""What happens beside the applications on a random walk: accidents, orders, corrections, bonds and new operators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model, QuerySet

from eldercare import actions
from eldercare.models import (
    Affiliation,
    Incident,
    Institution,
    Rating,
    RatingApplication,
    RatingDecision,
    RatingMove,
    Rectification,
)
from eldercare.rating_vocabulary import DecisionKind, IncidentKind, Level, OrderKind, RatingStatus
from eldercare.rules.timeline import barred_until
from tests import care

if TYPE_CHECKING:
    from tests.eldercare.rating_walk import RatingWalk

M = TypeVar("M", bound=Model)


def record(walk: RatingWalk, site: Institution) -> None:
    """An accident, sometimes long ago, mostly while a level held."""
    day = walk.on - timedelta(days=walk.dice.choice([-1, 0, 1, 5, 40, 400, 900]))
    held = _one_of(walk, Rating.objects.current().filter(institution=site))
    if held is not None and walk.dice.random() < 0.7:
        day = min(walk.on, held.first_day + timedelta(days=walk.dice.randrange(900)))
    actions.record_incident(
        site,
        kind=walk.dice.choice(list(IncidentKind)),
        happened_on=day,
        summary=walk.word(),
        by=walk.somebody("township", "county"),
        at=walk.at,
    )


def determine(walk: RatingWalk, site: Institution) -> None:
    found = _one_of(walk, Incident.objects.filter(institution=site, is_major=None))
    if found is not None:
        actions.determine_incident(
            found,
            is_major=walk.dice.random() < 0.8,
            determination="示例认定书",
            determined_on=walk.on,
            by=walk.somebody("county"),
            at=walk.at,
        )


def cancel(walk: RatingWalk, site: Institution) -> None:
    found = _one_of(walk, Incident.objects.filter(institution=site).exclude(is_major=None))
    if found is None:
        return
    ended = [
        row.pk
        for row in RatingApplication.objects.open().filter(institution=site)
        if (row.applied_on or walk.on) <= barred_until(found.happened_on)
    ]
    actions.cancel_level(found, grounds=walk.word(), by=walk.somebody("county", "city"), at=walk.at)
    walk.status |= dict.fromkeys(ended, RatingStatus.ENDED)


def order(walk: RatingWalk, site: Institution) -> None:
    actions.order_rectification(
        site,
        kind=walk.dice.choice([OrderKind.STANDARD, OrderKind.STANDARD, OrderKind.DIVERSION]),
        requirement=walk.word(),
        deadline=walk.on + timedelta(days=walk.dice.choice([0, 1, 5, 30])),
        by=walk.somebody("county"),
        at=walk.at,
    )


def neglect(walk: RatingWalk, site: Institution) -> None:
    """An order nobody follows, as a clerk who knows what to do writes it down."""
    clerk = walk.people["county"][0]
    made = actions.order_rectification(
        site,
        kind=OrderKind.STANDARD,
        requirement="示例要求",
        deadline=walk.on + timedelta(days=1),
        by=clerk,
        at=walk.at,
    )
    walk.on += timedelta(days=2)
    actions.record_recheck(
        made, checked_on=walk.on, passed=False, remark="示例：没有整改。", by=clerk, at=walk.at
    )
    actions.fail_rectification(made, outcome="示例：没有整改。", by=clerk, at=walk.at)


def follow_up(walk: RatingWalk, site: Institution) -> None:
    found = _one_of(walk, Rectification.objects.open().filter(institution=site))
    if found is None:
        return
    by, at = walk.somebody("county"), walk.at
    deed = walk.dice.choice(["extend", "recheck", "recheck", "recheck", "close", "fail", "fail", "fail"])
    if deed == "extend":
        until = walk.on + timedelta(days=walk.dice.choice([0, 10, 40]))
        actions.extend_deadline(found, until=until, reason=walk.word(), by=by, at=at)
    elif deed == "recheck":
        passed = walk.dice.random() < 0.2
        actions.record_recheck(found, checked_on=walk.on, passed=passed, remark=walk.word(), by=by, at=at)
    elif deed == "close":
        actions.close_rectification(found, outcome=walk.word(), by=by, at=at)
    else:
        actions.fail_rectification(found, outcome=walk.word(), by=by, at=at)


def lower(walk: RatingWalk, site: Institution) -> None:
    found = _one_of(walk, Rectification.objects.filter(institution=site, status="failed", decisions=None))
    if found is not None:
        level = walk.dice.choice([None, Level.A, Level.A, Level.AA])
        by = walk.somebody("county", "city")
        actions.lower_or_revoke(found, level=level, grounds=walk.word(), by=by, at=walk.at)


def correct(walk: RatingWalk, site: Institution) -> None:
    found = _one_of(walk, RatingDecision.objects.filter(institution=site))
    if found is None:
        return
    kind = walk.dice.choice([DecisionKind(found.kind), *DecisionKind])
    gives = kind in (DecisionKind.GRANT, DecisionKind.LOWER)
    day = found.effective_on + timedelta(days=walk.dice.choice([0, 0, 0, 1, 30, -1, -200, 900]))
    actions.correct_decision(
        found,
        kind=kind,
        level=walk.dice.choice(list(Level)) if gives else None,
        effective_on=day,
        grounds=walk.word(),
        by=walk.somebody("county", "city"),
        at=walk.at,
    )


def attach(walk: RatingWalk, site: Institution) -> None:
    """Somebody is attached to the site for a while: a fact of the record, no verb."""
    person = walk.dice.choice([user for users in walk.people.values() for user in users])
    until = walk.on + timedelta(days=walk.dice.choice([0, 5, 20]))
    bond, is_new = Affiliation.objects.get_or_create(
        user=person, institution=site, bond="relative", since=walk.on, defaults={"until": until}
    )
    if is_new:  # what was done earlier that day was done before anybody knew
        walk.known_from[bond.pk] = last_line(), last_decision()


def succeed(walk: RatingWalk, site: Institution) -> None:
    successor = walk.dice.choice([row.operator for row in walk.institutions])
    if walk.dice.random() < 0.3:
        successor = care.operator("company", county=site.county)
    actions.succeed(
        site, successor=successor, on=walk.on, basis="示例协议", by=walk.somebody("county"), at=walk.at
    )


def last_line() -> int:
    return RatingMove.objects.order_by("pk").values_list("pk", flat=True).last() or 0


def last_decision() -> int:
    return RatingDecision.objects.order_by("pk").values_list("pk", flat=True).last() or 0


def _one_of(walk: RatingWalk, rows: QuerySet[M]) -> M | None:
    found = list(rows.order_by("pk"))
    return walk.dice.choice(found[-6:]) if found else None


BESIDE: dict[str, tuple[int, Callable[[RatingWalk, Institution], None]]] = {
    "record": (6, record),
    "determine": (6, determine),
    "cancel": (7, cancel),
    "order": (4, order),
    "follow_up": (8, follow_up),
    "neglect": (3, neglect),
    "lower": (9, lower),
    "correct": (7, correct),
    "attach": (2, attach),
    "succeed": (1, succeed),
}
