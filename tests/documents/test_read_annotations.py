"""Who must do a thing: every style of annotation that real notices use, and what only looks like one (import.md 5)."""

from __future__ import annotations

import pytest

from documents.reading.answer import TaskAnswer
from tests.reading import document, kinds, notice

MARKS = {"lead": "牵", "support": "配", "responsible": "责"}


def tasks(*body: str) -> tuple[TaskAnswer, ...]:
    return document(notice(*body)).tasks


def roles(task: TaskAnswer) -> str:
    """ "牵甲局 配乙局 责*丙局": the star marks what a standing rule implies."""
    return " ".join(f"{MARKS[r.role]}{'*' if r.implied else ''}{r.unit}" for r in task.assignments)


def one(annotation: str) -> str:
    """The roles of a single item that closes with the annotation."""
    (task,) = tasks("一、办好学堂", f"1. 每月开一次课，教会老人看报。{annotation}")
    return roles(task)


@pytest.mark.parametrize("opening,closing", ["（）", "()", "[]", "［］", "〔〕", "【】"])
@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("市民政局牵头，市财政局、市审计局配合", "牵市民政局 配市财政局 配市审计局"),
        ("市民政局、市财政局按职责分工负责", "责市民政局 责市财政局"),
        ("市民政局负责", "责市民政局"),
        ("责任单位：市民政局、市财政局，各县市区人民政府", "牵市民政局 责市财政局 责各县市区人民政府"),
        ("责任单位:市民政局", "责市民政局"),
        ("牵头单位：市民政局；责任单位：市财政局、市审计局", "牵市民政局 责市财政局 责市审计局"),
        ("牵头单位：市民政局；配合单位：市财政局", "牵市民政局 配市财政局"),
        ("市民政局牵头，市财政局、市审计局按职责分工配合", "牵市民政局 配市财政局 配市审计局"),
        ("市民政局牵头，市财政局按职责分工负责", "牵市民政局 责市财政局"),
        ("市民政局牵头负责", "牵市民政局"),
        ("市民政局、市财政局牵头", "牵市民政局 牵市财政局"),
        ("市民政局和市财政局共同负责", "责市民政局 责市财政局"),
        ("市直各部门，各县、区人民政府按职责分工负责", "责市直各部门 责各县、区人民政府"),
    ],
)
def test_styles_in_every_bracket(opening: str, closing: str, inside: str, expected: str) -> None:
    bare = expected if not inside.startswith("责任单位：市民政局、") else expected.replace("牵", "责")
    assert one(f"{opening}{inside}{closing}") == bare


@pytest.mark.parametrize(
    ("inside", "deadline"),
    [
        ("2030年6月底前，牵头单位：市民政局", "2030年6月底前"),
        ("2030年9月15日前，市民政局负责", "2030年9月15日前"),
        ("6月30日前，牵头单位：市民政局；责任单位：市财政局", "6月30日前"),
        ("长期坚持，市民政局负责", "长期坚持"),
        ("牵头单位：市民政局；完成时限：2030年12月底前", "2030年12月底前"),
    ],
)
def test_time_limits_inside_the_bracket(inside: str, deadline: str) -> None:
    (task,) = tasks("1. 开课教老人看报。（" + inside + "）")
    assert (task.deadline, task.assignments[0].unit) == (deadline, "市民政局")


def test_a_time_limit_in_the_text_serves_when_the_bracket_has_none() -> None:
    (task,) = tasks("1. 2030年6月底前开课教老人看报。（市民政局负责）")
    assert task.deadline == "2030年6月底前"


def test_several_in_one_paragraph_make_several_tasks() -> None:
    first, second = tasks("（一）开课。请老师写讲义。（市教育体育局负责）再请老人试听。（市民政局负责）")
    assert (first.path, second.path) == ("（一）", "（一）")
    assert (roles(first), roles(second)) == ("责市教育体育局", "责市民政局")
    assert (first.title, second.title) == ("开课", "再请老人试听")
    assert "讲义" in first.text and "讲义" not in second.text


def test_an_annotation_on_its_own_line_belongs_to_the_paragraph_before() -> None:
    (task,) = tasks("1. 每月开一次课，教会老人看报。", "（市民政局牵头，市财政局配合）")
    assert (task.path, roles(task)) == ("1", "牵市民政局 配市财政局")


def test_an_annotation_cut_by_a_page_end() -> None:
    (task,) = tasks("1. 每月开一次课，教会老人看报。（市民政局牵头，市财", "政局、市审计局配合）")
    assert roles(task) == "牵市民政局 配市财政局 配市审计局"


