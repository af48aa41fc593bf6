"""What must hold of every rating at every moment, whoever did what in which order. `INVARIANTS` is what the walks look at;
whoever keeps something else that hangs on levels adds a function here that takes the walk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from eldercare.models import (
    Affiliation,
    DecisionBook,
    Finding,
    PanelMember,
    Rating,
    RatingApplication,
    RatingDecision,
    RatingMove,
)
from eldercare.vocabulary import SELF_RUNNING
from foundation.models import Division, RowChange

if TYPE_CHECKING:
    from tests.eldercare.rating_walk import RatingWalk

PEOPLE = ("submitted_by_id", "reviewed_by_id", "assessed_by_id", "approved_by_id", "confirmed_by_id")
RANK = {"": 0, "A": 1, "2A": 2, "3A": 3}
OPEN = {"draft", "submitted", "returned", "reviewed", "assessed", "proposed"}
ONE_DAY = timedelta(days=1)


def nothing_overlaps(walk: RatingWalk) -> None:
    """Every rating as we know it today has a day at least, and no day bears two levels of one institution."""
    last: dict[int, date] = {}
    for row in Rating.objects.current().order_by("institution", "period"):
        assert row.first_day <= row.last_day
        assert row.first_day > last.get(row.institution_id, date.min)
        last[row.institution_id] = row.last_day


def nobody_acts_twice(walk: RatingWalk) -> None:
    """Five columns, five people; one part a person, members and writers of findings among them."""
    parts: dict[tuple[int, int], set[str]] = defaultdict(set)
    for application, person, capacity in RatingMove.objects.exclude(capacity="").values_list(
        "application", "by", "capacity"
    ):
        parts[application, person].add(capacity)
    for application, person in PanelMember.objects.values_list("application", "user"):
        parts[application, person].add("panel")
    for application, person in Finding.objects.values_list("application", "by"):
        parts[application, person].add("panel")
    assert {key: found for key, found in parts.items() if len(found) > 1} == {}
    for row in RatingApplication.objects.all():
        acted = [person for column in PEOPLE if (person := getattr(row, column)) is not None]
        assert len(set(acted)) == len(acted), row.pk


def nobody_attached_acts(walk: RatingWalk) -> None:
    """No line in any but the applicant's part, and no decision, by somebody who was known to be attached that day."""
    moves = RatingMove.objects.exclude(capacity__in=["", "applicant"]).select_related("application")
    for bond in Affiliation.objects.all():
        line, decision = walk.known_from[bond.pk]
        acted = [
            row.at.date()
            for row in moves.filter(
                by=bond.user_id, application__institution=bond.institution_id, pk__gt=line
            )
        ]
        acted += RatingDecision.objects.filter(
            decided_by=bond.user_id, institution=bond.institution_id, pk__gt=decision
        ).values_list("decided_on", flat=True)
        assert not [day for day in acted if bond.since <= day <= (bond.until or date.max)], bond


def history_is_complete(walk: RatingWalk) -> None:
    """Every change of a status has its line and its trace in the log; the last line says where the application stands."""
    lines = defaultdict(list)
    for move in RatingMove.objects.order_by("pk"):
        lines[move.application_id].append((move.from_status, move.to_status))
    traced = defaultdict(list)
    changes = RowChange.objects.filter(table_name="eldercare_ratingapplication").order_by("pk")
    for row_id, before, after in changes.values_list("row_id", "before", "after"):
        if "status" in (after or {}):
            traced[row_id].append(((before or {}).get("status", ""), after["status"]))
    stands = dict(RatingApplication.objects.values_list("pk", "status"))
    assert stands == walk.status
    assert {pk: moves[-1][1] for pk, moves in lines.items()} == stands
    assert traced == lines


def levels_follow_the_decisions(walk: RatingWalk) -> None:
    """Replayed day by day from the decisions as they stand, the levels are those on record."""
    stored: dict[int, dict[date, str]] = defaultdict(dict)
    for row in Rating.objects.current().select_related("decision__superseded_by"):
        assert not hasattr(row.decision, "superseded_by"), row
        for day in days(row.first_day, row.last_day):
            stored[row.institution_id][day] = row.level
    for site, rows in by_institution(RatingDecision.objects.select_related("application")).items():
        assert replayed(rows) == stored.pop(site, {})
    assert stored == {}


def days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(number) for number in range((last - first).days + 1))


