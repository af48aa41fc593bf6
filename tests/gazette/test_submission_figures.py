"""The figures of submissions, of what was published, and of a year: counted by hand, and cheap at any size."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from foundation.lifecycle import Verb
from foundation.models import SecurityEvent, StatusChange
from foundation.refusals import NotPermitted, RemarkRequired
from foundation.work_days import LIBRARY
from gazette import submissions
from gazette.issue_dates import DaysOutOfOrder, note_issue_dates
from gazette.models import YearlyReport
from gazette.publication_figures import publication_figures
from gazette.submission_figures import Period, report_of
from gazette.submission_lifecycle import SubmissionState as S
from gazette.submission_refusals import YearNotOver, YearStands
from gazette.yearly import NOT_COUNTED, confirm_year, figures_of, parts_of, revoke_year
from tests import make
from tests.staff import log_in
from tests.submitting import AT, TODAY, draft, liaison, many, officer_of, person, sent, standing

pytestmark = pytest.mark.django_db
REPORT = "admin:gazette_submission_report"
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)


def test_every_number_of_a_unit() -> None:
    unit = make.unit("示例市粮食站")
    by = liaison(unit)
    for state in S.values:
        standing(state, unit=unit, by=by)
    sent(unit=unit, by=by, is_normative=True, interpretation="exempt", exempt_reason="示例")
    printed = standing(S.TAKEN, unit=unit, by=by)
    assert printed.document is not None and printed.issue is not None
    make.published(printed.document)  # on 30 September 2024: before its deadline
    make.published(printed.issue)
    other = sent(written_on=date(2026, 1, 5))  # long past
    unknown = sent(written_on=date(2026, 3, 9), disclosure="on_request")
    report = report_of(MARCH, on=TODAY, calendar=LIBRARY)
    one = report.units[0]
    assert (one.name, one.sent, one.waiting, one.accepted, one.returned, one.declined) == (
        unit.name,
        7,
        2,
        3,
        1,
        1,
    )
    assert (one.printed, one.printed_rate, one.returns) == (1, "14%", 1)
    assert (one.normative, one.interpreted, one.interpretation_rate) == (1, 0, "0%")
    assert (one.in_time, one.late, one.running, one.unknown, one.in_time_rate) == (1, 0, 5, 0, "100%")
    by_name = {found.name: found for found in report.units}
    assert (by_name[other.unit.name].late, by_name[unknown.unit.name].running) == (1, 0)
    assert report.total.sent == 9
    assert report_of(Period(date(2026, 2, 1), date(2026, 2, 28)), on=TODAY, calendar=LIBRARY).units == []


def test_a_day_belongs_to_the_period_in_shanghai() -> None:
    one = draft()
    night = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    submissions.send_submission(one, by=officer_of(one), at=night)
    two = draft()
    submissions.send_submission(two, by=officer_of(two), at=night.replace(hour=16, minute=0))
    assert report_of(MARCH, on=TODAY, calendar=LIBRARY).total.sent == 1


def test_the_table_leaves_without_formulas_and_who_took_it_is_on_record(client: Client, clock: None) -> None:
    sent(unit=make.unit("=示例"))
    log_in(client, "责任编辑")
    page = client.get(reverse(REPORT), {"since": "2026-03-01", "until": "2026-03-31"})
    assert "=示例" in page.content.decode()
    answer = client.post(reverse(f"{REPORT}_csv"), {"since": "2026-03-01", "until": "2026-03-31"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[:2] for row in rows] == [["单位", "报送"], ["'=示例", "1"], ["合计", "1"]]
    assert LogEntry.objects.get().object_repr == "导出报送刊登情况（csv）"
    assert SecurityEvent.objects.get(deed="exported").rows == 1
    paper = client.get(reverse(f"{REPORT}_print"), {"since": "2026-03-01", "until": "2026-03-31"})
    assert "公报报送刊登情况通报" in paper.content.decode()
    assert client.get(reverse(f"{REPORT}_csv")).status_code == 405


@pytest.mark.parametrize(
    "asked",
    [{"since": "2026-05-01", "until": "2026-01-01"}, {"since": "x", "until": "2026-13-45"}, {"since": ""}],
)
def test_a_wrong_period_is_said_and_this_year_shown(client: Client, asked: dict[str, str]) -> None:
    log_in(client, "审计（只读）")
    answer = client.get(reverse(REPORT), asked)
    assert answer.status_code == 422
    assert "下面是今年到今天的情况" in answer.content.decode()


def test_a_year_is_counted_confirmed_and_taken_back(client: Client) -> None:
    chief = person("主编")
    at = datetime(2025, 1, 20, 1, 0, tzinfo=UTC)
    notice = make.document(column=make.column("示例公告"))
    make.relation(make.document("《示例通知》解读"), notice, kind="interprets")
    make.event(make.issue(2024, 9), on=date(2024, 8, 1))
    StatusChange.objects.create(
        subject=notice, subject_label="示例", verb=Verb.WITHDRAW, from_status="published",
        to_status="withdrawn", by=chief, at=datetime(2024, 12, 31, 15, 59, tzinfo=UTC), remark="示例",
    )  # fmt: skip
    figures = figures_of(2024)
    assert {name: figures[name] for name in ("documents", "issues", "interpretations", "events", "withdrawals")} == {
        "documents": 2, "issues": 1, "interpretations": 1, "events": 1, "withdrawals": 1,
    }  # fmt: skip
    assert figures_of(2023)["documents"] == 0
    with pytest.raises(YearNotOver):
        confirm_year(2025, by=chief, at=at)
    with pytest.raises(NotPermitted):
        confirm_year(2024, by=person("副主编"), at=at)
    report = confirm_year(2024, by=chief, at=at)
    with pytest.raises(YearStands):
        confirm_year(2024, by=chief, at=at)
    shown = client.get(reverse("portal:yearly")).content.decode()
    assert 'id="y2024"' in shown and "2 份" in shown and NOT_COUNTED in shown
    assert reverse("portal:yearly") in client.get(reverse("portal:about")).content.decode()
    with pytest.raises(RemarkRequired):
        revoke_year(report, reason="", by=chief, at=at)
    revoke_year(report, reason="示例：漏计", by=chief, at=at)
    with pytest.raises(YearStands):
        revoke_year(report, reason="示例", by=chief, at=at)
    assert "还没有确认过" in client.get(reverse("portal:yearly")).content.decode()
    assert reverse("portal:yearly") not in client.get(reverse("portal:about")).content.decode()
    confirm_year(2024, by=chief, at=at)
    assert YearlyReport.objects.count() == 2


def test_nothing_is_made_up_for_what_nobody_counts() -> None:
    items = [item for part in parts_of(figures_of(2024)) for item in part.items]
    assert {item.text for item in items if item.value is None} == {NOT_COUNTED}
    assert any("访问量" in item.name and item.value is None for item in items)


def test_days_of_an_issue() -> None:
    issue, editor = make.issue(2024, 9), person("责任编辑")  # online on 30 September 2024
    for printed, in_time in ((date(2024, 9, 30), True), (date(2024, 9, 29), False)):
        noted = note_issue_dates(
            issue, proof_on=date(2024, 9, 28), printed_on=printed, today=TODAY, by=editor, at=AT
        )
        assert noted.is_online_in_time is in_time
    for wrong in ({"proof_on": date(2024, 10, 1)}, {"printed_on": date(2030, 1, 1)}):
        said: dict[str, Any] = {"proof_on": None, "printed_on": date(2024, 9, 30)} | wrong
        with pytest.raises(DaysOutOfOrder):
            note_issue_dates(issue, **said, today=TODAY, by=editor, at=AT)
    with pytest.raises(NotPermitted):
        note_issue_dates(issue, proof_on=None, printed_on=None, today=TODAY, by=person("联络员"), at=AT)
    assert [row.is_in_time for row in publication_figures(2024).issues] == [False]


PAGES: dict[str, Callable[[], str]] = {
    "list": lambda: reverse("admin:gazette_submission_changelist"),
    "report": lambda: reverse(REPORT) + "?since=2026-03-01&until=2026-03-31",
    "published": lambda: reverse("admin:gazette_yearlyreport_changelist") + "?year=2024",
    "stale": lambda: reverse("admin:gazette_yearlyreport_stale"),
    "year": lambda: reverse("admin:gazette_yearlyreport_year", args=[2024]),
    "liaisons": lambda: reverse("admin:foundation_liaison_changelist"),
}
BUDGET = {"list": 8, "report": 8, "published": 10, "stale": 8, "year": 19, "liaisons": 6}


def test_pages_ask_the_same_at_a_hundred_times_the_data(client: Client) -> None:
    log_in(client, "主编")

    def asked() -> dict[str, int]:
        found = {}
        for name, address in PAGES.items():
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address()).status_code == 200, name
            found[name] = len(queries)
        return found

    _fill(3)
    asked()
    few = asked()
    many(300, units=20)
    _fill(30)
    assert asked() == few
    assert {name: number for name, number in few.items() if number > BUDGET[name]} == {}


def _fill(count: int) -> None:
    many(count, units=1)
    for _ in range(count):
        make.document(column=make.column(f"栏目{make.serial()}"), organs=[make.unit()])
        make.issue(2024)
