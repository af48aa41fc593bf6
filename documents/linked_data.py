"""A document as schema.org knows it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from foundation.linked_data import LANGUAGE, Thing, governments, thing


def legislation(
    *,
    address: str,
    title: str,
    number: str,
    kind: str,
    organs: Sequence[str],
    written_on: date | None,
    effective_from: date | None,
    is_in_force: bool,
    abstract: str,
    published_at: datetime | None,
    within: Thing | None,
) -> Thing:
    """`Legislation` for what bears a 发文字号; a report or an interpretation without one is a `DigitalDocument`.

    ``within`` is the issue that printed it.
    """
    said = {
        "url": address,
        "name": title,
        "abstract": abstract,
        "inLanguage": LANGUAGE,
        "datePublished": published_at.isoformat(timespec="seconds") if published_at else "",
        "isPartOf": within,
    }
    if not number:
        return thing("DigitalDocument", author=governments(organs), **said)
    return thing(
        "Legislation",
        legislationIdentifier=number,
        legislationType=kind,
        legislationDate=written_on.isoformat() if written_on else "",
        legislationPassedBy=governments(organs),
        legislationDateOfApplicability=effective_from.isoformat() if effective_from else "",
        legislationLegalForce=f"https://schema.org/{'InForce' if is_in_force else 'NotInForce'}",
        **said,
    )
