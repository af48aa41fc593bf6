"""What is withdrawn is gone from every place but its tombstone: a visitor walks the whole site before and after.

What was printed elsewhere stays as printed (conventions 27: keep the record): the line in the contents of its issue, which
leads to the tombstone and its reason, the name under which another document cites it, the words of the chronicle.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote, unquote

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import FileField
from django.http import HttpResponse
from django.test import Client

from documents.models import Document
from foundation.models import SearchEntry
from foundation.private_files import PrivateStorage
from gazette.models import Issue
from portal import page_cache
from tests import make
from tests.corrected import corrected
from tests.crawling import crawl
from tests.files.pdf_sheets import Sheet, pdf
from tests.files.uploads import encoded, two_colours

pytestmark = pytest.mark.django_db(transaction=True)
TITLE, REASON = "示例章程之独一份", "示例：所依据的文件已经失效"
SECRETS = (
    "独一份的正文",
    "独一份的旧正文",
    "独一份的附件",
    "独一份的事项",
    "独一份的清单",
    "独一份的摘要",
    "6543",
)
START = ("/", "/sitemap.xml", "/search/?q=独一份", "/search/?q=独一份&format=json", "/search/suggestions.json?q=独一份",
         "/tasks/?q=独一份", "/tasks/targets/", "/units/matrix/", "/documents/?q=独一份", "/about/data/")  # fmt: skip


@dataclass
class Scene:
    """A corrected document that everything points at, and those that point."""

    document: Document
    issue: Issue
    citing: Document
    repealed: Document
    printed_in: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        return self.document.get_absolute_url()

    @property
    def number_page(self) -> str:
        return f"/documents/number/{quote(self.document.document_number)}/"


@pytest.fixture
def scene(settings: object, monkeypatch: pytest.MonkeyPatch) -> Scene:
    settings.PAGE_CACHE_BYTES = 2**24  # type: ignore[attr-defined]
    monkeypatch.setattr(page_cache, "TRUSTED", 0.0)  # so that no second has to pass
    unit, issue = make.unit("示例独办局"), make.issue(2025, 3, published=False)
    document = make.document(TITLE, published=False, organs=[unit], column=make.column(),
                             body="一、总则\n独一份的旧正文。", abstract="独一份的摘要")  # fmt: skip
    make.attachment(document, title="独一份的附件", text="独一份的附件文字")
    make.amount(
        make.task(document, lead=[unit], title="独一份的事项", text="一、独一份的事项。"),
        "6543万元",
        number=6543,
    )
    make.checklist_item(document, lead=[unit], content="独一份的清单")
    make.entry(issue, document)
    event = make.event(
        issue, f"印发《{TITLE}》（{document.document_number}）。", on=date(2025, 3, 1), people=["示例独员"]
    )
    repealed, citing = make.document("示例旧办法"), make.document("示例后续办法")
    make.relation(document, repealed, kind="repeals")
    make.relation(citing, document)
    make.relation(make.document(f"《{TITLE}》解读"), document, kind="interprets")
    with transaction.atomic():
        issue.pdf.save("示例.pdf", ContentFile(pdf([Sheet().text(50, 50, "独一份的原版")])), save=False)
        issue.cover.save("示例.png", ContentFile(encoded(two_colours(), "PNG")))
    make.published(issue)
    corrected(document, body="一、总则\n独一份的正文。")
    printed = {issue.get_absolute_url(), citing.get_absolute_url(), event.get_absolute_url(), "/"}
    return Scene(
        Document.objects.get(pk=document.pk), Issue.objects.get(pk=issue.pk), citing, repealed, printed
    )


def test_a_corrected_document_is_gone_from_every_place(scene: Scene) -> None:
    visitor = Client()  # one server process: its cache has every page before
    own = [f"{scene.address}{rest}" for rest in ("", "print/", "versions/", "versions/1/", "versions/2/",
                                                 "versions/2/changes/")]  # fmt: skip
    before = crawl(*START, *own, scene.number_page, client=visitor)
    told = {address for address, answer in before.items() if TITLE in answer.text}
    assert len(told) > 12, "everything points at it"
    assert all(any(secret in answer.text for answer in before.values()) for secret in SECRETS)
    assert not repealed_is_valid(scene)

    make.withdrawn(scene.document, REASON)

    after = crawl(*START, *own, *before, scene.number_page, client=visitor)
    for address in own:
        assert after[address].status == 410, address
        assert REASON in after[address].text
        assert "撤回时间" in after[address].text
    for address, answer in after.items():
        assert not [secret for secret in SECRETS if secret in answer.text], address
        leads_there = f'"{scene.address}"' in answer.text or f"{scene.address}#" in answer.text
        assert not leads_there or address in {scene.issue.get_absolute_url(), "/"}, address
    still = {address for address, answer in after.items() if TITLE in answer.text and answer.status == 200}
    unexpected = {address for address in still if not may_print(address, scene)}
    assert unexpected == set()
    assert "已撤回" in after[scene.issue.get_absolute_url()].text
    assert repealed_is_valid(scene), "its repeal is over with it"
    assert not SearchEntry.objects.filter(subject="documents.document", subject_id=scene.document.pk).exists()
    assert after[scene.number_page].status == 404


def may_print(address: str, scene: Scene) -> bool:
    """Where its name was printed by others: contents, citation, interpretation, chronicle; and who asked for it by name."""
    asked = "独一份" in unquote(address)
    return (
        asked
        or address in scene.printed_in
        or address.startswith(("/chronicle/", "/documents/", "/issues/", "/units/"))
    )


def repealed_is_valid(scene: Scene) -> bool:
    answer = Client().get(scene.repealed.get_absolute_url())
    return "已废止" not in answer.content.decode()


def test_an_issue_is_gone_and_its_documents_stand_for_themselves(scene: Scene) -> None:
    visitor = Client()
    where = scene.issue.get_absolute_url()
    files = {f"{where}original.pdf", f"{where}cover"}
    before = crawl(*START, where, client=visitor)
    assert any("示例独员" in answer.text for answer in before.values())
    assert {before[file].status for file in files} == {200}, "the page leads to them"
    assert "独一份的原版" in before[f"{where}original.pdf"].text
    marks = {file: visitor.get(file).headers["ETag"] for file in files}

    make.withdrawn(scene.issue, REASON)

    for file, mark in marks.items():
        assert visitor.get(file, headers={"If-None-Match": mark}).status_code == 410, (
            "no old copy still holds"
        )
    after = crawl(*START, *before, where, scene.address, client=visitor)
    for address in (where, *files):
        assert (after[address].status, REASON in after[address].text) == (410, True)
    for address, answer in after.items():
        if address in {where, *files}:
            continue
        assert where not in answer.text, address
        assert f"印发《{TITLE}》" not in answer.text, address
        assert answer.status != 200 or "示例独员" not in answer.text, address
    shown: HttpResponse = visitor.get(scene.address)
    assert shown.status_code == 200
    assert "2025年第3期" not in shown.content.decode()


def test_no_file_on_record_lies_where_a_web_server_hands_it_out() -> None:
    kept = [
        field for model in apps.get_models() for field in model._meta.fields if isinstance(field, FileField)
    ]
    assert len(kept) > 3
    assert [str(field) for field in kept if not isinstance(field.storage, PrivateStorage)] == []
