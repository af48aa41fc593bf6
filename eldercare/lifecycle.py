"""The life of a filing (三（二）). Pure: a table and what it says of one state; the one door is `eldercare.actions`.

    verb       from             to         permission      who besides                        remark
    open       —                draft      submit_filing   on duty where the institution lies   a change says what
    submit     draft, returned  submitted  submit_filing   on duty where the institution lies   optional
    accept     submitted        accepted   accept_filing   on duty at the authority, not the submitter   optional
    return     submitted        returned   return_filing   on duty at the authority, not the submitter   required
    supersede  accepted         changed    —               only with the acceptance of the next version
    discard    draft, returned  cancelled  submit_filing   on duty where the institution lies   required
    cancel     accepted         cancelled  cancel_filing   on duty at the authority             required

The authority is the county bureau for a registered institution, the township for one that runs itself (N032, N037).
Accepting a new version supersedes the one in force in the same transaction; until then the old one stays public.
Of an institution that has closed nothing is opened, submitted or accepted; what is under way is returned, discarded
or cancelled. On duty means in person: a superuser without a place of duty looks, and moves nothing.
"""

from dataclasses import dataclass

from eldercare.permissions import ACCEPT_FILING, CANCEL_FILING, RETURN_FILING, SUBMIT_FILING
from eldercare.vocabulary import FilingStatus, FilingVerb


@dataclass(frozen=True)
class Move:
    """One row of the table above."""

    sources: frozenset[FilingStatus]
    target: FilingStatus
    permission: str = ""  # "": nobody asks for it; it happens with another move
    by_authority: bool = False
    by_another: bool = False
    of_open_institution: bool = False
    needs_remark: bool = False


MOVES: dict[FilingVerb, Move] = {
    FilingVerb.OPEN: Move(frozenset(), FilingStatus.DRAFT, SUBMIT_FILING, of_open_institution=True),
    FilingVerb.SUBMIT: Move(
        frozenset({FilingStatus.DRAFT, FilingStatus.RETURNED}),
        FilingStatus.SUBMITTED,
        SUBMIT_FILING,
        of_open_institution=True,
    ),
    FilingVerb.ACCEPT: Move(
        frozenset({FilingStatus.SUBMITTED}),
        FilingStatus.ACCEPTED,
        ACCEPT_FILING,
        by_authority=True,
        by_another=True,
        of_open_institution=True,
    ),
    FilingVerb.RETURN: Move(
        frozenset({FilingStatus.SUBMITTED}),
        FilingStatus.RETURNED,
        RETURN_FILING,
        by_authority=True,
        by_another=True,
        needs_remark=True,
    ),
    FilingVerb.SUPERSEDE: Move(frozenset({FilingStatus.ACCEPTED}), FilingStatus.CHANGED),
    FilingVerb.DISCARD: Move(
        frozenset({FilingStatus.DRAFT, FilingStatus.RETURNED}),
        FilingStatus.CANCELLED,
        SUBMIT_FILING,
        needs_remark=True,
    ),
    FilingVerb.CANCEL: Move(
        frozenset({FilingStatus.ACCEPTED}),
        FilingStatus.CANCELLED,
        CANCEL_FILING,
        by_authority=True,
        needs_remark=True,
    ),
}


def verbs_from(status: str) -> list[FilingVerb]:
    """What somebody may be asked for from this state, in the order of the table."""
    return [verb for verb, move in MOVES.items() if move.permission and status in move.sources]
