"""What both import commands share: reading the file, --check, the summary, one sentence for every refusal."""

from __future__ import annotations

import io
import json
import os
import sys
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, DataError, IntegrityError, OperationalError, ProgrammingError, models
from django.utils import timezone

from documents.reading.answer import ReadingAnswer
from documents.reading.files.printed import MAX_BYTES, UnreadableSource
from foundation.models import Unit
from foundation.reference import known_units
from foundation.refusals import Refusal
from foundation.unit_names import UnitLexicon
from gazette.actions import Outcome
from gazette.management.refusing import refuse

_LONG_WORK = 1_000_000  # bytes


class ReadingCommand(BaseCommand):
    """A command that opens a file and knows units and officials."""

    requires_system_checks: list[str] = []

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

    def file_bytes(self, path: Path) -> bytes:
        """The file, never more of it than is allowed: a device or a pipe does not tell its size."""
        name = shown_name(str(path))
        try:
            if path.stat().st_size > MAX_BYTES and not path.is_dir():
                raise UnreadableSource(f"文件“{name}”超过20MB，没有读入；请拆分后再导入。")
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except IsADirectoryError:
            raise UnreadableSource(f"“{name}”是文件夹，请给出一个文件。") from None
        except (FileNotFoundError, NotADirectoryError):
            raise UnreadableSource(f"找不到文件“{name}”，请检查路径。") from None
        except PermissionError:
            raise UnreadableSource(f"没有权限读取文件“{name}”。") from None
        except OSError as error:
            raise UnreadableSource(f"读不了文件“{name}”：{error.strerror}。") from None


class ImportCommand(ReadingCommand):
    """Subclasses say how to read and how to save."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path",
            type=Path,
            metavar="PATH",
            help="文件：.txt（UTF-8 或 GB18030）、.docx，或有文字层的 .pdf；按内容识别，不看扩展名。",
        )
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
            raw = self.file_bytes(path)
            self._progress(raw, f"正在读取 {shown_name(path.name)}（{len(raw) / 1e6:.1f} MB）……")
            answer = self.read(raw, shown_name(path.name))
            if check:
                self._print(answer)
                return
            self._progress(raw, "正在保存……")
            outcome = self.save(answer, options)
        except (UnreadableSource, Refusal) as refusal:
            refuse(self, str(refusal))
        except OperationalError:
            refuse(self, "连不上数据库，没有保存；请检查数据库是否在运行。")
        except ProgrammingError:
            refuse(self, "数据库还没有建好，没有保存；请先运行 manage.py migrate。")
        except (DataError, IntegrityError) as error:
            refuse(self, f"数据库不接受读到的内容，没有保存，也没有任何改动：{str(error).splitlines()[0]}")
        self._summarise(answer, outcome)

    def now(self) -> datetime:
        return timezone.now()

    def _progress(self, raw: bytes, sentence: str) -> None:
        """Long work says what it is at; an ordinary issue is read before anyone could read that."""
        if _LONG_WORK < len(raw) <= MAX_BYTES:
            self.stderr.write(sentence)

    def _print(self, answer: ReadingAnswer) -> None:
        """One JSON object in UTF-8, whatever the terminal speaks; a reader that closes early is no error."""
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        try:
            self.stdout.write(json.dumps(answer.as_json(), ensure_ascii=False, indent=1))
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

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
        for label, documents in (("保持原样", outcome.kept), ("文件里没有、仍列在目录末尾", outcome.left)):
            for document in documents:
                self.stdout.write(f"  {label}：{document}（{document.get_status_display()}）")
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


def shown_name(name: str) -> str:
    """A file name as text: bytes that are no UTF-8 become a mark."""
    return os.fsencode(name).decode("utf-8", "replace")
