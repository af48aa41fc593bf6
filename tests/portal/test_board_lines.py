"""The first page of the desk: a line with its reason, day and door for everything that waits; the progress of an issue."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.correction_actions import start_correction
from documents.models import Document
from foundation.duty_actions import hand_over
from foundation.models import EditorialDuty, Remark
from foundation.refusals import ObjectionsStand
from gazette.models import Entry, Issue
from gazette.progress import progress_of
from portal.desk_lines import Desk, desk_of
from portal.matter import Asker
from tests import make
from tests.foundation.test_remarks import member, remarked
from tests.staff import log_in

pytestmark = pytest.mark.django_db
BOARD = reverse("admin:index")
TODAY = date(2024, 10, 8)


def borne(subject: Any, person: User, *, due_on: date | None = None) -> Any:
    by = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("boss")
    hand_over(subject, to=person, due_on=due_on, note="", by=by, at=make.PUBLISHED_AT)
    return subject


def desk_for(user: User, *, on: date = TODAY) -> Desk:
    return desk_of(Asker(user, on))


def test_lines_stand_under_their_issue_the_pressing_first() -> None:
    editor = member("责任编辑")
    issue = make.issue(2024, 9, published=False)
    for title, due in (("不急的", None), ("急的", TODAY), ("过了的", TODAY - timedelta(3))):
        make.entry(issue, borne(make.document(title, published=False, written_on=None), editor, due_on=due))
    returned = borne(make.document("散的", published=False, written_on=date(2024, 9, 2)), editor)
    make.move(make.move(returned, "first_review"), "return", remark="请核对成文日期。")
    remarked(returned, at=make.PUBLISHED_AT)
    desk = desk_for(editor)
    assert [(group.title, group.summary) for group in desk.groups] == [
        ("2024年第9期", "1 件已逾期、2 件待初审、1 件待承办"),
        ("还没有编入期次", "1 件退回待改"),
    ]
    assert [line.title for line in desk.groups[0].lines] == ["过了的", "急的", "不急的", "2024年第9期"]
    assert [line.due_words for line in desk.groups[0].lines] == ["逾期 3 天", "今天", "", ""]
    (loose,) = desk.groups[1].lines
    assert loose.said.endswith("退回：请核对成文日期。")
    assert (loose.remarks, loose.disclose_by, loose.disclose_words) == (1, date(2024, 9, 30), "已过")
    assert (desk.total, desk.late) == (5, 1)


def test_every_line_leads_to_a_page_and_the_list_shows_the_same(client: Client) -> None:
    deputy = log_in(client, "副主编")
    make.move(make.document("等复审的", published=False), "first_review")
    make.document("没人承办的", published=False)
    page = client.get(BOARD)
    lines = [line for group in page.context["desk"].groups for line in group.lines]
    assert {client.get(line.door).status_code for line in lines} == {200}
    listed = client.get(reverse("admin:documents_document_changelist"), {"waiting": "me"}).context["cl"]
    assert listed.result_count == len(lines) == 2
    assert deputy.get_full_name() == ""


def test_a_correction_waits_for_who_began_it_and_then_for_its_reviewers(client: Client) -> None:
    """Nobody is put in charge of it; when its document is withdrawn, it is no more signed."""
    editor, other, chief = member("责任编辑"), member("责任编辑"), member("主编")
    document = make.document("印错的")
    correction = start_correction(document, explanation="数字印错。", by=editor, at=make.PUBLISHED_AT)

    def told(user: User) -> list[tuple[str, str, str]]:
        return [
            (group.title, line.title, line.why.name)
            for group in desk_for(user).groups
            for line in group.lines
        ]

    assert told(editor) == [("已发布公文的更正", "更正：印错的", "TO_CHECK")]
    assert told(other) == told(chief) == []
    make.move(correction, "first_review", by=editor)
    assert told(editor) == []
    deputy = log_in(client, "副主编")
    assert [why for _, _, why in told(deputy)] == ["TO_RECHECK"]
    line = desk_for(deputy).groups[0].lines[0]
    assert client.get(line.door).status_code == 200
    listed = client.get(reverse("admin:documents_correction_changelist"), {"waiting": "me"}).context["cl"]
    assert listed.result_count == 1
    make.withdrawn(document)
    with pytest.raises(ObjectionsStand, match="公文已经撤回，更正不再办理"):
        make.move(correction, "second_review", by=deputy)
    make.move(correction, "return", remark="公文已撤回。")
    assert [why for _, _, why in told(editor)] == ["TO_MEND"]
    assert (
        client.post(
            reverse("admin:documents_correction_delete", args=[correction.pk]), {"post": "yes"}
        ).status_code
        == 302
    )
    User.objects.filter(pk=editor.pk).update(is_active=False)
    second = start_correction(make.document("又一份"), explanation="印错。", by=editor, at=make.PUBLISHED_AT)
    assert told(other) == [("已发布公文的更正", str(second), "UNBORNE")]


@pytest.mark.parametrize(
    ("role", "shown"), [("主编", True), ("审计（只读）", False), ("养老市级管理", False), ("单位维护", False)]
)
def test_the_empty_desk_is_said_to_be_empty_only_to_editors(client: Client, role: str, shown: bool) -> None:
    log_in(client, role)
    assert ("没有等您办理的事。" in client.get(BOARD).content.decode()) == shown


def test_script_in_any_text_is_shown_as_text(client: Client) -> None:
    editor, nasty = log_in(client, "责任编辑"), "<script>alert(1)</script>"
    issue = make.issue(published=False)
    document = borne(make.document(nasty, published=False), editor)
    make.entry(issue, document)
    make.move(make.move(document, "first_review"), "return", remark=nasty)
    remarked(document, text=nasty, by=member("副主编"))
    noun = reverse("admin:documents_document_changelist")
    pages = [BOARD, noun, reverse("admin:foundation_remark_changelist")]
    pages += [
        reverse(f"admin:documents_document_{page}", args=[document.pk])
        for page in ("change", "review", "hand_over")
    ]
    pages += [reverse(f"admin:gazette_issue_{page}", args=[issue.pk]) for page in ("progress", "review")]
    for page in pages[:-3] + pages[-2:]:
        text = client.get(page).content.decode()
        assert nasty not in text, page
        assert "&lt;script&gt;alert(1)" in text, page


def test_the_progress_of_an_issue_names_everything_that_is_missing() -> None:
    issue = make.issue(2024, 9, published=False, total_number=161)
    signed = make.reviewed(make.document("签好的", published=False))
    late = borne(
        make.document("拖着的", published=False, text_status="outline"), member("责任编辑"), due_on=TODAY
    )
    remarked(late)
    make.entry(issue, signed, page=5)
    make.entry(issue, late, page=3)
    make.entry(issue, None, title="没有找到的", page=None)
    make.entry(issue, None, title="大事记", is_chronicle=True, page=9)
    progress = progress_of(issue, on=TODAY + timedelta(1))
    ready, open_line, loose, chronicle = progress.lines
    assert (progress.signed, progress.total, progress.percent, progress.unready) == (1, 2, 50, 3)
    assert (ready.passed, ready.is_ready) == (3, True)
    assert (open_line.is_late, open_line.page_fault) == (True, "页码在前一条（第5页）之前")
    assert open_line.faults == ("只有提要，没有全文",)
    assert [(one.kind.title, one.number) for one in open_line.open] == [("批注", 1)]
    assert (loose.page_fault, loose.faults) == ("没有页码", ("没有对应的公文",))
    assert chronicle.faults == ("大事记还没有录入",)
    assert "编辑委员会" in progress.missing
    assert "总期号" not in progress.missing


@pytest.mark.parametrize(("role", "status"), [("责任编辑", 200), ("审计（只读）", 200), ("单位维护", 403)])
def test_the_progress_is_for_who_may_see_the_issue(client: Client, role: str, status: int) -> None:
    issue = make.issue(published=False)
    page = reverse("admin:gazette_issue_progress", args=[issue.pk])
    assert client.get(page).status_code == 302
    log_in(client, role)
    assert client.get(page).status_code == status
    if status == 200:
        for unknown in (issue.pk + 1, "x", "9" * 30):
            assert client.get(page.replace(f"/{issue.pk}/", f"/{unknown}/")).status_code == 404


def many(size: int, editor: User, issue: Issue) -> None:
    """So many drafts in the issue, each in the editor's charge, with two remarks and their answers; and as many published."""
    start = issue.entries.count() + 1
    drafts = Document.objects.bulk_create(
        Document(title=f"示例{start + n}", body="一、总则", written_on=TODAY, kind=make.kind())
        for n in range(size)
    )
    Document.objects.bulk_create(
        Document(
            title=f"旧的{n}", status="published", published_at=make.PUBLISHED_AT, reviewed_elsewhere=True
        )
        for n in range(size)
    )
    Entry.objects.bulk_create(
        Entry(issue=issue, position=start + n, title=one.title, document=one) for n, one in enumerate(drafts)
    )
    at = make.PUBLISHED_AT
    EditorialDuty.objects.bulk_create(
        EditorialDuty(subject=one, person=editor, set_by=editor, at=at, due_on=TODAY) for one in drafts
    )
    other = make.staff()
    Remark.objects.bulk_create(
        Remark(subject=one, subject_label=one.title, text="请核对。", by=other, at=at)
        for one in drafts
        for _ in (1, 2)
    )


