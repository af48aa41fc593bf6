"""The calendar feed of one person's radar: known by a secret address alone, read by programs without a session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from eldercare.calendar_feed import as_calendar, mark_of
from eldercare.clocks.clock import Clock
from eldercare.models import CalendarLink
from eldercare.permissions import VIEW_INSTITUTION
from eldercare.radar import clocks_of


@require_safe
def radar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the person may see as they are now; gone with the account, the permission or the link."""
    user = CalendarLink.objects.holder_of(token)
    if user is None or not (user.is_active and user.is_staff and user.has_perm(VIEW_INSTITUTION)):
        raise Http404
    on, clocks = timezone.localdate(), clocks_of(user, on=timezone.localdate())
    etag = quote_etag(mark_of(clocks, on=on, root=request.build_absolute_uri("/")))
    response = get_conditional_response(request, etag=etag) or _written(request, clocks, on)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _written(request: HttpRequest, clocks: Sequence[Clock], on: date) -> HttpResponse:
    """Writing thousands of entries takes seconds: only for who has not got them yet."""
    host = request.get_host().partition(":")[0]
    content = as_calendar(clocks, on=on, host=host, absolute=request.build_absolute_uri)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
