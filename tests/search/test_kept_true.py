"""Publishing, correcting and withdrawing shows in the search at once, and what is withdrawn leaves no trace."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from documents.actions import publish_document, settle_unit_name, withdraw_document
from documents.models import Document
from eldercare.actions import cancel_filing
from eldercare.models import Institution
from foundation.models import SearchEntry, UnitProposal
from foundation.search import segments
from gazette.actions import publish_issue, withdraw_issue
from tests import care, make, sheets
from tests.corrected import corrected
from tests.eldercare import desk
from tests.entries import ask
from tests.make import PUBLISHED_AT
from tests.staff import log_in

pytestmark = pytest.mark.django_db

BODY = "一、总体要求\n各县区抓好罗汉果种植。\n二、保障措施\n（一）加强领导。由示例市财政局牵头。"


@pytest.fixture
def chief() -> User:
    rights = [
        f"{app}.{verb}_{noun}"
        for app, noun in (("documents", "document"), ("gazette", "issue"))
        for verb in ("publish", "withdraw")
    ]
    return make.staff(*rights)


def addresses(typed: str) -> list[str]:
    return [hit.address for hit in ask(typed).hits]


@pytest.mark.parametrize("is_folded", [True, False])
def test_a_document_from_draft_to_withdrawal(commits: Any, chief: User, is_folded: bool) -> None:
    draft = make.document("关于罗汉果的通知", body=BODY, published=False)
    task = make.task(draft, title="种植罗汉果", path="一")
    page = draft.get_absolute_url()
    assert ask("罗汉果").count == 0
    make.reviewed(draft)
    with commits():
        publish_document(make.accounted(draft), by=chief, at=PUBLISHED_AT)
    assert addresses("罗汉果") == [page, f"{page}#{task.anchor}", f"{page}#p1"]
    assert [hit.kind for hit in ask("罗汉果").hits] == ["document", "task", "document"]
    if is_folded:
        segments.fold()
    with commits():
        withdraw_document(draft, by=chief, at=PUBLISHED_AT, reason="有误")
    assert ask("罗汉果").count == ask("罗汉果 财政局").count == 0
    assert not SearchEntry.objects.exists()


def test_a_withdrawal_hides_before_its_transaction_is_through(chief: User) -> None:
    """Nothing waits for what runs after the commit: a process may die before it."""
    document = make.document("关于罗汉果的通知")
    from foundation.search.indexing import refresh

    refresh("documents.document", [document.pk])
    assert ask("罗汉果").count == 1
    withdraw_document(document, by=chief, at=PUBLISHED_AT, reason="有误")
    assert ask("罗汉果").count == 0


@pytest.mark.parametrize("is_folded", [True, False])
def test_a_correction(commits: Any, chief: User, is_folded: bool) -> None:
    document = make.document("关于罗汉果的通知", body=BODY, published=False)
    make.reviewed(document)
    with commits():
        publish_document(make.accounted(document), by=chief, at=PUBLISHED_AT)
    if is_folded:
        segments.fold()
    document.refresh_from_db()
    with commits():
        corrected(document, body=BODY.replace("罗汉果", "澳洲坚果"))
    assert len(addresses("罗汉果")) == 1  # the title was left
    assert addresses("澳洲坚果") == [f"{document.get_absolute_url()}#p1"]
    kept = SearchEntry.objects.filter(folded__contains="加强领导").get()
    assert ask("加强领导").count == 1
    assert kept.pk <= max(SearchEntry.objects.values_list("pk", flat=True))


def test_a_corrected_task(client: Client, commits: Any) -> None:
    document = make.document()
    task = make.task(document, title="种植罗汉果")
    log_in(client, "副主编")
    page = reverse("admin:documents_task_change", args=[task.pk])
    sent = {
        "document": document.pk,
        "position": 1,
        "path": "一",
        "title": "种植坚果",
        "text": "",
        "annotation": "",
    }
    rows = {f"{name}-{form}_FORMS": 0 for name in ("assignments", "amounts") for form in ("TOTAL", "INITIAL")}
    with commits():
        assert client.post(page, sent | rows).status_code == 302
    assert ask("种植坚果").count == 1
    with commits():
        assert (
            client.post(reverse("admin:documents_task_delete", args=[task.pk]), {"post": "yes"}).status_code
            == 302
        )
    assert ask("种植坚果").count == 0


def test_a_repeal_is_known_of_what_it_repeals(commits: Any, chief: User) -> None:
    old = make.document("示例防火办法", published=False)
    new = make.document("关于废止的决定", published=False, written_on=date(2025, 1, 1))
    make.relation(new, old, kind="repeals")
    make.reviewed(old)
    make.reviewed(new)

    def validity() -> list[str]:
        return [hit.validity for hit in ask("示例防火办法").hits if hit.subject_id == old.pk]

    with commits():
        publish_document(make.accounted(old), by=chief, at=PUBLISHED_AT)
    assert validity() == ["valid"]
    with commits():
        publish_document(make.accounted(new), by=chief, at=PUBLISHED_AT)
    assert validity() == ["repealed"]
    with commits():
        withdraw_document(new, by=chief, at=PUBLISHED_AT, reason="有误")
    assert validity() == ["valid"]


def test_an_issue_brings_its_chronicle_and_its_documents(commits: Any, chief: User) -> None:
    issue = make.issue(2024, 9, published=False, total_number=161)
    draft = make.document("关于罗汉果的通知", published=False)
    make.entry(issue, draft)
    event = make.event(issue, on=date(2024, 8, 5), people=["示例甲"])
    make.reviewed(issue)
    with commits():
        publish_issue(make.accounted(issue), by=chief, at=PUBLISHED_AT)
    assert addresses("示例甲") == [event.get_absolute_url()]
    assert addresses("大事记 示例甲") == addresses("2024年8月5日") == [event.get_absolute_url()]
    assert addresses("总第161期") == [issue.get_absolute_url()]
    assert set(addresses("罗汉果")) == {draft.get_absolute_url(), issue.get_absolute_url()}
    with commits():
        withdraw_issue(issue, by=chief, at=PUBLISHED_AT, reason="有误")
    assert ask("示例甲").count == ask("总第161期").count == 0
    assert addresses("罗汉果") == [draft.get_absolute_url()]


def test_an_institution_by_its_public_page_alone(commits: Any) -> None:
    with commits():
        filing = care.accepted()
    name = filing.name
    (hit,) = (hit for hit in ask(name).hits if hit.kind == "institution")
    assert hit.address == filing.institution.get_absolute_url()
    (entry,) = SearchEntry.objects.filter(subject="eldercare.institution")
    secret = filing.institution.identity_number.plain()
    assert secret and secret not in entry.folded and secret[:12] not in entry.folded
    with commits():
        cancel_filing(filing, reason="停办", by=care.colleague(filing.institution), at=care.AT)
    assert ask(name).count == 0
    assert not SearchEntry.objects.filter(subject="eldercare.institution").exists()


def test_a_settled_name_counts_among_the_units(commits: Any) -> None:
    unit = make.unit("示例市水务局")
    document = make.document("关于水库的通知")
    task = make.task(document, title="修水库")
    task.assignments.create(printed="市水务局（筹）", role="lead", position=1)
    proposal = UnitProposal.objects.create(printed="市水务局（筹）")
    with commits():
        settle_unit_name(proposal, unit=unit, by=make.staff("foundation.change_unitproposal"))
    assert ask("修水库", facets={"unit": [str(unit.pk)]}).count == 1


def test_text_for_the_paper_only_is_not_found(commits: Any, chief: User) -> None:
    """A draft, what is given on request only, and what another withdrew: nothing but what is public has entries."""
    make.document("草稿罗汉果", published=False)
    from foundation.search.indexing import refresh

    refresh("documents.document", Document.objects.values_list("pk", flat=True))
    assert not SearchEntry.objects.exists()


def test_an_institution_changed_at_the_desk(commits: Any) -> None:
    with commits():
        institution = care.accepted().institution
    address = institution.get_absolute_url()
    browser = desk.client_of(care.officer("养老县区经办", care.county()))
    page = desk.page_of(institution)
    with commits():
        sent = desk.sent_from(browser.get(page), opening_hours="逢五逢十开门")
        assert browser.post(page, sent).status_code == 302
    assert addresses("逢五逢十") == [address]
    with commits():
        sent = desk.sent_from(browser.get(page), closed_on="2026-03-10", closing_reason="搬迁")
        assert browser.post(page, sent).status_code == 302
    assert addresses("逢五逢十") == []


def test_an_institution_changed_by_a_spreadsheet(commits: Any) -> None:
    by = sheets.officer()
    sheets.confirmed(sheets.received([sheets.row(1)], by=by), by=by)
    institution = Institution.objects.get()
    with commits():
        care.accepted(institution)
    named = {key: sheets.row(1)[key] for key in ("县（区）", "乡镇（街道）", "名称")}
    assert ask("助餐").count == 1 and ask("助医").count == 0
    with commits():
        sheets.confirmed(sheets.received([named | {"服务项目": "助餐（低偿）、助医"}], by=by), by=by)
    assert addresses("助医") == [institution.get_absolute_url()]
