"""The text of a submission: keeping the file with what was read of it, and saying of the reading what the form adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from documents.document_numbers import read_number
from documents.models import Kind
from documents.proofreading.finding import Finding
from foundation.private_files import forget, keep
from gazette.models import Submission
from gazette.reading.either import Read
from gazette.submission_rules import normal_number

TEXT_FIELDS = ("file", "file_name", "size", "sha256", "lines", "answer", "findings")


@dataclass(frozen=True)
class SubmittedText:
    """A file that was read, with what was read of it."""

    raw: bytes
    name: str
    sha256: str
    answer: Mapping[str, Any]
    lines: list[list[Any]]
    findings: list[dict[str, Any]]

    @classmethod
    def of(cls, read: Read, findings: Iterable[Finding], *, raw: bytes, name: str) -> SubmittedText:
        lines = [list(asdict(line).values()) for line in read.answer.lines]
        said = [finding.as_json() for finding in findings]
        return cls(raw, name[-200:], read.answer.sha256, read.answer.as_json(), lines, said)


def keep_text(submission: Submission, text: SubmittedText) -> None:
    """Within the transaction that saves the submission: the file stays or goes with it, the old one goes after it."""
    if submission.file:
        forget(str(submission.file.name))
    submission.file.name = keep(text.raw)
    submission.file_name, submission.size, submission.sha256 = text.name, len(text.raw), text.sha256
    submission.answer, submission.lines, submission.findings = dict(text.answer), text.lines, text.findings


def with_blanks_filled(submission: Submission) -> None:
    """What the form leaves blank is taken from the text; what was typed always stays."""
    read: Mapping[str, Any] = submission.read
    submission.title = (submission.title or str(read.get("title") or "")).strip()[:400]
    submission.document_number = (submission.document_number or str(read.get("document_number") or ""))[:80]
    if submission.written_on is None and read.get("written_on"):
        submission.written_on = date.fromisoformat(str(read["written_on"]))
    if submission.kind is None and read.get("kind"):
        submission.kind = Kind.objects.filter(name=read["kind"]).first()


def as_submitted(submission: Submission) -> dict[str, Any]:
    """The reading as it is saved: where the text is silent the form speaks, elsewhere the text as printed."""
    (data,) = submission.answer["documents"]
    said: dict[str, Any] = {
        "column": submission.column.name if submission.column else data["column"],
        "kind": data["kind"] or (submission.kind.name if submission.kind else None),
        "title": data["title"] or submission.title,
        "written_on": data["written_on"]
        or (submission.written_on.isoformat() if submission.written_on else None),
    }
    number = None if data["series"] else read_number(submission.document_number)
    if number is not None:
        said |= {
            "document_number": normal_number(submission.document_number),
            "series": number.series,
            "year": number.year,
            "serial": number.serial,
        }
    return {**submission.answer, "documents": [{**data, **said}]}
