"""Long forms whose typing survives: a session that ended, or a page that grew old in another window, loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from foundation.accounts import actions
from foundation.accounts.forms import KeptLogInForm
from foundation.accounts.record import wide_network
from foundation.acting import acting

PREFIX = "kept"
View = Callable[..., Any]


class _TokenCheck(CsrfViewMiddleware):
    """Django's own check; it answers why the token does not do, or None."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


class KeepsWhatWasTyped:
    """For a ModelAdmin: `path(…, self.keeps(self.view))` before its other addresses.

    What was sent without a session, or with the token of an older log-in, is not acted upon; it comes back in a page of
    its own that asks for the password, or only for one more press. The view itself then gets what was typed.
    """

    def keeps(self, view: View) -> View:
        site = self.admin_site  # type: ignore[attr-defined]
        inner = site.admin_view(view)

        @never_cache
        @csrf_exempt  # the token is asked for below: Django's own refusal would throw the form away
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method != "POST":
                return inner(request, *args, **kwargs)
            stale = _token_is_stale(request)
            if stale and not _comes_from_here(request):
                raise PermissionDenied  # another site's form: nothing of it is shown to be confirmed
            form = None if site.has_permission(request) else _log_in_form(request)
            if stale or (form is not None and not form.is_valid()):
                return _kept(site, request, form, stale=stale)
            if form is None:
                return inner(request, *args, **kwargs)
            actions.log_in(
                request,
                form.get_user(),
                verified=form.verified,
                network=wide_network(request),
                at=timezone.now(),
            )
            with acting(form.get_user(), via=request.path):
                return inner(request, *args, **kwargs)

        return guarded


class KeepsDeeds(KeepsWhatWasTyped):
    """For a ModelAdmin whose buttons ask for sentences: those named here, by address and method, keep what was typed."""

    kept_deeds: ClassVar[dict[str, str]] = {}

    def get_urls(self) -> list[URLPattern]:
        """Before the addresses of the buttons, which are the same."""
        own = [
            path(f"<path:object_id>/{address}/", self.keeps(getattr(self, name)))
            for address, name in self.kept_deeds.items()
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]


def _token_is_stale(request: HttpRequest) -> bool:
    check = _TokenCheck(lambda _: HttpResponse())
    check.process_request(request)
    return check.process_view(request, _unexempt, (), {}) is not None


def _comes_from_here(request: HttpRequest) -> bool:
    """Every browser says where a form was sent from."""
    check: Any = _TokenCheck(lambda _: HttpResponse())
    return "HTTP_ORIGIN" in request.META and bool(check._origin_verified(request))


def _unexempt(request: HttpRequest) -> HttpResponse:
    raise AssertionError("only stands for a view that is not exempt")


def _log_in_form(request: HttpRequest) -> KeptLogInForm:
    sent = request.POST if f"{PREFIX}-username" in request.POST else None
    return KeptLogInForm(request, data=sent, prefix=PREFIX)


def _kept(site: Any, request: HttpRequest, form: KeptLogInForm | None, *, stale: bool) -> HttpResponse:
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and not name.startswith(f"{PREFIX}-")
        for value in values
    ]
    context = {
        **site.each_context(request),
        "title": "请再登录一次" if form is not None else "请再保存一次",
        "form": form,
        "typed": typed,
        "stale": stale,
    }
    template = "admin/kept.html" if form is None else "admin/kept_login.html"
    return TemplateResponse(request, template, context, status=403)
