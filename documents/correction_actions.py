"""The verbs of corrections: starting one, giving it a newer base, the steps of its life up to publishing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from documents.actions import NotForThePublic, follow_documents
from documents.intake import Data, Units, fitted, printed_values
from documents.matching import match_relations
from documents.models import (
    Attachment,
    Correction,
    CorrectionAttachment,
    CorrectionOrgan,
    Disclosure,
    Document,
    DocumentOrgan,
    DocumentVersion,
)
from documents.snapshot import COLUMNS, snapshot
from documents.versions import correcting, keep_version
from foundation.actions import change_status
from foundation.lifecycle import Status, Verb
from foundation.models import Unit
from foundation.permissions import ADD_CORRECTION, CHANGE_CORRECTION
from foundation.refusals import MoveNotAllowed, NotPermitted, Refusal, RemarkRequired


class CorrectionOpen(Refusal):
    """The document has a correction that is not through yet."""


class BaseIsOld(Refusal):
    """Since the correction was written, the document got a version that it does not know."""


class NothingCorrected(Refusal):
    """The correction says what stands there already."""


class NumberTaken(Refusal):
    """Another document bears the 发文字号."""


@transaction.atomic
def start_correction(document: Document, *, explanation: str, by: User, at: datetime) -> Correction:
    """A copy of the newest version, to be edited and reviewed. The public page stays as it is.

    Raises NotPermitted, RemarkRequired, MoveNotAllowed or CorrectionOpen.
    """
    locked = _free_to_correct(document, explanation, by=by)
    return _begin(
        locked,
        explanation=explanation,
        by=by,
        at=at,
        values={},
        organs=[(row.position, row.printed, row.unit) for row in locked.organs.select_related("unit")],
        attachments=locked.attachments.values("position", "label", "title", "text"),
    )


@transaction.atomic
def draft_correction(
    data: Data, *, document: Document, explanation: str, units: Units, by: User, at: datetime
) -> Correction:
    """What was read of a published document, as a correction to be reviewed. ``data`` is the contract's JSON of it.

    Tasks, relations and checklist stay the document's own. Raises what `start_correction` raises.
    """
    locked = _free_to_correct(document, explanation, by=by)
    return _begin(
        locked,
        explanation=explanation,
        by=by,
        at=at,
        values=printed_values(data, document=locked),
        organs=[(place, name, units.get(name)) for place, name in enumerate(data["organs"], start=1)],
        attachments=[{"position": place, **part} for place, part in enumerate(data["attachments"], start=1)],
    )


def _free_to_correct(document: Document, explanation: str, *, by: User) -> Document:
    """The document, locked, if this person may begin a correction of it."""
    if not by.has_perm(ADD_CORRECTION):
        raise NotPermitted("您没有起草更正的权限。")
    if not explanation.strip():
        raise RemarkRequired("请写明更正了什么、为什么。")
    locked = _public(document, deed="更正")
    if locked.corrections.open().exists():
        raise CorrectionOpen(f"“{locked}”已有一份没有办完的更正，请接着办那一份。")
    return locked


def _begin(
    locked: Document,
    *,
    explanation: str,
    by: User,
    at: datetime,
    values: dict[str, Any],
    organs: Iterable[tuple[int, str, Unit | None]],
    attachments: Iterable[Mapping[str, Any]],
) -> Correction:
    """On top of the newest version; columns that ``values`` do not name are as the document has them."""
    base = locked.versions.without_content().newest() or keep_version(locked, at=locked.published_at or at)
    correction = Correction.objects.create(
        document=locked,
        base_number=base.number,
        explanation=explanation.strip(),
        created_by=by,
        created_at=at,
        **{name: getattr(locked, name) for name in COLUMNS} | values,
    )
    CorrectionOrgan.objects.bulk_create(
        fitted(CorrectionOrgan, correction=correction, position=position, printed=printed, unit=unit)
        for position, printed, unit in organs
    )
    CorrectionAttachment.objects.bulk_create(
        fitted(CorrectionAttachment, correction=correction, **part) for part in attachments
    )
    return correction


@transaction.atomic
def adopt_base(correction: Correction, *, number: int, by: User) -> Correction:
    """The editor has seen the newest version and says that the correction is meant on top of it, as it now stands.

    ``number`` is the version they were shown. Raises NotPermitted, MoveNotAllowed or BaseIsOld.
    """
    if not by.has_perm(CHANGE_CORRECTION):
        raise NotPermitted("您没有修改更正的权限。")
    document = _public(correction.document, deed="更正")
    locked = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if locked.status != Status.DRAFT:
        raise MoveNotAllowed(f"“{locked}”现在是{locked.get_status_display()}，要换底本，请先退回草稿。")
    newest = _newest(document)
    if newest.number != number:
        raise BaseIsOld(f"您看的是第{number}版，现在最新的是第{newest.number}版，请再看一次。")
    locked.base_number = newest.number
    locked.save(update_fields=["base_number", "updated_at"])
    return locked


@transaction.atomic
def move_correction(
    correction: Correction,
    *,
    verb: str,
    by: User,
    at: datetime,
    remark: str = "",
    seen: int | None = None,
    publish_at: datetime | None = None,
) -> Correction:
    """Any step of a correction's life by its verb, see `foundation.lifecycle`. Raises a Refusal when it may not.

    What is published is never taken back by itself (`documents.objectors`): a correction of the correction is made.
    """
    if verb == Verb.PUBLISH:
        publish_correction(correction, by=by, at=at, remark=remark, seen=seen)
        return Correction.objects.get(pk=correction.pk)
    return change_status(correction, verb=verb, by=by, at=at, remark=remark, seen=seen, publish_at=publish_at)


@transaction.atomic
def publish_correction(
    correction: Correction, *, by: User, at: datetime, remark: str = "", seen: int | None = None
) -> DocumentVersion:
    """Put the corrected content in the place of the old one: the document's next version, with its explanation.

    The document keeps its publish time. Raises NotPermitted, MoveNotAllowed, BaseIsOld, NothingCorrected, NumberTaken,
    NotForThePublic or what stands in the way at the door.
    """
    document = _public(correction.document, deed="更正")
    locked = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    _may_take_its_place(locked, document)
    change_status(locked, verb=Verb.PUBLISH, by=by, at=at, remark=remark, seen=seen)
    follow_documents(document)  # what its earlier text repealed
    with correcting(document):
        _put_in_place(locked, document)
    version = keep_version(document, at=at, by=by, note=locked.explanation, correction=locked)
    match_relations([document])
    follow_documents(document)
    return version


def _public(document: Document, *, deed: str) -> Document:
    """The document, locked, if it stands before the public."""
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if locked.status != Status.PUBLISHED:
        raise MoveNotAllowed(f"“{locked}”现在是{locked.get_status_display()}，不能{deed}；只有已发布的可以。")
    return locked


def _newest(document: Document) -> DocumentVersion:
    newest = document.versions.without_content().newest()
    assert newest is not None  # a correction has a base
    return newest


def _may_take_its_place(correction: Correction, document: Document) -> None:
    newest = _newest(document)
    if newest.number != correction.base_number:
        raise BaseIsOld(
            f"这份更正是照第{correction.base_number}版改的，其间已经有了第{newest.number}版"
            f"（{newest.note}）。请退回草稿，对照最新一版看过以后再报。"
        )
    if correction.disclosure != Disclosure.ACTIVE:
        raise NotForThePublic(
            f"更正后的公开属性是{correction.get_disclosure_display()}，不能公开；不宜再公开的公文请撤回。"
        )
    if correction.is_number_taken():
        raise NumberTaken(f"已有另一份公文的发文字号是{correction.document_number}，请核对更正后的文号。")
    if snapshot(correction).digest == newest.digest:
        raise NothingCorrected("更正稿与现在公开的文本完全一样，没有可更正的。")


def _put_in_place(correction: Correction, document: Document) -> None:
    """Columns and parts; what hangs on the document by other keys (tasks, relations, contents) stays."""
    for name in COLUMNS:
        setattr(document, name, getattr(correction, name))
    document.save(update_fields=[*COLUMNS, "updated_at"])
    document.organs.all().delete()
    document.attachments.all().delete()
    DocumentOrgan.objects.bulk_create(
        DocumentOrgan(document=document, position=row.position, printed=row.printed, unit_id=row.unit_id)
        for row in correction.organs.all()
    )
    Attachment.objects.bulk_create(
        Attachment(document=document, position=row.position, label=row.label, title=row.title, text=row.text)
        for row in correction.attachments.all()
    )
