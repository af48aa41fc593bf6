"""Which row a read document becomes: numbers and titles that come twice, and parts that do not fit their columns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from documents.actions import settle_unit_name
from documents.models import Assignment, Attachment, ChecklistItem, Column, Document, DocumentOrgan, Task
from foundation.models import Status, UnitProposal, UnitVariant
from foundation.refusals import NotPermitted, ProposalSettled
from gazette.actions import Outcome, save_document_reading, save_issue_reading
from gazette.models import Entry, Issue, Official
from tests import answers, make

pytestmark = pytest.mark.django_db
SAME = "2012年2月示例市人民政府任免人员名单"
FAR_TOO_LONG = "长" * 500


def save(answer: dict[str, Any], *, issue: Issue | None = None, replace: bool = False) -> Outcome:
    at = timezone.now()
    if answer["issue"]:
        return save_issue_reading(answer, at=at, replace=replace)
    return save_document_reading(answer, at=at, issue=issue, replace=replace)


def bodies() -> list[str]:
    return list(Document.objects.order_by("pk").values_list("body", flat=True))


def unnumbered(body: str, title: str = SAME, **fields: Any) -> dict[str, Any]:
    return answers.document(title, body=body, **fields)


def test_one_title_in_two_issues_is_two_documents() -> None:
    for number in (3, 4):
        save(answers.issue(number, [unnumbered(f"第{number}期的正文")]))
    assert bodies() == ["第3期的正文", "第4期的正文"]
    save(answers.issue(4, [unnumbered("第4期改过的正文")]), replace=True)
    assert bodies() == ["第3期的正文", "第4期改过的正文"]
    for issue in Issue.objects.all():
        document = issue.entries.get().document
        assert document is not None
        assert document.body.startswith(f"第{issue.number}期")


def test_one_title_twice_in_an_issue_is_two_documents_each_replaced_by_its_own() -> None:
    ids = []
    for word in ("正文", "改过的正文"):
        twice = [unnumbered(f"甲{word}"), unnumbered(f"乙{word}")]
        outcome = save(answers.issue(3, twice), replace=True)
        ids.append([document.pk for document in (*outcome.created, *outcome.updated)])
        assert bodies() == [f"甲{word}", f"乙{word}"]
    assert ids[0] == ids[1]
    assert Entry.objects.filter(document__isnull=False).values("document").distinct().count() == 2


def test_a_number_printed_twice_keeps_both_texts() -> None:
    ids = []
    for word in ("正文", "改过的正文"):
        twice = [answers.document("甲通知", number=5, body=f"甲{word}")]
        twice.append(answers.document("乙通知", number=5, body=f"乙{word}"))
        outcome = save(answers.issue(3, twice), replace=True)
        ids.append([document.pk for document in (*outcome.created, *outcome.updated)])
        assert bodies() == [f"甲{word}", f"乙{word}"]
    assert ids[0] == ids[1]
    second = Document.objects.get(title="乙通知")
    assert (second.series, second.serial, second.document_number) == ("", None, "示政发〔2012〕5号")


def test_a_notice_without_number_standing_alone_never_changes_one_of_an_issue() -> None:
    save(answers.issue(3, [unnumbered("第3期的正文")]))
    save(answers.notice(unnumbered("单独的正文")), replace=True)
    assert bodies() == ["第3期的正文", "单独的正文"]
    save(answers.notice(unnumbered("单独改过的正文")), replace=True)
    assert bodies() == ["第3期的正文", "单独改过的正文"]
    save(answers.notice(unnumbered("第3期改过的正文")), issue=Issue.objects.get(), replace=True)
    assert bodies() == ["第3期改过的正文", "单独改过的正文"]


def test_a_document_printed_in_two_issues_is_one_document_in_both_contents() -> None:
    save(answers.issue(3, [answers.document("甲通知", number=5, body="先印的")]))
    outcome = save(answers.issue(4, [answers.document("甲通知", number=5, body="再印的")]))
    document = Document.objects.get()
    assert (outcome.kept, document.body) == ([document], "先印的")
    assert document.entries.count() == 2


def test_a_column_that_was_renamed_is_still_found() -> None:
    save(answers.issue(3, [answers.document(column="示例栏")]))
    Column.objects.filter(name="示例栏").update(name="改名的栏")
    save(answers.issue(4, [answers.document(column="示例栏")]))
    assert Column.objects.filter(slug="示例栏").count() == 1
    assert set(Document.objects.values_list("column__name", flat=True)) == {"改名的栏"}


def test_parts_longer_than_their_columns_are_cut_and_the_body_is_whole() -> None:
    task = answers.task(
        FAR_TOO_LONG, f"{FAR_TOO_LONG}等", title=FAR_TOO_LONG, path="一/" * 90, deadline=FAR_TOO_LONG
    )
    item = answers.checklist_item(
        1, FAR_TOO_LONG, section=FAR_TOO_LONG, point=FAR_TOO_LONG, method=FAR_TOO_LONG
    )
    data = answers.document(
        FAR_TOO_LONG,
        column=FAR_TOO_LONG,
        organs=[FAR_TOO_LONG],
        addressees=[FAR_TOO_LONG],
        note=FAR_TOO_LONG,
        written_on_printed=FAR_TOO_LONG,
        enclosed_title=FAR_TOO_LONG,
        body=FAR_TOO_LONG * 300,
        attachments=[{"label": FAR_TOO_LONG, "title": FAR_TOO_LONG, "text": FAR_TOO_LONG}],
        citations=[answers.reference(FAR_TOO_LONG, FAR_TOO_LONG)],
        tasks=[task],
        checklist=[item],
    )
    masthead = [{"role": FAR_TOO_LONG, "names": [FAR_TOO_LONG]}]
    answer = answers.issue(3, [data], masthead=masthead, sponsor=FAR_TOO_LONG, permit_number=FAR_TOO_LONG)
    answer["issue"]["contact"] = dict.fromkeys(answer["issue"]["contact"], FAR_TOO_LONG)
    event = {"start": "2012-03-01", "end": None, "text": FAR_TOO_LONG, "people": [FAR_TOO_LONG]}
    answer["chronicle"] = [{"start": "2012-03-01", "end": None, "text": FAR_TOO_LONG, "events": [event]}]
    answer["source"]["name"] = FAR_TOO_LONG
    outcome = save(answer)
    document = Document.objects.get()
    assert document.body == FAR_TOO_LONG * 300
    assert (len(document.title), document.title[-1]) == (400, "…")
    assert (len(Task.objects.get().title), Attachment.objects.get().text) == (200, FAR_TOO_LONG)
    assert Assignment.objects.count() == 2, "two names alike in what is kept of them count once"
    assert outcome.proposals == 0
    assert not UnitProposal.objects.filter(printed__startswith="长长").exists()
    assert len(Official.objects.get().name) == 30
    again = answers.issue(3, [data | {"body": "短"}])
    assert save(again, replace=True).updated == [document], "a cut title still finds its document"


def test_a_checklist_number_printed_twice_stands_once() -> None:
    items = [answers.checklist_item(number) for number in (1, 1, None, None, 2)]
    save(answers.notice(answers.document(checklist=items)))
    rows = ChecklistItem.objects.order_by("position")
    assert [row.number for row in rows] == [1, None, None, None, 2]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("安排资金1000万元，培训300人次。", [1000, 300]),
        ("安排资金9999999999999999999999元，培训300人次。", [300]),
        ("安排资金0.123456万元。", [Decimal("0.1235")]),
        ("没有数量。", []),
    ],
)
def test_amounts_that_no_column_holds_stay_in_the_text(text: str, numbers: list[Any]) -> None:
    save(answers.notice(answers.document(tasks=[answers.task("示例市教育局", text=text)])))
    task = Task.objects.get()
    assert task.text == text
    assert [amount.number for amount in task.amounts.order_by("position")] == numbers


@pytest.mark.parametrize("name", ["示例局\u200b", "ﷺ" * 30, "(示例)局", "A" * 119, "局", "示例\u2028局"])
def test_odd_unit_names_are_saved_or_left_open_but_never_refused(name: str) -> None:
    save(answers.notice(answers.document(organs=[name], tasks=[answers.task(name)])))
    assert DocumentOrgan.objects.get().printed == name
    assert Assignment.objects.get().unit is None


def test_a_settled_name_links_every_organ_and_assignment() -> None:
    unit = make.unit("示例市体育事业发展局")
    editor = User.objects.create_superuser("editor")
    for printed in ("市体发局", "市 体发局"):
        save(answers.notice(answers.document(organs=[printed], tasks=[answers.task(printed)])))
    checklist = [answers.checklist_item(1, "市体发局", "别的单位")]
    outcome = save(answers.notice(answers.document(organs=["别的单位"], checklist=checklist)))
    assert outcome.proposals == 1, "the other name is already proposed"
    proposal = UnitProposal.objects.get(printed="市体发局")
    with pytest.raises(NotPermitted):
        settle_unit_name(proposal, unit=unit, by=User.objects.create_user("clerk"))
    assert settle_unit_name(proposal, unit=unit, by=editor) == 5
    assert set(Assignment.objects.filter(unit=unit).values_list("printed", flat=True)) == {
        "市体发局",
        "市 体发局",
    }
    assert DocumentOrgan.objects.filter(unit=unit).count() == 2
    assert not Assignment.objects.filter(printed="别的单位", unit__isnull=False).exists()
    assert UnitVariant.objects.get(printed="市体发局").unit == unit
    with pytest.raises(ProposalSettled):
        settle_unit_name(proposal, unit=unit, by=editor)
    later = save(answers.notice(answers.document(tasks=[answers.task("市体发局")]))).created[0]
    assert later.tasks.get().assignments.get().unit == unit


def test_nothing_saved_is_public() -> None:
    save(answers.issue(3, [answers.document(number=5), unnumbered("正文")]))
    save(answers.notice(answers.document(number=6)))
    assert set(Document.objects.values_list("status", flat=True)) == {Status.DRAFT}
    assert not Document.objects.public().exists()
    assert not Issue.objects.public().exists()


def listed(issue: Issue) -> list[tuple[str, str | None, bool]]:
    """The lines of the contents: what is printed, the title of what they lead to, whether it is the chronicle."""
    rows = issue.entries.order_by("position").select_related("document")
    return [(row.title, row.document.title if row.document else None, row.is_chronicle) for row in rows]


def test_a_line_without_text_takes_no_other_lines_document() -> None:
    titles = [f"示例市人民政府关于同意设立示例{place}产业园区的批复" for place in "东西南"]
    answer = answers.issue(3, [answers.document(title) for title in titles[1:]])
    answer["issue"]["contents"].insert(0, {"column": "市政府文件", "title": titles[0], "page": 1})
    issue = save(answer).issue
    assert issue is not None
    assert listed(issue) == [(titles[0], None, False), *((title, title, False) for title in titles[1:])]


@pytest.mark.parametrize("printed", ["大事记", "大 事 记（2012年2月）", "2012年2月大事记"])
def test_contents_lead_to_nearly_the_same_title_and_to_the_chronicle(printed: str) -> None:
    title = "示例市人民政府关于进一步做好示例工作的通知"
    answer = answers.issue(3, [answers.document(title), answers.document("目录没有的通知")])
    near = title.replace("做好", "作好")
    lines = [("市政府文件", near), ("大事记", printed)]
    answer["issue"]["contents"] = [{"column": column, "title": line, "page": 1} for column, line in lines]
    answer["chronicle"] = [{"start": "2012-02-01", "end": None, "text": "无", "events": []}]
    issue = save(answer).issue
    assert issue is not None
    unlisted = ("目录没有的通知", "目录没有的通知", False)
    assert listed(issue) == [(near, title, False), (printed, None, True), unlisted]
