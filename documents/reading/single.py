"""One notice from the bytes of a file to the answer. Pure: no database, no clock."""

from __future__ import annotations

from documents.reading.answer import ReadingAnswer
from documents.reading.balance import close
from documents.reading.head import find_head, without_frame
from documents.reading.notice import read_notice
from documents.reading.paragraphs import read_paragraphs
from documents.reading.source import Ledger, Source, findings_of, read_source
from foundation.unit_names import UnitLexicon


def read_document(raw: bytes, *, name: str, lexicon: UnitLexicon) -> ReadingAnswer:
    """Read one notice. Raises UnreadableSource when no title and no number can be found."""
    source, ledger = read_source(raw, name=name)
    return read_document_source(source, ledger, lexicon=lexicon)


def read_document_source(source: Source, ledger: Ledger, *, lexicon: UnitLexicon) -> ReadingAnswer:
    """The same from lines that are extracted already; the ledger is used up."""
    findings = findings_of(source)
    lines, taken = without_frame(source.lines)
    paragraphs = read_paragraphs(lines, ledger, findings)
    head = find_head(paragraphs, taken, source.name)
    for line in (*(line.number for line in taken), *(n for paragraph in head.frame for n in paragraph.lines)):
        ledger.furnish(line)
    placed = [
        n
        for p in paragraphs
        if p not in head.frame and (p in head.rest or p.line in head.lines)
        for n in p.lines
    ]
    document = read_notice(head, lines=placed, lexicon=lexicon, ledger=ledger, findings=findings)
    return close(source, ledger, issue=None, documents=(document,), chronicle=(), findings=findings)
