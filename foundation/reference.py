"""Loading reference data from `fixtures/reference`: each file names a model, its natural key and its rows.

The files are the truth for the fields they name: a row is created when it is missing and mended when it
differs. What the files do not name (a variant an editor added, a member, another unit) stays untouched.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction

from foundation.chinese_text import fold
from foundation.models import Division, Unit, UnitMembership, UnitVariant

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "reference"
ORDER = ("divisions.json", "units.json")  # What others refer to comes first; the rest follows by name.

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Loaded:
    """What loading one kind of row came to."""

    label: str
    created: int
    changed: int
    unchanged: int


@transaction.atomic
def load_folder(folder: Path = FOLDER) -> list[Loaded]:
    """Load every file of the folder, or none. Answers what came of each kind of row."""
    rank = {name: place for place, name in enumerate(ORDER)}
    files = sorted(folder.glob("*.json"), key=lambda path: (rank.get(path.name, len(ORDER)), path.name))
    return [loaded for path in files for loaded in _load_file(json.loads(path.read_text("utf-8")))]


def _load_file(content: Row) -> list[Loaded]:
    model = apps.get_model(content["model"])
    if model is Unit:
        return load_units(content["rows"])
    return [upsert(model, content["rows"], key=content["key"])]


def upsert(model: type[models.Model], rows: Iterable[Row], *, key: str) -> Loaded:
    """Create the rows whose key is missing and mend those that differ, in at most three statements."""
    wanted = {row[key]: _values(model, row) for row in rows}
    known = {getattr(found, key): found for found in model._default_manager.filter(**{f"{key}__in": wanted})}
    new = [model(**values) for name, values in wanted.items() if name not in known]
    changed = [known[name] for name, values in wanted.items() if name in known and _mend(known[name], values)]
    fields = sorted({name for row in wanted.values() for name in row} - {key})
    model._default_manager.bulk_create(new)
    if changed:
        model._default_manager.bulk_update(changed, [model._meta.get_field(name).name for name in fields])
    label = str(model._meta.verbose_name)
    return Loaded(label, len(new), len(changed), len(wanted) - len(new) - len(changed))


def _values(model: type[models.Model], row: Row) -> dict[str, Any]:
    """The row as attributes; a foreign key is given by the value it refers to."""
    fields = {field.name: field for field in model._meta.fields}
    return {fields[name].attname: fields[name].to_python(value) for name, value in row.items()}


def _mend(found: models.Model, values: Row) -> bool:
    """Bring one object up to its row; whether anything differed."""
    differing = {name: value for name, value in values.items() if getattr(found, name) != value}
    for name, value in differing.items():
        setattr(found, name, value)
    return bool(differing)


def load_units(rows: Sequence[Row]) -> list[Loaded]:
    """Units first, then what ties them together: successions, printed variants, members of groups."""
    places = dict(Division.objects.values_list("code", "pk"))
    plain = [
        {
            "name": row["name"],
            "short_name": row["short_name"],
            "level": row["level"],
            "is_group": row.get("is_group", False),
            "division": places[row["division"]] if row.get("division") else None,
        }
        for row in rows
    ]
    units = upsert(Unit, plain, key="name")
    ids = dict(Unit.objects.values_list("name", "pk"))
    upsert(Unit, _successions(rows, ids), key="name")
    return [units, _load_variants(rows, ids), _load_members(rows, ids)]


def _successions(rows: Sequence[Row], ids: Mapping[str, int]) -> list[Row]:
    return [
        {"name": row["name"], "successor": ids[row["successor"]], "succeeded_on": row.get("succeeded_on")}
        for row in rows
        if row.get("successor")
    ]


def _load_variants(rows: Sequence[Row], ids: Mapping[str, int]) -> Loaded:
    """Add the missing variants; one that an editor gave to another unit stays where it is."""
    wanted = {fold(printed): ids[row["name"]] for row in rows for printed in row.get("variants", ())}
    known = set(UnitVariant.objects.filter(printed__in=wanted).values_list("printed", flat=True))
    new = [
        UnitVariant(unit_id=unit, printed=printed) for printed, unit in wanted.items() if printed not in known
    ]
    UnitVariant.objects.bulk_create(new)
    return Loaded(str(UnitVariant._meta.verbose_name), len(new), 0, len(wanted) - len(new))


def _load_members(rows: Sequence[Row], ids: Mapping[str, int]) -> Loaded:
    wanted = {(ids[row["name"]], ids[member]) for row in rows for member in row.get("members", ())}
    known = set(UnitMembership.objects.values_list("group_id", "member_id"))
    new = [UnitMembership(group_id=group, member_id=member) for group, member in sorted(wanted - known)]
    UnitMembership.objects.bulk_create(new)
    return Loaded(str(UnitMembership._meta.verbose_name), len(new), 0, len(wanted) - len(new))


def known_units(folder: Path = FOLDER) -> list[tuple[str, list[str]]]:
    """Names of the reference units with their printed forms, straight from the file: no database is asked."""
    rows = json.loads((folder / "units.json").read_text("utf-8"))["rows"]
    return [
        (row["name"], [name for name in (row.get("short_name"), *row.get("variants", ())) if name])
        for row in rows
    ]
