"""manage.py import_issue PATH [--check] [--replace]: a whole issue from a text, Word or PDF file."""

from documents.reading.answer import ReadingAnswer
from gazette.actions import Outcome, save_issue_reading
from gazette.management.importing import ImportCommand
from gazette.models import Official
from gazette.reading.whole import read_issue


class Command(ImportCommand):
    help = "读入一期公报（.txt、.docx 或有文字层的 .pdf），存为草稿。--check 只读不存，打印 JSON。"

    def read(self, raw: bytes, name: str) -> ReadingAnswer:
        return read_issue(raw, name=name, lexicon=self.lexicon(), known_people=self.known_names(Official))

    def save(self, answer: ReadingAnswer, options: dict[str, object]) -> Outcome:
        return save_issue_reading(answer.as_json(), at=self.now(), replace=bool(options["replace"]))
