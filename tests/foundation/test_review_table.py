"""Every step from every station by every role, for documents and issues: what the table says happens, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction

from documents.models import Document
from foundation.lifecycle import UNDER_REVIEW, Publishable, Status, Verb
from foundation.models import StatusChange
from foundation.refusals import MoveNotAllowed, NotPermitted
from tests import make

ROLES = ("责任编辑", "副主编", "主编", "审计（只读）", "单位维护")
FIRST = {"责任编辑", "副主编", "主编"}
SECOND = {"副主编", "主编"}
CHIEF = {"主编"}
# From where, by which verb: to where, by whom. What is not here happens to nobody.
TABLE: dict[tuple[str, str], tuple[str, set[str]]] = {
    ("draft", "first_review"): ("first_review", FIRST),
    ("first_review", "second_review"): ("second_review", SECOND),
    ("second_review", "final_review"): ("final_review", CHIEF),
    ("first_review", "return"): ("draft", FIRST),
    ("second_review", "return"): ("draft", FIRST),
    ("final_review", "return"): ("draft", FIRST),
    ("final_review", "schedule"): ("final_review", CHIEF),
    ("final_review", "unschedule"): ("final_review", CHIEF),
    ("final_review", "publish"): ("published", CHIEF),
    ("published", "withdraw"): ("withdrawn", CHIEF),
}
HOLDERS: dict[str, set[str]] = {verb: roles for (_, verb), (_, roles) in TABLE.items()} | {"void": set()}


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def standing_at(station: str, noun: str) -> Publishable:
    subject: Any = make.document(published=False)
    if noun == "issue":
        document, subject = subject, make.issue(published=False)
        make.entry(subject, document)
    if station in UNDER_REVIEW:
        subject = make.reviewed(subject, to=station)
    elif station != Status.DRAFT:
        make.published(subject)
        if station == Status.WITHDRAWN:
            make.withdrawn(subject)
    if station == Status.FINAL_REVIEW:
        subject = make.move(subject, "schedule", publish_at=make.PUBLISHED_AT + timedelta(days=2))
    fresh: Publishable = type(subject)._base_manager.get(pk=subject.pk)
    return fresh


@pytest.mark.django_db
@pytest.mark.parametrize("noun", ["document", "issue"])
def test_every_step_from_every_station_by_every_role(noun: str) -> None:
    people = {role: User.objects.create_user(role, is_staff=True) for role in ROLES}
    for role, person in people.items():
        person.groups.add(Group.objects.get(name=role))
    for station in Status:
        subject = standing_at(station, noun)
        for verb in Verb:
            for role, person in people.items():
                with taken_back():
                    _attempt(subject, verb, role, person)


def _attempt(subject: Publishable, verb: Verb, role: str, person: User) -> None:
    known = StatusChange.objects.count()
    source, case = subject.status, (subject.status, str(verb), role)
    target, allowed = TABLE.get((source, str(verb)), (source, set()))
    said = {"publish_at": make.PUBLISHED_AT + timedelta(days=1)} if verb == Verb.SCHEDULE else {}
    try:
        with transaction.atomic():
            make.move(subject, verb, by=person, at=make.PUBLISHED_AT, remark="示例原因", **said)
    except NotPermitted:
        assert role not in HOLDERS[verb], case
    except MoveNotAllowed:
        assert role in HOLDERS[verb] and (source, str(verb)) not in TABLE, case
    else:
        assert role in allowed, case
        assert StatusChange.objects.of(subject).latest("pk").by == person
        subject = type(subject)._base_manager.get(pk=subject.pk)
        assert subject.status == target, case
        if isinstance(subject, Document):
            return
        listed = set(Document.objects.filter(entries__issue=subject.pk).values_list("status", flat=True))
        stay = verb in (Verb.RETURN, Verb.WITHDRAW, Verb.SCHEDULE, Verb.UNSCHEDULE)
        assert listed == {source if stay else target}, case
        return
    assert StatusChange.objects.count() == known
    assert type(subject)._base_manager.get(pk=subject.pk).status == source


@pytest.mark.django_db
def test_a_clock_set_back_after_publishing_keeps_nothing_before_the_public() -> None:
    document = make.document()
    moved = make.move(document, "withdraw", at=make.PUBLISHED_AT - timedelta(hours=1), remark="示例原因")
    assert (moved.status, moved.withdrawn_at) == ("withdrawn", make.PUBLISHED_AT)
    assert StatusChange.objects.of(document).latest("pk").at == make.PUBLISHED_AT
