"""Several at once on one object: one of two wins, the other is told; whatever was signed is what stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from documents.models import Document
from foundation.models import StatusChange
from foundation.refusals import ChangedSinceSeen, MoveNotAllowed
from foundation.schedule import publish_due
from gazette.models import Issue
from tests import make
from tests.eldercare.racing import together

pytestmark = pytest.mark.django_db(transaction=True)
Race = Callable[..., list[Any]]
AT = make.PUBLISHED_AT
SOON, DUE = AT + timedelta(hours=1), AT + timedelta(hours=2)


def chiefs(number: int) -> list[User]:
    return [User.objects.create_superuser(f"rival{make.serial()}") for _ in range(number)]


def moving(subject: Any, verb: str, by: User, **said: Any) -> Callable[[], object]:
    return lambda: make.move(subject, verb, by=by, **said)


def kinds(outcomes: list[Any]) -> Counter[str]:
    return Counter(type(outcome).__name__ for outcome in outcomes)


@pytest.mark.parametrize("noun", ["document", "issue"])
def test_two_first_reviewers_at_once(race: Race, noun: str) -> None:
    subject = make.document(published=False) if noun == "document" else make.issue(published=False)
    one, other = chiefs(2)
    outcomes = race(subject, moving(subject, "first_review", one), moving(subject, "first_review", other))
    assert kinds(outcomes) == {type(subject).__name__: 1, "MoveNotAllowed": 1}
    subject.refresh_from_db()
    assert subject.first_reviewed_by == StatusChange.objects.get().by


def test_twenty_publish_one(race: Race) -> None:
    document, people = make.reviewed(make.document(published=False)), chiefs(20)
    rivals = [moving(document, "publish", one, at=AT + timedelta(seconds=n)) for n, one in enumerate(people)]
    # More than the pool has connections: they start together and come as they get one.
    outcomes = together(*rivals)
    assert kinds(outcomes) == {"Document": 1, "MoveNotAllowed": 19}
    line = StatusChange.objects.get(verb="publish")
    assert Document.objects.get().published_at == line.at


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("return", {"remark": "日期有误"}),
        ("schedule", {"publish_at": SOON}),
        ("withdraw", {"remark": "有误"}),
    ],
)
def test_publishing_meets_another_step(race: Race, verb: str, said: dict[str, Any]) -> None:
    document = make.reviewed(make.document(published=False))
    one, other = chiefs(2)
    outcomes = race(document, moving(document, "publish", one), moving(document, verb, other, **said))
    document.refresh_from_db()
    lines = list(StatusChange.objects.of(document).order_by("pk"))[3:]
    assert [line.from_status for line in lines][:1] == ["final_review"]
    assert lines[-1].to_status == document.status
    assert (document.published_at is not None) == (document.status in ("published", "withdrawn"))
    assert document.scheduled_for is None or document.status == "final_review"
    refused = [outcome for outcome in outcomes if isinstance(outcome, MoveNotAllowed)]
    assert len(refused) + len(lines) == 2


def test_a_set_time_comes_while_it_is_cancelled(race: Race) -> None:
    document = make.reviewed(make.document(published=False))
    one, other = chiefs(2)
    make.move(document, "schedule", by=one, publish_at=SOON)
    outcomes = race(document, moving(document, "unschedule", other), lambda: publish_due(at=DUE))
    document.refresh_from_db()
    published = document.status == "published"
    assert document.scheduled_for is None
    assert [len(outcome) for outcome in outcomes if isinstance(outcome, list)] == [int(published)]
    assert isinstance(outcomes[0], MoveNotAllowed) == published


def test_several_processes_publish_what_is_due_once() -> None:
    issue = make.issue(published=False)
    for _ in range(3):
        make.entry(issue, make.document(published=False))
    make.reviewed(issue)
    alone = make.reviewed(make.document(published=False))
    for subject in (issue, alone):
        make.move(subject, "schedule", by=chiefs(1)[0], publish_at=SOON)
    outcomes = together(*[lambda: publish_due(at=DUE)] * 4)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    publish_due(at=DUE)  # whose turn it was not, comes again half a minute later
    assert StatusChange.objects.filter(verb="publish").count() == 5
    assert set(Document.objects.values_list("status", "published_at")) == {("published", DUE)}
    assert Issue.objects.get().published_at == DUE


def test_signing_waits_for_an_edit_and_then_refuses_what_was_not_seen() -> None:
    document = make.document(published=False)
    seen, chief = document.content_mark, chiefs(1)[0]
    outcomes: list[Any] = []
    with transaction.atomic():
        make.attachment(document, text="后来加的")  # a part alone: its owner waits all the same
        signing = _beside(lambda: make.move(document, "first_review", by=chief, seen=seen), outcomes)
        _wait_until_blocked()
    signing.join(timeout=10)
    assert isinstance(outcomes[0], ChangedSinceSeen)
    assert Document.objects.get().status == "draft"


def test_an_edit_waits_for_a_signature_and_then_voids_it() -> None:
    document, chief = make.document(published=False), chiefs(1)[0]
    outcomes: list[Any] = []
    with transaction.atomic():
        make.move(document, "first_review", by=chief)
        editing = _beside(lambda: make.attachment(document, text="后来加的"), outcomes)
        _wait_until_blocked()
    editing.join(timeout=10)
    assert Document.objects.get().status == "draft"
    assert list(StatusChange.objects.order_by("pk").values_list("verb", flat=True)) == [
        "first_review",
        "void",
    ]


def _beside(deed: Callable[[], object], outcomes: list[Any]) -> Any:
    from threading import Thread

    thread = Thread(target=lambda: outcomes.extend(together(deed)))
    thread.start()
    return thread


def _wait_until_blocked() -> None:
    from tests.foundation.conftest import wait_until_blocked

    wait_until_blocked(1)
