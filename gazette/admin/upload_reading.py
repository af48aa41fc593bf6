"""Reading a file within a request. Most files take a moment; a long PDF may take two minutes.

The reading runs in a thread (it is pure: no database). What is not done after a little patience is waited for on a page
that grows while it is read, so that no proxy loses patience, and that needs no script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import count

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string

from documents.proofreading.finding import Finding
from documents.proofreading.known import Known
from documents.reading.files.printed import UnreadableSource
from foundation.models import Unit
from foundation.refusals import Refusal
from gazette.models import Official
from gazette.proofreading.rules import proofread_reading
from gazette.reading.either import Read, read_either

PATIENCE = 5.0  # seconds before the waiting page is shown
BEAT = 2.0  # seconds between two signs of life
_HERE = "<!-- here -->"


@dataclass(frozen=True)
class Checked:
    """What was read of a file, and what proof-reading says of it."""

    read: Read
    findings: Sequence[Finding]


Settled = Callable[[Checked], str]  # saves what was read, answers the address to go on to


def reading_of(raw: bytes, *, name: str, kind: str) -> Callable[[], Checked]:
    """Everything the reading needs, gathered now, so that it asks no database."""
    lexicon, people = Unit.objects.lexicon(), list(Official.objects.values_list("name", flat=True))

    def work() -> Checked:
        read = read_either(raw, name=name, lexicon=lexicon, known_people=people, kind=kind)
        return Checked(read, proofread_reading(read.answer, known=Known.of(lexicon, people)))

    return work


def answer_when_read(
    request: HttpRequest,
    read: Callable[[], Checked],
    *,
    settle: Settled,
    refuse: Callable[[str], HttpResponse],
    back: str,
    patience: float = PATIENCE,
    beat: float = BEAT,
) -> HttpResponseBase:
    """Go on to where ``settle`` says, or say why not: at once when it is quick, else on a page that waits."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="reading")
    future = pool.submit(read)
    pool.shutdown(wait=False)
    if not _is_done(future, within=patience):
        response = StreamingHttpResponse(_waiting(request, future, settle, back, beat))
        response["X-Accel-Buffering"] = "no"  # nginx passes on every sign of life
        response["Content-Encoding"] = "identity"  # compression would hold them back
        response["Cache-Control"] = "no-store"
        return response
    try:
        address = settle(future.result())
    except (UnreadableSource, Refusal) as refusal:
        return refuse(str(refusal))
    return redirect(address)


def _is_done(future: Future[Checked], *, within: float) -> bool:
    """Asked of the future, not of a TimeoutError, which the reading itself may have ended with."""
    return bool(wait([future], timeout=within).done)


def _waiting(
    request: HttpRequest, future: Future[Checked], settle: Settled, back: str, beat: float
) -> Iterator[str]:
    head, tail = render_to_string("admin/upload_waiting.html", request=request).split(_HERE)
    yield head
    for number in count(1):
        if _is_done(future, within=beat):
            break
        yield render_to_string("admin/_upload_beat.html", {"seconds": round(number * beat)})
    try:
        address = settle(future.result())
    except (UnreadableSource, Refusal) as refusal:
        yield render_to_string("admin/_upload_end.html", {"refusal": str(refusal), "back": back})
    else:
        yield render_to_string("admin/_upload_end.html", {"address": address})
    yield tail
