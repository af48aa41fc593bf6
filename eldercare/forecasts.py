"""The forecast of operating subsidies, gathered from the record in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from eldercare.models import Filing, Institution, MoneyRules, Rating
from eldercare.money_facts import span_on_file
from eldercare.rating_vocabulary import Level
from eldercare.rules.forecast import Forecast, Site, forecast
from eldercare.rules.subsidy import Rated, Span

YEARS_AHEAD = 3


def years_after(on: date) -> list[int]:
    return [on.year + number for number in range(1, YEARS_AHEAD + 1)]


def forecast_of(institutions: QuerySet[Institution], *, on: date) -> Forecast:
    """The next three years of these institutions, by county code and year."""
    years = years_after(on)
    editions = list(MoneyRules.objects.published().order_by("-year_from"))
    rules = {
        year: edition.as_rules()
        for year in years
        if (edition := next((one for one in editions if one.year_from <= year), None)) is not None
    }
    return forecast(_sites(institutions, on), on=on, years=years, rules=rules)


def _sites(institutions: QuerySet[Institution], on: date) -> list[Site]:
    """Open, on file and rated from that day on."""
    open_ones = institutions.filter(closed_on__isnull=True)
    counties = dict(open_ones.order_by("pk").values_list("pk", "township__parent__code"))
    rated, filed = _rated(open_ones, on), _filed(open_ones)
    return [
        Site(str(counties[pk]), tuple(levels), tuple(filed[pk]))
        for pk, levels in rated.items()
        if pk in counties and pk in filed
    ]


def _rated(institutions: QuerySet[Institution], on: date) -> dict[int, list[Rated]]:
    rows = Rating.objects.current().filter(institution__in=institutions, period__endswith__gt=on)
    found: dict[int, list[Rated]] = defaultdict(list)
    for row in rows.order_by("period", "pk"):
        found[row.institution_id].append(Rated(Level(row.level), Span(row.first_day, row.last_day)))
    return found


def _filed(institutions: QuerySet[Institution]) -> dict[int, Sequence[Span]]:
    rows = Filing.objects.in_force().filter(institution__in=institutions)
    found: dict[int, Sequence[Span]] = {}
    for pk, accepted_on in rows.values_list("institution", "accepted_on"):
        span = span_on_file(accepted_on, None, None)
        if span is not None:
            found[pk] = (span,)
    return found
