"""Adding files to a submission and taking them away, as long as the unit may write in it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.core.files.base import File
from django.db import transaction

from foundation.private_files import forget, keep
from foundation.refusals import FileRefused
from gazette.models import FileRole, Submission, SubmissionFile
from gazette.submission_files import Kept, attachment
from gazette.submissions import of_own_unit

MOST = 20


def attach_file(
    submission: Submission, *, role: str, upload: File[bytes], by: User, at: datetime
) -> SubmissionFile:
    """Add an attachment or the 解读. The file is opened before anything is locked.

    Raises FileRefused, NotPermitted, NotYourUnit or SubmissionFrozen.
    """
    return _attached(submission, FileRole(role), attachment(upload), by=by, at=at)


@transaction.atomic
def _attached(
    submission: Submission, role: FileRole, found: Kept, *, by: User, at: datetime
) -> SubmissionFile:
    locked = of_own_unit(submission, by=by, at=at)
    if locked.files.filter(sha256=found.sha256).exists():
        raise FileRefused(f"文件“{found.name}”已经添加过了。")
    if locked.files.count() >= MOST:
        raise FileRefused(f"一件报送最多 {MOST} 个附件；请合并后再添加。")
    return SubmissionFile.objects.create(
        submission=locked,
        role=role,
        file=keep(found.content),
        name=found.name,
        kind=found.kind,
        size=len(found.content),
        sha256=found.sha256,
        added_by=by,
        added_at=at,
    )


@transaction.atomic
def detach_file(submission: Submission, *, file: int, by: User, at: datetime) -> None:
    """Take a file away; one that is gone already is no fault. Raises NotPermitted, NotYourUnit or SubmissionFrozen."""
    locked = of_own_unit(submission, by=by, at=at)
    for found in locked.files.filter(pk=file):
        forget(str(found.file.name))
        found.delete()
