"""Several at once: imports of one issue give one set of rows; importing and publishing never mix."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from documents.actions import publish_document
from documents.models import Document
from foundation.models import Status
from foundation.refusals import ChangedSinceSeen, MoveNotAllowed, Refusal
from gazette.actions import NotSavable, move_issue, publish_issue, save_document_reading, save_issue_reading
from gazette.issue_moves import marks_of
from gazette.models import Issue
from tests import answers, make
from tests.databases import Database
from tests.gazette.conftest import SAMPLE

Rival = Callable[[], object]


def wait_until_blocked(sessions: int) -> None:
    """Wait until that many sessions of this database stand before a lock."""
    deadline = monotonic() + 10
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(query)
            if cursor.fetchone()[0] >= sessions:
                return
        sleep(0.01)
    raise AssertionError("the rival never met the lock")


def while_waiting(first: Rival, second: Rival) -> list[Any]:
    """``first`` acts and holds its transaction open until ``second``, on a connection of its own, waits for it."""
    outcomes: list[Any] = [None, None]

    def act() -> None:
        try:
            outcomes[1] = second()
        except Refusal as refusal:
            outcomes[1] = refusal
        finally:
            connection.close()

    thread = Thread(target=act)
    with transaction.atomic():
        outcomes[0] = first()
        thread.start()
        wait_until_blocked(1)
    thread.join(timeout=10)
    return outcomes


@pytest.fixture
def chief(transactional_db: None) -> Iterator[User]:
    yield User.objects.create_superuser("chief")


def save(*documents: dict[str, Any], replace: bool = False, **own: Any) -> Rival:
    answer = answers.issue(documents=documents, **own)
    return lambda: save_issue_reading(answer, at=timezone.now(), replace=replace)


def test_two_processes_import_one_issue_once(database: Database) -> None:
    processes = [database.start("import_issue", str(SAMPLE)) for _ in range(2)]
    said = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    outputs = sorted((out.decode() for out, _ in said), key=len)
    assert outputs[0].strip() == "这个文件已经导入过，没有任何改动。"
    assert "新建公文 11 份" in outputs[1]
    counts = database.counts()
    assert (counts["gazette_issue"], counts["documents_document"], counts["documents_reading"]) == (1, 11, 1)


def test_two_files_of_one_issue_meet(transactional_db: None) -> None:
    first, second = while_waiting(save(answers.document(number=5)), save(answers.document(number=6)))
    assert len(first.created) == 1
    assert isinstance(second, NotSavable)
    assert [document.serial for document in Document.objects.all()] == [5]


def test_a_review_waits_for_an_import_and_signs_all_of_it_or_nothing(chief: User) -> None:
    save(answers.document(number=5))()
    issue = Issue.objects.get()
    seen = marks_of(issue)
    sign = partial(move_issue, issue, verb="first_review", by=chief, at=timezone.now())
    both = [answers.document(number=5, body="更新后的正文。"), answers.document(number=6)]
    _, refused = while_waiting(save(*both, replace=True), lambda: sign(seen=seen))
    assert isinstance(refused, ChangedSinceSeen)
    assert set(Document.objects.values_list("status", flat=True)) == {Status.DRAFT}
    _, signed = while_waiting(save(*both, answers.document(number=7), replace=True), sign)
    assert signed.status == Status.FIRST_REVIEW
    assert list(Document.objects.values_list("status", flat=True)) == [Status.FIRST_REVIEW] * 3
    assert Document.objects.get(serial=5).body == "更新后的正文。"


def test_an_import_that_waited_for_publishing_changes_nothing(chief: User) -> None:
    data = answers.document(number=5)
    save(data)()
    issue = make.reviewed(Issue.objects.get())
    _, refused = while_waiting(
        lambda: publish_issue(issue, by=chief, at=timezone.now()), save(data | {"body": "迟到"}, replace=True)
    )
    assert isinstance(refused, NotSavable)
    assert str(refused) == "2012年第3期已发布，不能由导入改动；更正请在后台办理。"
    assert Document.objects.get().body == data["body"]


def test_a_notice_that_waited_for_publishing_changes_nothing(chief: User) -> None:
    data = answers.document(number=5)
    save_document_reading(answers.notice(data), at=timezone.now())
    document = make.reviewed(Document.objects.get())
    late = answers.notice(data | {"body": "迟到"})
    _, refused = while_waiting(
        lambda: publish_document(document, by=chief, at=timezone.now()),
        lambda: save_document_reading(late, at=timezone.now(), replace=True),
    )
    assert isinstance(refused, NotSavable)
    assert "已发布，不能由导入改动" in str(refused)
    document.refresh_from_db()
    assert (document.body, document.status) == (data["body"], Status.PUBLISHED)


def test_reviewing_a_document_waits_for_its_import(chief: User) -> None:
    data = answers.document(number=5)
    save_document_reading(answers.notice(data), at=timezone.now())
    document = make.accounted(Document.objects.get())
    newer = answers.notice(data | {"body": "更新后的正文。"})
    _, signed = while_waiting(
        lambda: save_document_reading(newer, at=timezone.now(), replace=True),
        lambda: make.move(document, "first_review", by=chief),
    )
    document.refresh_from_db()
    assert (signed.status, document.status) == (Status.FIRST_REVIEW, Status.FIRST_REVIEW)
    assert document.body == "更新后的正文。"


def test_an_issue_is_published_once(chief: User) -> None:
    save(answers.document(number=5))()
    issue = make.reviewed(Issue.objects.get())
    first, second = while_waiting(
        lambda: publish_issue(issue, by=chief, at=timezone.now()),
        lambda: publish_issue(issue, by=chief, at=timezone.now()),
    )
    assert first.status == Status.PUBLISHED
    assert isinstance(second, MoveNotAllowed)
    assert json.dumps(str(second), ensure_ascii=False).count("已发布") == 1
