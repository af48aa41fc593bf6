"""A card: one institution with all that a row of the spreadsheet says of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from eldercare.models import (
    Filing,
    Institution,
    Licence,
    Operator,
    Registration,
    ServiceOffer,
    StaffCount,
    Succession,
)
from eldercare.vocabulary import Fee, LicenceKind, Service
from foundation.models import Division

# The tables a row may write to, in the order in which they refer to each other.
PARTS: dict[str, type[models.Model]] = {
    "operator": Operator,
    "institution": Institution,
    "registration": Registration,
    "staff": StaffCount,
    "food": Licence,
    "medical": Licence,
    "services": ServiceOffer,
}
LICENCE_KINDS = {"food": LicenceKind.FOOD, "medical": LicenceKind.MEDICAL}
_ORDER = {service: place for place, service in enumerate(Service.values)}


@dataclass(frozen=True)
class Place:
    county: str
    township: str


class Change(NamedTuple):
    """What a cell changes: the values before and after, as the tables hold them."""

    before: object
    after: object


@dataclass
class Services:
    """What is offered, and at which fee."""

    offered: dict[str, str]


def in_order(offered: dict[str, str]) -> dict[str, str]:
    """In the order of the notice."""
    return dict(sorted(offered.items(), key=lambda pair: _ORDER[pair[0]]))


@dataclass
class Card:
    """Parts that are not on record are None until a row speaks of them; what a row changes is noted by part."""

    institution: Institution
    operator: Operator | None = None
    registration: Registration | None = None
    staff: StaffCount | None = None
    food: Licence | None = None
    medical: Licence | None = None
    services: Services = field(default_factory=lambda: Services({}))
    before: Operator | None = None  # who runs it by the record
    is_handed_in: bool = False  # then the operator changes by a succession only
    is_confirmed: bool = False  # 号码已核对
    outcome: Any = None  # the row's result, which is changed when the database refuses the row after all
    touched: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    changes: dict[str, Change] = field(default_factory=dict)  # by the key of the column
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def fresh(self) -> Card:
        """The same records for another row that speaks of them."""
        blank = Card(self.institution)
        return replace(self, touched=blank.touched, changes={}, wrong=blank.wrong, is_confirmed=False)

    def note(self, key: str, before: object, after: object) -> None:
        """A cell changes something."""
        part, _, attribute = key.partition("__")
        self.touched[part].add(attribute)
        self.changes[key] = Change(before, after)

    @property
    def is_new(self) -> bool:
        return self.institution._state.adding

    @property
    def township(self) -> Division | None:
        return self.institution.township if self.institution.township_id else None

    @property
    def place(self) -> Place | None:
        if self.township is None:
            return None
        return Place(self.institution.county.name, self.township.name)


def with_cards(institutions: QuerySet[Institution]) -> QuerySet[Institution]:
    """Load beside each institution what its card is made of, in a fixed number of queries."""
    mine = OuterRef("pk")
    return (
        institutions.select_related("township__parent", "operator")
        .annotate(
            was_handed_in=Exists(Filing.objects.filter(institution=mine, submitted_at__isnull=False)),
            was_handed_over=Exists(Succession.objects.filter(institution=mine)),
        )
        .prefetch_related(
            Prefetch("registrations", Registration.objects.in_force().order_by("pk"), to_attr="registered"),
            Prefetch("staff_counts", StaffCount.objects.order_by("-counted_on"), to_attr="counted"),
            Prefetch("licences", Licence.objects.order_by("-issued_on", "-pk"), to_attr="licensed"),
            Prefetch("services", ServiceOffer.objects.order_by("pk"), to_attr="offers"),
        )
    )


def card_of(institution: Institution) -> Card:
    """The card of an institution that was loaded `with_cards`: the registration in force, the newest of the rest."""
    loaded = vars(institution)
    licence = {row.kind: row for row in reversed(loaded["licensed"])}
    return Card(
        institution,
        operator=institution.operator,
        registration=next(iter(loaded["registered"]), None),
        staff=next(iter(loaded["counted"]), None),
        services=Services(in_order({row.service: row.fee for row in loaded["offers"]})),
        before=institution.operator,
        is_handed_in=loaded["was_handed_in"] or loaded["was_handed_over"],
        food=licence.get(LicenceKind.FOOD),
        medical=licence.get(LicenceKind.MEDICAL),
    )


def services_as_written(offered: dict[str, str]) -> str:
    """助餐（低偿）、助浴: the way a cell says it."""
    return "、".join(
        Service(service).label + ("" if fee == Fee.FREE else f"（{Fee(fee).label}）")
        for service, fee in offered.items()
    )
