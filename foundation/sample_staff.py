"""Sample accounts for a first look at the desk: one for each role, each with a password made once and kept."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import Group, User
from django.db import transaction

from foundation.models import Division, Jurisdiction


@dataclass(frozen=True)
class SampleStaff:
    username: str
    name: str
    role: str
    places: tuple[str, ...] = ()  # division codes


@dataclass(frozen=True)
class Login:
    username: str
    role: str
    password: str
    stored: str  # its hash in the database


def load_staff(notebook: Path, staff: Iterable[SampleStaff]) -> list[Login]:
    """Passwords are made once and kept in ``notebook``, readable by the owner only.

    An account whose password the notebook does not know gets a new one. The stored hash stands beside each password:
    comparing it costs nothing, while checking every password takes seconds of every start.
    """
    known: dict[str, list[str]] = json.loads(notebook.read_text("utf-8")) if notebook.exists() else {}
    logins = [_login(person, known) for person in staff]
    notebook.parent.mkdir(parents=True, exist_ok=True)
    notebook.touch(mode=0o600)
    entries = {login.username: [login.password, login.stored] for login in logins}
    notebook.write_text(json.dumps(entries, indent=1), "utf-8")
    return logins


@transaction.atomic
def _login(person: SampleStaff, known: dict[str, list[str]]) -> Login:
    user, _ = User.objects.get_or_create(
        username=person.username, defaults={"first_name": person.name, "is_staff": True}
    )
    password, stored = known.get(person.username, ("", ""))
    if not password or user.password != stored:
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.save(update_fields=["password"])
    user.groups.set(Group.objects.filter(name=person.role))
    for division in Division.objects.filter(code__in=person.places):
        Jurisdiction.objects.get_or_create(user=user, division=division)
    return Login(person.username, person.role, password, user.password)
