"""What came before: the same file, or the same 发文字号, in another submission or among the documents on record."""

from __future__ import annotations

from django.db.models import Q

from documents.document_numbers import read_number
from documents.models import Document
from gazette.models import Submission

MOST = 3


def twins_of(submission: Submission) -> list[str]:
    """A sentence each, which names the number of the other submission and not its unit: not everybody may see that."""
    same = Q(pk__in=[])
    if submission.sha256:
        same |= Q(sha256=submission.sha256)
    if submission.document_number:
        same |= Q(document_number=submission.document_number)
    others = (
        Submission.objects.received().light().filter(same).exclude(pk=submission.pk).order_by("pk")[:MOST]
    )
    said = [_said(submission, other) for other in others]
    number = read_number(submission.document_number)
    if number is not None:
        on_record = Document.objects.with_number(
            series=number.series, year=number.year, serial=number.serial
        ).exclude(pk=submission.document_id or 0)
        said += [f"文号{number}的公文已经在库" for _ in on_record.only("pk")[:1]]
    return said


def _said(submission: Submission, other: Submission) -> str:
    what = "同一个文件" if other.sha256 == submission.sha256 else f"文号{submission.document_number}"
    return f"{what}已经报送过（报送 {other.number}，{other.get_state_display()}）"
