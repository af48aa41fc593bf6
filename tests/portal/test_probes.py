"""What attackers type into forms: nothing breaks, nothing comes back as code, and stored code is shown as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import DatabaseError, models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import make
from tests.portal.test_every_page import BUDGETS, address
from tests.staff_addresses import some_object, staff_addresses

pytestmark = pytest.mark.django_db
CODE = "<script>alert(7)</script>"
EVIL = f"\"'><img src=x onerror=alert(7)>{CODE}{{{{7*7}}}}${{7*7}}' OR 1=1;--"
NASTY = "\0\u202e\ufeff\ud7ff﷽" + "长" * 40_000  # 100 kB and more
FORMS = (
    "/search/",
    "/documents/",
    "/tasks/",
    "/tasks/targets/",
    "/units/",
    "/units/matrix/",
    "/chronicle/",
    "/chronicle/people/",
    "/eldercare/",
    "/eldercare/institutions.csv",
    "/search/suggestions.json",
)
NAMES = (
    "q",
    "year",
    "month",
    "unit",
    "organ",
    "role",
    "kind",
    "document",
    "path",
    "county",
    "township",
    "page",
    "sort",
    "level",
    "service",
    "on",
    "least",
    "format",
    "after",
)


class Fields(HTMLParser):
    """What a browser would send of the longest form of a page, with a text in every line that takes one."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.sent = text, dict[str, str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, kind = told.get("name"), told.get("type") or "text"
        if not name or name == "csrfmiddlewaretoken" or name.startswith("_"):
            return
        if tag == "textarea" or (tag == "input" and kind in ("text", "email", "url", "search", "password")):
            self.sent[name] = self.text
        elif tag == "input" and kind in ("hidden", "number", "date"):
            self.sent[name] = told.get("value") or ""


def filled(page: HttpResponse, text: str) -> dict[str, str]:
    reader = Fields(text)
    reader.feed(page.content.decode())
    return reader.sent


def is_code(answer: HttpResponse) -> bool:
    """Whether something that was typed would run in a browser."""
    if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.streaming:
        return False
    text = answer.content.decode()
    return CODE in text or re.search(r"<img src=x", text) is not None


def test_public_forms_answer_whatever_is_asked() -> None:
    make.portal(rows=1)
    client, wrong = Client(), {}
    for where in FORMS:
        for text in (
            EVIL,
            "\0' UNION SELECT 1 --",
            "../../etc/passwd",
            "长" * 3000,
            "99999999999999999999",
            "\u202e％27",
        ):
            answer = client.get(where, dict.fromkeys(NAMES, text))
            if answer.status_code not in (200, 302, 400, 404, 429) or is_code(answer):
                wrong[where, text[:12]] = answer.status_code
    assert wrong == {}


def test_public_posts_answer_whatever_is_sent() -> None:
    make.portal(rows=1)
    client, wrong = Client(), {}
    for where in (
        "/eldercare/complaint/",
        "/eldercare/complaint/status/",
        address("{institution}complaint/"),
    ):
        names = filled(client.get(where), "x")
        for text in (EVIL, NASTY):
            for sent, kind in (
                (dict.fromkeys(names, text), {}),
                (text.encode(), {"content_type": "application/json"}),
                (b"--x\r\nbroken", {"content_type": "multipart/form-data; boundary=x"}),
            ):
                answer = client.post(where, sent, **kind)
                if answer.status_code >= 500 or is_code(answer):
                    wrong[where, text[:9], str(kind)] = answer.status_code
    for where in ("/", "/search/", "/documents/", "/issues/"):
        answer = client.post(where, {"q": EVIL})
        if answer.status_code >= 500 or is_code(answer):
            wrong[where] = answer.status_code
    assert wrong == {}


def test_staff_forms_answer_whatever_is_typed() -> None:
    make.portal(rows=1)
    found, client, wrong, tried = some_object(), Client(), {}, 0
    client.force_login(User.objects.create_superuser("总管"))
    for one in staff_addresses():
        where = one.filled(found(one.model))
        asks = one.has_hole or one.route.endswith(("/add/", "/import/", "/by-number/"))
        if one.is_same_as_another or not asks:
            continue  # lists only filter; test_tampered_numbers and the budgets look at them
        page = client.get(where)
        if page.status_code != 200 or "<form" not in page.content.decode("utf-8", "replace"):
            continue
        tried += 1
        for text in (EVIL, NASTY) if where.endswith("/unit/add/") else (EVIL,):
            answer = client.post(where, filled(page, text))
            if answer.status_code >= 500 or is_code(answer):
                wrong[where, text[:9]] = answer.status_code
    assert tried > 60
    assert wrong == {}


def _text_fields() -> Iterator[tuple[type[models.Model], Any]]:
    for label in ("documents", "gazette", "eldercare", "foundation"):
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.concrete_fields:
                plain = type(field) in (models.CharField, models.TextField) and not field.choices
                if plain and not field.unique and (field.max_length or 99) >= len(EVIL):
                    yield model, field


def test_stored_code_is_shown_as_text_on_every_page() -> None:
    make.portal(rows=1)
    pages = {page: address(page) for page in BUDGETS}
    stored = set()
    for model, field in _text_fields():
        try:
            with transaction.atomic():
                if model._base_manager.update(**{field.name: EVIL}):
                    stored.add(f"{model._meta.label}.{field.name}")
        except DatabaseError:
            continue  # the database does not take it: so it is shown nowhere
    assert {"documents.Document.title", "gazette.Event.text"} <= stored
    assert {name.partition(".")[0] for name in stored} >= {"documents", "gazette", "eldercare", "foundation"}
    client, found, wrong = Client(), some_object(), {}
    for page, where in pages.items():
        answer = client.get(where)
        if answer.status_code >= 500 or is_code(answer):
            wrong[page] = answer.status_code
    assert wrong == {}
    client.force_login(User.objects.create_superuser("总管"))
    for one in staff_addresses():
        where = one.filled(found(one.model))
        if one.route.endswith("/change/") or (one.model and not one.has_hole):
            answer = client.get(where)
            if answer.status_code >= 500 or is_code(answer):
                wrong[where] = answer.status_code
    assert wrong == {}


def test_nothing_of_a_wrong_log_in_comes_back_as_code() -> None:
    for text in (EVIL, NASTY):
        answer = Client().post(reverse("admin:login") + f"?next={EVIL}", {"username": text, "password": text})
        assert answer.status_code == 200
        assert not is_code(answer)
