"""Reading an edition of the standard from `fixtures/eldercare/standard-<code>.json` into a draft."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from django.db import transaction

from eldercare.models import Criterion, StandardEdition

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "eldercare"


@transaction.atomic
def load_standard(code: str) -> StandardEdition | None:
    """A draft with the criteria of the file, for somebody to check and put in force; None when the edition is there.

    Raises FileNotFoundError where there is no such file.
    """
    content = json.loads((FOLDER / f"standard-{code}.json").read_text("utf-8"))
    if StandardEdition.objects.filter(code=code).exists():
        return None
    edition = StandardEdition.objects.create(
        code=code,
        name=content["name"],
        notice=content["notice"],
        issued_on=date.fromisoformat(content["published_on"]),
    )
    Criterion.objects.bulk_create(
        _criterion(edition, position, row) for position, row in enumerate(content["criteria"], start=1)
    )
    return edition


def _criterion(edition: StandardEdition, position: int, row: dict[str, object]) -> Criterion:
    levels, needs = row["levels"], row["needs"]
    assert isinstance(levels, list) and isinstance(needs, list)
    return Criterion(
        edition=edition,
        position=position,
        level_a=levels[0],
        level_aa=levels[1],
        level_aaa=levels[2],
        need_a=needs[0],
        need_aa=needs[1],
        need_aaa=needs[2],
        **{name: row[name] for name in ("code", "category", "group", "item", "fact", "note", "printed")},
    )
