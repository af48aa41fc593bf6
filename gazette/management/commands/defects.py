"""manage.py defects 2024/9 [--json]: what is wrong with an issue and its documents; exit code 1 when it blocks."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from documents.defects.defect import DOCUMENT, Severity
from documents.defects.report import Judged, Report
from foundation.refusals import Refusal
from gazette.defects.report import whole_report
from gazette.management.refusing import issue_named, refuse

BLOCKED = 1  # exit code


class Command(BaseCommand):
    help = "检查一期公报和它的全部公文，打印缺陷；有必须改正的，退出码为 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("issue", metavar="年/期", help="如 2024/9。")
        parser.add_argument("--json", action="store_true", dest="as_json", help="打印 JSON。")

    def handle(self, *args: object, issue: str, as_json: bool, **options: object) -> None:
        try:
            found = issue_named(issue)
        except Refusal as refusal:
            refuse(self, str(refusal))
        report, names = whole_report(found, on=timezone.localdate())
        if as_json:
            rows = [_as_json(row, names) for row in report.rows]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            self._print(report, names, str(found))
        if report.blocking:
            raise SystemExit(BLOCKED)

    def _print(self, report: Report, names: dict[int, str], issue: str) -> None:
        self.stdout.write(
            f"{issue}：必须改正 {len(report.blocking)} 处，警告 {len(report.unticked)} 条没有说明、"
            f"{len(report.ticked)} 条已说明，提示 {len(report.hints)} 条。"
        )
        order = list(Severity)
        for row in sorted(report.rows, key=lambda row: order.index(row.defect.severity)):
            defect = row.defect
            whose = f"“{_owner(row, names)}” " if defect.subject.noun == DOCUMENT else ""
            tick = f"（已说明：{row.tick.reason}）" if row.tick else ""
            self.stdout.write(
                f"{defect.severity.label}\t{whose}{defect.whole_sentence}{tick}\t（{defect.code}，{defect.kind.source}）"
            )


def _owner(row: Judged, names: dict[int, str]) -> str:
    return names.get(row.defect.subject.pk, "")


def _as_json(row: Judged, names: dict[int, str]) -> dict[str, Any]:
    defect = row.defect
    return {
        "key": defect.key,
        "code": defect.code,
        "title": defect.kind.title,
        "severity": defect.severity.value,
        "document": defect.subject.pk if defect.subject.noun == DOCUMENT else None,
        "document_title": _owner(row, names) if defect.subject.noun == DOCUMENT else None,
        "place": defect.place.label,
        "anchor": defect.place.anchor,
        "sentence": defect.sentence,
        "printed": defect.quote.printed if defect.quote else "",
        "source": defect.kind.source,
        "ticked": row.tick.reason if row.tick else None,
    }
