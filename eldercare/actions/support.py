"""What rows of an application rest on: files of the institution, attached and taken off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from eldercare.models import Evidence, Finding, Material, SelfMark

Supported = TypeVar("Supported", SelfMark, Material, Finding)


def rest_on(noun: type[Supported], rows: Sequence[Supported], files: Sequence[Sequence[Evidence]]) -> None:
    """Attach to each row its files and take the others off: a page of rows costs three statements, not three a row.

    That a file belongs to the institution and was not voided is held by a trigger.
    """
    through = noun.evidence.through
    owner = noun._meta.get_field("evidence").m2m_field_name()
    wanted = {(row.pk, file.pk) for row, each in zip(rows, files, strict=True) for file in each}
    links = through.objects.filter(**{f"{owner}__in": [row.pk for row in rows]})
    kept = {(getattr(link, f"{owner}_id"), link.evidence_id): link.pk for link in links}
    if gone := [pk for pair, pk in kept.items() if pair not in wanted]:
        through.objects.filter(pk__in=gone).delete()
    through.objects.bulk_create(
        through(**{f"{owner}_id": row, "evidence_id": file}) for row, file in sorted(wanted - kept.keys())
    )
