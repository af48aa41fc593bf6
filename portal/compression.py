"""Pages go over the wire as brotli to whoever takes it, a sixth smaller than gzip; pages of the staff as gzip.

Django's gzip adds a random length to each answer, so that nobody can guess a secret of the page from how well it packs
(BREACH). Public pages hold no secret and are the same for everybody; those of the staff hold marks against forgery.
"""

from __future__ import annotations

import re
from typing import Literal

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils.cache import patch_vary_headers

Encoding = Literal["br", "gzip", ""]

QUALITY = 5  # of 11: higher ones take ten times as long for some hundredths
SHORTEST = 200  # bytes, as for gzip
_REFUSED = r"(?!\s*;\s*q=0(?:\.0*)?(?:\s*[,;]|\s*$))"
_TAKES: tuple[tuple[Encoding, re.Pattern[str]], ...] = (
    ("br", re.compile(rf"(?:^|,)\s*br\b{_REFUSED}")),
    ("gzip", re.compile(rf"(?:^|,)\s*gzip\b{_REFUSED}")),
)


def encoding_for(request: HttpRequest) -> Encoding:
    """How an answer to this request is packed at best."""
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")[:200]
    of_staff = request.path_info.startswith(reverse("admin:index"))
    found = (encoding for encoding, taken in _TAKES if taken.search(accepted))
    return next((encoding for encoding in found if encoding == "gzip" or not of_staff), "")


class Compression(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_whole = isinstance(response, HttpResponse) and not response.has_header("Content-Encoding")
        if not is_whole or encoding_for(request) != "br":
            return super().process_response(request, response)
        assert isinstance(response, HttpResponse)
        if len(response.content) < SHORTEST:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        packed = brotli.compress(response.content, mode=brotli.MODE_TEXT, quality=QUALITY)
        if len(packed) >= len(response.content):
            return response
        response.content = packed
        response.headers["Content-Length"] = str(len(packed))
        response.headers["Content-Encoding"] = "br"
        mark = response.headers.get("ETag", "")
        if mark.startswith('"'):  # the same page, in other bytes
            response.headers["ETag"] = "W/" + mark
        return response
