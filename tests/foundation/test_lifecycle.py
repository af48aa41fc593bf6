"""From draft to published to withdrawn: the table of moves, the door, and what the public sees."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from documents.models import Document
from foundation.actions import change_status
from foundation.lifecycle import AFTER_PUBLICATION, MOVES, Status, Verb
from foundation.models import StatusChange
from foundation.refusals import MoveNotAllowed, NotPermitted, Refusal, RemarkRequired
from gazette.models import Issue
from tests import make

NOW = datetime(2024, 10, 8, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
PUBLISH, WITHDRAW = "documents.publish_document", "documents.withdraw_document"


def test_every_verb_is_in_the_table_of_moves() -> None:
    assert set(MOVES) == set(Verb)
    assert {move.target for move in MOVES.values()} == set(AFTER_PUBLICATION)
    assert not any(Status.WITHDRAWN in move.sources for move in MOVES.values())


@pytest.mark.django_db
def test_publishing_writes_the_time_and_the_history() -> None:
    draft, editor = make.document("示例通知", published=False), make.staff(PUBLISH)
    change_status(draft, verb="publish", by=editor, at=NOW, remark=" 核对无误 ")
    draft.refresh_from_db()
    assert (draft.status, draft.published_at, draft.is_public) == ("published", NOW, True)
    change = StatusChange.objects.of(draft).get()
    assert (change.verb, change.from_status, change.to_status) == ("publish", "draft", "published")
    assert (change.by, change.at, change.remark) == (editor, NOW, "核对无误")
    assert change.subject == draft
    assert str(change) == f"发布：{draft}"


@pytest.mark.django_db
def test_withdrawing_keeps_the_publish_time_and_tells_why() -> None:
    document, editor = make.document(), make.staff(WITHDRAW)
    moved = change_status(document, verb="withdraw", by=editor, at=LATER, remark="示例原因")
    document.refresh_from_db()
    assert moved == document
    assert (document.status, document.withdrawn_at) == ("withdrawn", LATER)
    assert (document.withdrawal_reason, document.published_at) == ("示例原因", make.PUBLISHED_AT)


@pytest.mark.django_db
@pytest.mark.parametrize("remark", ["", " \n"])
def test_withdrawing_without_a_reason_is_refused(remark: str) -> None:
    document = make.document()
    with pytest.raises(RemarkRequired, match="撤回须写明原因"):
        change_status(document, verb="withdraw", by=make.staff(WITHDRAW), at=LATER, remark=remark)
    assert Document.objects.get().status == "published"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verb", "published", "sentence"),
    [("publish", True, "现在是已发布，不能发布"), ("withdraw", False, "现在是草稿，不能撤回")],
)
def test_a_move_the_table_lacks_is_refused(verb: str, published: bool, sentence: str) -> None:
    document = make.document(published=published)
    with pytest.raises(MoveNotAllowed, match=sentence):
        change_status(document, verb=verb, by=make.staff(PUBLISH, WITHDRAW), at=LATER, remark="示例原因")
    assert not StatusChange.objects.exists()


@pytest.mark.django_db
def test_a_stale_copy_moves_nothing() -> None:
    stale, editor = make.document(published=False), make.staff(PUBLISH)
    change_status(Document.objects.get(), verb="publish", by=editor, at=NOW)
    with pytest.raises(MoveNotAllowed):
        change_status(stale, verb="publish", by=editor, at=LATER)
    assert Document.objects.get().published_at == NOW


@pytest.mark.django_db
def test_a_withdrawn_document_never_comes_back() -> None:
    document, editor = make.document(), make.staff(PUBLISH, WITHDRAW)
    change_status(document, verb="withdraw", by=editor, at=LATER, remark="示例原因")
    with pytest.raises(MoveNotAllowed, match="现在是已撤回，不能发布"):
        change_status(document, verb="publish", by=editor, at=LATER)


@pytest.mark.django_db
@pytest.mark.parametrize("held", [[], [WITHDRAW], ["gazette.publish_issue"]])
def test_only_who_holds_the_permission_moves(held: list[str]) -> None:
    draft = make.document(published=False)
    with pytest.raises(NotPermitted, match="您没有发布公文的权限"):
        change_status(draft, verb="publish", by=make.staff(*held), at=NOW)
    assert issubclass(NotPermitted, Refusal)
    assert Document.objects.get().status == "draft"


@pytest.mark.django_db
def test_a_refusal_writes_no_history_and_a_failure_moves_nothing() -> None:
    document = make.document()
    with pytest.raises(IntegrityError), transaction.atomic():
        change_status(
            document,
            verb="withdraw",
            by=make.staff(WITHDRAW),
            at=make.PUBLISHED_AT - timedelta(1),
            remark="示例",
        )
    assert Document.objects.get().status == "published"
    assert not StatusChange.objects.exists()


@pytest.mark.django_db
def test_the_public_sees_what_is_published() -> None:
    published, draft = make.document("示例甲"), make.document("示例乙", published=False)
    withdrawn = make.document("示例丙")
    change_status(withdrawn, verb="withdraw", by=make.staff(WITHDRAW), at=LATER, remark="示例原因")
    assert set(Document.objects.public()) == {published}
    assert set(Document.objects.visible_to(AnonymousUser())) == {published}
    assert set(Document.objects.visible_to(make.staff())) == {published}
    assert set(Document.objects.visible_to(make.staff("documents.view_document"))) == {
        published,
        draft,
        withdrawn,
    }


@pytest.mark.django_db
def test_a_citizen_with_an_account_is_no_staff() -> None:
    make.issue(published=False)
    reader = make.staff("gazette.view_issue")
    assert Issue.objects.visible_to(reader).count() == 1
    reader.is_staff = False
    assert Issue.objects.visible_to(reader).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"status": "published", "published_at": None}, "document_published_has_time"),
        ({"status": "draft", "published_at": NOW}, "document_published_has_time"),
        ({"status": "first_review", "published_at": NOW}, "document_published_has_time"),
        ({"status": "burnt"}, "document_status_is_known"),
        (
            {"status": "withdrawn", "published_at": NOW, "withdrawn_at": None, "withdrawal_reason": "示例"},
            "document_withdrawn_has_reason",
        ),
        (
            {"status": "withdrawn", "published_at": NOW, "withdrawn_at": LATER, "withdrawal_reason": ""},
            "document_withdrawn_has_reason",
        ),
        (
            {"status": "withdrawn", "published_at": LATER, "withdrawn_at": NOW, "withdrawal_reason": "示例"},
            "document_withdrawn_has_reason",
        ),
        (
            {"status": "withdrawn", "published_at": None, "withdrawn_at": NOW, "withdrawal_reason": "示例"},
            "document_published_has_time",
        ),
        (
            {"status": "published", "published_at": NOW, "withdrawn_at": LATER},
            "document_withdrawn_has_reason",
        ),
        (
            {"status": "published", "published_at": NOW, "withdrawal_reason": "示例"},
            "document_withdrawn_has_reason",
        ),
    ],
)
def test_the_database_refuses_a_station_without_what_belongs_to_it(
    broken: dict[str, object], constraint: str
) -> None:
    draft = make.document(published=False)
    with pytest.raises(IntegrityError, match=constraint):
        Document.objects.filter(pk=draft.pk).update(**broken)


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["status", "withdrawal_reason"])
def test_a_station_may_not_be_null(missing: str) -> None:
    draft = make.document(published=False)
    with pytest.raises(IntegrityError, match="null value"):
        Document.objects.filter(pk=draft.pk).update(**{missing: None})


@pytest.mark.django_db
@pytest.mark.parametrize("rewritten", [LATER, None])
@pytest.mark.parametrize("noun", [Document, Issue])
def test_nobody_rewrites_the_publish_time(noun: type[Document | Issue], rewritten: datetime | None) -> None:
    subject = make.document() if noun is Document else make.issue()
    status = "published" if rewritten else "draft"
    with pytest.raises(IntegrityError, match="发布时间写入后不能更改"):
        noun._default_manager.filter(pk=subject.pk).update(published_at=rewritten, status=status)


@pytest.mark.django_db
def test_history_only_grows() -> None:
    draft = make.document(published=False)
    change_status(draft, verb="publish", by=make.staff(PUBLISH), at=NOW)
    with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic():
        StatusChange.objects.update(remark="改写")
    with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic():
        StatusChange.objects.all().delete()
    assert StatusChange.objects.get().remark == ""


@pytest.mark.django_db
def test_a_change_changes_something() -> None:
    with pytest.raises(IntegrityError, match="status_change_moves"):
        StatusChange.objects.create(
            subject=make.document(),
            subject_label="示例",
            verb="publish",
            from_status="published",
            to_status="published",
            by=make.staff(),
            at=NOW,
        )


@pytest.mark.django_db(transaction=True)
def test_two_editors_publish_at_once_and_one_of_them_does(race: Callable[..., list[object]]) -> None:
    draft, first, second = make.document(published=False), make.staff(PUBLISH), make.staff(PUBLISH)
    outcomes = race(
        draft,
        lambda: change_status(draft, verb="publish", by=first, at=NOW),
        lambda: change_status(draft, verb="publish", by=second, at=LATER),
    )
    change = StatusChange.objects.get()
    assert Document.objects.get().published_at == change.at
    assert sorted(type(outcome) is MoveNotAllowed for outcome in outcomes) == [False, True]
    assert draft in outcomes
