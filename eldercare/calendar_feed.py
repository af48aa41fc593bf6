"""The radar as an iCalendar: an all-day entry for each clock, with an alarm the day before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from icalendar import Alarm, Calendar, Event

from eldercare.clocks.clock import Clock
from foundation.civil_time import ONE_DAY

CALENDAR_NAME = "养老服务期限"
# An all-day entry begins at midnight: nine in the morning of the day before, when somebody is at their desk.
BEFORE = timedelta(hours=-15)


def as_calendar(clocks: Iterable[Clock], *, on: date, host: str, absolute: Callable[[str], str]) -> bytes:
    """The same bytes for the same clocks all day long, so that a program that asks again is told that nothing changed."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//eldercare radar//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", CALENDAR_NAME)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for clock in clocks:
        calendar.add_component(_event(clock, on, host, absolute(clock.url)))
    written: bytes = calendar.to_ical()
    return written


def _event(clock: Clock, on: date, host: str, address: str) -> Event:
    event = Event()
    event.add("uid", f"{key_of(clock)}@{host}")
    event.add("dtstamp", datetime(on.year, on.month, on.day, tzinfo=UTC))
    event.add("dtstart", clock.due)
    event.add("dtend", clock.due + ONE_DAY)
    event.add("summary", f"〔{clock.kind}〕{clock.title}")
    event.add("location", clock.place)
    event.add("url", address)
    event.add("categories", [clock.kind])
    event.add("transp", "TRANSPARENT")  # a deadline takes nobody's time
    if clock.due > on:  # what is past rings no more
        event.add_component(_alarm(clock))
    return event


def _alarm(clock: Clock) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"明天到期：{clock.title}")
    alarm.add("trigger", BEFORE)
    return alarm


def mark_of(clocks: Sequence[Clock], *, on: date, root: str) -> str:
    """The same as long as `as_calendar` would write the same; found without writing it."""
    return sha256(repr((root, on, clocks)).encode()).hexdigest()


def key_of(clock: Clock) -> str:
    """The same whatever day it is due: an entry that moves is moved."""
    return sha256(f"{clock.kind}\n{clock.url}".encode()).hexdigest()[:32]
