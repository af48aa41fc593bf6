"""The kept text of a document is found as long as nothing it is made from has changed, and never after that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from documents import printed_text as module
from documents.models import Assignment, Document
from documents.printed_text import PrintedText, printed_text
from documents.whole import whole
from foundation.kept import Kept
from tests import make

TODAY = date(2024, 9, 1)
HOSTILE = '<script>alert("示例")</script>'


@pytest.fixture(autouse=True)
def keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_kept", Kept(1 << 24))


def text_of(document: Document) -> PrintedText:
    return printed_text(whole(document.pk, on=TODAY))


def a_draft() -> Document:
    """With all that stands in or beside a text."""
    unit = make.unit("示例甲局")
    document = make.document(
        published=False,
        organs=[unit],
        body="示例方案\n一、总则\n（一）目标。\n甲\t乙\n1\t2",
        enclosed_title="示例方案",
    )
    make.attachment(document, text="一段。")
    make.amount(make.task(document, lead=[unit], path="一", deadline="年底"))
    make.task(document, path="九")
    make.checklist_item(document, lead=[unit])
    return document


CHANGES: dict[str, Callable[[Document], object]] = {
    "body": lambda document: Document.objects.update(body="另一段。"),
    "addressees": lambda document: Document.objects.update(addressees=["示例县"]),
    "title of the text": lambda document: Document.objects.update(enclosed_title="一、总则"),
    "note": lambda document: Document.objects.update(note="此件公开发布"),
    "day": lambda document: Document.objects.update(written_on=date(2024, 5, 1)),
    "no day": lambda document: Document.objects.update(written_on=None, written_on_printed="四月"),
    "status of the text": lambda document: Document.objects.update(text_status="outline"),
    "organ": lambda document: document.organs.update(printed="示例乙局"),
    "attachment": lambda document: document.attachments.update(text="另一段。"),
    "another attachment": lambda document: make.attachment(document),
    "task": lambda document: document.tasks.filter(path="九").update(title="另一件事"),
    "place of a task": lambda document: document.tasks.filter(path="一").update(path="九"),
    "deadline": lambda document: document.tasks.filter(path="一").update(deadline="六月底"),
    "amount": lambda document: document.tasks.get(path="一").amounts.update(printed="9元"),
    "role": lambda document: Assignment.objects.filter(task__isnull=False).update(role="support"),
    "unit of a task": lambda document: Assignment.objects.filter(task__isnull=False).update(unit=None),
    "unit of an item": lambda document: Assignment.objects.filter(item__isnull=False).update(unit=None),
    "item": lambda document: document.checklist.update(veto=True),
    "no item": lambda document: document.checklist.all().delete(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_of_what_it_is_made_from_makes_it_anew(change: Callable[[Document], object]) -> None:
    document = a_draft()
    before = text_of(document)
    assert text_of(document) is before
    change(document)
    after = text_of(document)
    assert (after.outline, after.body) != (before.outline, before.body)


@pytest.mark.django_db
def test_it_stays_when_something_else_changes() -> None:
    document = a_draft()
    before = text_of(document)
    make.relation(make.document(), document)
    make.task(make.document())
    assert text_of(document) is before


@pytest.mark.django_db
def test_nothing_of_it_is_taken_for_markup() -> None:
    unit = make.unit("示例甲局")
    body = "\n".join(
        (HOSTILE, f"一、{HOSTILE}", f"（一）{HOSTILE}。另有一句。", f"{HOSTILE}\t甲", f"1\t{HOSTILE}")
    )
    document = make.document(published=False, organs=[unit], body=body, addressees=[HOSTILE], note=HOSTILE)
    make.attachment(document, title=HOSTILE, text=body)
    make.amount(make.task(document, lead=[unit], path="一", deadline=HOSTILE), HOSTILE)
    make.task(document, path="九", title=HOSTILE, responsible=[unit])
    make.checklist_item(document, lead=[unit], content=HOSTILE, section=HOSTILE, tasks=[HOSTILE])
    for named in (document.organs, Assignment.objects):
        named.update(printed=HOSTILE)
    text = text_of(document)
    assert "<script" not in text.outline + text.body
    assert text.body.count("&lt;script&gt;") > 15
