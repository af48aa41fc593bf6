"""Files an institution rests on: taken in by content, voided with a reason."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.core.files.base import File
from django.db import transaction

from eldercare.models import Evidence, Filing, Institution
from eldercare.permissions import ADD_EVIDENCE, VOID_EVIDENCE
from eldercare.refusals import EvidenceRefused, NotOnDuty
from eldercare.vocabulary import EvidenceKind
from foundation.file_kinds import admitted
from foundation.private_files import keep
from foundation.refusals import NotPermitted, RemarkRequired


def add_evidence(
    institution: Institution,
    *,
    kind: str,
    upload: File[bytes],
    filing: Filing | None = None,
    by: User,
    at: datetime,
) -> Evidence:
    """Keep a file: recognised by its content, pictures without their metadata; file and row stand or fall together.

    Raises NotPermitted, NotOnDuty, EvidenceRefused, or what `foundation.file_kinds.admitted` refuses.
    """
    if not by.has_perm(ADD_EVIDENCE):
        raise NotPermitted("您没有上传材料的权限。")
    if not Institution.objects.visible_to(by).filter(pk=institution.pk).exists():
        raise NotOnDuty(f"“{institution}”不在您的辖区。")
    if filing is not None and filing.institution_id != institution.pk:
        raise EvidenceRefused(f"这份备案不是“{institution}”的。")
    file = admitted(upload)  # takes its time, before any transaction
    with transaction.atomic():
        Institution.objects.locked(institution.pk)
        twin = Evidence.objects.standing().filter(institution=institution, sha256=file.sha256).first()
        if twin is not None:
            raise EvidenceRefused(f"这个机构已经有内容相同的文件：{twin}。")
        return Evidence.objects.create(
            institution=institution,
            filing=filing,
            kind=EvidenceKind(kind),
            file=keep(file.content),
            name=file.name,
            file_kind=file.kind,
            size=file.size,
            sha256=file.sha256,
            uploaded_by=by,
            uploaded_at=at,
        )


@transaction.atomic
def void_evidence(evidence: Evidence, *, reason: str, by: User, at: datetime) -> Evidence:
    """Take a file out of what counts; it stays on record with the reason.

    Raises NotPermitted, NotOnDuty, RemarkRequired or EvidenceRefused.
    """
    if not by.has_perm(VOID_EVIDENCE):
        raise NotPermitted("您没有作废材料的权限。")
    if not reason.strip():
        raise RemarkRequired("作废材料须写明原因。")
    locked = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if not Evidence.objects.visible_to(by).filter(pk=locked.pk).exists():
        raise NotOnDuty("这份材料不在您的辖区。")
    if locked.voided_at is not None:
        raise EvidenceRefused(f"“{locked.name}”已经作废。")
    locked.voided_by, locked.voided_at, locked.void_reason = by, at, reason.strip()
    locked.save(update_fields=["voided_by", "voided_at", "void_reason"])
    return locked
