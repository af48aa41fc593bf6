"""A public page that was made once is answered again as it was, as long as nothing of the content has changed.

Public pages are the same bytes for everybody. What they are made of is the content, the day, and the address; one short
query tells whether the content is still the same (`foundation.content_state`). A process asks it at most once in
`TRUSTED` seconds, so no page is older than that after a commit, in any process; whoever is logged in has it asked anew
and sees at once what they have published or withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import parse_http_date_safe

from foundation.content_state import content_state
from foundation.kept import Kept
from portal.compression import encoding_for

TRUSTED = 1.0  # seconds; asking costs as much as an empty page
_NOT_FOR_EVERYBODY = re.compile(r"private|no-store")

Key = tuple[str, str, str, str]  # scheme, host, address with its query, how it is packed
State = tuple[str, date]


@dataclass(frozen=True)
class Page:
    state: State
    content: bytes
    headers: tuple[tuple[str, str], ...]

    def size_under(self, key: Key) -> int:
        """With its address, which a visitor may make as long as a page."""
        return len(self.content) + sum(map(len, key)) + 1024  # headers


class PageCache:
    """Stands outside everything that makes an answer. A view whose page is not for everybody says so in Cache-Control."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.kept: Kept[Key, Page] = Kept(settings.PAGE_CACHE_BYTES)
        self._asked: tuple[float, str] = (-TRUSTED, "")  # when, and the answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET":
            return self.get_response(request)
        of_staff = request.path_info.startswith(reverse("admin:index"))
        state = None if of_staff else self._state(request)
        answer = self.get_response(request) if state is None else self._answer(request, state)
        return _conditional(request, answer)

    def _answer(self, request: HttpRequest, state: State) -> HttpResponseBase:
        key = (request.scheme or "", request.get_host(), request.get_full_path(), encoding_for(request))
        page = self.kept.get(key)
        if page is not None and page.state == state:
            return HttpResponse(page.content, headers=dict(page.headers))
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and _is_for_everybody(response):
            response.headers.setdefault(
                "Cache-Control", "no-cache"
            )  # keep it, but ask whether it still holds
            page = Page(state, response.content, tuple(response.headers.items()))
            self.kept.put(key, page, size=page.size_under(key))
        return response

    def _state(self, request: HttpRequest) -> State | None:
        """None where nothing is kept: by setting, within a transaction, or when the database does not answer."""
        if not self.kept.limit or connection.in_atomic_block:
            return None
        now, (asked_at, content) = monotonic(), self._asked
        if now - asked_at >= TRUSTED or settings.SESSION_COOKIE_NAME in request.COOKIES:
            try:
                content = content_state()
            except DatabaseError:
                return None
            self._asked = now, content
        return content, timezone.localdate()


class EntityTags:
    """Every whole answer bears the mark of its content, inside the packing, whose bytes differ from one to the other.

    Django's ConditionalGetMiddleware would also answer 304 here, and what is not whole cannot be kept outside.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_stored = "no-store" not in response.headers.get("Cache-Control", "")
        is_unmarked = "ETag" not in response.headers  # a view may know a cheaper mark
        if request.method == "GET" and is_stored and is_unmarked and isinstance(response, HttpResponse):
            set_response_etag(response)
        return response


def _conditional(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """304 for who has it already."""
    etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
    if not isinstance(response, HttpResponse) or not (etag or modified):
        return response
    changed = parse_http_date_safe(modified) if modified else None
    answer = get_conditional_response(request, etag, changed, response)
    return response if answer is None else answer


def _is_for_everybody(response: HttpResponse) -> bool:
    vary = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")} - {""}
    return (
        response.status_code == 200
        and not response.cookies
        and vary <= {"accept-encoding"}
        and not _NOT_FOR_EVERYBODY.search(response.headers.get("Cache-Control", ""))
    )
