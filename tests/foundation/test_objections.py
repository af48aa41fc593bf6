"""A move the lifecycle allows still waits for what the rooms above say against it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import pytest

from documents.models import Document
from foundation import objections
from foundation.actions import change_status
from foundation.lifecycle import Publishable, Verb
from foundation.models import StatusChange
from foundation.objections import foreseen, objections_to, objects_to, objects_to_many
from foundation.refusals import ObjectionsStand
from gazette.models import Issue
from tests import make

NOW = datetime(2024, 10, 8, 2, 0, tzinfo=UTC)


def _damaged(obj: Publishable, verb: Verb) -> Iterable[str]:
    if verb == Verb.WITHDRAW and "残损" in str(obj):
        yield "第3段残损"
        yield "附件1没有标题"


@pytest.fixture(autouse=True)
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is registered here is forgotten afterwards."""
    monkeypatch.setattr(objections, "_OBJECTORS", objections._OBJECTORS.__class__(list))
    yield


@pytest.mark.django_db
def test_the_door_stays_closed_and_says_everything_at_once() -> None:
    objects_to(Document, _damaged)
    document, editor = make.document("残损的示例通知"), make.staff("documents.withdraw_document")
    with pytest.raises(ObjectionsStand, match="不能撤回：第3段残损；附件1没有标题。"):
        change_status(document, verb="withdraw", by=editor, at=NOW, remark="示例原因")
    assert Document.objects.get().status == "published"
    assert not StatusChange.objects.exists()


@pytest.mark.django_db
def test_who_has_nothing_to_say_lets_it_pass() -> None:
    objects_to(Document, _damaged)
    document, editor = make.document("完好的示例通知"), make.staff("documents.withdraw_document")
    assert (
        change_status(document, verb="withdraw", by=editor, at=NOW, remark="示例原因").status == "withdrawn"
    )


def test_an_objector_speaks_for_one_noun_and_once() -> None:
    objects_to(Document, _damaged)
    objects_to(Document, _damaged)
    assert objections_to(Document(title="残损"), Verb.WITHDRAW) == ["第3段残损", "附件1没有标题"]
    assert objections_to(Document(title="残损"), Verb.PUBLISH) == []
    assert objections_to(Issue(year=2024, number=1, title="残损"), Verb.WITHDRAW) == []


@pytest.mark.django_db
def test_many_are_asked_about_at_once_and_what_changed_since_anew() -> None:
    asked: list[int] = []

    def damaged(documents: Sequence[Document], verb: Verb) -> Mapping[int, list[str]]:
        asked.append(len(documents))
        return {one.pk: ["残损"] for one in documents if "残损" in one.title}

    objects_to_many(Document, damaged)
    whole, broken = make.document("完好的示例通知"), make.document("残损的示例通知")
    with foreseen([whole, broken], Verb.PUBLISH):
        assert [objections_to(one, Verb.PUBLISH) for one in (whole, broken)] == [[], ["残损"]]
        assert asked == [2]
        broken.title, broken.content_mark = "修好的示例通知", broken.content_mark + 1
        assert objections_to(broken, Verb.PUBLISH) == []
        assert objections_to(whole, Verb.WITHDRAW) == []
        assert asked == [2, 1, 1]
    assert objections_to(whole, Verb.PUBLISH) == []
    assert asked == [2, 1, 1, 1]
    with foreseen([], Verb.PUBLISH):
        assert asked == [2, 1, 1, 1]