def test_label_lines_without_brackets() -> None:
    first, second = tasks(
        "（一）开课。教会老人看报。", "责任单位：市民政局、市财政局",
        "（二）印书。字要大。", "牵头单位：市民政局", "责任单位：市财政局，各县、区人民政府",
    )  # fmt: skip
    assert (first.path, roles(first)) == ("（一）", "责市民政局 责市财政局")
    assert (second.path, roles(second)) == ("（二）", "牵市民政局 责市财政局 责各县、区人民政府")
    assert second.annotation == "牵头单位：市民政局\n责任单位：市财政局，各县、区人民政府"


def test_a_rule_that_implies_a_unit_from_there_on() -> None:
    first, second, third = tasks(
        "1. 开课。（市民政局牵头。以下均需各县、区人民政府落实，不再列出）",
        "2. 印书。（市财政局负责）",
        "3. 建屋。（各县、区人民政府负责）",
    )
    assert roles(first) == "牵市民政局"
    assert roles(second) == "责市财政局 责*各县、区人民政府"
    assert roles(third) == "责各县、区人民政府"


@pytest.mark.parametrize(
    "rule", ["列首位的为牵头单位，下同", "排在第一位的为牵头单位，下同", "排首位的单位为牵头单位，下同"]
)
def test_a_rule_that_the_first_leads(rule: str) -> None:
    first, second, alone, named = tasks(
        f"1. 开课。（市民政局、市财政局按职责分工负责，{rule}）",
        "2. 印书。（责任单位：市文化旅游局、市财政局）",
        "3. 建屋。（市住房城乡建设局负责）",
        "4. 通路。（市财政局配合，市交通运输局牵头）",
    )
    assert roles(first) == "牵*市民政局 责市财政局"
    assert roles(second) == "牵*市文化旅游局 责市财政局"
    assert roles(alone) == "责市住房城乡建设局"
    assert roles(named) == "配市财政局 牵市交通运输局"


@pytest.mark.parametrize(
    "line",
    [
        "1. 各责任单位要按时报送情况，牵头单位推、责任单位拖的，当面批评。",
        "1. 对责任单位（含牵头单位）逐个打分。",
        "1. 由民政部门牵头负责答复，其他部门配合。",
        "1. 本通知由市民政局负责解释。",
        "1. 责任单位之间意见不一的（含县区），当天商量。",
        "1. 对落实不力的（迟到、早退）要批评。",
        "1. 建设书屋（含阅览室、报刊栏）。",
        "1. 领取执照（由市场监管部门发给）。",
        "1. 见附件（责任清单）。",
        "1. 每年安排（不少于10万元）。",
    ],
)
def test_prose_is_no_annotation(line: str) -> None:
    assert tasks("一、办好学堂", line) == ()


def test_a_bracket_that_names_a_role_but_cannot_be_read_is_reported() -> None:
    answer = notice("1. 开课教老人看报。（责任单位：要求进一步加强组织领导）")
    assert document(answer).tasks == ()
    assert "annotation_unread" in kinds(answer)


def test_a_text_without_annotations_has_no_tasks() -> None:
    assert tasks("一、开课", "（一）每月一次。字要大。", "1. 请老师写讲义；", "（1）讲义要短。") == ()


def test_a_government_work_report_has_no_tasks() -> None:
    report = notice(
        "——2030年1月10日在甲市第五届人民代表大会第一次会议上", "甲市人民政府市长 竺望川", "各位代表：",
        "现在，我代表市人民政府，向大会报告政府工作。", "一、去年的工作", "修路120公里。各部门各负其责，市县一起干。",
        "二、今年的安排", "（一）修桥。责任单位要签字，牵头部门要到场。", "（二）种树。落实到山头。",
        title="政府工作报告",
    ).documents  # fmt: skip
    assert report[0].tasks == ()
    assert report[0].kind == "报告"


def test_amounts_of_money_as_printed() -> None:
    (task,) = tasks("1. 市级安排 1,200 万元，其中县里0.5亿元，再加1200万元。（市财政局负责）")
    assert task.amounts == ("1,200万元", "0.5亿元", "1200万元")


def test_by_duty_serve_is_read_as_answer_for_and_said() -> None:
    answer = notice("1. 开课。（市民政局、市财政局按职责分工服务）")
    assert roles(document(answer).tasks[0]) == "责市民政局 责市财政局"
    assert "role_misprint" in kinds(answer)


def test_a_unit_one_letter_from_a_known_one_is_said_and_kept() -> None:
    answer = notice("1. 开课。（市农业农材局负责）")
    assert roles(document(answer).tasks[0]) == "责市农业农材局"
    (problem,) = [problem for problem in answer.problems if problem.kind == "unit_misprint"]
    assert (problem.printed, problem.suggestion) == ("市农业农材局", "市农业农村局")


def test_a_number_that_begins_a_paragraph_is_never_swallowed_by_the_annotation_before() -> None:
    first, second = tasks("1. 开课。（市民政局负责）", "（二）印书。字要大。（市财政局负责）")
    assert (first.path, second.path) == ("1", "（二）")
