"""A file of which nobody said whether it is a whole issue or one notice. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from documents.reading.answer import ReadingAnswer
from documents.reading.files.printed import UnreadableSource
from documents.reading.single import read_document_source
from documents.reading.source import read_source
from foundation.unit_names import UnitLexicon
from gazette.reading.answer import IssueAnswer
from gazette.reading.whole import read_issue_source

ISSUE, DOCUMENT = "issue", "document"


@dataclass(frozen=True)
class Read:
    """What was read, and as what."""

    kind: str
    answer: ReadingAnswer


def read_either(
    raw: bytes, *, name: str, lexicon: UnitLexicon, known_people: Iterable[str] = (), kind: str = ""
) -> Read:
    """Read as ``kind``; without one, as an issue if it shows the signs of one, else as a notice.

    The file is opened once, since opening a PDF is what takes long. Raises UnreadableSource.
    """
    source, ledger = read_source(raw, name=name)
    if kind == DOCUMENT:
        return Read(DOCUMENT, read_document_source(source, ledger, lexicon=lexicon))
    untouched = None if kind else deepcopy(ledger)
    try:
        answer = read_issue_source(source, ledger, lexicon=lexicon, known_people=known_people)
    except UnreadableSource:
        if untouched is None:
            raise
    else:
        if untouched is None or _is_issue(answer):
            return Read(ISSUE, answer)
    return Read(DOCUMENT, read_document_source(source, untouched, lexicon=lexicon))


def _is_issue(answer: ReadingAnswer) -> bool:
    issue = answer.issue
    return isinstance(issue, IssueAnswer) and bool((issue.year and issue.number) or issue.contents)
