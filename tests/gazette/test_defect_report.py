"""The report of an issue from the database: its documents, its door, the page of the desk, the command, the budget."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.models import DefectTick, Document, Problem, Reading
from foundation.models import UnitProposal
from foundation.refusals import ObjectionsStand
from gazette.defects.report import issue_report, whole_report
from gazette.models import Issue
from tests import make
from tests.gazette.conftest import Said
from tests.staff import log_in

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 10, 8, 1, 30, tzinfo=UTC)
SLIP = "一、总则\n各单位照旧办理，其它事项另行通知。"
HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}"
BUDGET = 32  # questions for the page, whatever the size; measured, with a little air


def page(subject: Issue | Document) -> str:
    return reverse(f"admin:{subject._meta.app_label}_{subject._meta.model_name}_defects", args=[subject.pk])


def an_issue(documents: int = 1, **fields: object) -> Issue:
    issue = make.issue(2024, 9, published=False, total_number=161)
    for _ in range(documents):
        make.entry(issue, make.document(published=False, body=SLIP, **fields))
    return issue


def codes(issue: Issue) -> dict[str, int]:
    rows = whole_report(issue, on=timezone.localdate())[0].unticked
    return {code: sum(row.defect.code == code for row in rows) for code in {row.defect.code for row in rows}}


def test_the_issue_shows_its_documents_and_each_has_its_own_door() -> None:
    issue = an_issue()
    document = Document.objects.get()
    assert codes(issue) == {"misprint": 1}
    assert issue_report(issue, on=timezone.localdate()).is_clear  # the missing PDF has its reason
    issue = make.reviewed(issue, to="second_review")
    with pytest.raises(ObjectionsStand, match="示例通知之"):
        make.move(issue, "final_review")
    issue.refresh_from_db()
    assert issue.status == "second_review"
    Document.objects.filter(pk=document.pk).update(body="一、总则\n各单位照旧办理。")
    make.entry(issue, title="没有正文的一行")
    issue = make.reviewed(Issue.objects.get(), to="second_review")  # both changes voided what was passed
    with pytest.raises(ObjectionsStand, match=r"2024年第9期.*目录有而正文无"):
        make.move(issue, "final_review")


def test_relations_numbers_units_and_files_come_from_the_database() -> None:
    reading = Reading.objects.create(
        source_name="示例.txt",
        sha256="1" * 64,
        characters=100,
        placed=90,
        furniture=5,
        unplaced=[{"line": 1, "text": "漏下的"}],
        unplaced_characters=5,
        read_at=NOW,
    )
    issue = an_issue(reading=reading)
    Issue.objects.filter(pk=issue.pk).update(reading=reading)
    document = Document.objects.get()
    make.document("另一份示例通知", published=False, reading=reading)
    old = make.document(
        "示例旧办法", year=2010, serial=1, series="示政发", document_number="示政发〔2010〕1号"
    )
    make.relation(make.document("示例新办法", written_on=date(2020, 1, 1)), old, kind="repeals")
    make.relation(document, old)
    make.relation(document, kind="cites", title="示例通则", document_number="示政发〔2011〕2号")
    make.relation(document, kind="repeals", title="示例未收录的规定")
    task = make.task(document, lead=[make.unit()])
    task.assignments.update(unit=None, printed="示例未知局")
    UnitProposal.objects.create(printed="示例未知局", first_seen_in="示例")
    for position, printed in enumerate(("其它事项另行", "别处的文字片段", "短")):
        Problem.objects.create(
            reading=reading,
            position=position,
            line=position,
            kind="page_unread",
            message="示例",
            printed=printed,
        )
    make.issue(2024, 7, total_number=150)
    document.document_number = "示政发〔2010〕1号"
    document.save(update_fields=["document_number"])
    found = codes(issue)
    assert found == {
        "misprint": 1,
        "basis_repealed": 1,
        "citation_unresolved": 1,
        "repeal_unknown": 1,
        "interpretation_missing": 1,
        "unit_unknown": 1,
        "number_parts_differ": 1,
        "problem_open": 3,
        "document_not_listed": 1,
        "text_unplaced": 1,
        "issue_number_gap": 1,
        "total_number_off": 1,
    }
    report = whole_report(issue, on=timezone.localdate())[0]
    assert [row.defect.code for row in report.blocking] == ["number_taken"]
    assert {row.defect.subject.noun for row in report.rows if row.defect.code == "problem_open"} == {
        "document",
        "issue",
    }


def test_the_same_text_twice_is_found_in_the_issue_and_in_the_archive() -> None:
    long = "\n".join(f"{n}.第{n}项工作由示例单位完成，完成以后逐级报告结果并存档备查。" for n in range(1, 9))
    issue = make.issue(2024, 9, published=False)
    twins = [make.document(published=False, body=long, written_on=date(2024, 4, day)) for day in (1, 2)]
    for twin in twins:
        make.entry(issue, twin)
    make.document(body=long, written_on=date(2020, 1, 1))
    make.document(body=long.replace("第3项", "第三项"), written_on=date(2024, 4, 1))
    found = codes(issue)
    assert (found["duplicate_text"], found["duplicate_nearly"]) == (4, 2)


@pytest.mark.parametrize(
    ("role", "sees", "ticks"),
    [
        ("责任编辑", 200, 302),
        ("副主编", 200, 302),
        ("主编", 200, 302),
        ("审计（只读）", 200, 403),
        ("单位维护", 403, 403),
        ("养老县区经办", 403, 403),
    ],
)
def test_who_sees_the_report_and_who_accounts_for_it(
    client: Client, role: str, sees: int, ticks: int
) -> None:
    issue = an_issue()
    document = Document.objects.get()
    log_in(client, role)
    answer = client.get(page(issue))
    assert answer.status_code == sees
    (row,) = whole_report(issue, on=timezone.localdate())[0].unticked
    sent = {"subject": f"document-{document.pk}", "key": row.defect.key, "reason": "原文如此。"}
    assert client.post(page(issue), sent).status_code == ticks
    assert DefectTick.objects.filter(reason="原文如此。").count() == (ticks == 302)
    if sees == 200:
        assert ("保存理由" in answer.content.decode()) is (ticks == 302)


def test_a_refusal_keeps_what_was_typed_and_ticked(client: Client) -> None:
    issue = an_issue(2)
    document = Document.objects.order_by("pk")[0]
    Document.objects.filter(pk=document.pk).update(body=f"{SLIP}\n其它单位参照，其它人员也参照。")
    log_in(client, "责任编辑")
    rows = [
        row.defect.key
        for row in whole_report(issue, on=timezone.localdate())[0].unticked
        if row.defect.subject.pk == document.pk
    ]
    assert len(rows) == 3
    sent = {
        "subject": f"document-{document.pk}",
        "group": f"warning-document-{document.pk}-misprint",
        "key": rows[:2],
        "reason": HOSTILE[:3],
    }
    answer = client.post(page(issue), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请写明理由，至少 4 个字。" in text
    assert text.count(" checked>") == 2
    assert "&lt;sc</textarea>" in text
    assert client.post(page(issue), sent | {"reason": f"原文如此{HOSTILE}"}).status_code == 302
    assert DefectTick.objects.filter(key__in=rows).count() == 2
    all_shown = sent | {"key": [], "shown": rows[2:], "all": "1", "reason": "原文如此"}
    assert client.post(page(issue), all_shown).status_code == 302
    assert DefectTick.objects.filter(key__in=rows).count() == 3
    shown = client.get(page(issue)).content.decode()
    assert HOSTILE not in shown
    assert "&lt;script&gt;alert(1)" in shown


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"subject": "document-99999999"},
        {"subject": "user-1", "key": "a"},
        {"subject": "document-" + "9" * 40},
        {"subject": "issue-甲"},
    ],
)
def test_tampered_subjects_are_forbidden(client: Client, sent: dict[str, str]) -> None:
    issue = an_issue()
    log_in(client, "责任编辑")
    assert client.post(page(issue), {"reason": "原文如此。"} | sent).status_code == 403
    assert client.get(reverse("admin:gazette_issue_defects", args=[issue.pk + 1])).status_code == 404


@pytest.mark.parametrize("untick", ["0", "甲", "9" * 30, "-1"])
def test_a_tick_that_is_not_there_is_said_so(client: Client, untick: str) -> None:
    issue = an_issue()
    log_in(client, "责任编辑")
    answer = client.post(page(issue), {"subject": f"issue-{issue.pk}", "untick": untick})
    assert answer.status_code == 422
    assert "这条理由已经撤销了。" in answer.content.decode()


def test_a_reason_is_taken_back_on_the_page(client: Client) -> None:
    issue = an_issue()
    log_in(client, "责任编辑")
    kept = DefectTick.objects.filter(code="pdf_missing").get()
    sent = {"subject": f"issue-{issue.pk}", "untick": kept.pk}
    assert client.post(page(issue), sent).status_code == 302
    assert codes(issue)["pdf_missing"] == 1


def test_the_page_asks_a_fixed_number_of_questions(client: Client) -> None:
    log_in(client, "责任编辑")
    issue = an_issue(1)
    asked = []
    for more in (0, 39):
        for number in range(more):
            document = make.document(published=False, body=SLIP, organs=[make.unit()])
            make.entry(issue, document)
            make.attachment(document, text="甲\t乙")
            make.relation(document, make.document())
            make.task(document, lead=[make.unit()])
            make.checklist_item(document, lead=[make.unit()])
            make.event(issue, on=date(2024, 8, 1 + number % 28), people=[f"示例员{number}"])
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(page(issue)).status_code == 200
        asked.append(len(captured))
    assert asked[1] <= BUDGET, asked


def test_hostile_texts_are_shown_as_text(client: Client) -> None:
    hostile = f"一、{HOSTILE}\n" + "甲\u202e" * 50_000 + f"佧山{HOSTILE}其它\x0b"
    issue = make.issue(2024, 9, published=False, total_number=161)
    make.entry(issue, make.document(f"{HOSTILE}的通知", body=hostile, published=False))
    log_in(client, "责任编辑")
    for subject in (issue, Document.objects.get()):
        text = client.get(page(subject)).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text
        assert not {"\u202e", "\x0b"} & set(text)


def test_the_command_answers_in_text_and_json(run: Callable[..., Said]) -> None:
    issue = an_issue()
    code, out, _ = run("defects", "2024/9")
    assert code == 0
    assert out.startswith("2024年第9期：必须改正 0 处，警告 1 条没有说明、2 条已说明")
    assert "“其它”应为“其他”" in out
    Document.objects.update(body="一、总则\n联系电话13800138000。")
    code, out, _ = run("defects", "2024/9", "--json")
    rows = json.loads(out)
    assert code == 1
    assert [row["code"] for row in rows if row["severity"] == "blocking"] == ["mobile"]
    assert "13800138000" not in out
    assert run("defects", "2024/10") == (
        2,
        "",
        "没有“2024/10”这一期；请写成 2024/9 的样子，并先导入该期。\n",
    )
    assert issue.status == "draft"
