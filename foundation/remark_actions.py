"""The verbs of remarks: to say something about a place, to answer, and to settle it."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import transaction

from foundation.lifecycle import Publishable, Status, Verb
from foundation.models import Remark, RemarkReply
from foundation.models.remark import LONGEST_REMARK
from foundation.permissions import ADD_REMARK, moving
from foundation.refusals import NotPermitted, Refusal, RemarkRequired
from foundation.remark_places import Place, Places

P = TypeVar("P", bound=Publishable)

# Whoever passes one of these answers for the text, and may say that a remark is settled.
SIGNING = (Verb.FIRST_REVIEW, Verb.SECOND_REVIEW, Verb.FINAL_REVIEW)


class PlaceChanged(Refusal):
    """The paragraph is not any more what the person saw when they wrote."""


class RemarkTooLong(Refusal):
    """More words than a remark, a reply or a resolution holds."""


class RemarkSettled(Refusal):
    """Somebody has settled the remark already."""


class NotToBeRemarked(Refusal):
    """The text has been withdrawn: nobody works on it any more."""


class RemarkElsewhere(Refusal):
    """The earlier remark stands on something else."""


@transaction.atomic
def add_remark(
    subject: Publishable,
    *,
    text: str,
    by: User,
    at: datetime,
    anchor: str = "",
    seen: str = "",
    follows: Remark | None = None,
) -> Remark:
    """Say something about a place of the subject, or about the whole where `anchor` is empty.

    `seen` is the digest of the place as the person saw it. The subject is locked: a signature and a remark that come at
    once come one after the other, and the later one knows of the earlier. `follows` names a settled remark that comes up
    again. Raises NotPermitted, RemarkRequired, RemarkTooLong, NotToBeRemarked, RemarkElsewhere or PlaceChanged.
    """
    if not by.has_perm(ADD_REMARK) or not _sees(by, subject):
        raise NotPermitted(f"您没有批注{subject._meta.verbose_name}的权限。")
    text = _words(text, "批注")
    locked = _locked(subject)
    if locked.status == Status.WITHDRAWN:
        raise NotToBeRemarked(f"“{locked}”已撤回，不再批注。")
    if follows is not None and not Remark.objects.of(locked).filter(pk=follows.pk).exists():
        raise RemarkElsewhere("所接的那条批注不在这里，请回到它所在的页面再提。")
    place = _place(locked, anchor, seen) if anchor else None
    return Remark.objects.create(
        subject=locked,
        subject_label=str(locked)[:300],
        anchor=place.anchor if place else "",
        quote=place.quote if place else "",
        digest=place.digest if place else "",
        text=text,
        follows=follows,
        by=by,
        at=at,
    )


@transaction.atomic
def reply(remark: Remark, *, text: str, by: User, at: datetime) -> RemarkReply:
    """Answer a remark that still stands. Raises NotPermitted, RemarkRequired, RemarkTooLong or RemarkSettled."""
    if not by.has_perm(ADD_REMARK) or not _sees(by, remark.subject):
        raise NotPermitted("您没有回复批注的权限。")
    text = _words(text, "回复")
    locked = _standing(remark, "再回复；还有意见的，请接着提一条新的批注")
    return RemarkReply.objects.create(remark=locked, text=text, by=by, at=at)


@transaction.atomic
def resolve(remark: Remark, *, resolution: str, by: User, at: datetime) -> Remark:
    """Say how the remark was settled: by who made it, or by who passes reviews of its subject; never without a word.

    Raises NotPermitted, RemarkRequired, RemarkTooLong or RemarkSettled.
    """
    if not may_resolve(by, remark):
        raise NotPermitted("批注由提出的人或审核的人办结，您可以先回复。")
    resolution = _words(resolution, "处理结果")
    locked = _standing(remark, "再办结")
    locked.resolved_by, locked.resolved_at, locked.resolution = by, max(at, locked.at), resolution
    locked.save(update_fields=["resolved_by", "resolved_at", "resolution"])
    return locked


def may_resolve(user: User, remark: Remark) -> bool:
    subject: Publishable | None = remark.subject
    if subject is None or not user.has_perm(ADD_REMARK) or not _sees(user, subject):
        return False
    return remark.by_id == user.pk or _signs(user, subject)


def _sees(user: User, subject: Publishable | None) -> bool:
    """A draft may have been deleted since: what was said about it is kept, and nobody goes on about it."""
    if subject is None:
        return False
    noun = subject._meta
    return user.is_staff and user.has_perm(f"{noun.app_label}.view_{noun.model_name}")


def _signs(user: User, subject: Publishable) -> bool:
    noun = subject._meta
    names = (moving(noun.app_label, str(noun.model_name), verb) for verb in SIGNING)
    return any(user.has_perm(name) for name in names)


def _words(text: str, what: str) -> str:
    text = text.strip()
    if not text:
        raise RemarkRequired(f"请写下{what}的内容。")
    if len(text) > LONGEST_REMARK:
        raise RemarkTooLong(f"{what}最多 {LONGEST_REMARK} 个字，现在有 {len(text)} 个，请分成几条。")
    return text


def _locked(subject: P) -> P:
    found: P = type(subject)._base_manager.select_for_update(of=("self",)).get(pk=subject.pk)
    return found


def _place(locked: Publishable, anchor: str, seen: str) -> Place:
    place = Places(locked.places()).named(anchor)
    if place is None:
        raise PlaceChanged("您批注的这一段已经不在了：请看一遍现在的文字，再决定批注哪一段。您写的还在下面。")
    if place.digest != seen:
        raise PlaceChanged("这一段在您打开页面以后改过：请看一遍现在的文字，再提交。您写的还在下面。")
    return place


def _standing(remark: Remark, but: str) -> Remark:
    """The remark, locked, if it still stands. Who settled it is asked for afterwards: what is joined to a locked row is
    as old as the question, not as the lock.
    """
    locked = Remark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    if locked.resolved_by is not None:
        who = locked.resolved_by.get_full_name() or locked.resolved_by.get_username()
        raise RemarkSettled(f"这条批注已由{who}办结（{locked.resolution}），不能{but}。")
    return locked
