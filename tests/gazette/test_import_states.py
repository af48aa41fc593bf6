"""What an import does with what is on record, state by state: nothing that is published changes without its reviews."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from documents.models import Correction, Document, DocumentVersion, TextStatus
from documents.snapshot import snapshot
from foundation.acting import acting
from foundation.lifecycle import UNDER_REVIEW, Status
from foundation.models import StatusChange
from foundation.permissions import ADD_CORRECTION
from foundation.refusals import NotPermitted
from gazette.actions import NotSavable, Outcome, save_document_reading, save_issue_reading
from gazette.consequences import consequences_of
from gazette.models import Issue
from tests import answers, make
from tests.corrected import publish
from tests.gazette.conftest import SAMPLE, Said
from tests.staff import log_in
from tests.uploading import received, sample

pytestmark = pytest.mark.django_db
Run = Callable[..., Said]
TITLE = "示例市人民政府关于示例工作的通知"
NEW = "一、总则\n全文在此。"


def on_record(status: str, text: str) -> Document:
    """A document of ours in this state; the file of `bring` speaks of it."""
    number = {"series": "示政发", "year": 2012, "serial": 5, "document_number": "示政发〔2012〕5号"}
    document = make.document(
        TITLE, published=False, body="一、总则", abstract="自拟摘要", text_status=text, **number
    )
    if status == Status.DRAFT:
        return document
    if status in UNDER_REVIEW:
        return make.reviewed(document, to=status)
    make.published(document)
    if status == Status.WITHDRAWN:
        make.withdrawn(document)
    return Document.objects.get(pk=document.pk)


def bring(*, by: User | None, replace: bool = True, **fields: Any) -> Outcome:
    data = answers.document(TITLE, number=5, body=NEW, **fields)
    with acting(by, via="test"):
        return save_document_reading(
            answers.notice(data, text="one file"), at=timezone.now(), replace=replace, by=by
        )


def editor() -> User:
    return make.staff(ADD_CORRECTION)


@pytest.mark.parametrize("status", [Status.DRAFT, *UNDER_REVIEW])
def test_an_outline_that_is_not_public_is_filled_and_its_reviews_are_void(status: Status) -> None:
    document, by = on_record(status, TextStatus.OUTLINE), editor()
    bring(by=by, replace=False)
    document.refresh_from_db()
    assert (document.body, document.text_status, document.status) == (NEW, TextStatus.FULL, Status.DRAFT)
    assert document.abstract == "自拟摘要"
    voided = StatusChange.objects.filter(subject_id=document.pk, verb="void")
    assert [(one.from_status, one.by) for one in voided] == ([(status, by)] if status in UNDER_REVIEW else [])
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("status", "text"),
    [
        *((status, TextStatus.FULL) for status in (*UNDER_REVIEW, Status.PUBLISHED, Status.WITHDRAWN)),
        (Status.WITHDRAWN, TextStatus.OUTLINE),
    ],
)
def test_what_was_reviewed_with_its_text_or_withdrawn_stays(status: Status, text: str) -> None:
    document = on_record(status, text)
    with pytest.raises(NotSavable, match="不能由导入改动"):
        bring(by=editor())
    now = Document.objects.get(pk=document.pk)
    assert (now.body, now.status, now.content_mark) == ("一、总则", status, document.content_mark)
    assert not Correction.objects.exists()


def test_the_text_of_a_published_outline_waits_as_a_correction_for_its_reviews() -> None:
    document, by = on_record(Status.PUBLISHED, TextStatus.OUTLINE), editor()
    task = make.task(document, title="全文在此")
    before = snapshot(document)
    outcome = bring(by=by, attachments=[{"label": "附件1", "title": "示例表", "text": "甲\t1"}])
    (correction,) = outcome.corrections
    assert (outcome.created, outcome.updated, outcome.kept) == ([], [], [])
    assert snapshot(Document.objects.get(pk=document.pk)) == before
    assert DocumentVersion.objects.count() == 1
    assert (correction.status, correction.created_by, correction.base_number) == (Status.DRAFT, by, 1)
    assert (correction.body, correction.text_status) == (NEW, TextStatus.FULL)
    assert (correction.abstract, correction.disclosure) == ("自拟摘要", document.disclosure)
    assert [part.text for part in correction.attachments.all()] == ["甲\t1"]
    assert [organ.printed for organ in correction.organs.all()] == ["示例市人民政府"]
    publish(correction)
    assert Document.objects.get(pk=document.pk).body == NEW
    assert list(document.tasks.all()) == [task]


def test_the_same_text_again_makes_no_second_correction() -> None:
    on_record(Status.PUBLISHED, TextStatus.OUTLINE)
    (correction,) = bring(by=editor()).corrections
    with pytest.raises(NotSavable, match="已有一份没有办完的更正，请接着办那一份"):
        bring(by=editor())
    publish(correction)
    with pytest.raises(NotSavable, match="已发布，不能由导入改动"):
        bring(by=editor())
    assert list(Correction.objects.all()) == [correction]
    assert DocumentVersion.objects.count() == 2


def test_a_correction_has_somebody_who_drafted_it_and_may() -> None:
    document = on_record(Status.PUBLISHED, TextStatus.OUTLINE)
    with pytest.raises(NotSavable, match="请在后台“导入”里上传这个文件"):
        bring(by=None)
    with pytest.raises(NotPermitted, match="没有起草更正的权限"):
        bring(by=make.staff())
    assert Document.objects.get(pk=document.pk).body == "一、总则"
    assert not Correction.objects.exists()


def test_facts_never_change_what_is_published() -> None:
    document = on_record(Status.PUBLISHED, TextStatus.OUTLINE)
    with pytest.raises(NotSavable):
        bring(by=editor(), text_status=TextStatus.OUTLINE)
    assert Document.objects.get(pk=document.pk).body == "一、总则"


def published_outline(run: Run) -> dict[str, Any]:
    """The sample issue, published as facts without its text; the answer of its file."""
    whole: dict[str, Any] = json.loads(run("import_issue", SAMPLE, "--check")[1])
    facts = whole | {"text_status": TextStatus.OUTLINE}
    facts["documents"] = [
        document | {"body": "一、示例提要", "abstract": "自拟摘要", "text_status": TextStatus.OUTLINE}
        for document in whole["documents"]
    ]
    saved = save_issue_reading(facts, at=timezone.now()).issue
    assert saved is not None
    make.published(saved)
    return whole


def told(issue: Issue) -> tuple[Any, ...]:
    """What the public may see of the issue itself."""
    return (
        Issue.objects.values().get(pk=issue.pk),
        list(issue.entries.order_by("pk").values()),
        list(issue.masthead.order_by("pk").values()),
        list(issue.chronicle.order_by("pk").values()),
    )


def test_a_published_outline_of_an_issue_gets_corrections_and_keeps_its_own_words(run: Run) -> None:
    whole = published_outline(run)
    issue = Issue.objects.get()
    before = told(issue)
    listed = {document.pk: snapshot(document) for document in Document.objects.all()}
    extra = answers.document("示例市人民政府关于目录里没有的通知", number=77)
    changed = whole | {"documents": [*whole["documents"], extra]}
    outcome = save_issue_reading(changed, at=timezone.now(), by=editor())
    assert told(issue) == before
    assert {document.pk: snapshot(document) for document in Document.objects.all()} == listed
    assert {one.document_id for one in outcome.corrections} == set(listed)
    assert outcome.omitted == [extra["title"]]
    again = save_issue_reading(changed, at=timezone.now(), by=editor())
    assert (again.corrections, len(again.kept)) == ([], len(listed))
    assert Correction.objects.count() == len(listed)


def test_the_command_drafts_no_correction(run: Run, versions: Callable[[], dict[str, list[str]]]) -> None:
    published_outline(run)
    before = versions()
    code, _, said = run("import_issue", SAMPLE)
    assert (code, "2012年第3期已发布，只有提要：补入全文要另起更正稿，经三审发布" in said) == (2, True)
    assert versions() == before


def test_the_desk_says_so_before_and_leads_to_the_corrections_after(client: Client, run: Run) -> None:
    published_outline(run)
    user = log_in(client, "责任编辑")
    upload = received(sample(), by=user)
    page = f"/admin/gazette/upload/{upload.pk}/"
    before = client.get(f"{page}change/").content.decode()
    assert before.count("另起更正稿，补入全文") == Document.objects.count()
    assert "接受后，每篇只有提要的公文各起草一份更正，经三审发布后才公开" in before
    after = client.post(f"{page}accept/", follow=True).content.decode()
    for correction in Correction.objects.all():
        assert f"/admin/documents/correction/{correction.pk}/change/" in after
        assert correction.created_by == user
    assert "经三审发布后才公开" in after
    assert {fate.label for fate in consequences_of(upload).fates} == {"保持原样（已有没有办完的更正）"}
