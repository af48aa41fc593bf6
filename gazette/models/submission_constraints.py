"""What must hold of every submission, whoever writes it."""

from django.db import models
from django.db.models import F, Q

from documents.models import Disclosure
from foundation.constraints import is_known
from gazette.submission_lifecycle import SubmissionState as S

NUMBERED = Q(
    year__isnull=False,
    serial__isnull=False,
    first_sent_at__isnull=False,
    sent_at__isnull=False,
    sent_by__isnull=False,
)
UNNUMBERED = Q(
    year__isnull=True,
    serial__isnull=True,
    first_sent_at__isnull=True,
    sent_at__isnull=True,
    sent_by__isnull=True,
)
ACCEPTED = Q(document__isnull=False, accepted_by__isnull=False, accepted_at__isnull=False)
NOT_ACCEPTED = Q(document__isnull=True, accepted_by__isnull=True, accepted_at__isnull=True)
COMPLETE = (
    Q(written_on__isnull=False, sha256__regex=r"^[0-9a-f]{64}$")
    & ~Q(title="")
    & ~Q(contact="")
    & ~Q(contact_phone="")
    & ~Q(file="")
    & (~Q(disclosure=Disclosure.CLOSED) | ~Q(closed_reason=""))
    & (Q(is_normative=False) | ~Q(interpretation=""))
    & (~Q(interpretation="exempt") | ~Q(exempt_reason=""))
)

CONSTRAINTS: list[models.BaseConstraint] = [
    is_known("submission", "state", S),
    is_known("submission", "disclosure", Disclosure),
    models.CheckConstraint(
        name="submission_interpretation_is_known",
        condition=Q(interpretation__in=["", "attached", "exempt"]),
        violation_error_message="请从列出的各项中选择。",
    ),
    models.CheckConstraint(
        name="submission_sent_has_its_number",
        condition=(Q(state=S.DRAFT) & UNNUMBERED)
        | (Q(state=S.WITHDRAWN) & (NUMBERED | UNNUMBERED))
        | (Q(state__in=[S.SENT, S.RETURNED, S.ACCEPTED, S.TAKEN, S.DECLINED]) & NUMBERED),
        violation_error_message="报送过的须有编号、时间和报送人，没有报送的不能有。",
    ),
    models.CheckConstraint(
        name="submission_sent_is_complete",
        condition=Q(state__in=[S.DRAFT, S.RETURNED, S.WITHDRAWN]) | COMPLETE,
        violation_error_message="报送的内容没有填全。",
    ),
    models.CheckConstraint(
        name="submission_accepted_has_its_document",
        condition=(Q(state__in=[S.ACCEPTED, S.TAKEN], disclosure=Disclosure.ACTIVE) & ACCEPTED)
        | (Q(state__in=[S.DRAFT, S.SENT, S.RETURNED, S.WITHDRAWN]) & NOT_ACCEPTED)
        | (Q(state=S.DECLINED) & (ACCEPTED | NOT_ACCEPTED)),
        violation_error_message="收稿的须是主动公开的，并有公文、收稿人和时间；没有收稿的不能有。",
    ),
    models.CheckConstraint(
        name="submission_taken_has_its_issue",
        condition=Q(state=S.TAKEN, issue__isnull=False) | (~Q(state=S.TAKEN) & Q(issue__isnull=True)),
        violation_error_message="编入的须写明期次，没有编入的不能有。",
    ),
    models.CheckConstraint(
        name="submission_accepted_by_another",
        condition=Q(accepted_by__isnull=True) | Q(sent_by__isnull=True) | ~Q(accepted_by=F("sent_by")),
        violation_error_message="自己报送的，须由另一个人收稿。",
    ),
    models.UniqueConstraint(
        name="submission_number_is_once",
        fields=["year", "serial"],
        violation_error_message="这个报送编号已经用过。",
    ),
    models.UniqueConstraint(
        name="submission_document_is_once",
        fields=["document"],
        violation_error_message="这份公文已经由另一件报送收稿。",
    ),
]
