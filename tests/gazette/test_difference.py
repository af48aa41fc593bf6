"""What changes between what is on record and a file, said so that a person can read it."""

from typing import Any

import pytest

from gazette.difference import Piece, compare_documents, compare_events, compare_issues, compare_paragraphs


def document(**fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "title": "示例通知",
        "document_number": "示政发〔2026〕7号",
        "kind": "通知",
        "column": None,
        "organs": ["示例市人民政府"],
        "addressees": [],
        "written_on": "2026-02-03",
        "note": None,
        "body": "一、总则\n第一段。\n第二段。",
        "attachments": [],
        "tasks": [],
    }
    return made | fields


def task(path: str, title: str, **roles: str) -> dict[str, Any]:
    rows = [{"unit": unit, "role": role, "implied": False} for role, unit in roles.items()]
    return {"path": path, "title": title, "assignments": rows}


def test_the_same_is_no_change() -> None:
    changes = compare_documents(document(), document())
    assert not changes
    assert changes.summary == ""


def test_elements_are_shown_before_and_after() -> None:
    changes = compare_documents(document(), document(title="示例通告", written_on=None))
    assert [(c.label, c.before, c.after) for c in changes.fields] == [
        ("标题", "示例通知", "示例通告"),
        ("成文日期", "2026-02-03", ""),
    ]
    assert changes.summary == "标题、成文日期"


def test_paragraphs_are_counted_by_what_happened_to_them() -> None:
    after = document(body="一、总则\n第二段，改了几个字。\n另外新写的一大段完全不同的话。")
    changes = compare_documents(
        document(body="一、总则\n第一段要删去的旧内容啊。\n第二段，改几个字。"), after
    )
    assert [change.kind for change in changes.paragraphs] == ["removed", "changed", "added"]
    assert changes.summary == "正文增加 1 段、删去 1 段、修改 1 段"


def test_a_change_shows_only_its_surroundings() -> None:
    long = "春耕备耕工作要早谋划早部署早落实确保全年粮食生产开好局起好步"
    (change,) = compare_paragraphs([f"{long}甲{long}"], [f"{long}乙{long}"])
    marks = [(piece.mark, piece.text) for piece in change.pieces]
    assert marks == [
        ("same", f"……{long[-12:]}"),
        ("gone", "甲"),
        ("new", "乙"),
        ("same", f"{long[:12]}……"),
    ]


@pytest.mark.parametrize(("before", "after", "kind"), [([], ["新"], "added"), (["旧"], [], "removed")])
def test_a_paragraph_alone(before: list[str], after: list[str], kind: str) -> None:
    (change,) = compare_paragraphs(before, after)
    assert change.kind == kind
    assert len(change.pieces) == 1


def test_attachments_are_compared_with_the_text() -> None:
    part = {"label": "附件1", "title": "配置表", "text": "桌子\t4"}
    changes = compare_documents(document(), document(attachments=[part]))
    assert [change.pieces for change in changes.paragraphs] == [
        (Piece("new", "附件1 配置表"),),
        (Piece("new", "桌子\t4"),),
    ]


def test_tasks_and_roles_come_and_go() -> None:
    before = document(tasks=[task("一", "备种", lead="农业局"), task("二", "修渠", lead="水务局")])
    after = document(tasks=[task("一", "备种", lead="农业局", support="粮站")])
    changes = compare_documents(before, after)
    assert changes.tasks_gone == ("二 修渠",)
    assert changes.roles_added == ("一：粮站（配合）",)
    assert changes.roles_gone == ("二：水务局（牵头）",)
    assert changes.summary == "责任事项减少 1 项；责任单位增加 1 处、减少 1 处"


def test_an_event_that_moves_to_another_day_is_a_change() -> None:
    event = {"start": "2026-02-01", "end": None, "text": "示例甲到示例县调研春耕。"}
    (change,) = compare_events([event], [event | {"start": "2026-02-02"}])
    assert change.kind == "changed"
    assert [piece.text for piece in change.pieces if piece.mark != "same"] == ["1", "2"]


def test_an_issue_is_compared_by_its_data_masthead_and_contents() -> None:
    issue: dict[str, Any] = dict.fromkeys(
        ("title", "total_number", "published", "frequency", "permit_number", "sponsor", "distribution_status")
    )
    issue |= {
        "distribution": ["各县。"],
        "masthead": [{"role": "主编", "names": ["示例甲"]}],
        "contents": [{"title": "示例通知", "page": 1}, {"title": "编辑补列的一条", "page": None}],
    }
    after = issue | {
        "total_number": 12,
        "masthead": [{"role": "主编", "names": ["示例乙"]}],
        "contents": [{"title": "示例通知", "page": 2}],
    }
    assert [(change.label, change.before, change.after) for change in compare_issues(issue, after)] == [
        ("总期号", "", "12"),
        ("编辑委员会", "主编 示例甲", "主编 示例乙"),
        ("目录", "示例通知（1）", "示例通知（2）"),
    ]


def test_texts_of_any_length_are_compared_in_bounded_time() -> None:
    (change,) = compare_paragraphs(["甲乙丙丁" * 5000], ["甲乙丙丁" * 5001])
    assert [piece.mark for piece in change.pieces] == ["gone", "new"]
