"""Warnings stand until somebody accounts for them, what blocks until it is mended: at the door and in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.defects.report import Report, document_report
from documents.defects.ticking import DefectGone, NotTickable, TickGone, tick_defects, untick_defect
from documents.models import DefectTick, Document
from foundation.lifecycle import Status, Verb
from foundation.objections import objections_to
from foundation.permissions import TICK_DEFECT
from foundation.refusals import MoveNotAllowed, NotPermitted, ObjectionsStand, RemarkRequired
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 10, 8, 1, 30, tzinfo=UTC)
SLIP = "一、总则\n各单位照旧办理，其它事项另行通知。"
REASON = "原文如此，已核对纸质版。"


@pytest.fixture
def editor() -> User:
    return make.staff(TICK_DEFECT)


@pytest.fixture
def draft() -> Document:
    return make.document(body=SLIP, published=False)


def report(document: Document) -> Report:
    return document_report(document, on=timezone.localdate())


def keys(document: Document) -> list[str]:
    return [row.defect.key for row in report(document).unticked]


def tick(document: Document, by: User, *, reason: str = REASON, given: list[str] | None = None) -> int:
    return tick_defects(
        document, keys=keys(document) if given is None else given, reason=reason, report=report, by=by, at=NOW
    )


def signed_off(document: Document) -> Document:
    """After the final review, where the report is asked."""
    standing = Document.objects.get(pk=document.pk)
    if standing.status == Status.DRAFT:
        standing = make.reviewed(standing, to="second_review")
    return make.move(standing, "final_review")


def test_a_warning_holds_the_final_review_up_until_somebody_says_why(draft: Document, editor: User) -> None:
    with pytest.raises(ObjectionsStand, match=r"1 条警告还没有改正或写明理由（常见错别字）"):
        signed_off(draft)
    assert tick(draft, editor) == 1
    (kept,) = DefectTick.objects.all()
    assert (kept.code, kept.by, kept.at, kept.reason) == ("misprint", editor, NOW, REASON)
    assert signed_off(draft).status == "final_review"


def test_a_tick_lapses_with_the_text_of_its_place(draft: Document, editor: User) -> None:
    tick(draft, editor)
    Document.objects.filter(pk=draft.pk).update(body=SLIP.replace("\n", "\n前面多了一段。\n"))
    assert report(draft).is_clear
    Document.objects.filter(pk=draft.pk).update(body=SLIP.replace("另行", "再行"))
    assert not report(draft).is_clear
    with pytest.raises(ObjectionsStand):
        signed_off(draft)


def test_what_blocks_takes_no_reason(draft: Document, editor: User) -> None:
    Document.objects.filter(pk=draft.pk).update(body="一、总则\n联系人电话13800138000。")
    (blocking,) = report(draft).blocking
    with pytest.raises(NotTickable):
        tick(draft, editor, given=[blocking.defect.key])
    with pytest.raises(ObjectionsStand, match="1 处必须改正：正文：这里有手机号码") as refused:
        signed_off(draft)
    assert "13800138000" not in str(refused.value)
    kind = ContentType.objects.get_for_model(Document)
    DefectTick.objects.create(  # a reason from before the rule became so strict
        subject_type=kind,
        subject_id=draft.pk,
        key=blocking.defect.key,
        code="mobile",
        sentence="示例",
        reason=REASON,
        by=editor,
        at=NOW,
    )
    assert report(draft).blocking


def test_refusals_write_nothing(draft: Document, editor: User) -> None:
    for kind, attempt in (
        (NotPermitted, {"by": make.staff()}),
        (RemarkRequired, {"by": editor, "reason": "好吧 "}),
        (RemarkRequired, {"by": editor, "reason": "长" * 501}),
        (DefectGone, {"by": editor, "given": []}),
        (DefectGone, {"by": editor, "given": [*keys(draft), "misprint-gone"]}),
    ):
        with pytest.raises(kind):
            tick(draft, **attempt)  # type: ignore[arg-type]
    published = make.document(body=SLIP)
    with pytest.raises(MoveNotAllowed):
        tick(published, editor)
    assert not DefectTick.objects.exists()


def test_a_reason_is_taken_back_once_and_given_anew(draft: Document, editor: User) -> None:
    tick(draft, editor)
    assert tick(draft, editor, given=[DefectTick.objects.get().key]) == 0  # it stands already
    kept = DefectTick.objects.get()
    other = make.document(published=False)
    with pytest.raises(TickGone):
        untick_defect(other, tick=kept.pk, by=editor, at=NOW)
    with pytest.raises(NotPermitted):
        untick_defect(draft, tick=kept.pk, by=make.staff(), at=NOW)
    untick_defect(draft, tick=kept.pk, by=editor, at=NOW)
    assert keys(draft)
    with pytest.raises(TickGone):
        untick_defect(draft, tick=kept.pk, by=editor, at=NOW)
    assert tick(draft, editor) == 1
    assert DefectTick.objects.count() == 2


def test_reasons_hold_no_numbers_of_persons(draft: Document, editor: User) -> None:
    tick(draft, editor, reason="本人 13800138000 已确认")
    assert "13800138000" not in DefectTick.objects.get().reason


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"reason": " \n"}, "defect_tick_has_reason"),
        ({"reason": None}, "reason"),
        ({"key": ""}, "defect_tick_names_its_defect"),
        ({"code": ""}, "defect_tick_names_its_defect"),
        ({"code": None}, "code"),
        ({"revoked_at": NOW}, "defect_tick_revoked_by_someone"),
        ({"revoked_at": NOW - timedelta(days=1), "revoker": True}, "defect_tick_revoked_by_someone"),
        ({"revoker": True}, "defect_tick_revoked_by_someone"),
        ({"twice": True}, "defect_tick_stands_once"),
    ],
)
def test_the_database_keeps_ticks_whole(
    draft: Document, editor: User, fields: dict[str, Any], constraint: str
) -> None:
    values = {
        "subject_type": ContentType.objects.get_for_model(Document),
        "subject_id": draft.pk,
        "key": "misprint-1",
        "code": "misprint",
        "sentence": "示例",
        "reason": REASON,
        "by": editor,
        "at": NOW,
    } | {name: value for name, value in fields.items() if name not in ("revoker", "twice")}
    if fields.get("revoker"):
        values["revoked_by"] = editor
    if fields.get("twice"):
        DefectTick.objects.create(**values)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        DefectTick.objects.create(**values)


def test_the_database_lets_nobody_rewrite_a_tick(draft: Document, editor: User) -> None:
    tick(draft, editor)
    rows = DefectTick.objects.all()
    later = {"revoked_by": editor, "revoked_at": NOW}
    for change in ({"reason": "另一个理由"}, {"by": make.staff()}, {"reason": "另一个理由", **later}):
        with pytest.raises(IntegrityError, match="缺陷说明只能追加和撤销"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError, match="缺陷说明只能追加和撤销"), transaction.atomic():
        rows.delete()
    rows.update(**later)
    with pytest.raises(IntegrityError, match="缺陷说明只能追加和撤销"), transaction.atomic():
        rows.update(revoked_by=None, revoked_at=None)


def test_it_objects_to_publishing_and_to_the_final_review_alone(draft: Document) -> None:
    asked = {verb for verb in Verb if objections_to(draft, verb)}
    assert asked == {Verb.FINAL_REVIEW, Verb.PUBLISH}
