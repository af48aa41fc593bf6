"""A public page is made once and answered again until anything of the content changes; what is somebody's own never is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from threading import Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents import actions
from documents.models import Document
from foundation.content_state import KEPT, content_state, unwatched_tables
from foundation.kept import Kept
from foundation.models import ContentChange
from portal import page_cache
from tests import care, make

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A client whose pages are kept from one request to the next, and the state of the content asked each time."""
    monkeypatch.setattr(page_cache, "TRUSTED", 0.0)
    with override_settings(PAGE_CACHE_BYTES=1 << 20):
        yield Client()


def asked(visitor: Client, address: str, **headers: str) -> tuple[int, str, int]:
    """Status, text, and how many questions it took."""
    with CaptureQueriesContext(connection) as questions:
        answer = visitor.get(address, headers=headers)
    return answer.status_code, answer.content.decode(), len(questions)


@committed
def test_a_page_is_made_once(visitor: Client) -> None:
    address = make.document("《示例通知甲》").get_absolute_url()
    status, text, first = asked(visitor, address)
    assert (status, first) == (200, 2)
    assert asked(visitor, address) == (200, text, 1)
    assert "Cookie" not in visitor.get(address).headers.get("Vary", "")
    assert visitor.get(address).headers["Cache-Control"] == "no-cache"


@committed
def test_who_has_it_already_is_told_so_with_one_question(visitor: Client) -> None:
    address = make.document().get_absolute_url()
    mark = visitor.get(address).headers["ETag"]
    assert asked(visitor, address, if_none_match=mark) == (304, "", 1)
    assert asked(visitor, address, if_none_match='"another"')[::2] == (200, 1)


@committed
def test_a_first_question_with_a_mark_also_fills_what_is_kept(visitor: Client) -> None:
    address = make.document().get_absolute_url()
    with override_settings(PAGE_CACHE_BYTES=0):
        mark = Client().get(address).headers["ETag"]
    assert asked(visitor, address, if_none_match=mark)[0] == 304
    assert asked(visitor, address)[::2] == (200, 1)


@committed
def test_what_is_withdrawn_is_gone_at_once(visitor: Client) -> None:
    document = make.document("《示例通知乙》")
    address = document.get_absolute_url()
    assert asked(visitor, address)[0] == 200
    assert document.title in asked(visitor, "/documents/")[1]
    by = User.objects.create_superuser("chief")
    actions.withdraw_document(document, reason="示例", by=by, at=timezone.localtime())
    assert asked(visitor, address)[0] == 410
    assert document.title not in asked(visitor, "/documents/")[1]


