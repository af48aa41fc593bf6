"""What stands in the way of a document's move, and what is counted as still open on it."""

from collections.abc import Collection, Mapping

from documents.models import Document
from foundation.models import Remark
from foundation.objections import objects_to
from foundation.outstanding import Outstanding, counts
from foundation.remark_objections import standing_remarks


def standing_remarks_on(documents: Collection[int]) -> Mapping[int, int]:
    return Remark.objects.standing().number_on(Document, documents)


objects_to(Document, standing_remarks)
counts(Document, Outstanding("批注", standing_remarks_on, "review"))
