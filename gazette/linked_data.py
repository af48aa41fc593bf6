"""An issue as schema.org knows it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from foundation.linked_data import LANGUAGE, Thing, government, thing


def publication_issue(
    *,
    address: str,
    periodical: str,
    periodical_address: str,
    name: str,
    number: int,
    month: date | None,
    sponsor: str,
    parts: Sequence[tuple[str, str]] = (),
) -> Thing:
    """One 期 of the gazette; ``parts`` are titles and addresses of the public documents of its contents."""
    return thing(
        "PublicationIssue",
        url=address,
        name=name,
        issueNumber=str(number),
        datePublished=f"{month:%Y-%m}" if month else "",
        inLanguage=LANGUAGE,
        isPartOf=thing(
            "Periodical",
            name=periodical,
            url=periodical_address,
            publisher=government(sponsor) if sponsor else None,
        ),
        hasPart=[thing("CreativeWork", name=title, url=of) for title, of in parts],
    )
