"""Sample data: a portal alive at the first run, without any file of the newcomer's.

Two issues stand as facts (numbers, titles, headings, tasks, units, chronicle; abstracts of our own); one invented
issue is read whole by the real reader. All come in by the same door as every import.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from foundation.lifecycle import Verb
from foundation.models import Unit
from foundation.sample_staff import SampleStaff
from gazette.actions import move_issue, save_issue_reading
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
    for verb, username in STEPS:
        if issue is not None:
            issue = move_issue(issue, verb=verb, by=User.objects.get(username=username), at=at)
    return issue


def _read_sample() -> dict[str, Any]:
    names = Official.objects.values_list("name", flat=True)
    raw = SAMPLE_ISSUE.read_bytes()
    return read_issue(
        raw, name=SAMPLE_ISSUE.name, lexicon=Unit.objects.lexicon(), known_people=names
    ).as_json()
