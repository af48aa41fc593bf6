"""The staff's first page and side bar, the issue desk, and that the desk speaks Chinese."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from documents.models import TextStatus
from foundation.models import Status, StatusChange, Unit, UnitProposal
from foundation.permissions import SETTLE_UNIT_PROPOSAL
from foundation.roles import ROLES
from gazette.models import Entry, Issue
from tests import make
from tests.portal.test_admin_budgets import a_reading

pytestmark = pytest.mark.django_db
PROPOSALS = "admin:foundation_unitproposal_changelist"
# Latin that is a name or a sign, not an untranslated word.
KNOWN_LATIN = {"SHA", "PDF", "URL", "txt", "ID", "esc"}


@pytest.fixture
def as_role(client: Client, db: None) -> Any:
    def log_in(role: str) -> AbstractUser:
        call_command("ensure_roles", verbosity=0)
        user = get_user_model().objects.create_user(f"{role}某", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return user

    return log_in


def counts(client: Client) -> dict[str, int]:
    return {card.title: card.count for card in client.get(reverse("admin:index")).context["cards"]}


def test_board_counts_what_waits_and_each_door_shows_as_many(client: Client, as_role: Any) -> None:
    as_role("主编")
    make.issue(published=False)
    make.issue()
    make.document(published=False)
    make.document(text_status=TextStatus.OUTLINE)
    a_reading(4)
    UnitProposal.objects.create(printed="未知单位")
    UnitProposal.objects.create(printed="不是单位", dismissed=True)
    make.checklist_item(make.document(), damaged=True)
    assert counts(client) == {
        "公报草稿": 1,
        "公文草稿": 1,
        "读入问题": 4,
        "待确认单位": 1,
        "待补全文": 1,
        "残损清单": 1,
    }
    for card in client.get(reverse("admin:index")).context["cards"]:
        assert client.get(card.url).context["cl"].result_count == card.count, card.title


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("审计（只读）", set()),
        ("单位维护", {"待确认单位"}),
        ("责任编辑", {"公报草稿", "公文草稿", "读入问题", "待确认单位", "待补全文", "残损清单"}),
    ],
)
def test_board_shows_only_what_the_role_can_do(
    client: Client, as_role: Any, role: str, seen: set[str]
) -> None:
    as_role(role)
    assert set(counts(client)) == seen


def test_side_bar_has_no_door_that_is_locked(client: Client, as_role: Any) -> None:
    for role in ROLES:
        as_role(role)
        page = client.get(reverse("admin:index"))
        groups = page.context["sidebar_navigation"]
        doors = [str(item["link"]) for group in groups for item in group["items"] if item["has_permission"]]
        assert {door: client.get(door).status_code for door in doors} == dict.fromkeys(doors, 200), role


def test_every_desk_stands_in_the_side_bar(client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser("chief", password="x"))
    groups = client.get(reverse("admin:index")).context["sidebar_navigation"]
    doors = {str(item["link"]) for group in groups for item in group["items"]}
    desks = {
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    }
    assert desks - doors == set()


def issue_page(issue: Issue, deed: str = "change") -> str:
    return reverse(f"admin:gazette_issue_{deed}", args=[issue.pk])


def test_publishing_an_issue_publishes_its_documents(client: Client, as_role: Any) -> None:
    as_role("主编")
    issue = make.issue(published=False)
    inside, outside = make.document(published=False), make.document(published=False)
    make.entry(issue, inside)
    make.entry(issue)
    asked = client.get(issue_page(issue, "publish")).content.decode()
    assert "目录里的 1 篇草稿公文将同时发布。" in asked
    assert "目录里有 1 条没有对应的公文。" in asked
    assert client.post(issue_page(issue, "publish")).status_code == 302
    for row in (issue, inside, outside):
        row.refresh_from_db()
    assert (issue.status, inside.status, outside.status) == (Status.PUBLISHED, Status.PUBLISHED, Status.DRAFT)


@pytest.mark.parametrize("role", ["责任编辑", "副主编", "审计（只读）", "单位维护", "账号管理"])
def test_nobody_else_publishes_an_issue(client: Client, as_role: Any, role: str) -> None:
    as_role(role)
    issue, public = make.issue(published=False), make.issue()
    assert client.post(issue_page(issue, "publish")).status_code == 403
    assert client.post(issue_page(public, "withdraw"), {"remark": "有误"}).status_code == 403
    assert StatusChange.objects.count() == 0


def test_entry_leads_to_one_place(client: Client, as_role: Any) -> None:
    as_role("责任编辑")
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


def test_the_same_issue_twice_is_refused_in_chinese(client: Client, as_role: Any) -> None:
    as_role("责任编辑")
    make.issue(2024, 9)
    sent: dict[str, Any] = {"title": "公报", "year": 2024, "number": 9, "text_status": "full"}
    for rows in ("entries", "masthead", "chronicle"):
        sent |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    answer = client.post(reverse("admin:gazette_issue_add"), sent)
    assert "这一年的这一期已经存在。" in answer.content.decode()
    assert Issue.objects.count() == 1


def test_a_name_is_settled_once_and_reaches_what_was_read(client: Client, as_role: Any) -> None:
    as_role("单位维护")
    unit = make.unit("示例水务局")
    task = make.task(make.document(published=False))
    row = task.assignments.create(position=1, printed="示例水利局", role="lead")
    proposal = UnitProposal.objects.create(printed="示例水利局")
    page = reverse("admin:foundation_unitproposal_change", args=[proposal.pk])
    assert "请选择单位" in client.post(page, {}).content.decode()
    assert client.post(page, {"settled_as": unit.pk}).status_code == 302
    row.refresh_from_db()
    assert row.unit == unit
    assert unit.variants.get().printed == "示例水利局"
    other = make.unit("示例林草局")
    assert client.post(page, {"settled_as": other.pk}).status_code == 403


def test_a_taken_name_is_refused_with_a_sentence(client: Client, as_role: Any) -> None:
    as_role("单位维护")
    make.unit("示例水务局", variants=["示例水利局"])
    proposal = UnitProposal.objects.create(printed="示例水利局")
    page = reverse("admin:foundation_unitproposal_change", args=[proposal.pk])
    answer = client.post(page, {"settled_as": make.unit("示例林草局").pk}, follow=True)
    assert answer.status_code == 200
    assert "已经是示例水务局的名称" in answer.content.decode()
    proposal.refresh_from_db()
    assert proposal.settled_as is None


def test_names_are_dismissed_from_the_list_by_who_may(client: Client, as_role: Any) -> None:
    proposals = [UnitProposal.objects.create(printed=name) for name in ("有关方面", "各地", "某局")]
    sent = {"action": "dismiss", "_selected_action": [row.pk for row in proposals[:2]]}
    user = as_role("审计（只读）")
    assert not user.has_perm(SETTLE_UNIT_PROPOSAL)
    client.post(reverse(PROPOSALS), sent)
    assert UnitProposal.objects.open().count() == 3
    as_role("责任编辑")
    client.post(reverse(PROPOSALS), sent)
    assert list(UnitProposal.objects.open()) == [proposals[2]]
    assert client.get(reverse(PROPOSALS)).context["cl"].result_count == 1


def test_a_group_with_members_stays_a_group(client: Client, as_role: Any) -> None:
    as_role("单位维护")
    group = make.unit("各示例局", members=[make.unit()])
    page = reverse("admin:foundation_unit_change", args=[group.pk])
    sent: dict[str, Any] = {"name": group.name, "level": group.level}
    for rows in ("variants", "group_rows"):
        sent |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    answer = client.post(page, sent, follow=True)
    assert answer.status_code == 200
    assert "没有保存：" in answer.content.decode()
    assert Unit.objects.get(pk=group.pk).is_group


def words(page: bytes) -> set[str]:
    """The Latin words a reader sees on a page, icons (drawn by a font) and form values apart."""
    text = page.decode()
    text = re.sub(r"<(script|style|template)\b.*?</\1>", " ", text, flags=re.S)
    text = re.sub(r'<span class="[^"]*material-symbols-outlined[^"]*"[^>]*>.*?</span>', " ", text, flags=re.S)
    return set(re.findall(r"[A-Za-z]{2,}", strip_tags(text)))


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
    pages = [reverse("admin:index"), issue_page(issue, "withdraw")]
    for row in rows:
        noun = f"admin:{row._meta.app_label}_{row._meta.model_name}"  # type: ignore[union-attr]
        pages += [reverse(f"{noun}_changelist"), reverse(f"{noun}_change", args=[row.pk])]  # type: ignore[union-attr]
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
    assert len(opened) == 12


def test_login_page_speaks_chinese_and_leads_to_the_board(client: Client) -> None:
    get_user_model().objects.create_user("示例编辑", password="abcdefgh12", is_staff=True)
    page = client.get(reverse("admin:login"))
    assert words(page.content) - KNOWN_LATIN == set()
    answer = client.post(reverse("admin:login"), {"username": "示例编辑", "password": "abcdefgh12"})
    assert answer["Location"] == reverse("admin:index")


@pytest.mark.parametrize("role", ["责任编辑", "审计（只读）"])
def test_a_draft_is_previewed_by_the_staff_as_the_public_will_see_it(
    client: Client, as_role: Any, role: str
) -> None:
    as_role(role)
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


def test_a_preview_is_for_who_may_see_drafts(client: Client, as_role: Any) -> None:
    document = make.document(published=False)
    page = reverse("admin:documents_document_preview", args=[document.pk])
    assert client.get(page)["Location"].startswith(reverse("admin:login"))
    as_role("单位维护")
    assert client.get(page).status_code == 403


def test_a_published_issue_and_its_chronicle_are_corrected_only_by_who_may(
    client: Client, as_role: Any
) -> None:
    issue = make.issue()
    event = make.event(issue, "原来的一句。", on=date(2024, 8, 12))
    page = reverse("admin:gazette_event_change", args=[event.pk])
    sent = {"entry": event.entry.pk, "position": 1, "start": "2024-08-12", "text": "更正的一句。"}
    sent |= {"appearances-TOTAL_FORMS": 0, "appearances-INITIAL_FORMS": 0}
    as_role("责任编辑")
    assert client.get(page).status_code == 200
    assert client.post(page, sent).status_code == 403
    assert client.post(issue_page(issue), {"title": "偷改"}).status_code == 403
    day = reverse("admin:gazette_chronicleentry_delete", args=[event.entry.pk])
    assert client.post(day, {"post": "yes"}).status_code == 403
    event.refresh_from_db()
    assert event.text == "原来的一句。"
    as_role("副主编")
    assert client.post(page, sent).status_code == 302
    event.refresh_from_db()
    assert event.text == "更正的一句。"
