"""What was public is kept: version 1 with the publication, the next one with each correction, and nothing between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from documents.correction_actions import (
    BaseIsOld,
    CorrectionOpen,
    NothingCorrected,
    NumberTaken,
    adopt_base,
    publish_correction,
    start_correction,
)
from documents.models import Correction, CorrectionAttachment, Document, DocumentVersion, TextStatus
from documents.snapshot import snapshot
from foundation.lifecycle import UNDER_REVIEW, Status
from foundation.models import StatusChange
from foundation.permissions import ADD_CORRECTION
from foundation.refusals import MoveNotAllowed, NotPermitted, ObjectionsStand, RemarkRequired, ReviewsTwice
from gazette.actions import TEXT_FILLED, save_document_reading
from tests import answers, make
from tests.corrected import (
    AT,
    LATER,
    WHY,
    corrected,
    meanwhile,
    newest_is_the_document,
    public,
    publish,
    started,
)

pytestmark = pytest.mark.django_db


def test_publishing_writes_version_1() -> None:
    document = public()
    version = document.versions.get()
    assert (version.number, version.note, version.correction) == (1, "", None)
    assert version.published_at == document.published_at
    assert version.read() == snapshot(document)
    assert version.digest == version.read().digest


def test_an_issue_publishes_each_of_its_documents_with_a_version() -> None:
    issue = make.issue(published=False)
    for _ in range(3):
        make.entry(issue, make.document(published=False))
    make.published(issue)
    assert all(newest_is_the_document(document) for document in Document.objects.all())
    assert DocumentVersion.objects.count() == 3


def test_a_correction_is_the_next_version_and_keeps_the_publish_time() -> None:
    document = public(body="一、总则\n安排资金300万元。")
    relation = make.relation(make.document(), None, title="示例通知（更正）")
    correction = started(
        document, body="一、总则\r\n安排资金350万元。", title="示例通知（更正）", note="此件公开发布"
    )
    correction.attachments.update(text="项目\t数量\n甲\t2")
    CorrectionAttachment.objects.create(
        correction=correction, position=2, label="附件2", title="新附件", text="新"
    )
    version = publish_correction(
        make.reviewed(correction), by=make.staff("documents.publish_correction"), at=LATER
    )
    document.refresh_from_db()
    assert (document.title, document.body) == ("示例通知（更正）", "一、总则\r\n安排资金350万元。")
    assert [part.text for part in document.attachments.order_by("position")] == ["项目\t数量\n甲\t2", "新"]
    assert all(organ.unit_id for organ in document.organs.all()), "units that were known stay known"
    assert (document.status, document.published_at) == (Status.PUBLISHED, AT)
    assert (version.number, version.note, version.correction) == (2, WHY, correction)
    assert newest_is_the_document(document)
    assert document.versions.get(number=1).read().body == "一、总则\n安排资金300万元。"
    relation.refresh_from_db()
    assert relation.target == document, "who waited for the title finds it"
    correction.refresh_from_db()
    assert (correction.status, correction.published_at) == (Status.PUBLISHED, LATER)


def test_a_second_correction_stands_on_the_first() -> None:
    document = public()
    assert corrected(document, body="第二版。").number == 2
    assert corrected(document, body="第三版。").number == 3
    assert [version.read().body for version in document.versions.order_by("number")][1:] == [
        "第二版。",
        "第三版。",
    ]
    assert newest_is_the_document(document)


def test_the_text_of_an_outline_is_a_version_once_its_correction_is_published() -> None:
    document = make.document("示例提要", published=False, text_status=TextStatus.OUTLINE, series="示政发",
                             year=2012, serial=5, document_number="示政发〔2012〕5号", body="一、提要")  # fmt: skip
    make.published(document)
    data = answers.document("示例提要", number=5, body="一、总则\n全文在此。")
    outcome = save_document_reading(answers.notice(data), at=LATER, by=make.staff(ADD_CORRECTION))
    (correction,) = outcome.corrections
    assert document.versions.count() == 1
    version = publish(correction)
    document.refresh_from_db()
    assert (version.number, version.note, version.correction) == (2, TEXT_FILLED, correction)
    assert (document.text_status, document.published_at) == (TextStatus.FULL, AT)
    assert newest_is_the_document(document)


def test_a_correction_that_did_not_know_the_newest_version_waits_until_it_was_looked_at() -> None:
    document = public()
    correction = make.reviewed(started(document, note="此件公开发布"))
    meanwhile(document, body="全文。")
    chief = make.staff("documents.publish_correction", "documents.change_correction")
    with pytest.raises(BaseIsOld, match="照第1版改的，其间已经有了第2版（示例：另一次更正）"):
        publish_correction(correction, by=chief, at=LATER)
    assert Correction.objects.get().status == Status.FINAL_REVIEW, "nothing moved"
    with pytest.raises(MoveNotAllowed, match="请先退回草稿"):
        adopt_base(correction, number=2, by=chief)
    make.move(correction, "return", remark="示例：对照新版")
    with pytest.raises(BaseIsOld, match="现在最新的是第2版"):
        adopt_base(correction, number=1, by=chief)
    adopt_base(correction, number=2, by=chief)
    version = publish_correction(
        make.reviewed(Correction.objects.get()), by=chief, at=LATER + timedelta(hours=1)
    )
    assert version.number == 3


@pytest.mark.parametrize(
    ("changes", "refused", "sentence", "reached"),
    [
        ({}, NothingCorrected, "完全一样", Status.FINAL_REVIEW),
        ({"body": "改", "disclosure": "closed"}, ObjectionsStand, "不予公开", Status.SECOND_REVIEW),
        (
            {"series": "示政发", "year": 2024, "serial": 77777},
            NumberTaken,
            "已有另一份公文",
            Status.FINAL_REVIEW,
        ),
    ],
)
def test_what_may_not_take_the_place_is_refused(
    changes: dict[str, object], refused: type[Exception], sentence: str, reached: Status
) -> None:
    make.document(series="示政发", year=2024, serial=77777)
    document = public()
    with pytest.raises(refused, match=sentence):
        corrected(document, **changes)
    assert Correction.objects.get().status == reached
    assert document.versions.count() == 1


def test_starting_asks_for_permission_reason_publication_and_no_other_correction() -> None:
    document, draft = public(), make.document(published=False)
    editor = make.staff(ADD_CORRECTION)
    with pytest.raises(NotPermitted, match="没有起草更正的权限"):
        start_correction(document, explanation=WHY, by=make.staff(), at=LATER)
    with pytest.raises(RemarkRequired, match="更正了什么、为什么"):
        start_correction(document, explanation=" \n", by=editor, at=LATER)
    with pytest.raises(MoveNotAllowed, match="现在是草稿，不能更正"):
        start_correction(draft, explanation=WHY, by=editor, at=LATER)
    started(document)
    with pytest.raises(CorrectionOpen, match="没有办完的更正"):
        start_correction(document, explanation=WHY, by=editor, at=LATER)
    make.withdrawn(document)
    with pytest.raises(MoveNotAllowed, match="现在是已撤回"):
        start_correction(document, explanation=WHY, by=editor, at=LATER)


def test_a_correction_goes_through_the_same_three_reviews() -> None:
    document = public()
    correction = started(document, body="改过。")
    chief = make.staff(
        *(f"documents.{verb}_correction" for verb in (*UNDER_REVIEW, "publish", "return", "withdraw"))
    )
    with pytest.raises(MoveNotAllowed, match="现在是草稿，不能发布"):
        publish_correction(correction, by=chief, at=LATER)
    make.move(correction, "first_review", by=chief)
    with pytest.raises(ReviewsTwice):
        make.move(correction, "second_review", by=chief)
    make.reviewed(Correction.objects.get(pk=started(public(), body="另一份").pk))
    other = Correction.objects.get(status=Status.FINAL_REVIEW)
    other.attachments.update(title="终审后又改")
    assert Correction.objects.get(pk=other.pk).status == Status.DRAFT, "a change voids what was signed"
    assert StatusChange.objects.of(other).filter(verb="void").exists()


def test_what_was_corrected_is_not_taken_back_alone() -> None:
    document = public()
    version = corrected(document, body="改过。")
    with pytest.raises(ObjectionsStand, match="不能单独撤回"):
        make.move(version.correction, "withdraw", remark="示例")