@committed
def test_for_a_second_nothing_is_asked_but_for_who_is_logged_in(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr(page_cache, "TRUSTED", 1.0)
    monkeypatch.setattr(page_cache, "monotonic", lambda: clock[0])
    document = make.document("《示例通知辛》")
    address = document.get_absolute_url()
    text = asked(visitor, address)[1]
    Document.objects.filter(pk=document.pk).update(title="《示例通知壬》")
    clock[0] += 0.9
    assert asked(visitor, address) == (200, text, 0)
    clock[0] += 0.2
    assert "示例通知壬" in asked(visitor, address)[1]
    Document.objects.filter(pk=document.pk).update(title="《示例通知癸》")
    visitor.cookies["sessionid"] = "whoever"
    assert "示例通知癸" in asked(visitor, address)[1]


@committed
def test_nothing_is_kept_within_a_transaction_and_what_it_undoes_was_never_shown(visitor: Client) -> None:
    document = make.document("《示例通知丙》")
    address = document.get_absolute_url()
    text = asked(visitor, address)[1]
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(title="《示例通知丁》")
        assert "示例通知丁" in asked(visitor, address)[1]
        transaction.set_rollback(True)
    assert asked(visitor, address) == (200, text, 1)


@committed
def test_a_change_committed_late_by_another_is_seen(visitor: Client) -> None:
    """Two transactions: the one that wrote first commits last."""
    first, second = make.document("《示例通知戊》"), make.document("《示例通知己》")
    seen: list[str] = []

    def late() -> None:
        with transaction.atomic():
            Document.objects.filter(pk=second.pk).update(title="《后来》")
        seen.append(asked(visitor, "/documents/")[1])
        connection.close()

    with transaction.atomic():
        Document.objects.filter(pk=first.pk).update(title="《先写》")
        beside = Thread(target=late)
        beside.start()
        beside.join()
    text = asked(visitor, "/documents/")[1]
    assert ("后来" in seen[0], "先写" in seen[0]) == (True, False)
    assert "后来" in text and "先写" in text


@committed
def test_a_new_day_makes_new_pages(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(visitor, "/documents/")
    monkeypatch.setattr(page_cache.timezone, "localdate", lambda: date(2031, 1, 1))
    assert asked(visitor, "/documents/")[2] > 1


@committed
def test_a_staff_members_answers_and_the_answers_to_a_visitor_are_not_kept(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    monkeypatch.setattr(Kept, "put", lambda self, key, page, *, size: kept.append(key[2]))
    visitor.force_login(User.objects.create_superuser("chief"))
    make.document("《示例通知庚》")
    for address in ("/admin/", "/search/?q=a", "/search/suggestions.json?q=a", "/healthz", "/documents/"):
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        assert address == "/documents/" or "private" in answer.headers["Cache-Control"], address
    assert kept == ["/documents/"]
    assert asked(visitor, "/documents/")[1] == asked(Client(), "/documents/")[1]  # nobody's own


@committed
def test_what_is_missing_or_wrong_is_asked_for_again(visitor: Client) -> None:
    for address, status in (("/documents/999999/", 404), ("/eldercare/institutions.csv?kind=x", 400)):
        assert {asked(visitor, address)[0] for _ in range(2)} == {status}


@committed
def test_packed_and_plain_answers_are_kept_apart(visitor: Client) -> None:
    make.portal()
    plain = visitor.get("/documents/")
    for accepted, encoding in (("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("br", "br")):
        packed = visitor.get("/documents/", headers={"accept-encoding": accepted})
        assert packed.headers["Content-Encoding"] == encoding, accepted
    assert plain.headers.get("Content-Encoding") is None
    assert visitor.get("/documents/").content == plain.content


@committed
def test_a_transaction_is_noted_once_and_what_a_savepoint_undoes_is_noted_again() -> None:
    unit, before = make.unit("示例局"), ContentChange.objects.count()
    with transaction.atomic():
        with transaction.atomic():
            unit.save()
            transaction.set_rollback(True)
        unit.save()
        unit.save()
    assert ContentChange.objects.count() == before + 1


@pytest.mark.django_db
def test_every_table_of_the_content_is_watched() -> None:
    for label in ("foundation", "documents", "gazette", "eldercare"):
        assert unwatched_tables(label) == set(), label


@committed
def test_the_state_tells_every_change_and_forgets_old_numbers() -> None:
    states = {content_state()}
    unit = make.unit("示例局")
    for number in range(KEPT + 20):
        unit.name = f"示例局{number}"
        unit.save()
        states.add(content_state())
    assert len(states) >= KEPT + 21
    assert KEPT <= ContentChange.objects.count() <= KEPT + 1
    before = content_state()
    assert content_state() == before
    care.institution()
    assert content_state() != before


def test_the_oldest_things_make_room() -> None:
    kept: Kept[int, str] = Kept(40 * 1024)
    for number in range(40):
        kept.put(number, "示例", size=1536)
        assert kept.get(0) is not None  # used again and again: stays
    assert kept.get(1) is None
    assert kept.get(39) is not None
    kept.put(39, "太大", size=4096)
    assert kept.get(39) is None  # too large for what there is, and the one before it is out of date


@committed
def test_long_addresses_take_room_too(visitor: Client) -> None:
    """Else a few thousand made-up questions would fill the memory of the machine."""
    short, long = "/about/?x", f"/about/?{'x' * 70_000}"
    assert asked(visitor, short)[2] > 1
    assert asked(visitor, short)[2] == 1  # kept
    assert asked(visitor, long)[2] > 1
    assert asked(visitor, long)[2] > 1  # longer than one page may be
