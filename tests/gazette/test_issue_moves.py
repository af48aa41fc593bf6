"""The steps of an issue take along the documents that stand where it stands, and only those."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from django.contrib.auth.models import User

from documents.models import Document
from foundation import objections
from foundation.lifecycle import Publishable, Verb
from foundation.models import StatusChange
from foundation.objections import objects_to
from foundation.refusals import ChangedSinceSeen, NotPermitted, ObjectionsStand, Refusal, ReviewsTwice
from gazette.issue_moves import DocumentsLagBehind, laggards, marks_of
from gazette.models import Issue
from tests import make
from tests.gazette.conftest import Said

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    made = make.issue(2012, 3, published=False)
    for letter in "甲乙丙":
        make.entry(made, make.document(f"示例{letter}", published=False, document_number=""))
    return make.accounted(made)


def stations() -> list[str]:
    return list(Document.objects.order_by("pk").values_list("status", flat=True))


def document(place: int) -> Document:
    return Document.objects.order_by("pk")[place]


def test_those_ahead_and_published_first_are_left(issue: Issue) -> None:
    make.published(document(0))
    make.reviewed(document(1), to="second_review")
    make.move(issue, "first_review")
    assert stations() == ["published", "second_review", "first_review"]
    make.move(issue, "second_review")
    assert stations() == ["published", "second_review", "second_review"]
    make.move(issue, "final_review")
    published = make.move(issue, "publish")
    assert stations() == ["published"] * 3
    assert StatusChange.objects.filter(verb="publish").count() == 4
    assert document(2).published_at == published.published_at


def test_those_behind_stop_it_by_name(issue: Issue) -> None:
    make.move(issue, "first_review")
    make.move(document(2), "return", remark="日期有误")
    assert laggards(Issue.objects.get()) == [document(2)]
    with pytest.raises(
        DocumentsLagBehind, match="不能复审：目录里的公文还没有走到这一步：“示例丙”（草稿）。"
    ):
        make.move(issue, "second_review")
    assert stations() == ["first_review", "first_review", "draft"]
    for place in range(4, 12):
        make.entry(issue, make.document(f"示例{place}", published=False))
    make.move(
        issue, "first_review"
    )  # new entries have voided the issue's own review; it takes the new ones along
    assert set(stations()) == {"first_review"}


def test_a_return_takes_the_documents_along_only_when_asked(issue: Issue) -> None:
    make.reviewed(issue, to="second_review")
    make.move(issue, "return", remark="目录有误")
    assert stations() == ["second_review"] * 3
    make.reviewed(issue, to="second_review")
    make.move(issue, "return", remark="全部重来", with_documents=True)
    assert stations() == ["draft"] * 3
    assert StatusChange.objects.filter(verb="return", remark="全部重来").count() == 4


def test_three_people_for_each_document_too(issue: Issue) -> None:
    one, two = (User.objects.create_superuser(name) for name in ("one", "two"))
    make.move(document(0), "first_review", by=two)
    make.move(issue, "first_review", by=one)
    with pytest.raises(ReviewsTwice, match="“示例甲”的初审是您通过的，复审须由另一个人办理。"):
        make.move(issue, "second_review", by=two)
    assert Issue.objects.get().status == "first_review"
    assert stations() == ["first_review"] * 3


def test_without_the_permission_for_documents_nothing_moves(issue: Issue) -> None:
    with pytest.raises(NotPermitted, match="您没有初审公文的权限。"):
        make.move(issue, "first_review", by=make.staff("gazette.first_review_issue"))
    assert Issue.objects.get().status == "draft"
    assert not StatusChange.objects.exists()


def test_who_signs_an_issue_signs_the_documents_they_saw(issue: Issue) -> None:
    seen = marks_of(issue)
    make.attachment(document(1), text="后来加的")
    with pytest.raises(ChangedSinceSeen, match="“2012年第3期”或其中的公文在您打开之后有改动"):
        make.move(issue, "first_review", seen=seen)
    make.move(issue, "first_review", seen=marks_of(Issue.objects.get()))
    assert stations() == ["first_review"] * 3


def test_what_a_document_objects_to_stops_the_issue(issue: Issue, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_remark(obj: Publishable, verb: Verb) -> Iterable[str]:
        return ["还有一条意见没有处理"] if "示例乙" in str(obj) else []

    monkeypatch.setattr(objections, "_OBJECTORS", objections._OBJECTORS.__class__(list))
    objects_to(Document, open_remark)
    with pytest.raises(ObjectionsStand, match="“示例乙”不能初审：还有一条意见没有处理。"):
        make.move(issue, "first_review")
    assert stations() == ["draft"] * 3


def test_the_command_lets_three_named_people_sign_or_does_nothing(
    run: Callable[..., Said], issue: Issue
) -> None:
    for name in ("one", "two", "three"):
        User.objects.create_superuser(name)
    archive = ["publish_issue", "2012/3", "--by", "three", "--first", "one", "--second"]
    refused: list[tuple[list[str], str]] = [
        (["one", "--final", "three"], "“2012年第3期”的初审是您通过的，复审须由另一个人办理。"),
        (["two"], "“2012年第3期”现在是已复审，不能发布。"),
        (["nobody"], "没有登录名为“nobody”的用户。"),
    ]
    for more, sentence in refused:
        assert run(*archive, *more) == (2, "", f"{sentence}\n")
        assert not StatusChange.objects.exists()
    code, out, _ = run(*archive, "two", "--final", "three")
    assert (code, out) == (0, "2012年第3期已发布，公文 3 份一并发布。\n")
    assert issubclass(DocumentsLagBehind, Refusal)
    people = (
        StatusChange.objects.of(Issue.objects.get()).order_by("pk").values_list("by__username", flat=True)
    )
    assert list(people) == ["one", "two", "three", "three"]
