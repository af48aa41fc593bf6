"""The radar at the desk: every clock in reach, and the secret address of one's own calendar."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from eldercare import actions
from eldercare.clocks.filings import undated_filings
from eldercare.models import CalendarLink, Institution
from eldercare.permissions import VIEW_INSTITUTION
from eldercare.radar import clocks_of, grouped
from foundation.admin.deeds import user_of
from foundation.models import WorkYear

AT_A_TIME = 100


class ShowsRadar:
    """For the desk of institutions: `…/institution/radar/`."""

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view  # type: ignore[attr-defined]
        own = [
            path("radar/", guarded(self.radar), name="eldercare_radar"),
            path("radar/address/", guarded(never_cache(self.address)), name="eldercare_radar_address"),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def radar(self, request: HttpRequest) -> HttpResponse:
        user, today = _reader(request), timezone.localdate()
        every = clocks_of(user, on=today)
        kinds = sorted({clock.kind for clock in every})
        asked = request.GET.get("kind", "")
        kind = asked if asked in kinds else ""
        chosen = [clock for clock in every if not kind or clock.kind == kind]
        page = Paginator(chosen, AT_A_TIME).get_page(request.GET.get("page"))
        context = {
            **self._frame(request, "期限雷达"),
            "groups": grouped(list(page.object_list), every=chosen, on=today),
            "kinds": [(one, sum(clock.kind == one for clock in every)) for one in kinds],
            "kind": kind,
            "page": page,
            "total": len(every),
            "today": today,
            "undated": undated_filings(user, calendar=WorkYear.objects.calendar()),
            "link": CalendarLink.objects.of(user).first(),
        }
        return TemplateResponse(request, "admin/eldercare/radar.html", context)

    def address(self, request: HttpRequest) -> HttpResponse:
        """Asking shows whether there is an address; a new one is shown once, in answer to the button."""
        user, address, done = _reader(request), "", ""
        if request.method == "POST" and "renew" in request.POST:
            token = actions.renew_calendar_link(by=user, at=timezone.localtime())
            address = request.build_absolute_uri(reverse("eldercare:radar_feed", args=[token]))
        elif request.method == "POST" and "withdraw" in request.POST:
            actions.withdraw_calendar_link(by=user)
            done = "已撤回：原来的地址不能再用。"
        context = {
            **self._frame(request, "日历订阅"),
            "address": address,
            "done": done,
            "link": CalendarLink.objects.of(user).first(),
            "page": reverse("admin:eldercare_radar"),
        }
        return TemplateResponse(request, "admin/eldercare/radar_address.html", context)

    def _frame(self, request: HttpRequest, title: str) -> dict[str, Any]:
        site = self.admin_site  # type: ignore[attr-defined]
        return {**site.each_context(request), "opts": Institution._meta, "title": title}


def _reader(request: HttpRequest) -> User:
    user = user_of(request)
    if not user.has_perm(VIEW_INSTITUTION):
        raise PermissionDenied
    return user
