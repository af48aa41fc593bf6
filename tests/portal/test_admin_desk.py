"""The staff's first page and side bar, the issue desk, and that the desk speaks Chinese."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from documents.models import TextStatus
from foundation.models import Status, StatusChange, UnitProposal
from foundation.roles import ROLES
from gazette.models import Entry, Issue
from tests import make
from tests.portal.test_admin_budgets import a_reading
from tests.staff import log_in

pytestmark = pytest.mark.django_db
# Latin that is a name or a sign, not an untranslated word.
KNOWN_LATIN = {"SHA", "PDF", "URL", "txt", "docx", "pdf", "UTF", "GB", "KB", "MB", "ID", "esc"}


def counts(client: Client) -> dict[str, int]:
    return {card.title: card.count for card in client.get(reverse("admin:index")).context["cards"]}


def test_board_counts_what_waits_and_each_door_shows_as_many(client: Client) -> None:
    log_in(client, "主编")
    make.issue(published=False)
    make.issue()
    make.document(published=False)
    make.document(text_status=TextStatus.OUTLINE)
    a_reading(4)
    UnitProposal.objects.create(printed="未知单位")
    UnitProposal.objects.create(printed="不是单位", dismissed=True)
    make.checklist_item(make.document(), damaged=True)
    assert counts(client) == {
        "待核对的导入": 0,
        "公报草稿": 1,
        "公文草稿": 1,
        "读入问题": 4,
        "待确认单位": 1,
        "待补全文": 1,
        "残损清单": 1,
        "报送待收稿": 0,
        "栏目更新": 1,
    }
    lists = [card for card in client.get(reverse("admin:index")).context["cards"] if card.title != "栏目更新"]
    for card in lists:
        assert client.get(card.url).context["cl"].result_count == card.count, card.title


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("审计（只读）", set()),
        ("单位维护", {"待确认单位"}),
        (
            "责任编辑",
            {"待核对的导入", "公报草稿", "公文草稿", "读入问题", "待确认单位", "待补全文", "残损清单"}
            | {"报送待收稿", "栏目更新"},
        ),
    ],
)
def test_board_shows_only_what_the_role_can_do(client: Client, role: str, seen: set[str]) -> None:
    log_in(client, role)
    assert set(counts(client)) == seen


def test_side_bar_has_no_door_that_is_locked(client: Client) -> None:
    for role in ROLES:
        log_in(client, role)
        page = client.get(reverse("admin:index"))
        groups = page.context["sidebar_navigation"]
        doors = [str(item["link"]) for group in groups for item in group["items"] if item["has_permission"]]
        assert {door: client.get(door).status_code for door in doors} == dict.fromkeys(doors, 200), role


def test_every_desk_stands_in_the_side_bar(client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser("chief", password="x"))
    answer = client.get(reverse("admin:index"))
    doors = {str(item["link"]) for group in answer.context["sidebar_navigation"] for item in group["items"]}
    desks = {
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model, desk in admin.site._registry.items()
        if desk.has_module_permission(answer.wsgi_request)  # the others are entered from another desk
    }
    assert desks - doors == set()


def issue_page(issue: Issue, deed: str = "change") -> str:
    return reverse(f"admin:gazette_issue_{deed}", args=[issue.pk])


def test_publishing_an_issue_publishes_its_documents(client: Client) -> None:
    log_in(client, "主编")
    issue = make.issue(published=False)
    inside, outside = make.document(published=False), make.document(published=False)
    make.entry(issue, inside)
    make.entry(issue)
    make.reviewed(issue)
    asked = client.get(issue_page(issue, "publish")).content.decode()
    assert "目录里的 1 篇公文将一同发布。" in asked
    assert "目录里有 1 条没有对应的公文。" in asked
    make.accounted(issue)
    assert client.post(issue_page(issue, "publish")).status_code == 302
    for row in (issue, inside, outside):
        row.refresh_from_db()
    assert (issue.status, inside.status, outside.status) == (Status.PUBLISHED, Status.PUBLISHED, Status.DRAFT)


def test_withdrawing_an_issue_says_that_its_documents_stay(client: Client) -> None:
    log_in(client, "主编")
    issue, document = make.issue(), make.document()
    make.entry(issue, document)
    assert "不随这一期撤回" in client.get(issue_page(issue, "withdraw")).content.decode()
    assert client.post(issue_page(issue, "withdraw"), {"remark": "印刷有误"}).status_code == 302
    for row in (issue, document):
        row.refresh_from_db()
    assert (issue.status, document.status) == (Status.WITHDRAWN, Status.PUBLISHED)


@pytest.mark.parametrize("role", ["责任编辑", "副主编", "审计（只读）", "单位维护", "账号管理"])
def test_nobody_else_publishes_an_issue(client: Client, role: str) -> None:
    log_in(client, role)
    issue, public = make.issue(published=False), make.issue()
    assert client.post(issue_page(issue, "publish")).status_code == 403
    assert client.post(issue_page(public, "withdraw"), {"remark": "有误"}).status_code == 403
    assert StatusChange.objects.count() == 0


def test_entry_leads_to_one_place(client: Client) -> None:
    log_in(client, "责任编辑")
    issue, document = make.issue(published=False), make.document(published=False)
    sent = {"title": issue.title, "year": issue.year, "number": issue.number, "text_status": "full"}
    for rows in ("masthead", "chronicle"):
        sent |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    sent |= {"entries-TOTAL_FORMS": 1, "entries-INITIAL_FORMS": 0, "entries-0-title": "示例"}
    both = {"entries-0-document": document.pk, "entries-0-is_chronicle": "on"}
    refused = client.post(issue_page(issue), sent | both)
    assert "目录条目不能同时指向公文和大事记。" in refused.content.decode()
    assert Entry.objects.count() == 0
    assert client.post(issue_page(issue), sent | {"entries-0-document": document.pk}).status_code == 302
    assert Entry.objects.get().position == 1


def test_the_same_issue_twice_is_refused_in_chinese(client: Client) -> None:
    log_in(client, "责任编辑")
    make.issue(2024, 9)
    sent: dict[str, Any] = {"title": "公报", "year": 2024, "number": 9, "text_status": "full"}
    for rows in ("entries", "masthead", "chronicle"):
        sent |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    answer = client.post(reverse("admin:gazette_issue_add"), sent)
    assert "这一年的这一期已经存在。" in answer.content.decode()
    assert Issue.objects.count() == 1


def words(page: bytes) -> set[str]:
    """The Latin words a reader sees on a page, icons (drawn by a font), form values and check sums apart."""
    text = page.decode()
    text = re.sub(r"<(script|style|template)\b.*?</\1>", " ", text, flags=re.S)
    text = re.sub(r'<span class="[^"]*material-symbols-outlined[^"]*"[^>]*>.*?</span>', " ", text, flags=re.S)
    return set(re.findall(r"[A-Za-z]{2,}", re.sub(r"\b[0-9a-f]{64}\b", " ", strip_tags(text))))


def test_desk_speaks_chinese(client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser("总编", password="x"))
    issue, document = make.issue(), make.document(organs=[make.unit()], reading=a_reading(2))
    make.entry(issue, document)
    make.masthead(issue)
    make.attachment(document)
    event = make.event(issue, on=date(2024, 8, 12), people=["示例员"])
    make.amount(make.task(document, lead=[make.unit()]))
    rows = [
        issue,
        document,
        event,
        event.entry,
        document.tasks.get(),
        document.organs.get().unit,
        document.reading,
    ]
    draft = make.issue(published=False)
    pages = [reverse("admin:index"), issue_page(issue, "withdraw"), issue_page(draft, "delete")]
    pages += [
        reverse("admin:password_change"),
        f"{reverse('admin:documents_document_changelist')}?q=没有这样的",
    ]
    for row in rows:
        noun = f"admin:{row._meta.app_label}_{row._meta.model_name}"  # type: ignore[union-attr]
        pages.append(reverse(f"{noun}_changelist"))
        pages += [reverse(f"{noun}_{deed}", args=[row.pk]) for deed in ("change", "history")]  # type: ignore[union-attr]
    strange = {url: words(client.get(url).content) - KNOWN_LATIN for url in pages}
    assert {url: found for url, found in strange.items() if found} == {}


def test_every_page_for_a_new_row_opens_in_chinese(client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser("总编", password="x"))
    opened = []
    for model in admin.site._registry:
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        answer = client.get(url)
        if answer.status_code != 403:  # history, logs, readings and proposals are never made by hand
            assert answer.status_code == 200, url
            assert words(answer.content) - KNOWN_LATIN == set(), url
            opened.append(model._meta.model_name)
    assert len(opened) == 24


def test_login_page_speaks_chinese_and_leads_to_the_board(client: Client) -> None:
    get_user_model().objects.create_user("示例编辑", password="abcdefgh12", is_staff=True)
    page = client.get(reverse("admin:login"))
    assert words(page.content) - KNOWN_LATIN == set()
    answer = client.post(reverse("admin:login"), {"username": "示例编辑", "password": "abcdefgh12"})
    assert answer["Location"] == reverse("admin:index")


@pytest.mark.parametrize("role", ["责任编辑", "审计（只读）"])
def test_a_draft_is_previewed_by_the_staff_as_the_public_will_see_it(client: Client, role: str) -> None:
    log_in(client, role)
    issue = make.issue(published=False)
    document = make.document("预览里的标题", published=False, body="一、总则\n预览里的一段。")
    make.entry(issue, document)
    page = reverse("admin:documents_document_preview", args=[document.pk])
    shown = client.get(page).content.decode()
    assert "预览里的一段。" in shown
    assert "只有工作人员看得到" in shown
    assert page in client.get(reverse("admin:documents_document_change", args=[document.pk])).content.decode()
    assert "预览里的标题" in client.get(issue_page(issue, "preview")).content.decode()
    assert client.get(document.get_absolute_url()).status_code == 404


def test_a_preview_is_for_who_may_see_drafts(client: Client) -> None:
    document = make.document(published=False)
    page = reverse("admin:documents_document_preview", args=[document.pk])
    assert client.get(page)["Location"].startswith(reverse("admin:login"))
    log_in(client, "单位维护")
    assert client.get(page).status_code == 403


@pytest.mark.parametrize("text_status", ["full", "outline"])
def test_a_published_issue_and_its_chronicle_are_corrected_only_by_who_may(
    client: Client, text_status: str
) -> None:
    issue = make.issue(text_status=text_status)
    event = make.event(issue, "原来的一句。", on=date(2024, 8, 12))
    page = reverse("admin:gazette_event_change", args=[event.pk])
    sent = {"entry": event.entry.pk, "position": 1, "start": "2024-08-12", "text": "更正的一句。"}
    sent |= {"appearances-TOTAL_FORMS": 0, "appearances-INITIAL_FORMS": 0}
    log_in(client, "责任编辑")
    assert client.get(page).status_code == 200
    assert client.post(page, sent).status_code == 403
    assert client.post(issue_page(issue), {"title": "偷改"}).status_code == 403
    day = reverse("admin:gazette_chronicleentry_delete", args=[event.entry.pk])
    assert client.post(day, {"post": "yes"}).status_code == 403
    added = client.post(reverse("admin:gazette_event_add"), sent | {"position": 2}, follow=True)
    assert "已经发布，您没有更正的权限。" in added.content.decode()
    assert issue.chronicle.get().events.count() == 1
    event.refresh_from_db()
    assert event.text == "原来的一句。"
    log_in(client, "副主编")
    assert client.post(page, sent).status_code == 302
    event.refresh_from_db()
    assert event.text == "更正的一句。"
