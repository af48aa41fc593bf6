"""What an import saves: drafts of everything read, once; changed files only when asked, published texts never."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from documents.models import Assignment, ChecklistItem, Document, Reading, Relation, Task, TextStatus
from foundation.models import Status
from gazette.actions import NotSavable, save_issue_reading
from gazette.models import Appearance, Entry, Event, Issue
from tests import answers, make
from tests.databases import PROJECT
from tests.gazette.conftest import SAMPLE, Said

pytestmark = pytest.mark.django_db
Run = Callable[..., Said]
Versions = Callable[[], dict[str, list[str]]]
TITLE = "关于做好2012年春季森林草原防火工作的通知"


def test_everything_read_is_saved_as_draft(run: Run) -> None:
    answer = json.loads(run("import_issue", SAMPLE, "--check")[1])
    code, out, said = run("import_issue", SAMPLE)
    assert (code, said) == (0, "")
    documents = answer["documents"]
    tasks = [task for document in documents for task in document["tasks"]]
    items = [item for document in documents for item in document["checklist"]]
    events = [event for entry in answer["chronicle"] for event in entry["events"]]
    assert set(Issue.objects.values_list("status", flat=True)) == {Status.DRAFT}
    assert set(Document.objects.values_list("status", flat=True)) == {Status.DRAFT}
    assert Document.objects.count() == len(documents)
    assert Entry.objects.count() == len(answer["issue"]["contents"])
    assert (Task.objects.count(), ChecklistItem.objects.count()) == (len(tasks), len(items))
    assert Assignment.objects.count() == sum(len(part["assignments"]) for part in (*tasks, *items))
    assert Event.objects.count() == len(events)
    assert Appearance.objects.count() == sum(len(set(event["people"])) for event in events)
    assert Relation.objects.count() >= sum(len(document["citations"]) for document in documents)
    reading = Reading.objects.get()
    assert (reading.sha256, reading.characters) == (
        answer["source"]["sha256"],
        answer["source"]["characters"],
    )
    assert reading.problems.count() == len(answer["problems"])
    assert f"新建公文 {len(documents)} 份" in out
    assert f"责任事项 {len(tasks)} 项" in out
    assert f"大事 {len(events)} 件" in out


def test_every_document_stands_in_the_contents_with_its_body(run: Run) -> None:
    run("import_issue", SAMPLE)
    for document in Document.objects.all():
        assert document.entries.count() == 1, document
        assert document.body
        assert document.text_status == TextStatus.FULL


@pytest.mark.parametrize("more", [[], ["--replace"]])
def test_the_same_file_again_changes_no_row(run: Run, versions: Versions, more: list[str]) -> None:
    run("import_issue", SAMPLE)
    before = versions()
    code, out, _ = run("import_issue", SAMPLE, *more)
    assert (code, out.strip()) == (0, "这个文件已经导入过，没有任何改动。")
    assert versions() == before


def test_the_same_notice_again_changes_no_row(run: Run, versions: Versions, notice_file: Path) -> None:
    assert run("import_document", notice_file)[0] == 0
    before = versions()
    assert run("import_document", notice_file)[1].strip() == "这个文件已经导入过，没有任何改动。"
    assert versions() == before


def test_a_changed_file_is_refused_and_nothing_changes(
    run: Run, versions: Versions, variant: Callable[..., Path]
) -> None:
    run("import_issue", SAMPLE)
    before = versions()
    code, out, said = run("import_issue", variant(森林草原防火="森林与草原防火"))
    assert (code, out) == (2, "")
    assert said.strip() == "2012年第3期已有草稿；要用这个文件更新草稿，请加 --replace。"
    assert versions() == before


def test_replace_updates_drafts_in_place(run: Run, variant: Callable[..., Path]) -> None:
    run("import_issue", SAMPLE)
    before = dict(Document.objects.values_list("document_number", "pk"))
    changed = Document.objects.get(title__endswith=TITLE)
    code, out, _ = run("import_issue", variant(森林草原防火="森林与草原防火"), "--replace")
    assert (code, dict(Document.objects.values_list("document_number", "pk"))) == (0, before)
    changed.refresh_from_db()
    assert changed.title.endswith("春季森林与草原防火工作的通知")
    assert changed.document_number == "示政办发〔2012〕9号"
    assert "新建公文 0 份，更新 11 份，保持原样 0 份" in out
    assert Reading.objects.count() == 1, "what nothing stands on any more is forgotten"


def test_replace_keeps_what_is_published(run: Run, variant: Callable[..., Path], versions: Versions) -> None:
    run("import_issue", SAMPLE)
    document = Document.objects.get(title__endswith=TITLE)
    make.published(document)
    tasks = list(document.tasks.values_list("pk", flat=True))
    code, out, _ = run("import_issue", variant(森林草原防火="森林与草原防火"), "--replace")
    assert code == 0
    document.refresh_from_db()
    assert document.title.endswith(TITLE)
    assert list(document.tasks.values_list("pk", flat=True)) == tasks
    assert "更新 10 份，保持原样 1 份" in out
    assert f"保持原样：{document}（已发布）" in out


@pytest.mark.parametrize(("status", "word"), [(Status.PUBLISHED, "已发布"), (Status.WITHDRAWN, "已撤回")])
def test_an_issue_before_the_public_is_never_changed(
    run: Run, versions: Versions, variant: Callable[..., Path], status: Status, word: str
) -> None:
    run("import_issue", SAMPLE)
    make.published(Issue.objects.get())
    if status == Status.WITHDRAWN:
        make.withdrawn(Issue.objects.get())
    before = versions()
    code, _, said = run("import_issue", variant(森林草原防火="森林与草原防火"), "--replace")
    assert (code, said.strip()) == (2, f"2012年第3期{word}，不能由导入改动；更正请在后台办理。")
    assert versions() == before


def test_going_back_to_an_earlier_file_replaces_again(run: Run, variant: Callable[..., Path]) -> None:
    run("import_issue", SAMPLE)
    kept = Document.objects.get(title__endswith=TITLE)
    make.published(*Document.objects.exclude(pk=kept.pk).filter(serial=1))
    assert run("import_issue", variant(森林草原防火="森林与草原防火"), "--replace")[0] == 0
    code, _, said = run("import_issue", SAMPLE, "--replace")
    assert (code, said) == (0, "")
    kept.refresh_from_db()
    assert kept.title.endswith(TITLE)
    assert Issue.objects.get().reading == kept.reading


def test_the_facts_in_the_house_are_saved_once() -> None:
    facts = json.loads((PROJECT / "fixtures" / "facts" / "2023-02.json").read_text("utf-8"))
    first = save_issue_reading(facts, at=timezone.now())
    ids = sorted(Document.objects.values_list("pk", flat=True))
    again = save_issue_reading(facts, at=timezone.now())
    assert (len(first.created), len(again.created)) == (len(facts["documents"]), 0)
    assert sorted(Document.objects.values_list("pk", flat=True)) == ids


def test_facts_never_take_the_place_of_a_text() -> None:
    data = answers.document(number=5)
    save_issue_reading(answers.issue(documents=[data]), at=timezone.now())
    facts = answers.issue(documents=[data | {"body": "一、", "text_status": "outline"}])
    with pytest.raises(NotSavable, match="已有全文，不能用提要代替"):
        save_issue_reading(facts | {"text_status": "outline"}, at=timezone.now(), replace=True)
    other = answers.issue(4, documents=[data | {"body": "一、", "text_status": "outline"}])
    save_issue_reading(other | {"text_status": "outline"}, at=timezone.now(), replace=True)
    assert Document.objects.get().body == data["body"]


def test_a_withdrawn_outline_is_not_filled() -> None:
    facts = answers.issue(documents=[answers.document(number=5, text_status="outline")])
    save_issue_reading(facts | {"text_status": "outline"}, at=timezone.now())
    make.published(Issue.objects.get())
    make.withdrawn(Issue.objects.get())
    with pytest.raises(NotSavable, match="2012年第3期已撤回"):
        save_issue_reading(answers.issue(documents=[answers.document(number=5)]), at=timezone.now())


def test_a_total_number_of_another_issue_is_refused(versions: Versions) -> None:
    make.issue(2011, 12, total_number=99)
    before = versions()
    with pytest.raises(NotSavable, match="总第99期已属于2011年第12期，请核对总期号。"):
        save_issue_reading(answers.issue(total_number=99), at=timezone.now())
    assert versions() == before


@pytest.mark.parametrize("own", [{"year": None}, {"number": None}, {"number": 0}, {"year": 1012}])
def test_an_issue_without_plausible_year_and_number_is_refused(own: dict[str, int | None]) -> None:
    with pytest.raises(NotSavable, match="年份"):
        save_issue_reading(answers.issue(**own), at=timezone.now())
    assert not Issue.objects.exists()


def test_a_document_an_editor_listed_stays_in_the_contents() -> None:
    data = answers.document(number=5)
    first = save_issue_reading(answers.issue(documents=[data]), at=timezone.now())
    assert first.issue is not None
    extra = make.document("示例市人民政府关于补登的通知", published=False)
    make.entry(first.issue, extra)
    outcome = save_issue_reading(answers.issue(documents=[data]), at=timezone.now(), replace=True)
    assert outcome.left == [extra]
    titles = first.issue.entries.order_by("position").values_list("title", flat=True)
    assert list(titles) == [data["title"], extra.title]


def test_a_notice_is_listed_in_its_issue_even_later(run: Run, notice_file: Path) -> None:
    issue = make.issue(2012, 4, published=False)
    for position in (1, 5):  # an editor took lines out of the middle
        make.entry(issue, position=position)
    assert run("import_document", notice_file)[0] == 0
    assert not issue.entries.filter(document__isnull=False).exists()
    for _ in range(2):
        code, _, said = run("import_document", notice_file, "--issue", "2012/4")
        assert (code, said) == (0, "")
    entry = issue.entries.get(document__isnull=False)
    assert (entry.position, entry.document) == (6, Document.objects.get())


def test_a_notice_is_not_put_into_published_contents(run: Run, notice_file: Path) -> None:
    make.issue(2012, 4)
    code, _, said = run("import_document", notice_file, "--issue", "2012/4")
    assert (code, said.strip()) == (2, "2012年第4期已发布，目录里没有这份公文；请先在后台列入目录。")
    assert not Document.objects.exists()


def test_a_changed_notice_needs_replace_and_a_published_one_stays(run: Run, notice_file: Path) -> None:
    run("import_document", notice_file)
    notice_file.write_text(notice_file.read_text("utf-8").replace("每年检查2次", "每年检查4次"), "utf-8")
    code, _, said = run("import_document", notice_file)
    assert (code, said.count("\n")) == (2, 1)
    assert "已经在库：要用这个文件更新草稿，请加 --replace。" in said
    assert run("import_document", notice_file, "--replace")[0] == 0
    assert "每年检查4次" in Document.objects.get().body
    make.published(Document.objects.get())
    notice_file.write_text(notice_file.read_text("utf-8").replace("每年检查4次", "每年检查6次"), "utf-8")
    code, _, said = run("import_document", notice_file, "--replace")
    assert (code, "已经在库：已发布，不能由导入改动。" in said) == (2, True)
    assert "每年检查4次" in Document.objects.get().body
