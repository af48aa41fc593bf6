"""Every verb on a filing, filings in every state, and everybody who might try: for tests that break the table of moves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import connection, transaction

from eldercare import actions
from eldercare.models import Filing, Institution
from eldercare.refusals import (
    FilingOpen,
    InstitutionClosed,
    NotOnDuty,
    ReviewsOwnWork,
)
from foundation.models import Jurisdiction
from foundation.refusals import MoveNotAllowed, NotPermitted, Refusal
from tests import care, make
from tests.care import AT, DAY

REASON = "示例：材料不齐。"

VERBS: dict[str, Callable[[Filing, User], object]] = {
    "open": lambda filing, by: actions.open_filing(
        filing.institution, change_summary="示例变更", by=by, at=AT
    ),
    "submit": lambda filing, by: actions.submit_filing(filing, filed_on=DAY, commitment_on=DAY, by=by, at=AT),
    "accept": lambda filing, by: actions.accept_filing(filing, by=by, at=AT),
    "return": lambda filing, by: actions.return_filing(filing, reason=REASON, by=by, at=AT),
    "discard": lambda filing, by: actions.discard_filing(filing, reason=REASON, by=by, at=AT),
    "cancel": lambda filing, by: actions.cancel_filing(filing, reason=REASON, by=by, at=AT),
    "note": lambda filing, by: actions.note_copy(filing, by=by, at=AT),
}
NAMES: dict[str, type[Refusal] | None] = {
    "yes": None,
    "permission": NotPermitted,
    "duty": NotOnDuty,
    "move": MoveNotAllowed,
    "open": FilingOpen,
    "closed": InstitutionClosed,
    "own": ReviewsOwnWork,
}


def people(institution: Institution, submitter: User) -> dict[str, User]:
    """Everybody who stands in the tables, told by where the institution lies."""
    county, township = institution.county, institution.township
    elsewhere, next_door = care.county("530902"), care.township("530922199")
    chief, chief_on_duty = (User.objects.create_superuser(f"chief{make.serial()}") for _ in range(2))
    for place in (county, township):
        Jurisdiction.objects.create(user=chief_on_duty, division=place)
    gone = care.officer("养老县区经办", county, township)
    gone.is_active = False
    gone.save()
    nowhere = care.officer("养老县区经办", county)
    Jurisdiction.objects.of(nowhere).delete()
    return {
        "county": care.officer("养老县区经办", county),
        "county-and-township": care.officer("养老县区经办", county, township),
        "other-county": care.officer("养老县区经办", elsewhere),
        "county-of-all": care.officer("养老县区经办", care.city()),
        "township": care.officer("养老乡镇经办", township),
        "other-township": care.officer("养老乡镇经办", next_door),
        "city": care.officer("养老市级管理", care.city()),
        "registry": care.officer("养老登记管理", care.city()),
        "auditor": care.officer("养老审计（只读）", care.city()),
        "nowhere": nowhere,
        "editor": care.officer("责任编辑", county),
        "plain": make.staff(),
        "superuser": chief,
        "superuser-on-duty": chief_on_duty,
        "inactive": User.objects.get(pk=gone.pk),
        "submitter": submitter,
    }


STANDING: dict[str, Callable[..., Filing]] = {
    "draft": care.draft,
    "submitted": care.submitted,
    "returned": care.returned,
    "accepted": care.accepted,
    "changed": care.changed,
    "cancelled": care.cancelled,
}
# A state each verb is allowed from.
FROM = {
    "open": "accepted",
    "submit": "draft",
    "accept": "submitted",
    "return": "submitted",
    "discard": "returned",
    "cancel": "accepted",
    "note": "accepted",
}


@contextmanager
def undone() -> Iterator[None]:
    """What is done here is looked at and taken back, deferred guards of the database included."""
    with transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        transaction.set_rollback(True)


def traces() -> tuple[int, ...]:
    """Every table of home care is audited, so a write anywhere is a row here; numbers and lines are counted besides."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM foundation_rowchange), (SELECT count(*) FROM eldercare_filing),"
            " (SELECT count(*) FROM eldercare_filingmove), (SELECT coalesce(sum(last), 0) FROM eldercare_receiptbook)"
        )
        return tuple(cursor.fetchone())


def tried(verb: str, filing: Filing, by: User) -> type[Refusal] | None:
    """What the verb was refused with; a refusal speaks Chinese and wrote nothing."""
    fresh = Filing.objects.get(pk=filing.pk)
    before = traces()
    try:
        with undone():
            VERBS[verb](fresh, by)
    except Refusal as refusal:
        assert re.search(r"[\u4e00-\u9fff].*。$", str(refusal)), repr(refusal)
        assert traces() == before
        return type(refusal)
    assert traces() == before  # taken back
    return None


def spelt(outcome: type[Refusal] | None) -> str:
    return next(word for word, named in NAMES.items() if named is outcome)
