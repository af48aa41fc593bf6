"""What stands in the way of a move, said before the door (`foundation.objections`), and what is counted as still open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils import timezone

from documents.defects.corrected import correction_report, in_the_way
from documents.defects.report import objections, reports_on, standing_in
from documents.models import Correction, Document
from foundation.lifecycle import Publishable, Status, Verb
from foundation.models import Remark
from foundation.objections import objects_to, objects_to_many
from foundation.outstanding import Outstanding, counts
from foundation.remark_objections import standing_remarks

CHECKED_BEFORE = frozenset({Verb.FINAL_REVIEW, Verb.PUBLISH})


def standing_remarks_on(documents: Collection[int]) -> Mapping[int, int]:
    return Remark.objects.standing().number_on(Document, documents)


def standing_defects_on(documents: Collection[int]) -> Mapping[int, int]:
    return standing_in(documents, on=timezone.localdate())


def _defects_stand(documents: Sequence[Document], verb: Verb) -> Mapping[int, Iterable[str]]:
    if verb not in CHECKED_BEFORE:
        return {}
    reports = reports_on([one.pk for one in documents], on=timezone.localdate())
    return {pk: objections(report) for pk, report in reports.items()}


def _correction_brings_nothing_worse(obj: Publishable, verb: Verb) -> Iterable[str]:
    if isinstance(obj, Correction) and verb in CHECKED_BEFORE:
        yield from objections(in_the_way(correction_report(obj, on=timezone.localdate())))


def _what_is_withdrawn_stays(obj: Publishable, verb: Verb) -> Iterable[str]:
    """A correction that was under way when its document was withdrawn comes to nothing: nobody signs it any more."""
    if verb in (Verb.RETURN, Verb.UNSCHEDULE) or not isinstance(obj, Correction):
        return
    if obj.document.status == Status.WITHDRAWN:
        yield "公文已经撤回，更正不再办理；请退回草稿，由副主编或主编删去"


def _what_is_corrected_stays(correction: Publishable, verb: Verb) -> Iterable[str]:
    if verb == Verb.WITHDRAW:
        yield "已经发布的更正不能单独撤回，请再办一次更正，或者撤回公文"


objects_to_many(Document, standing_remarks)
objects_to_many(Document, _defects_stand)
counts(Document, Outstanding("批注", standing_remarks_on, "review"))
counts(Document, Outstanding("缺陷", standing_defects_on, "defects"))
objects_to(Correction, _correction_brings_nothing_worse)
objects_to(Correction, _what_is_withdrawn_stays)
objects_to(Correction, _what_is_corrected_stays)
