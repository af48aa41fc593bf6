"""People at the door: accounts with a password, a second factor, and what they type."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.accounts import actions
from foundation.accounts.one_time_codes import code_at
from foundation.models import SecondFactor, SecurityEvent

PASSWORD = "示例口令abc123"


def person(role: str = "责任编辑", name: str = "示例员", **fields: Any) -> User:
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True, **fields)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return User.objects.get(pk=user.pk)


def log_in(client: Client, user: User | str, password: str = PASSWORD, **more: Any) -> Any:
    name = user if isinstance(user, str) else user.get_username()
    return client.post(reverse("admin:login"), {"username": name, "password": password}, **more)


def code_of(user: User, *, later: int = 0) -> str:
    """What the telephone shows now, or `later` steps on: no code serves twice."""
    at = timezone.now() + timedelta(seconds=30 * later)
    return code_at(SecondFactor.objects.get(user=user).secret.plain(), at)


def enrolled(user: User, *, at: datetime | None = None) -> list[str]:
    """The person has carried the secret over; the recovery codes. The code of an hour ago was used for it."""
    at = at or timezone.now() - timedelta(hours=1)
    factor = actions.begin_second_factor(user, at=at)
    return actions.confirm_second_factor(
        user, code_at(factor.secret.plain(), at), begun=factor.pk, session_key=None, network="", at=at
    )


def deeds(user: User | None = None) -> list[str]:
    """The record, oldest first."""
    events = SecurityEvent.objects.filter(user=user) if user else SecurityEvent.objects.all()
    return list(events.order_by("pk").values_list("deed", flat=True))


def is_in(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200
