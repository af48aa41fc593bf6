"""Nobody's number, and nothing that is the officers' own, is anywhere a visitor can come to."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from ahocorasick_rs import AhoCorasick
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eldercare.models import (
    Complaint,
    ComplaintMove,
    Filing,
    FilingMove,
    Incident,
    Institution,
    RatingApplication,
    RatingDecision,
)
from eldercare.sample import load_institutions
from eldercare.views import directory
from foundation.fields import protected_fields
from foundation.redaction import RedactingFormatter, redacted
from tests import care, complaining, rating
from tests.crawling import MOST, Answer, crawl, statuses
from tests.eldercare.test_public_levels import cancelled

LOADED_AT = datetime(2026, 11, 2, 2, tzinfo=UTC)
IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
PROTECTED_COLUMNS = re.compile(r'"(identity_number|person_phone|contact_phone|contact)"')
STARTS = (
    "/",
    "/eldercare/",
    "/sitemap.xml",
    "/robots.txt",
    "/about/data/",
    "/eldercare/guide/",
    "/eldercare/catalogue/",
    "/eldercare/standard/",
    "/eldercare/levels/",
    "/eldercare/complaint/",
)


def protected_values() -> set[str]:
    """What lies sealed in the database, opened."""
    models = (Institution, Filing, RatingApplication, Complaint)
    rows: list[Any] = [row for model in models for row in model._default_manager.all()]
    values = {getattr(row, field.name).plain() for row in rows for field in protected_fields(row)}
    return values - {""}


def private_texts() -> set[str]:
    """What officers wrote for each other."""
    texts = set(Institution.objects.values_list("contact", flat=True))
    texts |= set(Institution.objects.values_list("closing_reason", flat=True))
    for field in ("contact", "return_reason", "end_reason", "change_summary"):
        texts |= set(Filing.objects.values_list(field, flat=True))
    texts |= set(FilingMove.objects.values_list("remark", flat=True))
    texts |= set(FilingMove.objects.values_list("by__first_name", flat=True))
    texts |= set(RatingDecision.objects.values_list("grounds", flat=True))
    texts |= set(RatingApplication.objects.values_list("panel_opinion", flat=True))
    texts |= set(Incident.objects.values_list("summary", flat=True))
    texts |= set(Complaint.objects.values_list("text", flat=True))
    texts |= set(ComplaintMove.objects.values_list("remark", flat=True))
    return texts - {""}


def leaks(text: str, secrets: Iterable[str]) -> list[str]:
    """Numbers that look private, however they are set off, and every secret that stands in the text."""
    return _leaks(text, AhoCorasick(list(secrets)))


def _leaks(text: str, secrets: AhoCorasick) -> list[str]:
    found = [*IDENTITY.findall(text), *MOBILE.findall(text)]
    found += ["set off"] if redacted(text) != text else []
    bare = re.sub(r"[\s\-]", "", text)
    return found + sorted(
        {secret for held in (text, bare) for secret in secrets.find_matches_as_strings(held)}
    )


def leaking(answers: Iterable[Answer], secrets: Iterable[str]) -> dict[str, list[str]]:
    every = AhoCorasick(list(secrets))
    return {answer.address: found for answer in answers if (found := _leaks(answer.text, every))}


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample, on pages so short that there are several."""
    call_command("load_reference", verbosity=0)
    assert load_institutions(at=LOADED_AT) == 71
    monkeypatch.setattr(directory, "INSTITUTIONS_A_PAGE", 4)
    decision, _ = rating.rated()
    cancelled(decision.institution)
    complaining.sent(decision.institution, text="示例：没有人该看到的内容", contact_phone=complaining.PHONE)


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the portal writes to its log, as its own formatter writes it."""
    formatters = (handler.formatter for handler in logging.getLogger().handlers)
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(next(each for each in formatters if isinstance(each, RedactingFormatter)))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "alike", [pytest.param(10, marks=pytest.mark.short), pytest.param(MOST, marks=pytest.mark.long)]
)
def test_nothing_private_is_anywhere(sample: None, caplog: pytest.LogCaptureFixture, alike: int) -> None:
    caplog.set_level("DEBUG")
    numbers, texts = protected_values(), private_texts()
    assert len(numbers) > 40
    assert len(texts) > 20
    everyone = [path for pk in all_numbers() for path in (f"/eldercare/{pk}/", f"/eldercare/{pk}.json")]
    wrong = [
        "/nowhere/",
        "/eldercare/forms/receipt.pdf",
        "/eldercare/institutions.csv?kind=x",
        "/eldercare/?county=x",
    ]
    with CaptureQueriesContext(connection) as asked:
        answers = crawl(*STARTS, *everyone, *wrong, alike=alike)
    assert leaking(answers.values(), numbers | texts) == {}
    assert leaks(caplog.text, numbers | texts) == []
    assert [query["sql"] for query in asked if PROTECTED_COLUMNS.search(query["sql"])] == []
    assert PROTECTED_COLUMNS.search(str(Filing.objects.all().query))  # the search above finds one
    assert_the_crawl_was_thorough(answers)


def all_numbers() -> list[int]:
    return list(Institution.objects.values_list("pk", flat=True))


def assert_the_crawl_was_thorough(answers: dict[str, Answer]) -> None:
    """Every kind of address was met; and what is not public was asked for and not given."""
    public = set(Filing.objects.public().values_list("institution", flat=True))
    assert statuses(answers.values()) == {200, 400, 404, 410}
    for pk in all_numbers():
        assert (answers[f"/eldercare/{pk}/"].status == 200) == (pk in public)
        assert (answers[f"/eldercare/{pk}.json"].status == 200) == (pk in public)
    for address in (
        "/eldercare/?page=2",
        "/eldercare/institutions.csv",
        "/eldercare/institutions.json?county=530922",
        "/eldercare/forms/filing-form.pdf",
        "/eldercare/forms/basic-conditions.pdf",
        "/eldercare/catalogue/2026/",
        "/eldercare/standard/",
        "/eldercare/levels/2026/",
        "/eldercare/complaint/status/",
        "/about/",
        "/sitemap.xml",
    ):
        assert answers[address].status == 200, address
    assert "社区居家养老服务机构备案书" in "".join(answers["/eldercare/forms/filing-form.pdf"].text.split())
    hidden = Institution.objects.exclude(pk__in=public).values_list("name", flat=True)
    listed = answers["/eldercare/institutions.csv"].text + answers["/sitemap-institutions.xml"].text
    assert [name for name in hidden if name in listed] == []


@pytest.mark.django_db
def test_nothing_of_a_complaint_comes_back(caplog: pytest.LogCaptureFixture) -> None:
    """Sent, refused, sent again, looked up in every state: no answer, no log and no question holds its words or number."""
    caplog.set_level("DEBUG")
    institution = care.accepted().institution
    page, status = f"/eldercare/{institution.pk}/complaint/", "/eldercare/complaint/status/"
    said = {
        "category": "harm",
        "text": "示例：没有人该看到的内容",
        "contact_phone": complaining.PHONE,
        "website": "",
    }
    with CaptureQueriesContext(connection) as asked:
        answers = [Client().post(page, said) for _ in range(2)]
        code = answers[0].context["code"]
        answers.append(Client().post(status, {"code": code}))
    complaint = complaining.handled(Complaint.objects.get(), at=timezone.localtime())
    with CaptureQueriesContext(connection) as asked_again:
        answers.append(Client().post(status, {"code": code}))
    assert complaint.reply in answers[-1].content.decode()
    secrets = protected_values() | private_texts() | {complaining.PHONE}
    assert [leaks(answer.content.decode(), secrets) for answer in answers] == [[]] * 4
    assert leaks(caplog.text, {*secrets, code}) == []
    selected = [query["sql"] for query in (*asked, *asked_again) if query["sql"].startswith("SELECT")]
    assert [sql for sql in selected if PROTECTED_COLUMNS.search(sql)] == []


@pytest.mark.django_db
def test_a_failure_tells_nothing_either(log: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page fails with an institution in hand: neither the visitor nor the log learns its numbers."""
    care.many(4)

    def broken(filing: Filing) -> None:
        raise RuntimeError(f"示例故障 {filing.institution.person_phone.plain()}")

    monkeypatch.setattr(directory, "as_json", broken)
    answers = crawl("/eldercare/", client=Client(raise_request_exception=False))
    assert answers["/eldercare/"].status == 500
    assert leaking(answers.values(), protected_values()) == {}
    assert "示例故障" in log.getvalue()
    assert leaks(log.getvalue(), protected_values()) == []


