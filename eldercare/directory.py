"""What the public directory asks: which filings are on file, where they lie, and what may be said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, DateField, OuterRef, Subquery, Value
from django.db.models.functions import Greatest, JSONObject
from django.urls import reverse

from eldercare.models import Filing, ServiceOffer
from eldercare.models.filing import FilingQuerySet
from eldercare.public_levels import with_plaque
from foundation.models import Division

COUNTY_DIGITS = 6  # a township's code begins with its county's (division_parent_fits_code)
BY_PLACE = ("institution__township__code", "name", "pk")
# Every column a public page reads. Protected ones are not even fetched.
PUBLIC_COLUMNS = (
    "version",
    "status",
    "path",
    "name",
    "address",
    "registration_authority",
    "registration_number",
    "person_in_charge",
    "service_scope",
    "premises",
    "beds",
    "building_area",
    "land_area",
    "opened_on",
    "filed_on",
    "accepted_on",
    "decided_at",
    "ended_on",
    "receipt_county",
    "receipt_year",
    "receipt_serial",
    "operator__name",
    "authority__name",
    "authority__kind",
    "institution__kind",
    "institution__community",
    "institution__longitude",
    "institution__latitude",
    "institution__nature",
    "institution__operation_mode",
    "institution__profit",
    "institution__opening_hours",
    "institution__service_phone",
    "institution__phone_may_be_public",
    "institution__closed_on",
    "institution__township__code",
    "institution__township__name",
    "institution__township__parent__code",
    "institution__township__parent__name",
    "institution__township__parent__short_name",
)


class County(NamedTuple):
    code: str
    name: str
    short_name: str


class Township(NamedTuple):
    code: str
    name: str


@dataclass(frozen=True)
class CountyOnFile:
    code: str
    short_name: str
    count: int


def on_file() -> FilingQuerySet:
    """What citizens see, place by place."""
    return Filing.objects.public().order_by(*BY_PLACE)


def latest_accepted(institution: int, *, on: date) -> Filing | None:
    """The newest version the authority ever accepted: in force, or what is left of it; its level that day."""
    rows = Filing.objects.filter(institution=institution, accepted_on__isnull=False)
    accepted = with_public_facts(rows, on=on)
    return accepted.order_by("-version").first()


def with_public_facts(filings: FilingQuerySet, *, on: date) -> FilingQuerySet:
    """Beside each filing what `as_json` says of it and nothing else, in one query: `first_accepted_on` is the day the
    institution first came on file, `offered` its services as plain dictionaries, and its level on the day `as_of`."""
    mine = {"institution": OuterRef("institution")}
    first = Filing.objects.filter(**mine, accepted_on__isnull=False).order_by("version")
    offered = ServiceOffer.objects.filter(**mine).order_by("pk")
    columns = JSONObject(service="service", fee="fee", price="price", detail="detail")
    found: FilingQuerySet = (
        with_plaque(filings, on=on)
        .select_related("institution__township__parent", "operator", "authority")
        .only(*PUBLIC_COLUMNS)
        .annotate(
            as_of=Value(on, DateField()),
            first_accepted_on=Subquery(first.values("accepted_on")[:1]),
            offered=ArraySubquery(offered.values(columns=columns)),
        )
    )
    return found


def counties() -> list[County]:
    rows = Division.objects.counties().order_by("code").values_list("code", "name", "short_name")
    return [County(*row) for row in rows]


def townships_on_file() -> list[Township]:
    """Townships that have an institution to show."""
    filed = Filing.objects.public().values("institution__township")
    rows = Division.objects.townships().filter(pk__in=filed).order_by("code").values_list("code", "name")
    return [Township(*row) for row in rows]


def county_of(township: str) -> str:
    return township[:COUNTY_DIGITS]


def count_by_township(filings: FilingQuerySet) -> dict[str, int]:
    """How many of these lie in each township, by its code."""
    counted = filings.order_by().values_list("institution__township__code").annotate(count=Count("pk"))
    return dict(counted)


def count_by_county(by_township: Mapping[str, int]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for township, count in by_township.items():
        counts[county_of(township)] += count
    return dict(counts)


def counties_on_file() -> list[CountyOnFile]:
    """The counties that have something on file, for the doors on other pages: one query."""
    county = "institution__township__parent"
    rows = (
        Filing.objects.public()
        .order_by(f"{county}__code")
        .values_list(f"{county}__code", f"{county}__short_name")
        .annotate(count=Count("pk"))
    )
    return [CountyOnFile(*row) for row in rows]


def last_changes() -> list[tuple[str, datetime]]:
    """The address of each institution on file and when its page last changed, for maps of the site."""
    changed_at = Greatest("decided_at", "institution__updated_at")
    rows = on_file().annotate(changed_at=changed_at).values_list("institution", "changed_at")
    return [(address_of(pk), changed) for pk, changed in rows]


def address_of(institution: int) -> str:
    """`get_absolute_url` for whole directories: resolving five thousand addresses one by one takes half a second."""
    return f"{_address()}{institution}/"


@cache
def _address() -> str:
    return reverse("eldercare:institution_detail", args=[0]).removesuffix("0/")
