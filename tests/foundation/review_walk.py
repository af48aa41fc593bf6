"""A random walk through reviews: anybody takes any step and changes anything at any time, and a memory of its own knows
what must hold. The same seed walks the same way again.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction

from documents.models import Document, Relation
from foundation.lifecycle import AFTER_PUBLICATION, UNDER_REVIEW, Status, Verb
from foundation.models import StatusChange
from foundation.refusals import Refusal
from foundation.schedule import publish_due
from gazette.models import Entry, Issue
from tests import make

ROLES = ("责任编辑", "责任编辑", "副主编", "副主编", "主编", "主编")
LIKELY = {
    Status.DRAFT: (Verb.FIRST_REVIEW,),
    Status.FIRST_REVIEW: (Verb.SECOND_REVIEW,) * 5 + (Verb.RETURN,),
    Status.SECOND_REVIEW: (Verb.FINAL_REVIEW,) * 5 + (Verb.RETURN,),
    Status.FINAL_REVIEW: (Verb.PUBLISH, Verb.PUBLISH, Verb.SCHEDULE, Verb.UNSCHEDULE, Verb.RETURN),
    Status.PUBLISHED: (Verb.WITHDRAW,),
    Status.WITHDRAWN: (Verb.PUBLISH,),
}
Key = tuple[str, int]
Signature = tuple[str, int, object]  # the station, whose, of what content


class ReviewWalk:
    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.now = make.PUBLISHED_AT
        self.people = [make.staff() for _ in ROLES]
        for person, role in zip(self.people, ROLES, strict=True):
            person.groups.add(Group.objects.get(name=role))
        self.people.append(User.objects.create_superuser(f"chief{make.serial()}"))
        self.signed: dict[Key, list[Signature]] = defaultdict(list)
        self.published: dict[Key, tuple[datetime, object]] = {}
        self.done: dict[str, int] = defaultdict(int)
        self.refused: dict[str, int] = defaultdict(int)
        for _ in range(2):
            self.new_issue()

    def new_issue(self) -> None:
        issue = make.issue(published=False)
        for _ in range(2):
            make.entry(issue, make.document(published=False))
        make.document(published=False)

    def objects(self) -> list[Any]:
        return [*Issue.objects.order_by("pk"), *Document.objects.order_by("pk")]

    def step(self) -> None:
        self.now += timedelta(minutes=self.dice.choice([-30, 1, 5, 60, 90]))  # clocks are set back, too
        before = {_key(one): one.status for one in self.objects()}
        if all(status in (Status.PUBLISHED, Status.WITHDRAWN) for status in before.values()):
            self.new_issue()
            return
        chiefs = self.people[-3:]  # who may do most does most
        subject = self.dice.choice(self.objects())
        by = self.dice.choice(self.people if self.dice.random() < 0.4 else chiefs)
        chosen = self.dice.random()
        if chosen < 0.12:
            self._edit(subject)
        elif chosen < 0.2:
            self._touch(subject)
        elif chosen < 0.26:
            self.done["due"] += len(publish_due(at=self.now))
        else:
            self._move(subject, by)
        self._remember(before, by)

    def _move(self, subject: Any, by: User) -> None:
        likely = self.dice.random() < 0.85
        verb = self.dice.choice(LIKELY[Status(subject.status)] if likely else list(Verb))
        said: dict[str, Any] = {"remark": self.dice.choice(["示例原因", "示例原因", "示例原因", " "])}
        if verb == Verb.SCHEDULE:
            said["publish_at"] = self.now + timedelta(minutes=self.dice.choice([-1, 30, 60]))
        if verb == Verb.RETURN and isinstance(subject, Issue):
            said["with_documents"] = self.dice.random() < 0.5
        if verb in (Verb.FINAL_REVIEW, Verb.SCHEDULE, Verb.PUBLISH):
            make.accounted(subject)
        try:
            make.move(subject, verb, by=by, at=self.now, **said)
        except Refusal as refusal:
            self.refused[type(refusal).__name__] += 1
            assert str(refusal).endswith("。"), str(refusal)
        else:
            self.done[verb] += 1

    def _edit(self, subject: Any) -> None:
        """A change of the content: under review it must void."""
        word = f"改{make.serial()}"
        edits: list[Callable[[], object]] = (
            [
                lambda: Issue.objects.filter(pk=subject.pk).update(sponsor=word),
                lambda: Entry.objects.filter(issue=subject).update(title=word),
                lambda: make.masthead(subject),
            ]
            if isinstance(subject, Issue)
            else [
                lambda: Document.objects.filter(pk=subject.pk).update(body=word),
                lambda: make.attachment(subject, text=word),
                lambda: make.relation(subject, title=word),
            ]
        )
        try:
            with transaction.atomic():
                self.dice.choice(edits)()
        except IntegrityError:  # what was public is corrected, never edited
            assert isinstance(subject, Document) and subject.status in AFTER_PUBLICATION
            self.refused["edit"] += 1
            return
        self.done["edit"] += 1
        if subject.status in UNDER_REVIEW:
            subject.refresh_from_db()
            assert subject.status == Status.DRAFT

    def _touch(self, subject: Any) -> None:
        """Saving what is there, and linking: no change of the content."""
        type(subject).objects.get(pk=subject.pk).save()
        Relation.objects.filter(source_id=subject.pk).update(target=None)
        station = subject.status
        subject.refresh_from_db()
        assert subject.status == station

    def _remember(self, before: dict[Key, str], by: User) -> None:
        for one in self.objects():
            key, was = _key(one), before.get(_key(one), Status.DRAFT)
            if one.status != was:
                self._arrived(key, one, was, by)
            self._check(key, one)

    def _arrived(self, key: Key, one: Any, was: str, by: User) -> None:
        if one.status == Status.DRAFT:
            self.signed[key] = []
        elif one.status in UNDER_REVIEW:
            assert one.status == UNDER_REVIEW[len(self.signed[key])], (was, one.status)
            self.signed[key].append((one.status, by.pk, _content(one)))
        elif one.status == Status.PUBLISHED:
            assert was == Status.FINAL_REVIEW
            assert {content for _, _, content in self.signed[key]} == {_content(one)}
            self.published[key] = (one.published_at, _content(one))
        else:
            assert was == Status.PUBLISHED

    def _check(self, key: Key, one: Any) -> None:
        people = [one.first_reviewed_by_id, one.second_reviewed_by_id, one.final_reviewed_by_id]
        signers = [person for _, person, _ in self.signed[key]]
        assert people == signers + [None] * (3 - len(signers))
        assert len(set(signers)) == len(signers)
        known = self.published.get(key)
        assert one.published_at == (known[0] if known else None)
        lines = list(StatusChange.objects.of(one).order_by("pk").values_list("from_status", "to_status"))
        stations = [Status.DRAFT, *(target for _, target in lines)]
        assert [source for source, _ in lines] == stations[:-1]
        assert stations[-1] == one.status
        assert one.scheduled_for is None or one.status == Status.FINAL_REVIEW


def _key(one: Any) -> Key:
    return type(one).__name__, one.pk


def _content(one: Any) -> tuple[object, ...]:
    if isinstance(one, Issue):
        entries = one.entries.order_by("pk").values_list("title", "document")
        return one.sponsor, tuple(entries), one.masthead.count()
    attachments = one.attachments.order_by("pk").values_list("text", flat=True)
    return one.body, tuple(attachments), tuple(one.outgoing_relations.order_by("pk").values_list("title"))
