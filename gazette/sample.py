"""Sample data: a portal alive at the first run, without any file of the newcomer's.

Two issues stand as facts (numbers, titles, headings, tasks, units, chronicle; abstracts of our own); one invented
issue is read whole by the real reader. All come in by the same door as every import.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction

from foundation.models import Unit
from gazette.actions import publish_issue, save_issue_reading
from gazette.models import Issue, Official
from gazette.reading.whole import read_issue

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SAMPLE_ISSUE = FIXTURES / "sample-issue.txt"
STAFF = (
    ("editor", "示例责任编辑", "责任编辑"),
    ("deputy", "示例副主编", "副主编"),
    ("chief", "示例主编", "主编"),
    ("units", "示例单位维护", "单位维护"),
    ("auditor", "示例审计", "审计（只读）"),
    ("accounts", "示例账号管理", "账号管理"),
)


@dataclass(frozen=True)
class Login:
    username: str
    role: str
    password: str
    stored: str  # its hash in the database


def load_staff(notebook: Path) -> list[Login]:
    """Sample accounts, one for each role. Passwords are made once and kept in ``notebook``, readable by the owner only.

    An account whose password the notebook does not know gets a new one. The stored hash stands beside each password:
    comparing it costs nothing, while checking six passwords takes seconds of every start.
    """
    known: dict[str, list[str]] = json.loads(notebook.read_text("utf-8")) if notebook.exists() else {}
    logins = [_login(username, name, role, known) for username, name, role in STAFF]
    notebook.parent.mkdir(parents=True, exist_ok=True)
    notebook.touch(mode=0o600)
    entries = {login.username: [login.password, login.stored] for login in logins}
    notebook.write_text(json.dumps(entries, indent=1), "utf-8")
    return logins


def load_issues(*, at: datetime) -> list[Issue]:
    """The sample issues that are not on record yet, saved and published; answers them."""
    chief = User.objects.get(username="chief")
    answers = [json.loads(path.read_text("utf-8")) for path in sorted((FIXTURES / "facts").glob("*.json"))]
    return [issue for answer in [*answers, _read_sample()] if (issue := _load(answer, by=chief, at=at))]


@transaction.atomic
def _load(answer: dict[str, Any], *, by: User, at: datetime) -> Issue | None:
    data = answer["issue"]
    if Issue.objects.filter(year=data["year"], number=data["number"]).exists():
        return None
    outcome = save_issue_reading(answer, at=at)
    return publish_issue(outcome.issue, by=by, at=at) if outcome.issue else None


def _read_sample() -> dict[str, Any]:
    names = Official.objects.values_list("name", flat=True)
    raw = SAMPLE_ISSUE.read_bytes()
    return read_issue(
        raw, name=SAMPLE_ISSUE.name, lexicon=Unit.objects.lexicon(), known_people=names
    ).as_json()


@transaction.atomic
def _login(username: str, name: str, role: str, known: dict[str, list[str]]) -> Login:
    user, _ = User.objects.get_or_create(username=username, defaults={"first_name": name, "is_staff": True})
    password, stored = known.get(username, ("", ""))
    if not password or user.password != stored:
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.save(update_fields=["password"])
    user.groups.set(Group.objects.filter(name=role))
    return Login(username, role, password, user.password)
