"""Publishing an issue with its documents, and taking it back: permissions, all or nothing, history, the command."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.actions import publish_document, withdraw_document
from documents.models import Document
from foundation.lifecycle import UNDER_REVIEW
from foundation.models import Status, StatusChange
from foundation.permissions import PUBLISH_DOCUMENT, PUBLISH_ISSUE, WITHDRAW_DOCUMENT, WITHDRAW_ISSUE
from foundation.refusals import MoveNotAllowed, NotPermitted, ObjectionsStand, Refusal, RemarkRequired
from gazette.actions import publish_issue, save_issue_reading, withdraw_issue
from gazette.issue_moves import DocumentsLagBehind
from gazette.models import ChronicleEntry, Event, Issue
from tests import answers, make
from tests.gazette.conftest import Said

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 10, 8, 1, 30, tzinfo=UTC)


@pytest.fixture
def chief() -> User:
    return make.staff(PUBLISH_ISSUE, PUBLISH_DOCUMENT, WITHDRAW_ISSUE, WITHDRAW_DOCUMENT)


@pytest.fixture
def issue() -> Issue:
    """An issue that has passed its reviews with three documents, one of them in the contents twice."""
    made = make.issue(2012, 3, published=False)
    documents = [make.document(published=False) for _ in range(3)]
    for document in (*documents, documents[0]):
        make.entry(made, document)
    return make.reviewed(made)


def statuses() -> set[str]:
    return set(Document.objects.values_list("status", flat=True))


def history() -> list[tuple[str, str, str, str]]:
    """What came after the reviews."""
    rows = StatusChange.objects.exclude(verb__in=UNDER_REVIEW).order_by("pk")
    return [(row.subject_label, row.verb, row.to_status, row.remark) for row in rows]


def test_an_issue_and_its_drafts_go_before_the_public_at_one_time(issue: Issue, chief: User) -> None:
    published = publish_issue(issue, by=chief, at=NOW)
    assert (published.status, published.published_at) == (Status.PUBLISHED, NOW)
    assert statuses() == {Status.PUBLISHED}
    assert set(Document.objects.values_list("published_at", flat=True)) == {NOW}
    subjects = [str(issue), *(str(document) for document in Document.objects.order_by("pk"))]
    assert history() == [(subject, "publish", "published", "") for subject in subjects]
    lines = StatusChange.objects.filter(verb="publish")
    assert set(lines.values_list("by", "at", "from_status")) == {(chief.pk, NOW, "final_review")}


def test_nothing_of_a_draft_is_public_before_and_everything_after(chief: User) -> None:
    people = [{"start": "2012-03-01", "end": None, "text": "蓝知稼调研。", "people": ["蓝知稼"]}]
    chronicle = [{"start": "2012-03-01", "end": None, "text": "蓝知稼调研。", "events": people}]
    data = answers.issue(documents=[answers.document(number=5, tasks=[answers.task("示例市教育局")])])
    issue = save_issue_reading(data | {"chronicle": chronicle}, at=NOW).issue
    assert issue is not None
    nouns = (Issue, Document, ChronicleEntry, Event)
    public = AnonymousUser()
    make.reviewed(issue)
    assert [noun.objects.visible_to(public).count() for noun in nouns] == [0, 0, 0, 0]
    publish_issue(make.accounted(issue), by=chief, at=NOW)
    assert [noun.objects.visible_to(public).count() for noun in nouns] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    "held", [[], [PUBLISH_DOCUMENT], [PUBLISH_ISSUE], [WITHDRAW_ISSUE, WITHDRAW_DOCUMENT]]
)
def test_without_both_permissions_nothing_is_published(issue: Issue, held: list[str]) -> None:
    with pytest.raises(NotPermitted, match=r"^您没有发布(公报期次|公文)的权限。$"):
        publish_issue(issue, by=make.staff(*held), at=NOW)
    issue.refresh_from_db()
    assert issue.status == Status.FINAL_REVIEW
    assert statuses() == {Status.FINAL_REVIEW}
    assert history() == []


def test_what_was_withdrawn_stays_withdrawn_and_what_was_published_keeps_its_time(
    issue: Issue, chief: User
) -> None:
    gone, early, _ = Document.objects.order_by("pk")
    for document in (gone, early):
        publish_document(document, by=chief, at=make.PUBLISHED_AT)
    withdraw_document(gone, by=chief, at=make.PUBLISHED_AT, reason="附件有误")
    with pytest.raises(ObjectionsStand, match="目录指向已撤回的公文"):
        publish_issue(issue, by=chief, at=NOW)
    publish_issue(make.accounted(issue), by=chief, at=NOW)  # it was in print already
    gone.refresh_from_db()
    early.refresh_from_db()
    assert (gone.status, gone.withdrawal_reason) == (Status.WITHDRAWN, "附件有误")
    assert (early.status, early.published_at) == (Status.PUBLISHED, make.PUBLISHED_AT)
    assert [line.verb for line in StatusChange.objects.of(gone).order_by("-pk")[:2]] == [
        "withdraw",
        "publish",
    ]


@pytest.mark.parametrize("station", [Status.DRAFT, Status.FIRST_REVIEW, Status.SECOND_REVIEW])
def test_a_document_that_lags_behind_stops_the_issue(issue: Issue, chief: User, station: Status) -> None:
    late = make.move(Document.objects.order_by("pk")[0], "return", remark="日期有误")
    if station != Status.DRAFT:
        make.reviewed(late, to=station)
    sentence = f"“2012年第3期”不能发布：目录里的公文还没有走到这一步：“{late}”（{station.label}）。"
    with pytest.raises(DocumentsLagBehind) as caught:
        publish_issue(issue, by=chief, at=NOW)
    assert str(caught.value) == sentence
    assert not Document.objects.public().exists()
    assert history() == [(str(late), "return", "draft", "日期有误")]


def test_publishing_twice_is_refused(issue: Issue, chief: User) -> None:
    publish_issue(issue, by=chief, at=NOW)
    with pytest.raises(MoveNotAllowed, match="“2012年第3期”现在是已发布，不能发布。"):
        publish_issue(issue, by=chief, at=timezone.now())
    assert len(history()) == 4


def test_withdrawing_an_issue_leaves_its_documents(issue: Issue, chief: User) -> None:
    publish_issue(issue, by=chief, at=NOW)
    withdrawn = withdraw_issue(issue, by=chief, at=timezone.now(), reason=" 总期号有误 ")
    assert (withdrawn.status, withdrawn.withdrawal_reason) == (Status.WITHDRAWN, "总期号有误")
    assert withdrawn.published_at == NOW
    assert statuses() == {Status.PUBLISHED}
    assert history()[-1] == ("2012年第3期", "withdraw", "withdrawn", "总期号有误")
    assert not Issue.objects.visible_to(AnonymousUser()).exists()


def test_withdrawing_needs_a_reason_a_permission_and_something_published(issue: Issue, chief: User) -> None:
    document = Document.objects.order_by("pk")[0]
    refused: list[tuple[type[Refusal], Callable[[], object]]] = [
        (MoveNotAllowed, lambda: withdraw_issue(issue, by=chief, at=NOW, reason="误")),
        (MoveNotAllowed, lambda: withdraw_document(document, by=chief, at=NOW, reason="误")),
        (RemarkRequired, lambda: withdraw_issue(issue, by=chief, at=NOW, reason=" ")),
        (RemarkRequired, lambda: withdraw_document(document, by=chief, at=NOW, reason="")),
        (NotPermitted, lambda: withdraw_issue(issue, by=make.staff(), at=NOW, reason="误")),
        (NotPermitted, lambda: withdraw_document(document, by=make.staff(), at=NOW, reason="误")),
        (NotPermitted, lambda: publish_document(document, by=make.staff(PUBLISH_ISSUE), at=NOW)),
    ]
    for kind, attempt in refused:
        with pytest.raises(kind) as caught:
            attempt()
        assert re.fullmatch(r"[^a-zA-Z\n]*[\u4e00-\u9fff][^a-zA-Z\n]*。", str(caught.value))
    assert history() == []


def test_the_command_publishes_an_issue(run: Callable[..., Said], issue: Issue, chief: User) -> None:
    code, out, said = run("publish_issue", "2012/3", "--by", chief.username)
    assert (code, out, said) == (0, "2012年第3期已发布，公文 3 份一并发布。\n", "")
    assert statuses() == {Status.PUBLISHED}
    assert set(StatusChange.objects.filter(verb="publish").values_list("by", flat=True)) == {chief.pk}


@pytest.mark.parametrize(
    ("named", "by", "sentence"),
    [
        ("2012/4", "chief", "没有“2012/4”这一期；请写成 2024/9 的样子，并先导入该期。"),
        ("第3期", "chief", "没有“第3期”这一期；请写成 2024/9 的样子，并先导入该期。"),
        ("2012/3", "nobody", "没有登录名为“nobody”的用户。"),
        ("2012/3", "clerk", "您没有发布公报期次的权限。"),
        ("2012/3", "retired", "您没有发布公报期次的权限。"),
        ("2011/1", "chief", "“2011年第1期”现在是已发布，不能发布。"),
    ],
)
def test_the_command_refuses_in_one_sentence(
    run: Callable[..., Said], issue: Issue, named: str, by: str, sentence: str
) -> None:
    make.issue(2011, 1)
    User.objects.create_superuser("chief")
    User.objects.create_user("clerk", is_staff=True)
    User.objects.create_superuser("retired", is_active=False)
    assert run("publish_issue", named, "--by", by) == (2, "", f"{sentence}\n")
    assert statuses() == {Status.FINAL_REVIEW}
    assert history() == []


def test_what_a_document_more_costs(chief: User, django_capture_on_commit_callbacks: Any) -> None:
    """Objections and the search are asked and told once for all; each document has its own door, version and history."""
    counted = []
    for number, listed in ((4, 1), (5, 4)):
        made = make.issue(2012, number, published=False)
        for document in [make.document(published=False) for _ in range(listed)]:
            make.entry(made, document)
        made = make.reviewed(made)
        with CaptureQueriesContext(connection) as inside, django_capture_on_commit_callbacks() as afterwards:
            publish_issue(made, by=chief, at=NOW)
        with CaptureQueriesContext(connection) as after:
            for callback in afterwards:
                callback()
        counted.append((len(inside), len(after)))
    (one, after_one), (four, after_four) = counted
    assert four - one <= 3 * 18
    assert after_four == after_one
