"""From draft to published to withdrawn: the table of moves, the door, and what the public sees."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import IntegrityError, connection, transaction

from documents.models import Document
from foundation import review_guard
from foundation.actions import change_status
from foundation.lifecycle import MOVES, UNDER_REVIEW, Status, Verb
from foundation.models import StatusChange
from foundation.refusals import (
    ChangedSinceSeen,
    MoveNotAllowed,
    NotPermitted,
    Refusal,
    RemarkRequired,
    ReviewsTwice,
)
from gazette.models import Issue
from tests import make
from tests.databases import past_the_triggers

NOW = datetime(2024, 10, 8, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
PUBLISH, WITHDRAW = "documents.publish_document", "documents.withdraw_document"


def test_every_verb_is_in_the_table_of_moves_and_the_database_knows_the_same() -> None:
    assert set(MOVES) == set(Verb)
    pairs = {(source, move.target) for move in MOVES.values() for source in move.sources}
    assert {pair for pair in pairs if pair[0] != pair[1]} == set(review_guard.MOVES)
    assert {pair[0] for pair in pairs if pair[0] == pair[1]} == {Status.FINAL_REVIEW}  # a set time
    assert not any(Status.WITHDRAWN in move.sources for move in MOVES.values())


@pytest.mark.django_db
def test_three_reviews_and_publishing_write_people_time_and_history() -> None:
    draft = make.document("示例通知", published=False)
    people = [make.staff(f"documents.{verb}_document") for verb in UNDER_REVIEW]
    for verb, person in zip(UNDER_REVIEW, people, strict=True):
        moved = change_status(draft, verb=verb, by=person, at=NOW, remark=" 核对无误 ")
        assert (moved.status, moved.published_at) == (verb, None)
    chief = make.staff(PUBLISH)
    change_status(draft, verb="publish", by=chief, at=LATER)
    draft.refresh_from_db()
    assert (draft.status, draft.published_at, draft.is_public) == ("published", LATER, True)
    signed = [draft.first_reviewed_by, draft.second_reviewed_by, draft.final_reviewed_by]
    assert signed == people
    lines = StatusChange.objects.of(draft).order_by("pk")
    stations = ["draft", *UNDER_REVIEW, "published"]
    assert [line.from_status for line in lines] == stations[:-1]
    assert [line.to_status for line in lines] == stations[1:]
    assert [line.by for line in lines] == [*people, chief]
    assert [line.remark for line in lines] == ["核对无误"] * 3 + [""]
    assert {line.content_mark for line in lines} == {draft.content_mark}
    assert (lines[3].subject, str(lines[3])) == (draft, f"发布：{draft}")


@pytest.mark.django_db
def test_withdrawing_keeps_the_publish_time_and_tells_why() -> None:
    document, editor = make.document(), make.staff(WITHDRAW)
    moved = change_status(document, verb="withdraw", by=editor, at=LATER, remark="示例原因")
    document.refresh_from_db()
    assert moved == document
    assert (document.status, document.withdrawn_at) == ("withdrawn", LATER)
    assert (document.withdrawal_reason, document.published_at) == ("示例原因", make.PUBLISHED_AT)


@pytest.mark.django_db
def test_returning_takes_every_signature_back_and_says_why() -> None:
    document = make.reviewed(make.document(published=False))
    editor = make.staff("documents.return_document")
    returned = change_status(document, verb="return", by=editor, at=NOW, remark="日期有误")
    assert (returned.status, returned.first_reviewed_by, returned.final_reviewed_by) == ("draft", None, None)
    line = StatusChange.objects.of(document).latest("pk")
    assert (line.verb, line.from_status, line.remark) == ("return", "final_review", "日期有误")
    assert make.reviewed(returned).status == "final_review", "the way begins anew"


@pytest.mark.django_db
@pytest.mark.parametrize(("verb", "word"), [("withdraw", "撤回"), ("return", "退回")])
@pytest.mark.parametrize("remark", ["", " \n"])
def test_going_back_without_a_reason_is_refused(verb: str, word: str, remark: str) -> None:
    document = make.document()
    with pytest.raises(RemarkRequired, match=f"{word}须写明原因"):
        make.move(document, verb, remark=remark)
    assert Document.objects.get().status == "published"


@pytest.mark.django_db
def test_nobody_signs_twice_not_even_a_superuser() -> None:
    one, other = (User.objects.create_superuser(name) for name in ("one", "other"))
    document = make.document("示例通知", published=False, document_number="")
    make.move(document, "first_review", by=one)
    with pytest.raises(ReviewsTwice, match="“示例通知”的初审是您通过的，复审须由另一个人办理。"):
        make.move(document, "second_review", by=one)
    make.move(document, "second_review", by=other)
    for person, word in ((one, "初审"), (other, "复审")):
        with pytest.raises(ReviewsTwice, match=f"的{word}是您通过的，终审须由另一个人办理。"):
            make.move(document, "final_review", by=person)
    make.move(document, "return", by=one, remark="日期有误")
    make.move(document, "first_review", by=other)  # after a return all begin anew
    assert Document.objects.get().first_reviewed_by == other


@pytest.mark.django_db
def test_who_signs_signs_what_they_saw() -> None:
    document = make.document(published=False)
    seen = Document.objects.get().content_mark
    make.attachment(document, text="后来加的")
    with pytest.raises(ChangedSinceSeen, match="在您打开之后有改动，请重新查看内容，再初审。"):
        make.move(document, "first_review", seen=seen)
    assert make.move(document, "first_review", seen=seen + 1).status == "first_review"


@pytest.mark.django_db
def test_a_stale_copy_moves_nothing_and_saves_no_status() -> None:
    stale = make.document(published=False)
    make.move(stale, "first_review")
    with pytest.raises(MoveNotAllowed, match="现在是已初审，不能初审。"):
        make.move(stale, "first_review")
    with pytest.raises(IntegrityError, match="状态只能通过审核、发布、撤回等动作改变"), transaction.atomic():
        stale.save()
    signed = Document.objects.get()
    Document.objects.update(title="改动使审核失效")
    with pytest.raises(IntegrityError, match="状态只能通过审核、发布、撤回等动作改变"), transaction.atomic():
        signed.save()
    assert Document.objects.get().status == "draft"


@pytest.mark.django_db
def test_a_withdrawn_document_never_comes_back() -> None:
    document = make.withdrawn(make.document())
    for verb in (*UNDER_REVIEW, "return", "publish", "withdraw"):
        with pytest.raises(MoveNotAllowed, match="现在是已撤回，不能"):
            make.move(document, verb, remark="示例原因")


@pytest.mark.django_db
@pytest.mark.parametrize("held", [[], [WITHDRAW], ["gazette.publish_issue"]])
def test_only_who_holds_the_permission_moves(held: list[str]) -> None:
    document = make.reviewed(make.document(published=False))
    with pytest.raises(NotPermitted, match="您没有发布公文的权限"):
        change_status(document, verb="publish", by=make.staff(*held), at=NOW)
    assert issubclass(NotPermitted, Refusal)
    assert Document.objects.get().status == "final_review"


@pytest.mark.django_db
def test_a_refusal_writes_no_history_and_a_failure_moves_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE documents_document ADD CONSTRAINT none CHECK (status <> 'withdrawn')")
    document = make.document()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.withdrawn(document)
    assert Document.objects.get().status == "published"
    assert not StatusChange.objects.exists()


@pytest.mark.django_db
def test_the_public_sees_what_is_published() -> None:
    published, draft = make.document("示例甲"), make.document("示例乙", published=False)
    withdrawn = make.withdrawn(make.document("示例丙"))
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
        ({"status": "published", "published_at": NOW}, "document_has_its_reviewers"),
        ({"reviewed_elsewhere": True}, "document_has_its_reviewers"),
        ({"status": "first_review"}, "document_has_its_reviewers"),
        ({"first_reviewed_by": 1}, "document_has_its_reviewers"),
        ({"status": "first_review", "second_reviewed_by": 1}, "document_has_its_reviewers"),
        ({"status": "second_review", "first_reviewed_by": 1}, "document_has_its_reviewers"),
        (
            {"status": "second_review", "first_reviewed_by": 1, "second_reviewed_by": 1},
            "document_has_its_reviewers",
        ),
        (
            {"status": "final_review", "first_reviewed_by": 1, "second_reviewed_by": 2},
            "document_has_its_reviewers",
        ),
        (
            {
                "status": "final_review",
                "first_reviewed_by": 1,
                "second_reviewed_by": 2,
                "final_reviewed_by": 1,
            },
            "document_has_its_reviewers",
        ),
        ({"scheduled_for": NOW}, "document_schedule_is_whole"),
        ({"scheduled_for": NOW, "scheduled_by": 1}, "document_schedule_is_whole"),
        ({"schedule_refusal": "示例"}, "document_schedule_is_whole"),
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
    if "has_time" in constraint or "has_reason" in constraint:
        broken = {"reviewed_elsewhere": True} | broken
    with pytest.raises(IntegrityError) as caught, past_the_triggers():
        Document.objects.filter(pk=draft.pk).update(**broken)
    assert constraint in str(caught.value) or "has_its_reviewers" in str(caught.value)


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["status", "withdrawal_reason", "reviewed_elsewhere", "content_mark"])
def test_a_station_may_not_be_null(missing: str) -> None:
    draft = make.document(published=False)
    with pytest.raises(IntegrityError, match="null value"), past_the_triggers():
        Document.objects.filter(pk=draft.pk).update(**{missing: None})


@pytest.mark.django_db
@pytest.mark.parametrize("rewritten", [LATER, None])
@pytest.mark.parametrize("noun", [Document, Issue])
def test_nobody_rewrites_the_publish_time(noun: type[Document | Issue], rewritten: datetime | None) -> None:
    subject = make.document() if noun is Document else make.issue()
    with pytest.raises(IntegrityError, match="发布时间写入后不能更改"):
        noun._default_manager.filter(pk=subject.pk).update(published_at=rewritten)


@pytest.mark.django_db
def test_history_only_grows() -> None:
    make.move(make.document(published=False), "first_review")
    with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic():
        StatusChange.objects.update(remark="改写")
    with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic():
        StatusChange.objects.all().delete()
    assert StatusChange.objects.get().remark == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"from_status": "published"}, "status_change_moves"),
        ({"verb": "schedule", "from_status": "published"}, "status_change_moves"),
        ({"by": None}, "status_change_has_its_author"),
    ],
)
def test_a_line_of_the_history_changes_something_and_names_who(
    broken: dict[str, object], constraint: str
) -> None:
    values = {"verb": "publish", "from_status": "final_review", "to_status": "published", "by": make.staff()}
    with pytest.raises(IntegrityError, match=constraint):
        StatusChange.objects.create(
            subject=make.document(), subject_label="示例", at=NOW, **(values | broken)
        )
