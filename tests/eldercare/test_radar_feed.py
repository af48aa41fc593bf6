"""The calendar feed: a secret address, the person as they are now, nothing of people in it, and as a calendar expects it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from eldercare import actions
from eldercare.calendar_feed import as_calendar, key_of
from eldercare.clocks.clock import Clock
from eldercare.models import CalendarLink
from eldercare.models.calendar_link import new_token
from foundation.models import Jurisdiction, RowChange
from foundation.refusals import NotPermitted
from tests import care, supervision
from tests.eldercare.desk import client_of, page_of
from tests.rating_desk import as_user
from tests.supervision import days, watched

pytestmark = pytest.mark.django_db
ADDRESS = reverse("admin:eldercare_radar_address")


def feed_of(user: User) -> str:
    """The address, as its page shows it."""
    shown: str = client_of(user).post(ADDRESS, {"renew": "1"}).context["address"]
    return shown.removeprefix("http://testserver")


def events(answer: Any) -> list[Any]:
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_the_address_is_shown_once_and_only_its_hash_is_kept() -> None:
    officer = care.officer()
    answer = client_of(officer).post(ADDRESS, {"renew": "1"})
    token = answer.context["address"].rsplit("/", 1)[1].removesuffix(".ics")
    assert answer.context["address"] in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    link = CalendarLink.objects.get()
    secret = token.partition("-")[2]
    assert secret not in (link.selector, link.digest)
    assert len(secret) >= 43  # 256 bits
    again = client_of(officer).get(ADDRESS).content.decode()
    assert token not in again
    assert secret not in again
    logged = RowChange.objects.filter(table_name="eldercare_calendarlink")
    assert logged.exists()
    assert link.digest not in str(list(logged.values()))


def test_a_new_address_ends_the_old_one_and_withdrawing_ends_it() -> None:
    officer = care.officer()
    old = feed_of(officer)
    new = feed_of(officer)
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    answer = client_of(officer).post(ADDRESS, {"withdraw": "1"})
    assert "已撤回" in answer.content.decode()
    assert Client().get(new).status_code == 404
    assert client_of(officer).post(ADDRESS, {"withdraw": "1"}).status_code == 200  # twice does no harm


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "-",
        "0" * 12,
        f"{'0' * 12}-{'A' * 43}",
        "%00",
        "..%2f..",
        pytest.param(new_token(), id="another"),
        "a" * 3000,
    ],
)
def test_nobodys_address_finds_nothing(token: str) -> None:
    feed_of(care.officer())
    assert Client().get(f"/eldercare/radar/{token}.ics").status_code == 404


def test_half_an_address_finds_nothing() -> None:
    feed = feed_of(care.officer())
    selector = CalendarLink.objects.get().selector
    other = feed_of(care.officer())
    secret = other.rsplit("/", 1)[1].partition("-")[2]
    assert Client().get(f"/eldercare/radar/{selector}-{secret}").status_code == 404
    assert Client().get(feed[:-5] + ".ics").status_code == 404


def test_the_feed_is_the_persons_as_they_are_now() -> None:
    here, there = care.institution(), care.institution(township=care.township("530921101"))
    officer = care.officer()
    feed = feed_of(officer)
    assert [page_of(here) in str(event["url"]) for event in events(Client().get(feed))] == [True]
    Jurisdiction.objects.filter(user=officer).update(division=care.county("530921"))
    assert [page_of(there) in str(event["url"]) for event in events(Client().get(feed))] == [True]
    Jurisdiction.objects.filter(user=officer).delete()
    assert events(Client().get(feed)) == []


@pytest.mark.parametrize("lost", ["is_active", "is_staff", "groups"])
def test_the_feed_goes_with_the_account(lost: str) -> None:
    officer = care.officer()
    feed = feed_of(officer)
    if lost == "groups":
        officer.groups.clear()
    else:
        setattr(officer, lost, False)
        officer.save(update_fields=[lost])
    assert Client().get(feed).status_code == 404


def test_a_superuser_sees_all_and_who_may_see_nothing_gets_no_address() -> None:
    care.institution()
    chief = User.objects.create_superuser("chief")
    assert len(events(Client().get(feed_of(chief)))) == 1
    editor = care.officer("责任编辑", care.county())
    assert client_of(editor).post(ADDRESS, {"renew": "1"}).status_code == 403
    with pytest.raises(NotPermitted):
        actions.renew_calendar_link(by=editor, at=timezone.now())
    assert Client().get(ADDRESS).status_code == 302  # nobody: to the log-in


def test_nothing_of_people_and_no_session() -> None:
    site = care.institution()
    feed = feed_of(care.officer())
    answer = Client().get(feed)
    text = answer.content.decode()
    for held in (site.person_in_charge, site.contact, str(site.identity_number), str(site.person_phone)):
        assert held not in text
    assert not answer.cookies
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert client_of(care.officer()).get(feed).content == answer.content  # whoever asks
    assert Client().post(feed).status_code == 405


def test_a_program_that_asks_again_is_told_that_nothing_changed() -> None:
    site = care.institution()
    feed = feed_of(care.officer())
    first = Client().get(feed)
    again = Client().get(feed, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again.headers["ETag"], again.headers["Cache-Control"]) == (
        first.headers["ETag"],
        "private, no-cache",
    )
    assert Client().head(feed).headers["ETag"] == first.headers["ETag"]
    site.name = "示例改名日间照料中心"
    site.save(update_fields=["name"])
    changed = Client().get(feed, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_an_entry_keeps_its_name_when_its_day_moves() -> None:
    who = watched(None)
    made = supervision.order(who, due=-10)
    feed = feed_of(who.officer)

    def entry() -> Any:
        return next(one for one in events(Client().get(feed)) if page_of(made) in str(one["url"]))

    before = entry()
    assert (before["dtstart"].dt, before["dtend"].dt) == (days(-10), days(-11))
    assert before["dtstart"].params["VALUE"] == "DATE"
    assert "〔限期整改〕" in before["summary"]
    alarm = before.walk("VALARM")[0]
    assert alarm["trigger"].dt == timedelta(hours=-15)  # nine in the morning of the day before
    missed = supervision.order(who, due=3)
    past = next(one for one in events(Client().get(feed)) if page_of(missed) in str(one["url"]))
    assert not past.walk("VALARM")
    actions.extend_deadline(made, until=days(-30), reason="示例", by=who.officer, at=timezone.now())
    after = entry()
    assert (after["uid"], after["dtstart"].dt) == (before["uid"], days(-30))


def test_names_with_anything_in_them_stay_one_entry() -> None:
    strange = Clock(date(2028, 2, 29), "示例，a;b\\n\r\nATTENDEE:x\n" + "长" * 200, "/x/", "备案", "云县；")
    twin = Clock(date(2028, 2, 29), "示例", "/y/", "备案", "云县")
    assert key_of(strange) != key_of(twin)
    written = as_calendar(
        [strange, twin], on=date(2028, 2, 1), host="示例", absolute=lambda url: "http://x" + url
    )
    assert len(Calendar.from_ical(written).walk("VEVENT")) == 2
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert not [line for line in written.split(b"\r\n") if line.startswith(b"ATTENDEE")]


@pytest.mark.parametrize("column", ["digest", "selector"])
@pytest.mark.parametrize("value", ["", "secret", None])
def test_the_database_keeps_hashes_only(column: str, value: str | None) -> None:
    row = {"selector": "0" * 12, "digest": "0" * 64, column: value}
    said = "null value" if value is None else "calendar_link_keeps_a_hash"
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        CalendarLink.objects.create(user=care.officer(), issued_at=timezone.now(), **row)


def test_the_page_says_whether_there_is_an_address() -> None:
    officer = care.officer()
    assert "还没有开通" in as_user(officer).get(ADDRESS).content.decode()
    feed_of(officer)
    page = as_user(officer).get(ADDRESS).content.decode()
    assert "已开通" in page
    assert "换一个地址" in page
