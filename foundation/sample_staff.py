"""Sample accounts for a first look at the desk: one for each role, each with a password made once and kept."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.hashers import make_password
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
    people = list(staff)
    known: dict[str, list[str]] = json.loads(notebook.read_text("utf-8")) if notebook.exists() else {}
    passwords = [_known_password(person.username, known) for person in people]
    with ThreadPoolExecutor(2) as hashing:  # slow by design, and each takes 100 MB while it runs
        made = list(hashing.map(_made_anew, passwords))
    logins = [_login(person, *one) for person, one in zip(people, made, strict=True)]
    notebook.parent.mkdir(parents=True, exist_ok=True)
    notebook.touch(mode=0o600)
    entries = {login.username: [login.password, login.stored] for login in logins}
    notebook.write_text(json.dumps(entries, indent=1), "utf-8")
    return logins


def _known_password(username: str, known: dict[str, list[str]]) -> tuple[str, str]:
    """The password and its stored hash, if they still belong to the account; otherwise nothing."""
    password, stored = known.get(username, ("", ""))
    fits = password and User.objects.filter(username=username, password=stored).exists()
    return (password, stored) if fits else ("", "")


def _made_anew(known: tuple[str, str]) -> tuple[str, str]:
    password = known[0] or secrets.token_urlsafe(12)
    return password, known[1] or make_password(password)


@transaction.atomic
def _login(person: SampleStaff, password: str, stored: str) -> Login:
    user, _ = User.objects.update_or_create(
        username=person.username,
        defaults={"password": stored},
        create_defaults={"first_name": person.name, "is_staff": True, "password": stored},
    )
    user.groups.set(Group.objects.filter(name=person.role))
    for division in Division.objects.filter(code__in=person.places):
        Jurisdiction.objects.get_or_create(user=user, division=division)
    return Login(person.username, person.role, password, stored)
