"""The report on the two real issues against what was found reading them by eye: keys alone, where the texts are at hand."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from bench.accuracy import ISSUES
from foundation.models import Unit
from gazette.actions import save_issue_reading
from gazette.defects.report import whole_report
from gazette.reading.whole import read_issue
from tests.reading import ROOT, SEEDS


@pytest.mark.django_db
@pytest.mark.parametrize("name", ISSUES)
def test_the_report_on_a_real_issue_says_what_it_said(name: str) -> None:
    path = SEEDS / f"{name}.txt"
    if not path.exists():
        pytest.skip(f"没有原文 {path.name}，真实一期的对照测试跳过")
    call_command("load_reference", verbosity=0)
    answer = read_issue(path.read_bytes(), name=path.name, lexicon=Unit.objects.lexicon())
    issue = save_issue_reading(answer.as_json(), at=timezone.now()).issue
    assert issue is not None
    report, _ = whole_report(issue, on=timezone.localdate())
    golden = json.loads((ROOT / "tests" / "golden" / "defects.json").read_text("utf-8"))
    assert sorted(row.defect.key for row in report.rows) == golden[name]
