"""The life of a submission (报送). Pure: a table and what it says of one state; the one door is `gazette.submissions`.

    verb      from             to         permission          who besides                          remark
    open      —                draft      send_submission     liaison officer of the unit          —
    send      draft, returned  sent       send_submission     liaison officer of the unit          —
    withdraw  draft, sent,     withdrawn  send_submission     liaison officer of the unit          required
              returned
    return    sent             returned   handle_submission   not who sent it                      required
    accept    sent             accepted   handle_submission   not who sent it                      —
    take      accepted         taken      handle_submission   —                                    —
    decline   sent, accepted   declined   handle_submission   not who sent it                      required

Accepting makes the draft of a document; taking lists it in the contents of an issue. That it was printed (刊登) follows
from the document and the issue being published, and is asked, never stored. In person means in person: a superuser who
is no liaison officer of the unit sends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices

from foundation.permissions import HANDLE_SUBMISSION, SEND_SUBMISSION


class SubmissionState(TextChoices):
    DRAFT = "draft", "草稿"
    SENT = "sent", "已报送"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已收稿"
    TAKEN = "taken", "已编入"
    DECLINED = "declined", "不予刊登"
    WITHDRAWN = "withdrawn", "已撤回"


class SubmissionVerb(TextChoices):
    OPEN = "open", "起草"
    SEND = "send", "报送"
    WITHDRAW = "withdraw", "撤回报送"
    RETURN = "return", "退回"
    ACCEPT = "accept", "收稿"
    TAKE = "take", "编入一期"
    DECLINE = "decline", "不予刊登"


@dataclass(frozen=True)
class Move:
    """One row of the table above."""

    sources: frozenset[SubmissionState]
    target: SubmissionState
    permission: str
    by_unit: bool = False
    by_another: bool = False
    needs_remark: bool = False


_S = SubmissionState
MOVES: dict[SubmissionVerb, Move] = {
    SubmissionVerb.OPEN: Move(frozenset(), _S.DRAFT, SEND_SUBMISSION, by_unit=True),
    SubmissionVerb.SEND: Move(frozenset({_S.DRAFT, _S.RETURNED}), _S.SENT, SEND_SUBMISSION, by_unit=True),
    SubmissionVerb.WITHDRAW: Move(
        frozenset({_S.DRAFT, _S.SENT, _S.RETURNED}),
        _S.WITHDRAWN,
        SEND_SUBMISSION,
        by_unit=True,
        needs_remark=True,
    ),
    SubmissionVerb.RETURN: Move(
        frozenset({_S.SENT}), _S.RETURNED, HANDLE_SUBMISSION, by_another=True, needs_remark=True
    ),
    SubmissionVerb.ACCEPT: Move(frozenset({_S.SENT}), _S.ACCEPTED, HANDLE_SUBMISSION, by_another=True),
    SubmissionVerb.TAKE: Move(frozenset({_S.ACCEPTED}), _S.TAKEN, HANDLE_SUBMISSION),
    SubmissionVerb.DECLINE: Move(
        frozenset({_S.SENT, _S.ACCEPTED}), _S.DECLINED, HANDLE_SUBMISSION, by_another=True, needs_remark=True
    ),
}

# While it stands here the unit may still write in it.
OPEN_TO_THE_UNIT = (SubmissionState.DRAFT, SubmissionState.RETURNED)
# Here a document stands behind it.
WITH_A_DOCUMENT = (SubmissionState.ACCEPTED, SubmissionState.TAKEN)
# What nobody counts: it never came, or was taken back.
NOT_RECEIVED = (SubmissionState.DRAFT, SubmissionState.WITHDRAWN)


def verbs_from(state: str) -> list[SubmissionVerb]:
    """What somebody may be asked for from this state, in the order of the table."""
    return [verb for verb, move in MOVES.items() if state in move.sources]
