"""What documents say of each other: references found when their object arrives, repeals, validity on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from documents.actions import publish_document, withdraw_document
from documents.models import Document, Relation, RelationKind
from gazette.actions import Outcome, save_document_reading, save_issue_reading
from tests import answers, make
from tests.answers import reference

pytestmark = pytest.mark.django_db
BEFORE, DAY, AFTER = date(2012, 3, 4), date(2012, 3, 5), date(2012, 3, 6)


def arrive(data: dict[str, Any], *, replace: bool = False) -> Document:
    """A file with this notice is imported."""
    outcome = save_document_reading(answers.notice(data), at=timezone.now(), replace=replace)
    return (outcome.created + outcome.updated)[0]


def target(source: Document) -> Document | None:
    return source.outgoing_relations.get().target


@pytest.mark.parametrize(
    "number", ["示政发〔2012〕5号", "示政发[2012]5号", "示政发（2012）第05号", "示政发﹝２０１２﹞５号"]
)
def test_a_later_arrival_answers_an_earlier_reference_by_number(number: str) -> None:
    citing = arrive(answers.document(citations=[reference("标题印得不一样的通知", number)]))
    assert target(citing) is None
    cited = arrive(answers.document("示例市人民政府关于第五件事的通知", number=5))
    assert target(citing) == cited


@pytest.mark.parametrize("width", ["示例办法(试行)", "示例办法（试行）"])
def test_or_by_exact_title_also_of_the_text_it_issues(width: str) -> None:
    citing = arrive(answers.document(citations=[reference(width)]))
    near = arrive(answers.document("示例办法（试行）的说明", number=4))
    assert target(citing) is None, near
    cited = arrive(answers.document("关于印发示例办法的通知", number=5, enclosed_title="示例办法（试行）"))
    assert target(citing) == cited


def test_a_number_on_record_decides_against_the_title() -> None:
    same_title = arrive(answers.document("示例办法", number=7))
    citing = arrive(answers.document(citations=[reference("示例办法", "示政发〔2012〕5号")]))
    assert target(citing) is None, "the same title under another number is another document"
    cited = arrive(answers.document("改过名的办法", number=5))
    assert target(citing) == cited != same_title


def test_a_title_that_two_documents_bear_decides_nothing() -> None:
    for number in (5, 6):
        arrive(answers.document("示例办法", number=number))
    assert target(arrive(answers.document(citations=[reference("示例办法")]))) is None


def test_references_within_one_issue_meet_whatever_their_order() -> None:
    first = answers.document(number=5, citations=[reference("丙", "示政发〔2012〕6号")])
    second = answers.document(number=6, citations=[reference("乙", "示政发〔2012〕5号")])
    outcome = save_issue_reading(answers.issue(documents=[first, second]), at=timezone.now())
    assert outcome.relations == 2
    one, two = Document.objects.order_by("serial")
    assert (target(one), target(two)) == (two, one)


def test_a_document_never_points_at_itself() -> None:
    data = answers.document("示例办法", number=5, citations=[reference("示例办法", "示政发〔2012〕5号")])
    assert target(arrive(data)) is None


def test_a_reference_without_words_is_left_out() -> None:
    empty = [reference(""), reference("《》".strip("《》"))]
    document = arrive(answers.document(citations=empty, repeals=empty, interprets=reference("")))
    assert not document.outgoing_relations.exists()


def test_an_interpretation_is_linked_to_what_it_interprets() -> None:
    data = answers.document(
        "《示例办法》政策解读", kind="政策解读", column="政策解读", interprets=reference("示例办法")
    )
    interpretation = arrive(data)
    interpreted = arrive(answers.document("关于印发示例办法的通知", number=5, enclosed_title="示例办法"))
    relation = interpreted.incoming_relations.get()
    assert (relation.source, relation.kind) == (interpretation, RelationKind.INTERPRETS)


def test_what_points_at_a_draft_still_does_after_it_was_replaced() -> None:
    cited = arrive(answers.document(number=5))
    citing = arrive(answers.document(number=6, citations=[reference("", "示政发〔2012〕5号")]))
    arrive(answers.document("另一个标题", number=5), replace=True)
    assert target(citing) == cited


def repeal(**fields: Any) -> tuple[Document, Document]:
    """An old published document, and the draft of a new one that repeals it."""
    old = make.document("旧办法", series="示政发", year=2009, serial=1, document_number="示政发〔2009〕1号")
    repeals = [reference("旧办法", "示政发〔2009〕1号")]
    return old, arrive(answers.document("新办法", number=5, repeals=repeals, **fields))


def valid(document: Document, *, on: date) -> bool:
    """Valid on the day; validity and repeal never agree."""
    is_valid = document in Document.objects.valid(on=on)
    assert is_valid != (document in Document.objects.repealed(on=on))
    return is_valid


@pytest.fixture
def chief(db: None) -> User:
    return User.objects.create_superuser("chief")


def test_a_repeal_counts_from_its_day_on(chief: User) -> None:
    old, new = repeal(written_on=DAY.isoformat())
    publish_document(make.accounted(new), by=chief, at=timezone.now())
    assert [valid(old, on=day) for day in (BEFORE, DAY, AFTER)] == [True, False, False]
    assert valid(new, on=AFTER)


def test_a_repeal_counts_from_the_day_its_document_takes_effect(chief: User) -> None:
    old, new = repeal(written_on=BEFORE.isoformat())
    Document.objects.filter(pk=new.pk).update(effective_from=AFTER)
    publish_document(make.accounted(new), by=chief, at=timezone.now())
    assert [valid(old, on=day) for day in (BEFORE, DAY, AFTER)] == [True, True, False]


def test_a_repeal_without_a_known_day_counts_at_once(chief: User) -> None:
    old, new = repeal(written_on=None)
    publish_document(make.accounted(new), by=chief, at=timezone.now())
    assert not valid(old, on=BEFORE)


def test_a_draft_repeals_nothing_and_a_withdrawn_one_no_more(chief: User) -> None:
    old, new = repeal()
    assert valid(old, on=AFTER)
    publish_document(make.accounted(new), by=chief, at=timezone.now())
    assert not valid(old, on=AFTER)
    withdraw_document(new, by=chief, at=timezone.now(), reason="有误")
    assert valid(old, on=AFTER)


def test_removing_the_repeal_restores_validity(chief: User) -> None:
    old, new = repeal()
    publish_document(make.accounted(new), by=chief, at=timezone.now())
    assert not valid(old, on=AFTER)
    Relation.objects.filter(source=new, kind=RelationKind.REPEALS).delete()
    assert valid(old, on=AFTER)


def test_a_citation_is_no_repeal(chief: User) -> None:
    old = make.document("旧办法", series="示政发", year=2009, serial=1)
    new = arrive(answers.document(number=5, citations=[reference("旧办法", "示政发〔2009〕1号")]))
    publish_document(make.accounted(new), by=chief, at=timezone.now())
    assert valid(old, on=AFTER)


def test_several_repeals_of_one_document_count_once(chief: User) -> None:
    old, new = repeal()
    other = arrive(answers.document(number=6, repeals=[reference("", "示政发〔2009〕1号")]))
    for document in (new, other):
        publish_document(make.accounted(document), by=chief, at=timezone.now())
    assert list(Document.objects.repealed(on=AFTER)) == [old]


def test_outcome_counts_the_references_matched() -> None:
    arrive(answers.document(number=5))
    data = answers.document(number=6, citations=[reference("", "示政发〔2012〕5号"), reference("远方文件")])
    outcome: Outcome = save_document_reading(answers.notice(data), at=timezone.now())
    assert outcome.relations == 1
