"""manage.py import_document PATH [--check] [--issue 2024/9] [--replace]: one notice from a text, Word or PDF file."""

from django.core.management.base import CommandParser

from documents.reading.answer import ReadingAnswer
from documents.reading.single import read_document
from gazette.actions import Outcome, save_document_reading
from gazette.management.importing import ImportCommand
from gazette.management.refusing import issue_named


class Command(ImportCommand):
    help = "读入一份公文（.txt、.docx 或有文字层的 .pdf），存为草稿；--issue 2024/9 把它列入该期目录。--check 只读不存，打印 JSON。"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--issue", metavar="年/期", help="所属期次，如 2024/9。")

    def read(self, raw: bytes, name: str) -> ReadingAnswer:
        return read_document(raw, name=name, lexicon=self.lexicon())

    def save(self, answer: ReadingAnswer, options: dict[str, object]) -> Outcome:
        named = options["issue"]
        issue = issue_named(str(named)) if named else None
        return save_document_reading(
            answer.as_json(), at=self.now(), issue=issue, replace=bool(options["replace"])
        )
