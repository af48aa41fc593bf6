"""What anybody may read of levels: where an institution stands on a day, and the decisions that made it so.

Only what was decided and published: no application, no grounds, no name of an officer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from django.db.models import Exists, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from eldercare.models import Rating, RatingDecision
from eldercare.models.decision import letter_number
from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.rules.plaque import Plaque, PlaqueState, Span, Taken
from foundation.civil_time import ONE_DAY

TAKING = (DecisionKind.REVOKE, DecisionKind.CANCEL)
UNRATED = "none"  # beside the levels, what a list may be narrowed by
_LETTER = {
    "code": "letter_code",
    "year": "letter_year",
    "serial": "letter_serial",
    "authority": "authority__name",
}


def with_plaque(rows: QuerySet[Any], *, on: date, institution: str = "institution") -> QuerySet[Any]:
    """Each row with what `plaque_of` reads of its institution; still one query for any number of rows."""
    mine = Rating.objects.current().filter(institution=OuterRef(institution))
    taken = RatingDecision.objects.standing().filter(
        institution=OuterRef(institution), kind__in=TAKING, effective_on__lte=on
    )
    found: QuerySet[Any] = rows.annotate(
        level_held=_span(mine.filter(period__contains=on)),
        level_coming=_span(mine.filter(period__startswith__gt=on).order_by("period__startswith")),
        level_ended=_span(mine.filter(period__endswith__lte=on).order_by("-period__endswith")),
        level_taken=_first(
            taken.order_by("-effective_on", "-pk"), JSONObject(kind="kind", on="effective_on", **_LETTER)
        ),
    )
    return found


def plaque_of(row: Any, *, on: date) -> Plaque:
    """Of a row that was loaded `with_plaque` for that day."""
    taken = row.level_taken
    return Plaque(
        on=on,
        held=_read_span(row.level_held),
        coming=_read_span(row.level_coming),
        ended=_read_span(row.level_ended),
        taken=Taken(DecisionKind(taken["kind"]), date.fromisoformat(taken["on"]), **_read_letter(taken))
        if taken
        else None,
    )


class LevelJson(TypedDict):
    """The level of an institution as `eldercare.api` says it; FIELDS there tells what each means."""

    level: str
    level_name: str
    level_state: str
    level_state_name: str
    level_from: date | None
    level_until: date | None
    level_decision: str
    level_authority: str


def level_json(plaque: Plaque) -> LevelJson:
    """Decision and authority are those the state follows from."""
    held, shown = plaque.held, plaque.shown
    taken = plaque.state in (PlaqueState.REVOKED, PlaqueState.CANCELLED)
    decided = plaque.taken if taken else shown
    return {
        "level": held.level if held else "",
        "level_name": held.level.label if held else "",
        "level_state": plaque.state,
        "level_state_name": plaque.state.label,
        "level_from": shown.first if shown else None,
        "level_until": shown.last if shown else None,
        "level_decision": decided.number if decided else "",
        "level_authority": decided.authority if decided else "",
    }


def holding(level: str, *, on: date, institution: str = "institution") -> Q:
    """A condition on rows: their institution holds this level that day; `UNRATED` means none at all."""
    held = Rating.objects.in_force(on=on).filter(institution=OuterRef(institution))
    return ~Q(Exists(held)) if level == UNRATED else Q(Exists(held.filter(level=level)))


@dataclass(frozen=True)
class PublicDecision:
    """One decision as the public reads it."""

    decided_on: date
    effective_on: date
    kind: DecisionKind
    level: Level | None
    number: str
    authority: str
    spans: tuple[tuple[date, date], ...]  # the days its level holds, as we know them today
    corrects: str  # the number of the decision it stands in the place of
    corrected_by: str

    @property
    def outcome(self) -> str:
        said = self.kind.label
        return f"{said}：{self.level.label}" if self.level else said


def history_of(institution: int) -> list[PublicDecision]:
    """Every decision on a level, the newest first, with the corrections and what they corrected; two queries.

    An application that was refused stays unsaid, unless a level had been given or is given in its place.
    """
    rows = list(
        RatingDecision.objects.filter(institution=institution)
        .select_related("authority", "supersedes", "superseded_by")
        .defer("grounds")
        .order_by("-decided_at", "-pk")
    )
    spans: dict[int, list[tuple[date, date]]] = {}
    for rating in Rating.objects.current().filter(institution=institution).order_by("period"):
        spans.setdefault(rating.decision_id, []).append((rating.first_day, rating.last_day))
    told = _told(rows)
    return [_public(row, tuple(spans.get(row.pk, ()))) for row in rows if row.pk in told]


def _told(rows: Iterable[RatingDecision]) -> set[int]:
    """Whole chains of corrections in which anything but a refusal was ever said."""
    by_pk = {row.pk: row for row in rows}
    told: set[int] = set()
    for row in by_pk.values():
        if row.kind == DecisionKind.REFUSE:
            continue
        told.add(row.pk)
        before, after = row.supersedes_id, getattr(row, "superseded_by", None)
        while before:
            told.add(before)
            before = by_pk[before].supersedes_id
        while after is not None:
            told.add(after.pk)
            after = getattr(by_pk[after.pk], "superseded_by", None)
    return told


def _public(row: RatingDecision, spans: tuple[tuple[date, date], ...]) -> PublicDecision:
    later: RatingDecision | None = getattr(row, "superseded_by", None)
    return PublicDecision(
        decided_on=row.decided_on,
        effective_on=row.effective_on,
        kind=DecisionKind(row.kind),
        level=Level(row.level) if row.level else None,
        number=row.letter_number,
        authority=bureau(row.authority.name),
        spans=spans,
        corrects=row.supersedes.letter_number if row.supersedes else "",
        corrected_by=later.letter_number if later else "",
    )


def bureau(place: str) -> str:
    """Who decides on levels there."""
    return f"{place}民政局"


def _span(ratings: QuerySet[Rating]) -> Subquery:
    letter = {name: f"decision__{path}" for name, path in _LETTER.items()}
    return _first(
        ratings, JSONObject(level="level", first="period__startswith", after="period__endswith", **letter)
    )


def _first(rows: QuerySet[Any], columns: JSONObject) -> Subquery:
    return Subquery(rows.values(columns=columns)[:1], output_field=JSONField())


def _read_span(said: dict[str, Any] | None) -> Span | None:
    if not said:
        return None
    first, after = (date.fromisoformat(said[name]) for name in ("first", "after"))
    return Span(Level(said["level"]), first, after - ONE_DAY, **_read_letter(said))


def _read_letter(said: dict[str, Any]) -> dict[str, str]:
    number = letter_number(said["code"], said["year"], said["serial"])
    return {"number": number, "authority": bureau(said["authority"])}
