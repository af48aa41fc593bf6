"""What stands between the door and the desk: too many strangers, and what a person has to put in order first.

Public pages pass untouched: no session is looked at, no question asked.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from foundation.accounts.actions import VERIFIED
from foundation.accounts.backend import has_second_factor, has_temporary_password, needs_second_factor
from foundation.refusals import TooManyVisits
from foundation.throttling import MINUTE, Limit, count_in
from foundation.visitors import network_of

PASSWORD_PAGES = ("admin:password_change", "admin:password_change_done", "admin:logout", "admin:jsi18n")
FACTOR_PAGES = ("admin:second_factor", *PASSWORD_PAGES)


def is_at_the_desk(request: HttpRequest) -> bool:
    return request.path_info.startswith(reverse("admin:index"))


class StaffGate:
    """After the sessions and log-in of Django, before anything of the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_at_the_desk(request):
            return self.get_response(request)
        user = request.user
        if not isinstance(user, User):
            return _held_back(request) or self.get_response(request)
        request.session.is_seen()  # type: ignore[attr-defined]
        return _sent_away(request, user) or self.get_response(request)


def _held_back(request: HttpRequest) -> HttpResponse | None:
    """Who knocks without being let in does so a limited number of times."""
    sentence = "来的次数太多，请等一分钟再试。"
    limit = Limit("desk-stranger", settings.DESK_VISITS_PER_MINUTE, sentence)
    try:
        with transaction.atomic():
            count_in(limit, network_of(request), at=timezone.now())
    except TooManyVisits:
        answer = render(request, "429.html", status=429)
        answer.headers["Retry-After"] = str(MINUTE)
        return answer
    return None


def _sent_away(request: HttpRequest, user: User) -> HttpResponse | None:
    """To the page where they put in order what has to be first; nothing else answers until then."""
    if has_second_factor(user) and not request.session.get(VERIFIED):
        logout(request)  # logged in before there was a second factor, or past the door
        return redirect("admin:login")
    if has_temporary_password(user):
        return _unless(request, PASSWORD_PAGES, "您的密码是别人设置的，请先换成自己的密码。")
    if needs_second_factor(user) and not has_second_factor(user):
        return _unless(request, FACTOR_PAGES, "您的角色必须使用两步验证，请先在这里启用。")
    return None


def _unless(request: HttpRequest, pages: tuple[str, ...], sentence: str) -> HttpResponse | None:
    try:
        here = resolve(request.path_info).view_name
    except Resolver404:
        here = ""
    if here in pages:
        return None
    messages.warning(request, sentence)
    return redirect(pages[0])
