"""manage.py proofread PATH [--json] [--off RULE …]: findings over an issue or a notice; nothing is saved."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from django.core.management.base import CommandParser

from documents.proofreading.finding import Finding
from documents.proofreading.known import Known
from documents.reading.files.printed import UnreadableSource
from gazette.management.importing import ReadingCommand, shown_name
from gazette.management.refusing import refuse
from gazette.models import Official
from gazette.proofreading.rules import RULES, proofread_reading
from gazette.reading.either import read_either


class Command(ReadingCommand):
    help = "校对一期公报或一份公文，打印发现的问题，不存任何东西。--rules 列出全部规则。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path", type=Path, nargs="?", metavar="PATH", help="文件（.txt、.docx 或有文字层的 .pdf）。"
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="打印 JSON。")
        parser.add_argument(
            "--off", nargs="+", default=[], metavar="RULE", help="关闭这些规则（写规则代号）。"
        )
        parser.add_argument(
            "--rules", action="store_true", dest="list_rules", help="列出规则代号、级别和依据。"
        )

    def handle(
        self,
        *args: object,
        path: Path | None = None,
        as_json: bool = False,
        off: Sequence[str] = (),
        list_rules: bool = False,
        **options: object,
    ) -> None:
        if list_rules:
            self._list_rules()
            return
        if path is None:
            refuse(self, "请给出要校对的文件，例如 python manage.py proofread 公报.txt。")
        if unknown := sorted(set(off) - {rule.id for rule in RULES}):
            refuse(self, f"没有这样的规则：{'、'.join(unknown)}；用 --rules 列出全部规则。")
        known = Known.of(self.lexicon(), self.known_names(Official))
        try:
            raw, name = self.file_bytes(path), shown_name(path.name)
            read = read_either(raw, name=name, lexicon=known.units, known_people=known.people)
        except UnreadableSource as refusal:
            refuse(self, str(refusal))
        findings = proofread_reading(read.answer, known=known, off=off)
        if as_json:
            rows = [finding.as_json() for finding in findings]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            self._print(findings)

    def _print(self, findings: Sequence[Finding]) -> None:
        counts = Counter(finding.severity.label for finding in findings)
        summary = "，".join(f"{label} {counts[label]} 处" for label in ("错误", "警告", "提示"))
        self.stdout.write(f"共 {len(findings)} 处：{summary}。" if findings else "没有发现问题。")
        for finding in findings:
            line = f"第{finding.line}行" if finding.line else "——"
            piece = f"{finding.before}【{finding.printed}】{finding.after}".replace("\n", " ")
            self.stdout.write(
                f"{line}\t{finding.severity.label}\t{finding.sentence}\t{piece}\t（{finding.rule}，{finding.source}）"
            )

    def _list_rules(self) -> None:
        for rule in RULES:
            self.stdout.write(f"{rule.id}\t{rule.severity.label}\t{rule.title}\t{rule.source}")
