"""What the decisions on an institution come to: its levels over time, and the rows that keep them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from eldercare.models import Institution, Rating, RatingDecision
from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.rules.timeline import Held, Ruling, timeline
from foundation.civil_time import ONE_DAY
from foundation.search.indexing import follow, forget


def rulings_of(institution: Institution) -> list[Ruling]:
    """The decisions of an institution as they stand."""
    rows = RatingDecision.objects.filter(institution=institution).select_related("application").order_by("pk")
    return rulings_in(list(rows))


def rulings_in(rows: Sequence[RatingDecision]) -> list[Ruling]:
    """Decisions of one institution in the order in which they were first made; a correction among them stands where the
    corrected one stood."""
    by_corrected = {row.supersedes_id: row for row in rows if row.supersedes_id}
    found = []
    for row in rows:
        if row.supersedes_id:
            continue
        while row.pk in by_corrected:
            row = by_corrected[row.pk]
        level = Level(row.level) if row.level else None
        applied_on = row.application.applied_on if row.application else None
        found.append(Ruling(row.pk, DecisionKind(row.kind), row.effective_on, level, applied_on))
    return found


def levels_of(institution: Institution) -> tuple[Held, ...]:
    """The levels of the institution over time, as the decisions say."""
    return timeline(rulings_of(institution))


def keep_levels(institution: Institution, *, decision: RatingDecision, at: datetime) -> None:
    """Bring the rows in step with the decisions after one was added. The institution is locked by the caller.

    Rows that no longer hold are superseded by the decision, never rewritten: what was known before stays on record.
    From the same moment on the search says nothing of the levels that were.
    """
    wanted = {(held.level, held.first, held.last): held for held in levels_of(institution)}
    for row in Rating.objects.current().filter(institution=institution):
        if wanted.pop((Level(row.level), row.first_day, row.last_day), None) is None:
            # Who decides second may have read the clock first, and then waited for the first.
            row.superseded_by, row.superseded_at = decision, max(at, row.recorded_at)
            row.save(update_fields=["superseded_by", "superseded_at"])
    Rating.objects.bulk_create(
        Rating(
            institution=institution,
            level=held.level,
            period=DateRange(held.first, held.last + ONE_DAY),
            decision_id=held.source,
            recorded_at=at,
        )
        for held in wanted.values()
    )
    forget(institution)
    follow(institution)


def level_held(institution: Institution, *, on: date) -> Rating | None:
    return Rating.objects.in_force(on=on).filter(institution=institution).select_related("decision").first()
