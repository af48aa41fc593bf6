"""What the database itself holds of the three reviews, whoever writes: raw SQL, bulk updates, stale copies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from documents.models import Assignment, Document, Relation
from foundation.acting import acting
from foundation.lifecycle import Publishable
from foundation.models import Status, StatusChange
from gazette.models import Appearance, ChronicleEntry, Event, Issue
from tests import make

pytestmark = pytest.mark.django_db
BY_TABLE = "状态不能由"
BY_HISTORY = "状态只能通过审核、发布、撤回等动作改变"


def sql(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("table", ["documents_document", "gazette_issue"])
def test_nobody_at_psql_passes_a_review_or_publishes(table: str) -> None:
    noun = Document if table == "documents_document" else Issue
    draft = make.document(published=False) if noun is Document else make.issue(published=False)
    one, two, three = (make.staff().pk for _ in range(3))
    forged: list[tuple[str, str]] = [
        ("status = 'published', published_at = now()", BY_TABLE),
        (
            "status = 'published', published_at = now(), reviewed_elsewhere = TRUE",
            "“三审制度启用前已发布”不能更改",
        ),
        ("reviewed_elsewhere = TRUE", "“三审制度启用前已发布”不能更改"),
        (f"status = 'first_review', first_reviewed_by_id = {one}", BY_HISTORY),
        ("status = 'final_review'", BY_TABLE),
        ("status = 'withdrawn'", BY_TABLE),
    ]
    for change, sentence in forged:
        with pytest.raises(IntegrityError, match=sentence):
            sql(f"UPDATE {table} SET {change} WHERE id = %s", draft.pk)
    subject: Any = make.reviewed(draft)
    kept: list[tuple[str, str]] = [
        ("status = 'published', published_at = now()", BY_HISTORY),
        (f"final_reviewed_by_id = {three}", "审核人签字后不能更换"),
        ("final_reviewed_by_id = NULL", "has_its_reviewers"),
        ("second_reviewed_by_id = first_reviewed_by_id", "审核人签字后不能更换"),
        ("status = 'second_review', final_reviewed_by_id = NULL", BY_TABLE),
        (f"status = 'draft', first_reviewed_by_id = {two}", BY_HISTORY),
        (
            "content_mark = content_mark - 1, title = 'X', status = 'published'",
            "内容和状态不能同时改动|状态只能",
        ),
    ]
    for change, sentence in kept:
        with pytest.raises(IntegrityError, match=sentence):
            sql(f"UPDATE {table} SET {change} WHERE id = %s", draft.pk)
    public = make.move(subject, "publish")
    for change in ("status = 'draft', published_at = NULL", "status = 'final_review', published_at = NULL"):
        with pytest.raises(IntegrityError):
            sql(f"UPDATE {table} SET {change} WHERE id = %s", public.pk)
    with pytest.raises(IntegrityError, match="has_its_reviewers"):
        sql(f"UPDATE {table} SET first_reviewed_by_id = NULL WHERE id = %s", public.pk)


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_what_is_new_is_a_draft(status: str) -> None:
    published = status in (Status.PUBLISHED, Status.WITHDRAWN)
    times: dict[str, Any] = {"published_at": make.PUBLISHED_AT} if published else {}
    if status == Status.WITHDRAWN:
        times |= {"withdrawn_at": make.PUBLISHED_AT, "withdrawal_reason": "示例"}
    with pytest.raises(IntegrityError, match="新建的只能是草稿"), transaction.atomic():
        Document.objects.create(title="示例", status=status, **times)
    if not published:
        with pytest.raises(IntegrityError, match="has_its_reviewers"):
            Document.objects.create(title="示例", status=status, reviewed_elsewhere=True)


def a_document() -> Document:
    document = make.document(published=False, organs=[make.unit()], column=make.column())
    task = make.task(document, lead=[make.unit()], text="示例")
    make.amount(task)
    make.attachment(document, text="示例")
    make.relation(document, title="示例法")
    make.relation(document, make.document("示例办法"), kind="repeals")
    make.checklist_item(document, lead=[make.unit()])
    return document


def an_issue() -> Issue:
    issue = make.issue(published=False)
    make.masthead(issue)
    make.entry(issue, make.document(published=False))
    make.event(issue, on=make.PUBLISHED_AT.date(), people=["示例员"])
    return issue


def _changed(query: Callable[[Any], Any], **values: Any) -> Callable[[Any], object]:
    return lambda subject: query(subject).update(**values)


def _assigned(document: Document) -> Any:
    return Assignment.objects.filter(task__document=document)


def _pointing(document: Document) -> Any:
    return document.outgoing_relations.filter(target__isnull=False)


CONTENT: dict[str, tuple[Callable[[], Publishable], list[Callable[[Any], object]]]] = {
    "document": (
        a_document,
        [
            *(
                _changed(lambda one: Document.objects.filter(pk=one.pk), **values)
                for values in (
                    {"title": "改"},
                    {"body": "改"},
                    {"abstract": "改"},
                    {"written_on": None},
                    {"disclosure": "closed"},
                    {"column": None},
                    {"addressees": ["改"]},
                    {"effective_from": make.PUBLISHED_AT.date()},
                )
            ),
            _changed(lambda one: one.organs, printed="改"),
            _changed(lambda one: one.attachments, text="改"),
            _changed(lambda one: one.outgoing_relations, title="改"),
            _changed(_pointing, target=None),
            lambda one: _pointing(one).update(target=make.document("示例办法（新）")),
            _changed(lambda one: one.tasks, deadline="改"),
            _changed(lambda one: one.tasks.get().amounts, printed="改"),
            _changed(lambda one: one.checklist, points="改"),
            _changed(_assigned, printed="改"),
            lambda one: one.checklist.get().assignments.all().delete(),
            lambda one: one.attachments.all().delete(),
            lambda one: make.attachment(one),
            lambda one: make.relation(one, title="示例条例"),
            lambda one: make.task(one, path="二"),
            lambda one: one.tasks.all().delete(),
        ],
    ),
    "issue": (
        an_issue,
        [
            _changed(lambda one: Issue.objects.filter(pk=one.pk), sponsor="改"),
            _changed(lambda one: Issue.objects.filter(pk=one.pk), pdf="改.pdf"),
            _changed(lambda one: one.masthead, names=["改"]),
            _changed(lambda one: one.entries, page=99),
            _changed(lambda one: one.entries, document=None),
            _changed(lambda one: one.chronicle, text="改"),
            _changed(lambda one: Event.objects.filter(entry__issue=one), text="改"),
            _changed(lambda one: Appearance.objects.filter(event__entry__issue=one), printed="改"),
            lambda one: Appearance.objects.all().delete(),
            lambda one: make.entry(one, make.document()),
            lambda one: ChronicleEntry.objects.filter(issue=one).delete(),
        ],
    ),
}


@pytest.mark.parametrize("noun", CONTENT)
def test_any_change_of_content_voids_what_was_signed(noun: str) -> None:
    build, changes = CONTENT[noun]
    for number, change in enumerate(changes):
        with transaction.atomic():
            subject: Any = make.reviewed(
                build(), to=("first_review", "second_review", "final_review")[number % 3]
            )
            station, signed = subject.status, subject.content_mark
            person = make.staff()
            with acting(person, via="/示例/"):
                change(subject)
            subject.refresh_from_db()
            assert (subject.status, subject.first_reviewed_by) == ("draft", None), number
            assert subject.content_mark > signed, number
            line = StatusChange.objects.of(subject).latest("pk")
            assert (line.verb, line.from_status, line.to_status, line.by) == (
                "void",
                station,
                "draft",
                person,
            )
            assert line.remark == "审核以后内容有改动，须重新审核。"
            transaction.set_rollback(True)


@pytest.mark.parametrize("noun", CONTENT)
def test_saving_what_is_there_and_linking_voids_nothing(noun: str) -> None:
    subject: Any = make.reviewed(CONTENT[noun][0]())
    signed = subject.content_mark
    subject.save()
    if noun == "document":
        subject.organs.update(unit=make.unit())
        Assignment.objects.update(unit=make.unit())
        Relation.objects.filter(target=None).update(target=make.document())
        Relation.objects.update(target=F("target"))
        for part in (*subject.attachments.all(), *subject.tasks.all(), *subject.checklist.all()):
            part.save()
        subject.tasks.get().amounts.get().save()
    else:
        Appearance.objects.update(official=make.official("示例乙"))
        Document.objects.update(title="改的是公文，不是这一期")
        for part in (*subject.entries.all(), *subject.masthead.all(), *subject.chronicle.all()):
            part.save()
    subject.refresh_from_db()
    assert (subject.status, subject.content_mark) == ("final_review", signed)


def test_a_change_by_nobody_known_is_the_systems_and_what_is_public_stays_public() -> None:
    document = make.reviewed(make.document(published=False))
    Document.objects.filter(pk=document.pk).update(body="psql 里改的")
    line = StatusChange.objects.of(document).latest("pk")
    assert (line.verb, line.by, line.subject_label) == ("void", None, str(document))
    public = make.document()
    mark = Document.objects.get(pk=public.pk).content_mark
    Document.objects.filter(pk=public.pk).update(body="更正的")
    public.refresh_from_db()
    assert (public.status, public.content_mark) == ("published", mark + 1)
    assert not StatusChange.objects.of(public).exists()


def test_a_change_of_a_document_voids_the_document_alone() -> None:
    issue = make.issue(published=False)
    documents = [make.document(published=False) for _ in range(2)]
    for document in documents:
        make.entry(issue, document)
    make.reviewed(issue, to="second_review")
    Document.objects.filter(pk=documents[0].pk).update(title="改")
    issue.refresh_from_db()
    stations = Document.objects.order_by("pk").values_list("status", flat=True)
    assert (issue.status, list(stations)) == ("second_review", ["draft", "second_review"])


def test_deleting_a_draft_with_all_its_parts_needs_no_review() -> None:
    User.objects.create_superuser("chief")
    document = a_document()
    document.delete()
    assert not Document.objects.filter(pk=document.pk).exists()