def test_a_hundred_times_as_much_asks_no_more_questions(client: Client) -> None:
    editor = User.objects.create_superuser("chief")
    client.force_login(editor)
    issue = make.issue(2024, 9, published=False)
    pages = {
        "board": (BOARD, 61),
        "documents": (reverse("admin:documents_document_changelist"), 12),
        "mine": (f"{reverse('admin:documents_document_changelist')}?waiting=me&duty=late", 12),
        "issues": (f"{reverse('admin:gazette_issue_changelist')}?duty=none", 7),
        "remarks": (f"{reverse('admin:foundation_remark_changelist')}?standing=yes", 7),
        "progress": (reverse("admin:gazette_issue_progress", args=[issue.pk]), 21),
        "review of the issue": (reverse("admin:gazette_issue_review", args=[issue.pk]), 14),
    }

    def asked() -> dict[str, int]:
        counted = {}
        for name, (page, _) in pages.items():
            with CaptureQueriesContext(connection) as questions:
                assert client.get(page).status_code == 200
            counted[name] = len(questions)
        return counted

    many(4, editor, issue)
    asked()  # content types and templates are loaded once a process
    few = asked()
    many(396, editor, issue)
    most = asked()
    assert most == few
    assert {name: number for name, number in most.items() if number > pages[name][1]} == {}
