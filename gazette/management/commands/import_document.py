"""manage.py import_document PATH [--check] [--issue 2024/9] [--replace]: one notice from text."""

from django.core.management.base import CommandParser

from documents.reading.answer import ReadingAnswer
from documents.reading.single import read_document
from gazette.actions import NotSavable, Outcome, save_document_reading
from gazette.management.importing import ImportCommand
from gazette.models import Issue


class Command(ImportCommand):
    help = "读入一份公文（文本），存为草稿；--issue 2024/9 把它列入该期目录。--check 只读不存，打印 JSON。"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--issue", metavar="年/期", help="所属期次，如 2024/9。")

    def read(self, raw: bytes, name: str) -> ReadingAnswer:
        return read_document(raw, name=name, lexicon=self.lexicon())

    def save(self, answer: ReadingAnswer, options: dict[str, object]) -> Outcome:
        issue = self._issue(options["issue"])
        return save_document_reading(
            answer.as_json(), at=self.now(), issue=issue, replace=bool(options["replace"])
        )

    def _issue(self, given: object) -> Issue | None:
        if not given:
            return None
        year, _, number = str(given).partition("/")
        issue = Issue.objects.filter(year=year, number=number).first() if (year + number).isdigit() else None
        if issue is None:
            raise NotSavable(f"没有“{given}”这一期；请写成 2024/9 的样子，并先导入该期。")
        return issue
