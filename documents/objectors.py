"""What stands in the way of a correction, said before the door: see `foundation.objections`."""

from collections.abc import Iterable

from documents.models import Correction
from foundation.lifecycle import Publishable, Verb
from foundation.objections import objects_to


def _what_is_corrected_stays(correction: Publishable, verb: Verb) -> Iterable[str]:
    if verb == Verb.WITHDRAW:
        yield "已经发布的更正不能单独撤回，请再办一次更正，或者撤回公文"


objects_to(Correction, _what_is_corrected_stays)
