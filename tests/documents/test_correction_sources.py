"""What was drawn from words that a correction takes away is mended, or accounted for, before the correction goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from documents.correction_actions import start_correction
from documents.defects.facts import (
    AttachmentFact,
    DocumentFacts,
    ItemFact,
    RelationFact,
    TaskFact,
)
from documents.defects.rules.sources import lost_sources
from documents.models import Correction, DefectTick, Document, Task
from foundation.lifecycle import Status
from foundation.permissions import ADD_CORRECTION
from foundation.refusals import ObjectionsStand
from tests import make
from tests.corrected import LATER, WHY, public, publish, started
from tests.staff import log_in

BODY = "一、备足种子。（示例粮食站牵头）\n二、依照《示例办法》（示政发〔2011〕3号）办理。\n本通知自2026年5月1日起施行。"
FACTS = DocumentFacts(
    1,
    "示例通知",
    body=BODY,
    effective_from=date(2026, 5, 1),
    tasks=(TaskFact(2, "一", "备足种子", "备足种子。", "（示例粮食站牵头）"),),
    relations=(RelationFact(3, "repeals", "示例办法", "示政发〔2011〕3号"),),
    attachments=(AttachmentFact(4, 1, "附件1", "示例清单", "1\t按时报送"),),
    items=(ItemFact(5, 1, "按时报送"),),
)


def lost(before: DocumentFacts, **changes: object) -> list[tuple[str, int | None]]:
    return [(one.code, one.place.row) for one in lost_sources(before, replace(before, **changes))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"body": BODY.replace("种子。", "种子。\n")}, []),  # a paragraph end more is the same sentence
        ({"body": BODY.replace("种子", "化肥")}, [("task_source_lost", 2)]),
        ({"body": BODY.replace("粮食站牵头", "供销社牵头")}, [("task_source_lost", 2)]),
        ({"body": BODY.replace("示例办法", "示例细则")}, []),  # its number still stands
        (
            {"body": BODY.replace("《示例办法》（示政发〔2011〕3号）", "有关规定")},
            [("relation_source_lost", 3)],
        ),
        ({"body": BODY.replace("5月1日", "6月1日")}, [("day_source_lost", None)]),
        ({"body": BODY.replace("5月1日", "6月1日"), "effective_from": date(2026, 6, 1)}, []),
        ({"attachments": ()}, [("item_source_lost", 5)]),
    ],
)
def test_what_the_corrected_text_does_not_say_any_more(
    changes: dict[str, object], found: list[tuple[str, int | None]]
) -> None:
    assert lost(FACTS, **changes) == found


def test_what_the_text_never_said_does_not_get_lost() -> None:
    assert lost(replace(FACTS, body="无关。", attachments=()), body="也无关。") == []


def test_of_an_outline_the_full_text_tells_what_was_drawn_rightly() -> None:
    outline = replace(FACTS, body="一、提要", attachments=(), has_full_text=False)
    assert lost(outline, body=BODY, has_full_text=True) == [("item_source_lost", 5)]
    assert ("task_source_lost", 2) in lost(outline, body="一、另一回事。", has_full_text=True)


def with_a_task() -> tuple[Document, Task, Correction]:
    """A public document, its task, and a correction that gives the task to another unit."""
    document = public(body=BODY)
    task = make.task(document, title="备足种子", text="备足种子。", annotation="（示例粮食站牵头）")
    return document, task, started(document, body=BODY.replace("粮食站牵头", "供销社牵头"))


@pytest.mark.django_db
def test_a_task_of_the_old_text_holds_the_correction_up_until_it_is_mended() -> None:
    _, task, correction = with_a_task()
    with pytest.raises(ObjectionsStand, match="1 条警告还没有改正或写明理由（责任事项的原文已更正）"):
        make.reviewed(correction)
    assert Correction.objects.get().status == Status.SECOND_REVIEW
    Task.objects.filter(pk=task.pk).update(annotation="（示例供销社牵头）")
    make.move(Correction.objects.get(), "final_review")
    assert Correction.objects.get().status == Status.FINAL_REVIEW


@pytest.mark.django_db
def test_the_page_leads_to_the_task_and_takes_a_reason(client: Client) -> None:
    document, task, correction = with_a_task()
    page = f"/admin/documents/correction/{correction.pk}/defects/"
    editor: User = log_in(client, "责任编辑")
    told = client.get(page)
    assert told.status_code == 200
    shown = told.content.decode()
    assert "责任事项的原文已更正" in shown
    assert f"/admin/documents/task/{task.pk}/change/" in shown
    (row,) = [one for one in told.context["report"].unticked if one.defect.code == "task_source_lost"]
    sent = {"subject": f"document-{document.pk}", "key": row.defect.key, "reason": "示例：发布后即改。"}
    assert client.post(page, {**sent, "subject": f"document-{document.pk + 1}"}).status_code == 403
    assert client.post(page, sent).status_code == 302
    tick = DefectTick.objects.get(code="task_source_lost")
    assert (tick.subject, tick.by) == (correction, editor)
    assert publish(correction).number == 2


@pytest.mark.django_db
def test_a_field_is_mended_in_the_correction_not_in_the_document(client: Client) -> None:
    document = public()
    correction = start_correction(document, explanation=WHY, by=make.staff(ADD_CORRECTION), at=LATER)
    Correction.objects.filter(pk=correction.pk).update(written_on=date(2999, 1, 1))
    log_in(client, "责任编辑")
    shown = client.get(f"/admin/documents/correction/{correction.pk}/defects/").content.decode()
    assert f"/admin/documents/correction/{correction.pk}/change/#id_written_on" in shown
