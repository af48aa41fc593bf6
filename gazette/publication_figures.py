"""What was published when: by month, column, kind and unit of a year; and the days of its issues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from documents.models import Document, DocumentOrgan
from gazette.models import Issue, IssueDates
from gazette.models.issue_dates import online_on

MONTHS = range(1, 13)
MOST_UNITS = 50


@dataclass(frozen=True)
class Tally:
    name: str
    count: int


@dataclass(frozen=True)
class IssueRow:
    issue: Issue
    dates: IssueDates | None
    online: date | None

    @property
    def is_in_time(self) -> bool | None:
        return self.dates.is_online_in_time if self.dates else None


@dataclass(frozen=True)
class PublicationFigures:
    year: int
    documents: int
    months: list[Tally]
    columns: list[Tally]
    kinds: list[Tally]
    units: list[Tally]
    issues: list[IssueRow]

    @property
    def most(self) -> int:
        return max((month.count for month in self.months), default=0)


def year_bounds(year: int) -> tuple[datetime, datetime]:
    """From the first moment of the year, in Asia/Shanghai, to before the first of the next."""
    first, following = (datetime.combine(date(at, 1, 1), time.min) for at in (year, year + 1))
    return timezone.make_aware(first), timezone.make_aware(following)


def published_in(year: int) -> Q:
    since, until = year_bounds(year)
    return Q(published_at__gte=since, published_at__lt=until)


def publication_figures(year: int) -> PublicationFigures:
    """Six questions. What was withdrawn since had been published all the same."""
    documents = Document.objects.filter(published_in(year)).order_by()
    by_month = dict(
        documents.annotate(month=ExtractMonth("published_at", tzinfo=timezone.get_current_timezone()))
        .values_list("month")
        .annotate(count=Count("pk"))
    )
    organs = DocumentOrgan.objects.filter(document__in=documents.values("pk")).order_by()
    units = organs.values_list("printed").annotate(count=Count("document", distinct=True))
    return PublicationFigures(
        year=year,
        documents=sum(by_month.values()),
        months=[Tally(f"{month}月", by_month.get(month, 0)) for month in MONTHS],
        columns=_by(documents, "column__name", "未定栏目"),
        kinds=_by(documents, "kind__name", "未定文种"),
        units=[Tally(name, count) for name, count in units.order_by("-count", "printed")[:MOST_UNITS]],
        issues=issue_rows(year),
    )


def _by(documents: object, path: str, nameless: str) -> list[Tally]:
    rows = documents.values_list(path).annotate(count=Count("pk")).order_by("-count", path)  # type: ignore[attr-defined]
    return [Tally(name or nameless, count) for name, count in rows]


def issue_rows(year: int) -> list[IssueRow]:
    """The issues of that year, as printed on them, with the days that are known."""
    issues = Issue.objects.filter(year=year).select_related("dates").oldest_first()
    return [IssueRow(issue, getattr(issue, "dates", None), online_on(issue)) for issue in issues]
