"""The last stage of every reading: check the claims against the answer, and close the account. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from documents.reading.answer import (
    Answer,
    Coverage,
    DocumentAnswer,
    Findings,
    LineAccount,
    ReadingAnswer,
)
from documents.reading.source import Ledger, Source, audit


def close(
    source: Source,
    ledger: Ledger,
    *,
    issue: Answer | None,
    documents: Sequence[DocumentAnswer],
    chronicle: Sequence[Answer],
    findings: Findings,
) -> ReadingAnswer:
    """The whole answer. A line whose words do not stand in it is unplaced, whatever a stage claimed."""
    said = [
        part.as_json() for part in (issue, *documents, *chronicle, *findings.problems) if part is not None
    ]
    audit(source, ledger, "\n".join(_strings(said)))
    for line in ledger.open_lines:
        ledger.reopen(line)
    unplaced = tuple((line, source.printed[line].strip()) for line in ledger.open_lines)
    coverage = Coverage(source.characters, ledger.placed, ledger.furniture, unplaced)
    problems = tuple(findings.in_order())
    return ReadingAnswer(
        source.name,
        source.sha256,
        source.characters,
        issue,
        tuple(documents),
        tuple(chronicle),
        problems,
        coverage,
        tuple(
            LineAccount(number, text, ledger.place_of(number), source.pages.get(number, 0))
            for number, text in source.printed.items()
        ),
    )


def _strings(value: object) -> Iterable[str]:
    """Every string of an answer, depth first."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
