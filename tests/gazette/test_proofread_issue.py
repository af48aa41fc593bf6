"""Rules over a whole issue, and the register of all rules."""

from dataclasses import replace

import pytest

from documents.proofreading.finding import Severity
from documents.proofreading.known import Known
from documents.reading.problem_names import NAMES
from gazette.proofreading.rules import RULES, proofread_reading
from gazette.reading.either import read_either
from tests.databases import PROJECT
from tests.proofread import BODY, FRONT, KNOWN, UNITS


def rules_found(text: str, *, known: Known = KNOWN) -> dict[str, str]:
    """Rule → the printed piece of its first finding, over a file."""
    answer = read_either(text.encode(), name="issue.txt", lexicon=UNITS, known_people=known.people).answer
    assert answer.issue is not None
    return {finding.rule: finding.printed for finding in reversed(proofread_reading(answer, known=known))}


def test_a_faultless_issue_has_no_finding() -> None:
    assert rules_found(FRONT + BODY) == {}


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("permit_missing", "准印证号（53）Y000001号\n", ""),
        ("issue_data", "2024年第3期", "2024年第13期"),
        ("issue_data", "2024年3月出版", "2026年3月出版"),
        ("issue_data", "总第155期", "总第2期"),
        ("contact_form", "gazette@example.com", "gazette当地邮箱"),
        ("contents_pages", "排版演练的通知 (5)", "排版演练的通知 (12)"),
        ("masthead_repeated", "林大川 何小河\n", "林大川 何小河 林大川\n"),
        ("masthead_near", "主 编 何小河", "主 编 何小何"),
        ("title_differs", "做好校对演练的通知 (1)", "搞好校对演练的通知 (1)"),
        ("number_date_order", "2024年3月6日", "2024年3月2日"),
        ("number_out_of_order", "〔2024〕8号", "〔2024〕6号"),
        ("date_after_issue", "2024年3月6日", "2024年5月6日"),
        ("chronicle_future", "2月5日", "6月5日"),
        ("chronicle_repeated", "2月2日 林", "2月1日 林"),
        ("date_out_of_order", "2月2日 林", "2月9日 林"),
        ("meeting_order", "第6次常务", "第4次常务"),
        ("interpretation_wording", "一、总体要求和安排\n\n校样", "一、总体要球和安排\n\n校样"),
        ("grave_misprint", "临翔区调研", "临翔县调研"),
        ("mark_doubled", "林大川出席校对工作会。", "林大川出席校对工作会，。"),
        ("bracket_unbalanced", "林大川出席校对工作会。", "林大川出席校对工作会（视频。"),
        ("sentence_unended", "临翔区调研校对工作。何小河参加。", "临翔区调研校对工作。何小河参加"),
        ("chronicle_undated", "2月5日 方", "2月35日 方"),
        (
            "contents_without_text",
            "大事记\n\n大事记 (9)",
            "公告\n\n临沧市人民政府公告 (9)\n\n大事记\n\n大事记 (10)",
        ),
    ],
)
def test_objects_to_one_change_of_a_faultless_issue(rule: str, old: str, new: str) -> None:
    text = FRONT + BODY
    assert old in text
    assert rule in rules_found(text.replace(old, new, 1))


def test_a_name_one_letter_from_an_official_on_record_is_told() -> None:
    known = replace(KNOWN, people=frozenset({"方远山", "林大川", "何小河"}))
    assert (
        rules_found((FRONT + BODY).replace("何小河参加。", "何小何参加。", 1), known=known)["person_misprint"]
        == "何小何"
    )
    assert rules_found(FRONT + BODY, known=known) == {}


def test_a_doubt_of_the_reader_and_of_a_rule_is_told_once_in_the_words_of_the_reader() -> None:
    task = "一、总体要求和安排\n\n1.读一遍校样。（市工业和信息局、市财政局负责）\n\n"
    text = FRONT + BODY.replace("一、总体要求和安排\n\n", task, 1)
    answer = read_either(text.encode(), name="issue.txt", lexicon=UNITS).answer
    (problem,) = answer.problems
    (finding,) = proofread_reading(answer, known=KNOWN)
    assert (finding.rule, finding.line, finding.printed) == (problem.kind, problem.line, problem.printed)


def test_findings_tell_line_place_and_context() -> None:
    text = (FRONT + BODY).replace("从头到尾看一遍", "从头到尾的的看一遍")
    answer = read_either(text.encode(), name="issue.txt", lexicon=UNITS).answer
    (finding,) = proofread_reading(answer, known=KNOWN)
    line = next(n for n, printed in enumerate(text.splitlines(), start=1) if "的的" in printed)
    assert (finding.line, finding.place, finding.printed) == (line, "正文", "的的")
    assert finding.before.endswith("从头到尾") and finding.after.startswith("看一遍")
    assert finding.document == "临沧市人民政府办公室关于做好排版演练的通知"
    assert finding.sentence.startswith("正文：") and finding.anchor == "p1"


def test_every_rule_says_what_it_is_and_where_it_comes_from() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids)) >= 60
    for rule in RULES:
        assert rule.title and rule.source and rule.severity in Severity
        assert rule.id.replace("_", "").isalpha() and rule.id.islower()


def test_every_kind_of_problem_of_the_readers_is_a_rule() -> None:
    assert set(NAMES) <= {rule.id for rule in RULES}


def test_every_rule_is_tried_by_a_test() -> None:
    texts = "".join(path.read_text("utf-8") for path in (PROJECT / "tests").rglob("test_proofread_*.py"))
    untried = {rule.id for rule in RULES if f'"{rule.id}"' not in texts}
    adopted = {
        "annotation_unread",
        "checklist_damaged",
        "checklist_gap",
        "checklist_order",
        "page_unread",
        "part_unread",
    }
    assert untried <= adopted  # these are tried where they are read


def test_a_rule_can_be_switched_off() -> None:
    text = (FRONT + BODY).replace("从头到尾看一遍", "从头到尾的的看一遍")
    answer = read_either(text.encode(), name="issue.txt", lexicon=UNITS).answer
    assert proofread_reading(answer, known=KNOWN, off=["particle_doubled"]) == []


def test_a_document_nobody_announced_is_told() -> None:
    entry = "临沧市人民政府办公室关于做好排版演练的通知 (5)\n\n"
    assert "text_without_contents" in rules_found((FRONT + BODY).replace(entry, "", 1))
