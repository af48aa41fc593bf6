"""Publishing at a set time: ahead only, once, as the deed of who set it, and with a sentence where it cannot be."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import override_settings

from documents.models import Document
from foundation import schedule
from foundation.actions import change_status
from foundation.models import StatusChange
from foundation.refusals import MoveNotAllowed, NotPermitted, ObjectionsStand, Refusal, TimeNotAhead
from foundation.schedule import publish_due
from foundation.waiting import waiting_for
from gazette.models import Issue
from portal import publishing_clock
from tests import make
from tests.foundation.test_remarks import member

pytestmark = pytest.mark.django_db
AT = make.PUBLISHED_AT
HOUR = timedelta(hours=1)


@pytest.fixture
def chief() -> User:
    return make.staff("documents.publish_document", "gazette.publish_issue")


@pytest.fixture
def ready(chief: User) -> Document:
    """A document that is to be published in an hour."""
    document = make.reviewed(make.document(published=False))
    return make.move(document, "schedule", by=chief, publish_at=AT + HOUR)


@pytest.mark.parametrize(
    ("publish_at", "sentence"),
    [
        (None, "请写明定时发布的时间"),
        (AT, r"（2024-09-30 09:00）须在现在之后"),
        (AT - HOUR, "须在现在之后"),
        (AT + timedelta(days=3660), "在一年以后，请核对年份"),
    ],
)
def test_a_set_time_lies_ahead(chief: User, publish_at: datetime | None, sentence: str) -> None:
    document = make.reviewed(make.document(published=False))
    with pytest.raises(TimeNotAhead, match=sentence):
        make.move(document, "schedule", by=chief, publish_at=publish_at)
    assert Document.objects.get().scheduled_for is None


def test_only_what_has_passed_its_reviews_and_is_disclosed_gets_a_time(chief: User) -> None:
    draft = make.document(published=False)
    for document in (draft, make.reviewed(draft, to="second_review"), make.document()):
        with pytest.raises(MoveNotAllowed):
            make.move(document, "schedule", by=chief, publish_at=AT + HOUR)
    with pytest.raises(ObjectionsStand, match="不予公开"):
        make.reviewed(make.document(published=False, disclosure="closed"))
    signed = make.reviewed(make.document(published=False))
    with pytest.raises(NotPermitted, match="您没有定时发布公文的权限。"):
        change_status(signed, verb="schedule", by=make.staff(), at=AT, publish_at=AT + HOUR)


def test_what_is_due_is_published_once_as_the_deed_of_who_set_the_time(chief: User, ready: Document) -> None:
    assert publish_due(at=AT + HOUR - timedelta(seconds=1)) == []
    late = AT + timedelta(days=2)  # the portal was down meanwhile
    assert publish_due(at=late) == [ready]
    ready.refresh_from_db()
    assert (ready.status, ready.published_at, ready.scheduled_for) == ("published", late, None)
    line = StatusChange.objects.of(ready).latest("pk")
    assert (line.verb, line.by, line.at) == ("publish", chief, late)
    assert line.remark == "定时发布，原定 2024-09-30 10:00。"
    for clock in (AT, late, late + HOUR):  # set back, or forward: it is over
        assert publish_due(at=clock) == []
    assert Document.objects.get().published_at == late


@pytest.mark.parametrize(
    "over",
    [
        lambda document: make.move(document, "unschedule"),
        lambda document: make.move(document, "return", remark="日期有误"),
        lambda document: make.attachment(document),
        lambda document: make.move(document, "schedule", publish_at=AT + 5 * HOUR),
    ],
)
def test_a_set_time_is_over_with_the_next_step_or_change(
    ready: Document, over: Callable[[Document], object]
) -> None:
    over(ready)
    assert publish_due(at=AT + 2 * HOUR) == []
    assert Document.objects.get(pk=ready.pk).status in ("draft", "final_review")


@pytest.mark.parametrize("lost", ["permission", "account"])
def test_who_set_the_time_must_still_be_allowed_to(
    chief: User, ready: Document, lost: str, caplog: pytest.LogCaptureFixture
) -> None:
    chief.user_permissions.clear()
    if lost == "account":
        User.objects.filter(pk=chief.pk).update(is_superuser=True, is_active=False)
    with caplog.at_level(logging.WARNING):
        assert publish_due(at=AT + HOUR) == publish_due(at=AT + 2 * HOUR) == []
    ready.refresh_from_db()
    assert (ready.status, ready.scheduled_for) == ("final_review", AT + HOUR)
    assert ready.schedule_refusal == "您没有发布公文的权限。"
    assert [record.message for record in caplog.records] == [
        f"定时发布没有办成：documents.Document {ready.pk}（NotPermitted）"
    ]
    make.move(ready, "schedule", publish_at=AT + 3 * HOUR)
    assert publish_due(at=AT + 3 * HOUR) == [ready]


def test_an_issue_is_published_with_its_documents_or_waits_for_them(chief: User) -> None:
    issue = make.issue(2012, 3, published=False)
    documents = [make.document(published=False) for _ in range(2)]
    for document in documents:
        make.entry(issue, document)
    make.reviewed(issue)
    make.move(issue, "schedule", by=chief, publish_at=AT + HOUR)
    Document.objects.filter(pk=documents[0].pk).update(body="一、总则\n改过的一段。")
    assert publish_due(at=AT + HOUR) == []
    refusal = Issue.objects.get().schedule_refusal
    assert f"目录里的公文还没有走到这一步：“{documents[0].title}" in refusal
    assert not Document.objects.public().exists()
    make.reviewed(documents[0])
    assert publish_due(at=AT + 2 * HOUR) == [issue]
    assert set(Document.objects.values_list("published_at", flat=True)) == {AT + 2 * HOUR}


def test_one_broken_object_keeps_no_other_from_the_public(
    ready: Document, chief: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """And is not kept from those who wait for it: the desk tells, the log once."""
    other = make.move(
        make.reviewed(make.document(published=False)), "schedule", by=chief, publish_at=AT + HOUR
    )
    publisher = schedule._PUBLISHERS[Document]

    def breaking(document: Document, **said: object) -> object:
        if document.pk == ready.pk:
            raise RuntimeError("示例")
        return publisher(document, **said)  # type: ignore[arg-type]

    monkeypatch.setitem(schedule._PUBLISHERS, Document, breaking)
    assert publish_due(at=AT + HOUR) == [other]
    assert publish_due(at=AT + 2 * HOUR) == []
    ready.refresh_from_db()
    assert (ready.status, ready.schedule_refusal) == ("final_review", schedule.FAILED)
    assert [one.why for one in waiting_for(Document.objects.all(), member("主编"), on=AT.date())] == [
        "TO_PUBLISH"
    ]
    assert [record.message for record in caplog.records] == [f"定时发布出错：documents.Document {ready.pk}"]
    monkeypatch.undo()
    assert publish_due(at=AT + 3 * HOUR) == [ready]


def test_the_command_says_what_it_did(ready: Document) -> None:
    for sentence in (f"已发布：{ready}\n", "没有到时间的。\n"):
        out = StringIO()
        call_command("publish_due", stdout=out)
        assert out.getvalue() == sentence


def test_the_thread_is_off_when_told_so_and_trouble_is_said_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert not publishing_clock.start()  # tests run with PUBLISH_DUE_SECONDS=0

    def away(*, at: datetime) -> list[object]:
        raise Refusal("示例")

    monkeypatch.setattr(publishing_clock, "publish_due", away)
    monkeypatch.setattr(publishing_clock.connections, "close_all", lambda: None)
    with caplog.at_level(logging.ERROR):
        assert publishing_clock.look(known=publishing_clock.look()) == "Refusal"
    assert len(caplog.records) == 1
    begun = []
    monkeypatch.setattr(publishing_clock, "Thread", lambda **asked: begun.append(asked) or _Still())
    with override_settings(PUBLISH_DUE_SECONDS=30):
        assert [publishing_clock.start(), publishing_clock.start()] == [True, False]
    publishing_clock._once.release()
    assert [(asked["args"], asked["daemon"]) for asked in begun] == [((30,), True)]


class _Still:
    def start(self) -> None:
        """No second thread in a test."""


def test_setting_a_time_stands_in_the_history_where_it_stands(chief: User, ready: Document) -> None:
    change_status(ready, verb="unschedule", by=chief, at=AT)
    with pytest.raises(MoveNotAllowed, match="没有定时，不必取消"):
        change_status(ready, verb="unschedule", by=chief, at=AT)
    lines = StatusChange.objects.of(ready).order_by("-pk")[:2]
    assert [(line.verb, line.from_status, line.to_status) for line in lines] == [
        ("unschedule", "final_review", "final_review"),
        ("schedule", "final_review", "final_review"),
    ]
    assert lines[1].remark == "定于2024-09-30 10:00发布。"
