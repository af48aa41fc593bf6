"""Too many wrong passwords: django-axes counts, told as little as it needs.

It locks an account for one address. Who guesses from many addresses, or at many accounts, is held back by the limits
beside it (foundation.throttling), which count for an account, for an address and for the whole site.

axes would keep names as typed, addresses, browsers and whole forms. Here it gets a digest of the name, an address made of
a digest, and nothing else: enough to count and to unlock, too little to know anybody by a copy of its table.
"""

from __future__ import annotations

import copy
from datetime import datetime
from ipaddress import IPv6Address
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Sum
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac

from foundation.accounts.record import note, wide_network
from foundation.models import SecurityDeed
from foundation.throttling import Limit, Window, count_in, forget_visits
from foundation.visitors import network_of

_LATER = "请过一会儿再试；如果不是您在试，请告诉账号管理员。"
FROM_AN_ADDRESS = Limit("login-address", 30, f"从这个地址登录的次数太多，{_LATER}")
ALL_TOGETHER = Limit("login-all", 120, f"现在登录的人太多，{_LATER}", is_shared=True)
AT_AN_ACCOUNT = Limit("login-account", 30, f"试这个账号的密码的次数太多，{_LATER}", window=Window.HOUR)


def name_of(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """AXES_USERNAME_CALLABLE: a keyed digest of the name that was typed."""
    typed = (credentials or {}).get("username") or ""
    return digest_of_name(str(typed))


def digest_of_name(username: str) -> str:
    return salted_hmac("foundation.accounts.lockout.name", username, algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """AXES_CLIENT_IP_CALLABLE: an address nobody has (fd00::/8), the same for one visitor."""
    digest = salted_hmac(
        "foundation.accounts.lockout.address", network_of(request), algorithm="sha256"
    ).digest()
    return str(IPv6Address(b"\xfd" + digest[:15]))


def no_visitor(*_: Any) -> str:
    """AXES_CLIENT_STR_CALLABLE: what its log calls the visitor."""
    return "a visitor"


class DiscreetHandler(AxesDatabaseHandler):
    """AXES_HANDLER: counts a failure without keeping the form it came with, which may hold what was typed elsewhere."""

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        if request is None:
            return
        bare: Any = copy.copy(request)
        bare.GET = bare.POST = QueryDict()
        bare.axes_user_agent = bare.axes_http_accept = bare.axes_path_info = ""
        super().user_login_failed(sender, credentials, bare, **kwargs)
        request.axes_locked_out = bare.axes_locked_out  # type: ignore[attr-defined]


def count_attempt(request: HttpRequest, username: str, *, at: datetime) -> None:
    """Every attempt, right or wrong, before the password is looked at: hashing is what costs, and an account that is
    guessed at from everywhere must not open at the right guess. What axes refuses unseen counts for its address alone:
    one visitor shuts an account for nobody else. Raises TooManyVisits."""
    with transaction.atomic():
        count_in(FROM_AN_ADDRESS, network_of(request), at=at)
    if AxesProxyHandler.is_locked(request, {"username": username}):
        return
    with transaction.atomic():
        count_in(AT_AN_ACCOUNT, digest_of_name(username), at=at)
        count_in(ALL_TOGETHER, "", at=at)


def count_old_password(user: User, *, at: datetime) -> None:
    """Who found somebody's desk open guesses their password no longer than at the door. Raises TooManyVisits."""
    with transaction.atomic():
        count_in(AT_AN_ACCOUNT, digest_of_name(user.get_username()), at=at)


def is_locked_out(request: HttpRequest) -> bool:
    """Whether the log-in just tried was refused because of earlier ones."""
    return bool(getattr(request, "axes_locked_out", False))


def failures_of(user: User) -> int:
    """How many wrong passwords are held against the account now, from all addresses together."""
    attempts = AccessAttempt.objects.filter(username=digest_of_name(user.get_username()))
    return int(attempts.aggregate(all=Sum("failures_since_start"))["all"] or 0)


def is_locked(user: User) -> bool:
    """Whether some address may not try the account at present."""
    attempts = AccessAttempt.objects.filter(username=digest_of_name(user.get_username()))
    return (
        int(attempts.aggregate(most=Max("failures_since_start"))["most"] or 0) >= settings.AXES_FAILURE_LIMIT
    )


def unlock(user: User, *, by: User, request: HttpRequest, at: datetime) -> int:
    """The account may be tried again from everywhere; answers how many addresses were locked out of it."""
    with transaction.atomic():
        name = digest_of_name(user.get_username())
        gone: int = reset(username=name)
        forget_visits(AT_AN_ACCOUNT, name, at=at)
        note(SecurityDeed.UNLOCKED, at=at, user=user, by=by, network=wide_network(request))
    return gone
