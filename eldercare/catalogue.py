"""附件3, the catalogue of a year: who was given a level in that round, as the record stood at the end of any day.

The names, addresses and numbers are those of the application, frozen when it was handed in, so that the catalogue of a
day reads the same whenever it is made. Only the telephone is the one the institution gives out today: a private one of
then is nobody's business.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils.timezone import get_default_timezone

from eldercare.api import full_address, public_phone
from eldercare.directory import address_of
from eldercare.levels import rulings_in
from eldercare.models import Filing, RatingDecision, RatingRound
from eldercare.models.decision import RatingDecisionQuerySet
from eldercare.public_levels import bureau
from eldercare.rating_vocabulary import DecisionKind
from eldercare.rules.catalogue import Result, result_of
from foundation.civil_time import ONE_DAY
from foundation.redaction import redacted

BY_COUNTY = ("institution__township__parent__code", "application__name", "pk")
PUBLIC_COLUMNS = (
    "kind",
    "level",
    "effective_on",
    "letter_code",
    "letter_year",
    "letter_serial",
    "application__name",
    "application__address",
    "application__person_in_charge",
    "application__filing_label",
    "application__registration_label",
    "institution__community",
    "institution__service_phone",
    "institution__phone_may_be_public",
    "institution__township__name",
    "institution__township__parent__name",
    "institution__township__parent__short_name",
    "authority__name",
)


@dataclass(frozen=True)
class CatalogueRow:
    """One line of the form, and beside it what the page links and explains."""

    number: int
    county: str
    name: str
    registration: str
    address: str
    person: str
    phone: str
    result: Result
    decision: str
    authority: str
    url: str  # "" when the institution is no longer in the directory

    @property
    def cells(self) -> tuple[int | str, ...]:
        """In the order of the official columns."""
        return (
            self.number,
            self.county,
            self.name,
            self.registration,
            self.address,
            "　".join(filter(None, (self.person, self.phone))),
            self.result.said,
        )


@dataclass(frozen=True)
class CountyCount:
    """What a year came to in one county."""

    code: str
    name: str
    levels: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.levels.values())


def rounds() -> list[RatingRound]:
    """The years with a round, the newest first."""
    return list(RatingRound.objects.order_by("-year"))


def end_of(day: date) -> datetime:
    """The moment the day is over in Lincang."""
    return datetime.combine(day + ONE_DAY, time.min, tzinfo=get_default_timezone())


def listed(round_: RatingRound, *, on: date, county: str = "") -> RatingDecisionQuerySet:
    """The decisions that gave a level in this round, as they stood at the end of that day."""
    found = RatingDecision.objects.standing_at(end_of(on)).filter(
        application__round=round_, kind=DecisionKind.GRANT
    )
    if county:
        found = found.filter(institution__township__parent__code=county)
    return found.order_by(*BY_COUNTY)


def counted(round_: RatingRound, *, on: date) -> dict[str, dict[str, int]]:
    """How many of each level, by county; one query."""
    rows = (
        listed(round_, on=on)
        .order_by()
        .values_list("institution__township__parent__code", "level")
        .annotate(count=Count("pk"))
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for code, level, count in rows:
        counts[code][level] = count
    return counts


def catalogue_rows(
    decisions: RatingDecisionQuerySet, *, on: date, first_number: int = 1
) -> list[CatalogueRow]:
    """The lines of the form, in a fixed number of queries; `decisions` may be a page of those `listed`."""
    public = Filing.objects.public().filter(institution=OuterRef("institution"))
    rows: list[Any] = list(
        decisions.select_related("application", "institution__township__parent", "authority")
        .only(*PUBLIC_COLUMNS)
        .annotate(is_public=Exists(public))
    )
    results = _results(rows, on=on)
    return [_row(row, results[row.pk], number) for number, row in enumerate(rows, start=first_number)]


def _results(rows: Sequence[RatingDecision], *, on: date) -> dict[int, Result]:
    """What has become of each level by that day, as far as was known then."""
    known = (
        RatingDecision.objects.filter(
            institution__in=[row.institution_id for row in rows], decided_at__lt=end_of(on)
        )
        .select_related("application")
        .only("institution", "kind", "level", "effective_on", "supersedes", "application__applied_on")
        .order_by("pk")
    )
    by_institution: dict[int, list[RatingDecision]] = defaultdict(list)
    for decision in known:
        by_institution[decision.institution_id].append(decision)
    return {row.pk: result_of(rulings_in(by_institution[row.institution_id]), row.pk, on=on) for row in rows}


def _row(row: RatingDecision, result: Result, number: int) -> CatalogueRow:
    application, institution = row.application, row.institution
    assert application is not None  # a level is given on an application
    return CatalogueRow(
        number=number,
        county=institution.county.name,
        name=redacted(application.name),
        registration=_number_in(application.registration_label or application.filing_label),
        address=redacted(full_address(institution, application.address)),
        person=redacted(application.person_in_charge),
        phone=public_phone(institution),
        result=result,
        decision=row.letter_number,
        authority=bureau(row.authority.name),
        url=address_of(institution.pk) if vars(row)["is_public"] else "",
    )


def _number_in(label: str) -> str:
    """附件2 asks for the day and the number in one field; 附件3 for the number."""
    _, _, number = label.partition(" ")
    return number or label


def in_all(counts: Iterable[CountyCount]) -> CountyCount:
    """The whole city."""
    levels: dict[str, int] = defaultdict(int)
    for county in counts:
        for level, count in county.levels.items():
            levels[level] += count
    return CountyCount("", "全市", dict(levels))