def by_institution(rows: Iterable[RatingDecision]) -> dict[int, list[RatingDecision]]:
    found = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.pk):
        found[row.institution_id].append(row)
    return found


def years_on(day: date, years: int) -> date:
    """The day of the same number, or the last of February."""
    leap = (day.month, day.day) == (2, 29) and (day.year + years) % 4
    return date(day.year + years, day.month, 28 if leap else day.day)


def replayed(rows: list[RatingDecision]) -> dict[date, str]:
    """Each decision in its turn, a correction in the turn of what it corrects."""
    newest = {row.supersedes_id: row for row in rows if row.supersedes_id}
    levels: dict[date, tuple[str, date]] = {}
    for row in [row for row in rows if not row.supersedes_id]:
        while row.pk in newest:
            row = newest[row.pk]
        first = row.effective_on
        if row.kind == "grant":
            assert row.application is not None and row.application.applied_on is not None
            levels = {day: held for day, held in levels.items() if day < first}
            levels |= dict.fromkeys(days(first, years_on(first, 3)), (row.level, row.application.applied_on))
        elif row.kind == "lower":
            levels = {
                day: (row.level, held[1]) if day >= first and RANK[held[0]] > RANK[row.level] else held
                for day, held in levels.items()
            }
        elif row.kind == "revoke":
            levels = {day: held for day, held in levels.items() if day < first}
        elif row.kind == "cancel":
            bar = years_on(first, 2)
            levels = {day: held for day, held in levels.items() if day < first or held[1] > bar}
    return {day: level for day, (level, _) in levels.items()}


def bars_hold(walk: RatingWalk) -> None:
    """Nothing is granted on an application that was made while a cancellation known by then barred site or operator."""
    decisions = list(RatingDecision.objects.select_related("application", "operator"))
    gone = {row.supersedes_id for row in decisions}
    cancelled = [row for row in decisions if row.kind == "cancel" and row.pk not in gone]
    for grant in decisions:
        if grant.kind != "grant" or grant.supersedes_id:
            continue
        assert grant.application is not None and grant.application.applied_on is not None
        for bar in cancelled:
            carried = bar.operator_id == grant.operator_id and grant.operator.kind not in SELF_RUNNING
            if bar.pk < grant.pk and (bar.institution_id == grant.institution_id or carried):
                assert grant.application.applied_on > years_on(bar.effective_on, 2), (bar.pk, grant.pk)


def numbers_have_no_gap(walk: RatingWalk) -> None:
    given = defaultdict(list)
    for code, year, serial in RatingDecision.objects.order_by("pk").values_list(
        "letter_code", "letter_year", "letter_serial"
    ):
        given[code, year].append(serial)
    assert given == {book: list(range(1, len(serials) + 1)) for book, serials in given.items()}
    assert {(book.code, book.year): book.last for book in DecisionBook.objects.all()} == {
        book: len(serials) for book, serials in given.items()
    }


def one_application_a_year(walk: RatingWalk) -> None:
    rounds = defaultdict(int)
    on_the_way = defaultdict(int)
    for site, round_, status in RatingApplication.objects.values_list("institution", "round", "status"):
        rounds[site, round_] += status != "withdrawn"
        on_the_way[site] += status in OPEN
    assert max(rounds.values(), default=0) <= 1
    assert max(on_the_way.values(), default=0) <= 1


def each_level_has_its_authority(walk: RatingWalk) -> None:
    """One first decision for each application that was decided, no higher than the group found; 3A by the city alone."""
    decided = dict.fromkeys(
        RatingApplication.objects.filter(status__in=["decided", "refused"]).values_list("pk", flat=True), 0
    )
    for row in RatingDecision.objects.select_related("application", "authority"):
        if row.level == "3A" and row.kind == "grant":
            assert row.authority.level == Division.Level.CITY
        if row.application is not None and not row.supersedes_id:
            decided[row.application_id] += 1  # type: ignore[index]
            assert RANK[row.level] <= RANK[row.application.panel_level]
    assert set(decided.values()) <= {1}


INVARIANTS: list[Callable[[RatingWalk], None]] = [
    nothing_overlaps,
    nobody_acts_twice,
    nobody_attached_acts,
    history_is_complete,
    levels_follow_the_decisions,
    bars_hold,
    numbers_have_no_gap,
    one_application_a_year,
    each_level_has_its_authority,
]
