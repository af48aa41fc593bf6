"""Reasons for what the defect report warns of, for tests that are about something else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeVar

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from documents.defects.defect import DOCUMENT, ISSUE
from documents.defects.report import document_report
from documents.models import DefectTick, Document
from foundation.models import Publishable
from gazette.defects.report import whole_report
from gazette.models import Issue

P = TypeVar("P", bound=Publishable)
PUBLISHED_AT = datetime(2024, 9, 30, 1, 0, tzinfo=UTC)


def accounted(subject: P) -> P:
    """The warnings that stand against a draft now have a reason: an issue has no PDF, no cover, no total number."""
    day = timezone.localdate()
    if isinstance(subject, Issue):
        report = whole_report(subject, on=day)[0]
    else:
        assert isinstance(subject, Document)
        report = document_report(subject, on=day)
    nouns = {DOCUMENT: Document, ISSUE: Issue}
    by = User.objects.filter(username="accountant").first() or User.objects.create_user("accountant")
    DefectTick.objects.bulk_create(
        DefectTick(
            subject_type=ContentType.objects.get_for_model(nouns[row.defect.subject.noun]),
            subject_id=row.defect.subject.pk,
            key=row.defect.key,
            code=row.defect.code,
            sentence=row.defect.whole_sentence,
            reason="示例理由",
            by=by,
            at=PUBLISHED_AT,
        )
        for row in report.unticked
    )
    return subject
