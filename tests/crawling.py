"""Every address a visitor can come to, from the home page on, and what stands behind it as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve
from openpyxl import load_workbook

from tests.printed import pages

_LINKS = re.compile(r'\b(?:href|src|action)="([^"]*)"|<loc>([^<]*)</loc>|"url": "([^"]*)"')
_HOST = "http://testserver"
MOST = 2000  # addresses; more would be a maze


@dataclass(frozen=True)
class Answer:
    address: str
    status: int
    text: str  # of a PDF or spreadsheet, what can be read in it; with the headers


def crawl(*starts: str, client: Client | None = None, alike: int = MOST) -> dict[str, Answer]:
    """The answers by address: the starts, and whatever of the public site they lead to.

    Of addresses of one view with the same questions (``?year=…&kind=…``), only the first ``alike`` are followed.
    """
    visitor = client or Client()
    waiting, answers, met = list(starts), dict[str, Answer](), Counter[str]()
    while waiting:
        address = waiting.pop()
        if address in answers:
            continue
        met[_kind(address)] += 1
        if met[_kind(address)] > alike and address not in starts:
            continue
        answers[address] = _fetch(visitor, address)
        waiting += [found for found in _addresses(answers[address]) if found not in answers]
        assert len(answers) <= MOST, f"a maze: {address}"
    return answers


def statuses(answers: Iterable[Answer]) -> set[int]:
    return {answer.status for answer in answers}


def _kind(address: str) -> str:
    """Its view and the names of its questions; an address of no view stands for itself."""
    parts = urlsplit(address)
    try:
        view = resolve(unquote(parts.path)).view_name
    except Resolver404:
        return address
    return f"{view}?{sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})}"


def _fetch(visitor: Client, address: str) -> Answer:
    response = visitor.get(address)
    content = response.getvalue() if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    text = _as_text(content, kind)
    del response.headers["ETag"]  # a digest: any digits may stand in it
    head = "\n".join(f"{name}: {unquote(value)}" for name, value in response.headers.items())
    return Answer(address, response.status_code, f"{head}\n\n{text}")


def _as_text(content: bytes, kind: str) -> str:
    """What a person reads in it."""
    if kind == "application/pdf":
        return "\n".join(pages(content))
    if kind.endswith("spreadsheetml.sheet"):
        rows = (row for sheet in load_workbook(BytesIO(content)) for row in sheet.iter_rows(values_only=True))
        return "\n".join(" ".join(str(cell) for cell in row if cell is not None) for row in rows)
    if kind.startswith("image/"):
        return ""
    return content.decode()


def _addresses(answer: Answer) -> Iterator[str]:
    for groups in _LINKS.findall(answer.text):
        parts = urlsplit(urljoin(_HOST + answer.address, unescape("".join(groups))))
        if f"{parts.scheme}://{parts.netloc}" == _HOST and not parts.path.startswith(
            ("/static/", "/admin/", "/media/")
        ):
            yield parts.path + (f"?{parts.query}" if parts.query else "")
