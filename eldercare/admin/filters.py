"""What lists of the home-care desk are narrowed by: places within reach, where things stand, clocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from eldercare import standing
from eldercare.models import Filing, Institution
from eldercare.rating_vocabulary import Level
from eldercare.rules.standing import NAMES, Standing
from eldercare.vocabulary import FilingStatus
from foundation.models import Division, WorkYear
from foundation.scope import places_of


class CountyFilter(SimpleListFilter):
    title = "县（区）"
    parameter_name = "county"
    path = "township__parent"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        within = places_of(request.user).townships().values("parent")
        counties = Division.objects.counties().filter(code__in=within).order_by("code")
        return [(county.code, county.short_name) for county in counties]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


class FilingCountyFilter(CountyFilter):
    path = "institution__township__parent"


class TownshipFilter(SimpleListFilter):
    """The townships of the chosen county; of all within reach when those are few."""

    title = "乡镇（街道）"
    parameter_name = "township"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        within = places_of(request.user).townships().order_by("code")
        county = request.GET.get("county", "")
        if county:
            within = within.filter(parent__code=county)
        return [(place.code, place.name) for place in within]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(township__code=self.value()) if self.value() else queryset


class FilingStateFilter(SimpleListFilter):
    """Where an institution stands, as the list shows it."""

    title = "备案状态"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        newest = (FilingStatus.DRAFT, FilingStatus.SUBMITTED, FilingStatus.RETURNED, FilingStatus.CANCELLED)
        return [
            ("unfiled", standing.UNFILED),
            *((status.value, status.label) for status in newest),
            (FilingStatus.ACCEPTED.value, FilingStatus.ACCEPTED.label),
            ("closed", standing.CLOSED),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        if value == "closed":
            return queryset.filter(closed_on__isnull=False)
        running = queryset.filter(closed_on__isnull=True)
        if value == FilingStatus.ACCEPTED:
            return running.filter(in_force=True)
        newest = None if value == "unfiled" else value
        return running.filter(in_force=False, **({"newest": newest} if newest else {"newest__isnull": True}))


class ClockFilter(SimpleListFilter):
    """Institutions by their filing clock."""

    title = "备案期限"
    parameter_name = "clock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("overdue", "逾期未备案"), ("soon", "即将到期")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = {"overdue": standing.institutions_overdue, "soon": standing.institutions_due_soon}
        if self.value() not in found:
            return queryset
        assert isinstance(request.user, User)
        calendar = WorkYear.objects.calendar()
        chosen = found[str(self.value())](request.user, on=timezone.localdate(), calendar=calendar)
        return queryset.filter(pk__in=chosen.values("pk"))


class StandingFilter(SimpleListFilter):
    """Institutions by where they stand in rating today: a level, or why there is none."""

    title = "等级"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        levels = [(level.value, level.label) for level in Level]
        rest = [found for found in Standing if found not in (Standing.HELD, Standing.CLOSED)]
        return [*levels, *((found.value, NAMES[found]) for found in rest)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        if value in Level.values:
            return queryset.filter(standing=Standing.HELD, level_held=value)
        return queryset.filter(standing=value)


class WaitingFilter(SimpleListFilter):
    """Filings by what has to be done with them."""

    title = "待办"
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("decide", "等我受理"),
            ("returned", "退回补正"),
            ("note", "待县级备份"),
            ("outdated", "现状已变，待办变更"),
            ("late", "逾期备案的"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found: dict[str, Callable[[User], QuerySet[Filing]]] = {
            "decide": standing.filings_to_decide,
            "returned": standing.filings_returned,
            "note": standing.copies_to_note,
            "outdated": standing.filings_out_of_date,
            "late": standing.filings_late,
        }
        if self.value() not in found:
            return queryset
        assert isinstance(request.user, User)
        return queryset.filter(pk__in=found[str(self.value())](request.user).values("pk"))


def county_of(institution: Institution) -> str:
    return institution.county.short_name
