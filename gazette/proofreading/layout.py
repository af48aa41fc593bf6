"""A read issue laid out for proof-reading: front pages, documents with their own lines, events. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.proofreading.known import Known
from documents.proofreading.manuscript import Manuscript, lay_out
from documents.proofreading.passages import Passage, SourceText
from documents.reading.answer import DocumentAnswer, Problem, ReadingAnswer
from foundation.chinese_text import squeeze
from gazette.reading.answer import ChronicleAnswer, IssueAnswer

_WHOLE = 10**9


@dataclass(frozen=True)
class IssueManuscript:
    issue: IssueAnswer
    documents: tuple[Manuscript, ...]
    chronicle: tuple[ChronicleAnswer, ...]
    front: tuple[Passage, ...]  # printed lines before the first document
    entries: tuple[Passage, ...]  # contents
    events: tuple[Passage, ...]  # one passage an entry of the chronicle
    known: Known
    source: SourceText
    problems: tuple[Problem, ...]  # those of no document

    def front_line(self, text: str) -> Passage:
        """The printed front line with this text, or the text by itself."""
        bare = squeeze(text)
        return next(
            (p for p in self.front if bare and bare in squeeze(p.text)), Passage(text, "版权页", "", "front")
        )


def lay_out_issue(answer: ReadingAnswer, *, known: Known) -> IssueManuscript:
    issue = answer.issue
    assert isinstance(issue, IssueAnswer)
    chronicle = tuple(entry for entry in answer.chronicle if isinstance(entry, ChronicleAnswer))
    source = text_of(answer)
    starts = _starts(answer.documents, source)
    end = _chronicle_start(chronicle, source, starts)
    documents, used = _documents(answer, known, source, (*starts, end), issue.published)
    first = source.line_at(starts[0]) if starts else None
    front = [line for line in answer.lines if first is None or line.number < first]
    return IssueManuscript(
        issue=issue,
        documents=tuple(documents),
        chronicle=chronicle,
        front=tuple(
            Passage(line.text.strip(), "版权页和目录", "", "front", line=line.number) for line in front
        ),
        entries=tuple(_located(source, ((entry.title, "", "entry") for entry in issue.contents), "目录")),
        events=tuple(_events(chronicle, source, end)),
        known=known,
        source=source,
        problems=tuple(problem for problem in answer.problems if problem not in used),
    )


def text_of(answer: ReadingAnswer) -> SourceText:
    """The printed lines without running heads and page numbers."""
    return SourceText([line for line in answer.lines if line.place != "furniture"])


def _starts(documents: Sequence[DocumentAnswer], source: SourceText) -> list[int]:
    """Where each document's title stands: the first last before its text, for the contents print the titles too."""
    starts: list[int] = []
    cursor = 0
    for document in documents:
        title = squeeze(document.title)
        if starts:
            found = source.find_line(title, cursor)
        else:
            found = source.text.rfind(title, 0, max(source.find(_sentence(document), window=_WHOLE), 0) + 1)
        if found < 0:
            found = max(source.find(_sentence(document), cursor, window=_WHOLE), cursor)
        starts.append(found)
        cursor = found + len(title)
    return starts


def _sentence(document: DocumentAnswer) -> str:
    """The first line of the text that is a sentence: the contents print none."""
    lines = document.body.splitlines()
    return next((line for line in lines if "。" in line), lines[0] if lines else document.title)


def _chronicle_start(chronicle: Sequence[ChronicleAnswer], source: SourceText, starts: Sequence[int]) -> int:
    if not chronicle:
        return len(source.text)
    found = source.find(chronicle[0].text, starts[-1] if starts else 0, window=_WHOLE)
    return found if found >= 0 else len(source.text)


def _documents(
    answer: ReadingAnswer,
    known: Known,
    source: SourceText,
    bounds: Sequence[int],
    published: str | None,
) -> tuple[list[Manuscript], set[Problem]]:
    """Each document with the lines from its title to the next one's."""
    numbers = [source.line_at(bound) or 0 for bound in bounds]
    if bounds[-1] >= len(source.text):
        numbers[-1] = _WHOLE
    manuscripts: list[Manuscript] = []
    used: set[Problem] = set()
    for order, document in enumerate(answer.documents):
        low, high = numbers[order], numbers[order + 1]
        own = source.between(low, high)
        problems = [problem for problem in answer.problems if low <= problem.line < high]
        used.update(problems)
        manuscripts.append(
            lay_out(document, known=known, lines=own, problems=problems, published=published, whole=source)
        )
    return manuscripts, used


def _located(source: SourceText, texts: Iterable[tuple[str, str, str]], place: str) -> Iterable[Passage]:
    cursor = 0
    for text, anchor, role in texts:
        found = source.find(text, cursor, window=_WHOLE)
        cursor = found if found >= 0 else cursor
        yield Passage(text, place, anchor, role, None, found)


_ISO = re.compile(r"^(\d{4})-0?(\d{1,2})-0?(\d{1,2})$")


def _events(chronicle: Sequence[ChronicleAnswer], source: SourceText, start: int) -> Iterable[Passage]:
    cursor = start
    for entry in chronicle:
        found = source.find(entry.text, cursor)
        cursor = found if found >= 0 else cursor
        day = _ISO.sub(r"\2月\3日", entry.start)
        yield Passage(entry.text, f"大事记{day}", f"d{entry.start}", "event", None, found)
