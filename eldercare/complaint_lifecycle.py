"""The life of a complaint. Pure: a table; the one door is `eldercare.actions`.

    verb     from                to        permission        who                                          says
    receive  —                   received  —                 anybody, without a name                      what happened
    accept   received            accepted  handle_complaint  on duty at the county, not attached          —
    handle   accepted            handled   handle_complaint  the same, and decided no level complained of reply
    decline  received, accepted  declined  handle_complaint  the same                                     reply

The notice lays supervision and complaints on the counties (N106): the county bureau acts, the city looks on, and a
township, which may run the institution itself, sees none. The reply is what the person reads by the tracking code.
"""

from dataclasses import dataclass

from eldercare.complaint_vocabulary import ComplaintStatus, ComplaintVerb


@dataclass(frozen=True)
class Move:
    """One row of the table above."""

    sources: frozenset[ComplaintStatus]
    target: ComplaintStatus
    needs_reply: bool = False


MOVES: dict[ComplaintVerb, Move] = {
    ComplaintVerb.RECEIVE: Move(frozenset(), ComplaintStatus.RECEIVED),
    ComplaintVerb.ACCEPT: Move(frozenset({ComplaintStatus.RECEIVED}), ComplaintStatus.ACCEPTED),
    ComplaintVerb.HANDLE: Move(
        frozenset({ComplaintStatus.ACCEPTED}), ComplaintStatus.HANDLED, needs_reply=True
    ),
    ComplaintVerb.DECLINE: Move(
        frozenset({ComplaintStatus.RECEIVED, ComplaintStatus.ACCEPTED}),
        ComplaintStatus.DECLINED,
        needs_reply=True,
    ),
}


def verbs_from(status: str) -> list[ComplaintVerb]:
    """What an officer may be asked for from this state, in the order of the table."""
    return [verb for verb, move in MOVES.items() if status in move.sources]
