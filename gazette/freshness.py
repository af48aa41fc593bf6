"""When each column last had something new for readers: by the publish times the server wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q
from django.utils import timezone

from documents.models import Column, Document
from foundation.lifecycle import Status
from gazette.models import Issue
from gazette.staleness import Standing, Verdict, home_page, standing_of, verdict

CHRONICLE = "chronicle"  # no document stands in it: its days come with the issues


@dataclass(frozen=True)
class Inspection:
    columns: list[Standing]
    home: Standing
    verdict: Verdict


def inspect(*, on: date) -> Inspection:
    """Four questions, however much there is."""
    latest = Max("documents__published_at", filter=Q(documents__status=Status.PUBLISHED))
    chronicle = Issue.objects.public().filter(chronicle__isnull=False).aggregate(at=Max("published_at"))["at"]
    columns = [
        standing_of(
            column.slug, column.name, _day(chronicle if column.slug == CHRONICLE else column.changed), on=on
        )
        for column in Column.objects.annotate(changed=latest).order_by("position", "pk")
    ]
    newest = [
        Document.objects.public().aggregate(at=Max("published_at"))["at"],
        Issue.objects.public().aggregate(at=Max("published_at"))["at"],
    ]
    home = home_page(_day(max((at for at in newest if at), default=None)), on=on)
    return Inspection(columns, home, verdict(columns, home))


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
