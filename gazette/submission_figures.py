"""报送刊登情况: what each unit sent in a period and what became of it (国办发〔2018〕22号: 报送刊登情况通报制度)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from documents.models import Disclosure
from foundation.work_days import WorkCalendar
from gazette.models import Entry, Interpretation, Submission, SubmissionMove
from gazette.submission_lifecycle import WITH_A_DOCUMENT, SubmissionState, SubmissionVerb
from gazette.submission_rules import deadline

NO_RATE = "—"


@dataclass(frozen=True)
class Period:
    """Whole days, both included."""

    since: date
    until: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        first, following = (
            datetime.combine(day, time.min) for day in (self.since, self.until + timedelta(1))
        )
        return timezone.make_aware(first), timezone.make_aware(following)

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d} 至 {self.until:%Y-%m-%d}"


@dataclass
class UnitFigures:
    """One unit, or all together; every number counts submissions that first came in the period, but for `returns`."""

    name: str
    sent: int = 0
    waiting: int = 0
    accepted: int = 0
    returned: int = 0
    declined: int = 0
    printed: int = 0
    normative: int = 0
    interpreted: int = 0
    in_time: int = 0
    late: int = 0
    running: int = 0
    unknown: int = 0
    returns: int = 0  # how often something of theirs was returned in the period

    @property
    def printed_rate(self) -> str:
        return _rate(self.printed, self.sent)

    @property
    def interpretation_rate(self) -> str:
        return _rate(self.interpreted, self.normative)

    @property
    def in_time_rate(self) -> str:
        return _rate(self.in_time, self.in_time + self.late)


NUMBERS = tuple(one.name for one in fields(UnitFigures) if one.name != "name")
HEAD = (
    "单位",
    "报送",
    "待收稿",
    "已收稿",
    "待重报",
    "不予刊登",
    "已刊登",
    "刊登率",
    "退回次数",
    "规范性文件",
    "随附解读",
    "解读率",
    "按期公开",
    "逾期",
    "未到期",
    "无法计算",
    "按期率",
)


def _rate(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else NO_RATE


def cells(one: UnitFigures) -> tuple[Any, ...]:
    """In the order of HEAD."""
    return (
        one.name,
        one.sent,
        one.waiting,
        one.accepted,
        one.returned,
        one.declined,
        one.printed,
        one.printed_rate,
        one.returns,
        one.normative,
        one.interpreted,
        one.interpretation_rate,
        one.in_time,
        one.late,
        one.running,
        one.unknown,
        one.in_time_rate,
    )


@dataclass
class Report:
    period: Period
    units: list[UnitFigures] = field(default_factory=list)

    @property
    def total(self) -> UnitFigures:
        sums = {name: sum(getattr(one, name) for one in self.units) for name in NUMBERS}
        return UnitFigures("合计", **sums)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        yield from map(cells, self.units)
        yield cells(self.total)


def report_of(period: Period, *, on: date, calendar: WorkCalendar) -> Report:
    """Three questions, however many came. Units with most first."""
    since, until = period.moments
    came = Submission.objects.sent_within(since, until).order_by()
    found = {name: UnitFigures(name, **numbers) for name, numbers in _counted(came)}
    _add_times(found, came, on=on, calendar=calendar)
    returns = SubmissionMove.objects.filter(verb=SubmissionVerb.RETURN, at__gte=since, at__lt=until)
    for name, times in returns.order_by().values_list("submission__unit__name").annotate(times=Count("pk")):
        found.setdefault(name, UnitFigures(name)).returns = times
    return Report(period, sorted(found.values(), key=lambda one: (-one.sent, one.name)))


def _counted(came: Any) -> Iterator[tuple[str, dict[str, int]]]:
    issues = Entry.objects.filter(document=OuterRef("document"), issue__published_at__isnull=False)
    counted = {
        "sent": Count("pk"),
        "waiting": Count("pk", filter=Q(state=SubmissionState.SENT)),
        "accepted": Count("pk", filter=Q(state__in=WITH_A_DOCUMENT)),
        "returned": Count("pk", filter=Q(state=SubmissionState.RETURNED)),
        "declined": Count("pk", filter=Q(state=SubmissionState.DECLINED)),
        "printed": Count("pk", filter=Q(Exists(issues), document__published_at__isnull=False)),
        "normative": Count("pk", filter=Q(is_normative=True)),
        "interpreted": Count("pk", filter=Q(is_normative=True, interpretation=Interpretation.ATTACHED)),
    }
    for row in came.values("unit__name").annotate(**counted):
        yield row.pop("unit__name"), row


def _add_times(found: dict[str, UnitFigures], came: Any, *, on: date, calendar: WorkCalendar) -> None:
    """主动公开 within 20 working days: in time, late, still running, or not to be said. Days are reckoned once each."""
    rows: Iterable[tuple[str, date, datetime | None, int]] = (
        came.filter(disclosure=Disclosure.ACTIVE)
        .exclude(state=SubmissionState.DECLINED)
        .values_list("unit__name", "written_on", "document__published_at")
        .annotate(count=Count("pk"))
    )
    dues: dict[date, date | None] = {}
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    for name, written_on, published_at, count in rows:
        if written_on not in dues:
            dues[written_on] = deadline(written_on, Disclosure.ACTIVE, calendar)
        public = timezone.localdate(published_at) if published_at else None
        tallies[name][_timing(dues[written_on], public, on=on)] += count
    for name, tally in tallies.items():
        for timing, count in tally.items():
            setattr(found[name], timing, count)


def _timing(due: date | None, public: date | None, *, on: date) -> str:
    if due is None:
        return "unknown"
    if public is not None:
        return "in_time" if public <= due else "late"
    return "running" if on <= due else "late"
