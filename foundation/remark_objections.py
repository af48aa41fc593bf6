"""Open remarks stand in the way of a signature; each app registers this for its nouns in `objectors.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from foundation.lifecycle import Publishable, Status, Verb
from foundation.models import Remark, StatusChange
from foundation.models.remark import RemarkQuerySet

LATER = (Verb.SECOND_REVIEW, Verb.FINAL_REVIEW, Verb.SCHEDULE, Verb.PUBLISH)


def standing_remarks(objs: Sequence[Publishable], verb: Verb) -> Mapping[int, Iterable[str]]:
    """The first review may pass over what was said meanwhile, so that the next reviewer sees it; but not over what an
    earlier round left open. Every later signature, and publishing, waits until all is settled.
    """
    if verb != Verb.FIRST_REVIEW and verb not in LATER:
        return {}
    remarked = Remark.objects.standing().number_on(type(objs[0]), [obj.pk for obj in objs])
    return {obj.pk: _standing_on(obj, verb) for obj in objs if obj.pk in remarked}


def _standing_on(obj: Publishable, verb: Verb) -> Iterable[str]:
    remarks = _from_an_earlier_round(obj) if verb == Verb.FIRST_REVIEW else Remark.objects.of(obj).standing()
    first = remarks.select_related("by").order_by("at", "pk").first()
    if first is not None:
        who = first.by.get_full_name() or first.by.get_username()
        yield f"还有 {remarks.count()} 条批注没有办结（{who}：“{first}”），请到“审阅”里逐条办结"


def _from_an_earlier_round(obj: Publishable) -> RemarkQuerySet:
    back = StatusChange.objects.of(obj).filter(to_status=Status.DRAFT).order_by("-pk").first()
    remarks = Remark.objects.of(obj).standing()
    return remarks.filter(at__lte=back.at) if back else remarks.none()
