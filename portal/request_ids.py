"""A mark for each request, so that the lines of a log that belong together are found together."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from string import ascii_lowercase

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "X-Request-ID"
LENGTH = 20  # letters, ninety bits and more
NONE = "-"  # outside of any request: a command
_current: ContextVar[str] = ContextVar("request_id", default=NONE)
_WRITTEN = re.compile(r"[A-Za-z0-9\-]{8,64}")


def _new() -> str:
    """Letters only: among digits some run looks like a telephone number, and the log would strike it out."""
    return "".join(secrets.choice(ascii_lowercase) for _ in range(LENGTH))


class RequestIds:
    """Behind a proxy the mark it gave is kept, so that both logs tell of the same request; otherwise one is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
        mark = given if _WRITTEN.fullmatch(given) else _new()
        request.mark = mark  # type: ignore[attr-defined]  # Django logs a 404 when the answer has left here
        before = _current.set(mark)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(before)
        response.headers[HEADER] = mark
        return response


class WithRequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = getattr(getattr(record, "request", None), "mark", None) or _current.get()
        return True
