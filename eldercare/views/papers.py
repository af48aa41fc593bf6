"""Blank papers to write on by hand: the same file for everybody, made once by each process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import get_default_timezone

from eldercare import papers

HOUR = 3600


class BlankPaper(NamedTuple):
    title: str
    typeset: Callable[[datetime], bytes]


BLANK_PAPERS = {
    "filing-form": BlankPaper(
        "社区居家养老服务机构备案书（空白）", lambda at: papers.filing_form(papers.FilingForm(), at=at)
    ),
    "basic-conditions": BlankPaper(
        "社区居家养老服务机构基本条件告知书", lambda at: papers.basic_conditions_notice(at=at)
    ),
}


def blank_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Opened in the browser; the middleware answers 304 to whoever has it already."""
    if slug not in BLANK_PAPERS:
        raise Http404("没有这份空白表。")
    response = HttpResponse(_typeset(slug), content_type="application/pdf")
    name = f"{BLANK_PAPERS[slug].title}.pdf"
    response["Content-Disposition"] = str(content_disposition_header(False, name))
    response["Cache-Control"] = f"public, max-age={HOUR}"
    return response


@cache
def _typeset(slug: str) -> bytes:
    """Dated by the notice that prescribes the form (2024-08-27), so that every process makes the same bytes."""
    return BLANK_PAPERS[slug].typeset(datetime(2024, 8, 27, tzinfo=get_default_timezone()))
