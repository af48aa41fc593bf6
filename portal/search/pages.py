"""`/search/`: the page, the same answer as JSON, suggestions while typing, and the description browsers ask for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control

from documents.models import Document
from documents.near_numbers import bearing
from foundation.refusals import Refusal, SearchRefused, SearchTooSlow, TooManyVisits
from foundation.search import registry
from foundation.search.gathering import NEWEST, RELEVANCE
from foundation.search.question import MOST_CHARACTERS
from foundation.throttling import MINUTE, Limit, count_in
from foundation.visitors import network_of
from portal.search.answering import Answer, answer_to, number_asked
from portal.search.api import as_json
from portal.search.asking import Asked, read_asked
from portal.search.suggestions import suggested

AS_TEXT = {"ensure_ascii": False}
ORDERS = ((RELEVANCE, "按相关程度"), (NEWEST, "按日期"))
WHILE_TYPING = 5  # times as often as a whole question
STATUS = {TooManyVisits: 429, SearchTooSlow: 503}
NOT_KEPT = cache_control(private=True, no_cache=True)  # an answer is counted against its visitor


@NOT_KEPT
def search(request: HttpRequest) -> HttpResponse:
    asked = read_asked(request.GET, registry.facets())
    in_json = request.GET.get("format") == "json"
    if not asked.typed and not in_json:
        return render(request, "portal/search.html", _context(asked))
    try:
        _count(request)
        document = None if in_json else document_jumped_to(asked)
        if document is not None:
            return redirect(document)
        answer = answer_to(asked, on=timezone.localdate())
    except (SearchRefused, TooManyVisits) as refusal:
        return _refused(request, asked, refusal, in_json=in_json)
    if in_json:
        return JsonResponse(as_json(answer, on=timezone.localdate()), json_dumps_params=AS_TEXT)
    return render(request, "portal/search.html", _context(asked, answer))


def document_jumped_to(asked: Asked) -> Document | None:
    """The one document of a number, when a number is all that was asked. In quotation marks it is looked for as text."""
    number = number_asked(asked.typed) if asked.is_plain else None
    return bearing(number) if number else None


@NOT_KEPT
def suggestions(request: HttpRequest) -> JsonResponse:
    typed = read_asked(request.GET, ()).typed
    try:
        count_in(_limit("suggestions", WHILE_TYPING), network_of(request), at=timezone.now())
    except TooManyVisits as refusal:
        return JsonResponse(
            {"error": str(refusal)}, status=429, headers=_later(429), json_dumps_params=AS_TEXT
        )
    return JsonResponse({"q": typed, "suggestions": suggested(typed)}, json_dumps_params=AS_TEXT)


def description(request: HttpRequest) -> HttpResponse:
    """OpenSearch: a browser can offer the search of this site in its own bar."""
    context = {"search": request.build_absolute_uri(reverse("portal:search"))}
    return render(
        request,
        "portal/search_description.xml",
        context,
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )


def _count(request: HttpRequest) -> None:
    count_in(_limit("search", 1), network_of(request), at=timezone.now())


def _limit(what: str, times: int) -> Limit:
    return Limit(what, times * settings.SEARCHES_PER_MINUTE, "您这里一分钟内查找的次数太多，请过一分钟再查。")


def _refused(request: HttpRequest, asked: Asked, refusal: Refusal, *, in_json: bool) -> HttpResponse:
    status = STATUS.get(type(refusal), 400)
    headers = _later(status)
    if in_json:
        return JsonResponse(
            {"error": str(refusal)}, status=status, headers=headers, json_dumps_params=AS_TEXT
        )
    context = _context(asked) | {"refusal": str(refusal)}
    response = render(request, "portal/search.html", context, status=status)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _later(status: int) -> dict[str, str]:
    return {"Retry-After": str(MINUTE)} if status in STATUS.values() else {}


def _context(asked: Asked, answer: Answer | None = None) -> dict[str, Any]:
    return {
        "asked": asked,
        "answer": answer,
        "first_query": asked.going_on("").query,
        "longest": MOST_CHARACTERS,
        "orders": [(label, asked.ordered(order).query, order == asked.order) for order, label in ORDERS],
    }
