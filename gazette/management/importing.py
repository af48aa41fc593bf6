"""What both import commands share: reading the file, --check, the summary, one sentence for every refusal."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, models
from django.utils import timezone

from documents.reading.answer import ReadingAnswer
from documents.reading.source import MAX_BYTES, UnreadableSource
from foundation.models import Unit
from foundation.reference import known_units
from foundation.refusals import Refusal
from foundation.unit_names import UnitLexicon
from gazette.actions import Outcome

REFUSED = 2


class ImportCommand(BaseCommand):
    """Subclasses say how to read and how to save."""

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="文本文件（UTF-8 或 GB18030）。")
        parser.add_argument("--check", action="store_true", help="只读不存，把读到的一切打印为 JSON。")
        parser.add_argument(
            "--replace", action="store_true", help="用这个文件更新已有草稿；已发布的不受影响。"
        )

    def read(self, raw: bytes, name: str) -> ReadingAnswer:
        raise NotImplementedError

    def save(self, answer: ReadingAnswer, options: dict[str, object]) -> Outcome:
        raise NotImplementedError

    def handle(self, *args: object, path: Path, check: bool, **options: object) -> None:
        try:
            answer = self.read(self._bytes(path), path.name)
            if check:
                self.stdout.write(json.dumps(answer.as_json(), ensure_ascii=False, indent=1))
                return
            outcome = self.save(answer, options)
        except (UnreadableSource, Refusal) as refusal:
            self._refuse(str(refusal))
        self._summarise(answer, outcome)

    def lexicon(self) -> UnitLexicon:
        """Known unit names; a database that is not set up yet still reads with the reference facts."""
        try:
            if Unit.objects.exists():
                return Unit.objects.lexicon()
        except DatabaseError:
            pass
        return UnitLexicon(known_units())

    def known_names(self, model: type[models.Model]) -> list[str]:
        """Names on record, if the database is set up."""
        try:
            return list(model._default_manager.values_list("name", flat=True))
        except DatabaseError:
            return []

    def now(self) -> datetime:
        return timezone.now()

    def _bytes(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > MAX_BYTES:
                raise UnreadableSource(f"文件“{path.name}”超过20MB，没有读入；请拆分后再导入。")
            return path.read_bytes()
        except IsADirectoryError:
            raise UnreadableSource(f"“{path}”是文件夹，请给出一个文件。") from None
        except FileNotFoundError:
            raise UnreadableSource(f"找不到文件“{path}”，请检查路径。") from None
        except PermissionError:
            raise UnreadableSource(f"没有权限读取文件“{path}”。") from None

    def _refuse(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        raise SystemExit(REFUSED)

    def _summarise(self, answer: ReadingAnswer, outcome: Outcome) -> None:
        if outcome.unchanged:
            self.stdout.write("这个文件已经导入过，没有任何改动。")
            return
        where = f"{outcome.issue}：" if outcome.issue else ""
        tasks = sum(len(document.tasks) for document in answer.documents)
        items = sum(len(document.checklist) for document in answer.documents)
        self.stdout.write(
            f"{where}新建公文 {len(outcome.created)} 份，更新 {len(outcome.updated)} 份，保持原样 {len(outcome.kept)} 份；"
            f"责任事项 {tasks} 项，责任清单 {items} 条，大事 {outcome.events} 件；"
            f"待确认单位 {outcome.proposals} 个，文件关系对上 {outcome.relations} 处。"
        )
        coverage = answer.coverage
        self.stdout.write(
            f"共 {coverage.characters} 字：归位 {coverage.placed}，版面附件 {coverage.furniture}，"
            f"未归位 {coverage.characters - coverage.placed - coverage.furniture}（{len(coverage.unplaced)} 行）。"
        )
        self.stdout.write(
            f"需要编辑核对的问题 {len(answer.problems)} 个：" if answer.problems else "没有发现问题。"
        )
        for problem in answer.problems:
            self.stdout.write(f"  第{problem.line}行 {problem.message}")
