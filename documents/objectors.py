"""What stands in the way of a move, said before the door (`foundation.objections`), and what is counted as still open."""

from collections.abc import Collection, Iterable, Mapping

from documents.models import Correction, Document
from foundation.lifecycle import Publishable, Verb
from foundation.models import Remark
from foundation.objections import objects_to
from foundation.outstanding import Outstanding, counts
from foundation.remark_objections import standing_remarks


def standing_remarks_on(documents: Collection[int]) -> Mapping[int, int]:
    return Remark.objects.standing().number_on(Document, documents)


def _what_is_corrected_stays(correction: Publishable, verb: Verb) -> Iterable[str]:
    if verb == Verb.WITHDRAW:
        yield "已经发布的更正不能单独撤回，请再办一次更正，或者撤回公文"


objects_to(Document, standing_remarks)
counts(Document, Outstanding("批注", standing_remarks_on, "review"))
objects_to(Correction, _what_is_corrected_stays)
