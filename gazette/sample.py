"""Sample data: a portal alive at the first run, without any file of the newcomer's.

Two issues stand as facts (numbers, titles, headings, tasks, units, chronicle; abstracts of our own); one invented
issue is read whole by the real reader. All come in by the same door as every import.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from documents.defects.defect import DOCUMENT, Subject
from documents.defects.report import Report
from documents.defects.ticking import tick_defects
from documents.models import Document
from foundation.lifecycle import Verb
from foundation.models import Unit
from foundation.sample_staff import SampleStaff
from gazette.actions import move_issue, save_issue_reading
from gazette.defects.report import whole_report
from gazette.models import Issue, Official
from gazette.reading.whole import read_issue

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SAMPLE_ISSUE = FIXTURES / "sample-issue.txt"
STAFF = (
    SampleStaff("editor", "示例责任编辑", "责任编辑"),
    SampleStaff("deputy", "示例副主编", "副主编"),
    SampleStaff("chief", "示例主编", "主编"),
    SampleStaff("units", "示例单位维护", "单位维护"),
    SampleStaff("auditor", "示例审计", "审计（只读）"),
    SampleStaff("accounts", "示例账号管理", "账号管理"),
)

# Who takes a sample issue where; as in every issue, the three reviews are three people's.
STEPS = (
    (Verb.FIRST_REVIEW, "editor"),
    (Verb.SECOND_REVIEW, "deputy"),
    (Verb.FINAL_REVIEW, "chief"),
    (Verb.PUBLISH, "chief"),
)


def load_issues(*, at: datetime) -> list[Issue]:
    """The sample issues that are not on record yet, saved, reviewed by three and published; answers them."""
    answers = [json.loads(path.read_text("utf-8")) for path in sorted((FIXTURES / "facts").glob("*.json"))]
    return [issue for answer in [*answers, _read_sample()] if (issue := _load(answer, at=at))]


@transaction.atomic
def _load(answer: dict[str, Any], *, at: datetime) -> Issue | None:
    data = answer["issue"]
    if Issue.objects.filter(year=data["year"], number=data["number"]).exists():
        return None
    issue = save_issue_reading(answer, at=at).issue
    if issue is None:
        return None
    account_for_warnings(issue, by=User.objects.get(username="editor"), at=at)
    for verb, username in STEPS:
        issue = move_issue(issue, verb=verb, by=User.objects.get(username=username), at=at)
    return issue


def account_for_warnings(issue: Issue, *, by: User, at: datetime) -> None:
    """What the report finds in an issue and its documents stands with a reason: samples are shown as they are."""
    report, _ = whole_report(issue, on=at.date())
    keys: dict[Subject, list[str]] = {}
    for row in report.unticked:
        keys.setdefault(row.defect.subject, []).append(row.defect.key)
    for subject, own in keys.items():
        noun: type[Document | Issue] = Document if subject.noun == DOCUMENT else Issue
        tick_defects(
            noun._base_manager.get(pk=subject.pk),
            keys=own,
            reason="示例数据，照样展示。",
            report=partial(_of_subject, report, subject),
            by=by,
            at=at,
        )


def _of_subject(report: Report, subject: Subject, _: Document | Issue) -> Report:
    return report.of(subject)


def _read_sample() -> dict[str, Any]:
    names = Official.objects.values_list("name", flat=True)
    raw = SAMPLE_ISSUE.read_bytes()
    return read_issue(
        raw, name=SAMPLE_ISSUE.name, lexicon=Unit.objects.lexicon(), known_people=names
    ).as_json()