@pytest.mark.django_db
def test_the_search_finds_a_number_that_was_planted() -> None:
    """A private number given out as the telephone of the service, with consent: page, list, table and data all tell."""
    filing = care.accepted(person_phone="13900000000", service_phone="13900000000", phone_may_be_public=True)
    page = filing.institution.get_absolute_url()
    found = leaking(crawl("/eldercare/").values(), protected_values())
    for address in ("/eldercare/", page, page.rstrip("/") + ".json", "/eldercare/institutions.csv"):
        assert "13900000000" in found[address], address


@pytest.mark.parametrize(
    "text",
    [
        "电话13900000000。",
        "电话 139 0000 0000",
        "139-0000-0000",
        '{"phone": "13900000000"}',
        "<td>11010119800101001X</td>",
        "110101 19800101 001X",
        "联系人示例秘密",
        "1390\n0000000",
    ],
)
def test_the_search_finds_numbers_in_any_dress(text: str) -> None:
    assert leaks(text, {"13900000000", "示例秘密"})


@pytest.mark.parametrize(
    "text", ["0883-0000001", "91530999MJ00000014", "530922-2026-0001", "2026-03-10 10:00", ""]
)
def test_what_is_public_is_no_leak(text: str) -> None:
    assert leaks(text, {"13900000000", "示例秘密"}) == []
