"""The page on which a person sets up, renews or takes away their second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import mark_safe

from foundation.accounts import actions
from foundation.accounts.backend import needs_second_factor
from foundation.accounts.forms import CodeForm
from foundation.accounts.one_time_codes import authenticator_address
from foundation.accounts.record import wide_network
from foundation.models import SecondFactor
from foundation.quick_codes import svg_of
from foundation.refusals import Refusal

PAGE = "admin/accounts/second_factor.html"
BEGUN = "second_factor_begun"  # in the session: the secret it was shown and no other log-in is


class DeedForm(CodeForm):
    """A code, and what is to be done with it."""

    deed = forms.ChoiceField(
        choices=[("confirm", "启用"), ("renew", "更换恢复码"), ("remove", "停用")], widget=forms.HiddenInput
    )


def second_factor(request: HttpRequest, site: dict[str, Any]) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)  # the desk lets nobody else in
    if request.method == "POST" and "begin" in request.POST:
        factor = actions.begin_second_factor(user, begun=request.session.get(BEGUN, 0), at=timezone.now())
        request.session[BEGUN] = factor.pk
        return redirect("admin:second_factor")
    form = DeedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = _done(request, user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            if codes is None:
                messages.success(request, "两步验证已停用。")
                return redirect("admin:second_factor")
            context = {**site, "title": "恢复码", "codes": codes}
            return TemplateResponse(request, "admin/accounts/recovery_codes.html", context)
    context = {**site, "title": "两步验证", "form": form, **_standing(request, user)}
    return TemplateResponse(request, PAGE, context, status=422 if form.errors else 200)


def _done(request: HttpRequest, user: User, *, deed: str, code: str) -> list[str] | None:
    """The new recovery codes, or None where there are none any more."""
    network, at = wide_network(request), timezone.now()
    if deed == "confirm":
        codes = actions.confirm_second_factor(
            user,
            code,
            begun=request.session.get(BEGUN, 0),
            session_key=request.session.session_key,
            network=network,
            at=at,
        )
        request.session[actions.VERIFIED] = True
        return codes
    if deed == "renew":
        return actions.renew_recovery_codes(user, code, network=network, at=at)
    actions.remove_second_factor(user, code, network=network, at=at)
    return None


def _standing(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the page shows: nothing yet, a secret to be carried over, or since when there is one."""
    mine = Q(confirmed_at__isnull=False) | Q(pk=request.session.get(BEGUN, 0))
    factor = SecondFactor.objects.filter(mine, user=user).first()
    shown: dict[str, Any] = {"factor": factor, "needed": needs_second_factor(user)}
    if factor is not None and factor.confirmed_at is None:
        secret = factor.secret.plain()
        address = authenticator_address(secret, account=user.get_username(), site=settings.SITE.name)
        groups = [secret[place : place + 4] for place in range(0, len(secret), 4)]
        shown |= {"code": mark_safe(svg_of(address)), "secret": " ".join(groups)}
    elif factor is not None:
        shown["left"] = factor.recovery_codes.filter(used_at=None).count()
    return shown
