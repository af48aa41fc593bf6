"""责任清单: rows become items; damage is marked, gaps are said, nothing is put right in silence."""

from __future__ import annotations

from documents.reading.answer import ChecklistAnswer, ReadingAnswer
from tests.reading import document, kinds, notice

HEADER = "评价要点\t评价内容\t评价方式\t任务清单\t牵头单位\t责任单位"
SECTION = "一、开课（60分）\t\t\t\t\t"


def reading(*rows: str) -> ReadingAnswer:
    return notice("老人免费。", "附件：学堂责任清单", tail=["附件", "学堂责任清单", "", *rows])


def items(*rows: str) -> tuple[ChecklistAnswer, ...]:
    return document(reading(*rows)).checklist


def row(
    number: int,
    tasks: str = "1.备课；2.上课。",
    lead: str = "市民政局",
    responsible: str = "市财政局、市审计局",
) -> str:
    return f"1.学堂（20分）\t（{number}）按时开课。\t查看\t{tasks}\t{lead}\t{responsible}"


def numbers(*rows: str) -> list[tuple[int | None, bool]]:
    return [(item.number, item.damaged) for item in items(*rows)]


def test_a_row_in_full() -> None:
    (item,) = items(HEADER, SECTION, row(1))
    assert item == ChecklistAnswer(
        number=1, section="一、开课（60分）", point="1.学堂", points="20分", content="按时开课。", method="查看",
        tasks=("备课；", "上课。"), assignments=item.assignments, damaged=False,
    )  # fmt: skip
    assert [(role.unit, role.role) for role in item.assignments] == [
        ("市民政局", "lead"), ("市财政局", "responsible"), ("市审计局", "responsible"),
    ]  # fmt: skip


def test_the_point_carries_on_to_the_rows_below_it() -> None:
    first, second = items(HEADER, SECTION, row(1), "\t(2) 天天开门。\t查看\t看门。\t市民政局\t")
    assert (second.point, second.points, second.section) == (first.point, first.points, first.section)
    assert second.tasks == ("看门。",)


def test_a_header_repeated_on_the_next_page_is_no_item() -> None:
    answer = reading(HEADER, SECTION, row(1), "", HEADER, row(2))
    assert [item.number for item in document(answer).checklist] == [1, 2]
    assert answer.coverage.unplaced == ()


def test_columns_may_stand_in_another_order() -> None:
    (item,) = items("评价内容\t责任单位\t牵头单位\t任务清单", "（1）开课。\t市财政局\t市民政局\t备课。")
    assert [(role.unit, role.role) for role in item.assignments] == [
        ("市民政局", "lead"),
        ("市财政局", "responsible"),
    ]


def test_several_numbers_in_one_row_are_damage() -> None:
    assert numbers(HEADER, SECTION, "1.学堂\t（1）开课。（2）关门。\t查看\t备课。\t市民政局\t") == [
        (1, True),
        (2, True),
    ]


def test_a_row_without_a_number_is_damage() -> None:
    assert numbers(HEADER, SECTION, row(1), "\t按有关规定\t查看\t\t市民政局\t", row(2)) == [
        (1, False),
        (None, True),
        (2, False),
    ]


def test_tasks_in_a_unit_column_are_damage() -> None:
    assert numbers(HEADER, SECTION, row(1, lead="1.备课要认真；2.上课要大声。")) == [(1, True)]


def test_tasks_that_begin_in_the_middle_are_damage() -> None:
    assert numbers(HEADER, SECTION, row(1, tasks="3.下课。4.锁门。")) == [(1, True)]


def test_tasks_of_two_rows_in_one_cell_damage_all_between() -> None:
    found = numbers(
        HEADER,
        SECTION,
        row(1),
        row(2, tasks="1.备课；2.上课。1.扫地；2.锁门。"),
        row(3),
        row(4, tasks=""),
        row(5),
    )
    assert found == [(1, False), (2, True), (3, True), (4, True), (5, False)]


def test_a_number_in_brackets_inside_the_content_is_no_new_item() -> None:
    assert numbers(HEADER, SECTION, "1.学堂\t（1）按（5）号文件开课。\t查看\t备课。\t市民政局\t") == [
        (1, False)
    ]


def test_missing_numbers_are_said_and_not_invented() -> None:
    answer = reading(HEADER, SECTION, row(1), row(2), row(6))
    assert [item.number for item in document(answer).checklist] == [1, 2, 6]
    (gap,) = [problem for problem in answer.problems if problem.kind == "checklist_gap"]
    assert "3—5" in gap.message


def test_a_number_that_runs_back_is_said() -> None:
    assert "checklist_order" in kinds(reading(HEADER, SECTION, row(4), row(3)))


def test_every_damaged_row_is_said_with_its_line() -> None:
    answer = reading(HEADER, SECTION, row(1), "\t按有关规定\t查看\t\t市民政局\t")
    (problem,) = [problem for problem in answer.problems if problem.kind == "checklist_damaged"]
    assert problem.printed == "按有关规定"
    assert problem.line == 18


def test_veto_rows_put_their_words_in_the_first_column_and_have_no_tasks() -> None:
    first, second, veto = items(
        HEADER, SECTION, row(1), "\t按有关规定\t查看\t\t市民政局\t", "二、否决项\t\t\t\t\t",
        "（2）骗取补助。\t\t查账\t/\t市财政局\t市审计局",
    )  # fmt: skip
    assert (veto.number, veto.content, veto.tasks, veto.damaged) == (2, "骗取补助。", (), False)
    assert (veto.section, veto.point, veto.points) == ("二、否决项", "", "")
    assert [(role.unit, role.role) for role in veto.assignments] == [
        ("市财政局", "lead"),
        ("市审计局", "responsible"),
    ]
    assert (first.damaged, second.damaged) == (False, True)


def test_a_section_that_slipped_into_a_row_damages_it_and_holds_from_there() -> None:
    first, second = items(HEADER, SECTION, row(1, tasks="二、关门(15分)"), row(2))
    assert (first.damaged, first.tasks, first.section) == (True, (), "二、关门(15分)")
    assert (second.damaged, second.section) == (False, "二、关门(15分)")


def test_another_table_is_no_checklist() -> None:
    assert items("县\t学堂\t备注", "示东县\t（1）三处\t大") == ()


def test_a_unit_one_letter_from_a_known_one_is_said() -> None:
    assert "unit_misprint" in kinds(reading(HEADER, SECTION, row(1, lead="市农业农材局")))
