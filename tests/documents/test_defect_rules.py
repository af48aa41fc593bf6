"""Each rule of a document's defect report: what it finds, and what lies beside it and is left alone. Facts only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents.defects.checking import defects_of
from documents.defects.defect import Defect, Severity
from documents.defects.facts import (
    AttachmentFact,
    DocumentFacts,
    ItemFact,
    OtherText,
    ProblemFact,
    RelationFact,
    Surroundings,
    TargetFact,
    TaskFact,
    UnitFact,
)
from documents.defects.register import KINDS
from documents.document_numbers import DocumentNumber
from foundation.identity_numbers import identity_check_character
from foundation.work_days import LIBRARY
from tests.proofread import KNOWN

ON = date(2024, 10, 8)
OURS = DocumentNumber("临政办发", 2024, 7)
PLAIN = DocumentFacts(
    pk=1,
    title="临沧市人民政府办公室关于做好校对演练的通知",
    number=OURS,
    document_number=str(OURS),
    kind="通知",
    addressees=("各县、区人民政府",),
    written_on=date(2024, 3, 5),
    written_on_printed="2024年3月5日",
    note="此件公开发布",
    body="一、总体要求\n各单位要把校样从头到尾读一遍，读完以后签名。\n二、时间安排\n演练分两天进行，每天上午开始。",
    printed_month=date(2024, 3, 1),
)
AROUND = Surroundings(ON, own_series=frozenset({"临政办发", "临政发"}), calendar=LIBRARY)
FIRST_17 = "53352119580203001"
IDENTITY = FIRST_17 + identity_check_character(FIRST_17)
WRONG = FIRST_17 + ("0" if IDENTITY[-1] != "0" else "1")
CARD = "6222021234567890128"  # passes Luhn
LONG = "".join(f"第{n}项工作由示例单位在{n}月份完成，完成以后逐级报告结果并存档备查。" for n in range(1, 12))


def defects(facts: DocumentFacts, around: Surroundings = AROUND) -> list[Defect]:
    return defects_of(facts, around, known=KNOWN)


def with_body(text: str) -> DocumentFacts:
    return replace(PLAIN, body=f"{PLAIN.body}\n{text}")


def citing(kind: str = "cites", **fields: Any) -> DocumentFacts:
    relation = RelationFact(5, kind, **{"title": "示例办法"} | fields)
    return replace(PLAIN, relations=(relation,))


def repealed(since: date | None, by: int = 9) -> TargetFact:
    return TargetFact(3, "旧办法", repealed_by=by, repealing="新办法", repealed_on=since)


def attached(text: str = "一、范围\n示例范围内的单位。", title: str = "示例名单") -> AttachmentFact:
    return AttachmentFact(4, 1, "附件", title, text)


def test_a_document_in_order_has_only_its_deadline() -> None:
    (only,) = defects(PLAIN)
    assert (only.code, only.severity) == ("disclosure_deadline", Severity.HINT)
    assert "2024年4月2日" in only.sentence


HITS: Mapping[str, tuple[DocumentFacts, DocumentFacts]] = {
    "identity": (with_body(f"联系人证件 {IDENTITY}。"), with_body("总投资 533521195802030017890 元。")),
    "identity_doubtful": (with_body(f"证件 {WRONG}。"), with_body("编号 533521199913450012。")),
    "mobile": (with_body("联系电话：138 0013 8000。"), with_body("联系电话：0883-2127817。")),
    "bank_card": (with_body(f"汇入 {CARD}。"), with_body(f"汇入 {CARD[:-1]}9。")),
    "not_disclosed": (
        replace(PLAIN, disclosure="on_request", disclosure_label="依申请公开"),
        replace(PLAIN, disclosure="active"),
    ),
    "body_empty": (replace(PLAIN, body=" \n"), replace(PLAIN, body="", has_full_text=False)),
    "outline_only": (replace(PLAIN, body="", has_full_text=False), PLAIN),
    "attachment_empty": (
        replace(PLAIN, attachments=(attached(""),)),
        replace(PLAIN, attachments=(attached(),)),
    ),
    "attachments_differ": (
        replace(with_body("附件：示例名册"), attachments=(attached(),)),
        replace(with_body("附件：示例名单"), attachments=(attached(),)),
    ),
    "unseen_character": (with_body("看不见\u200b的字符。"), with_body("看得见\t的单元格")),
    "day_missing": (
        replace(PLAIN, written_on=None, written_on_printed="2024年3月"),
        replace(PLAIN, written_on=None, number=None, document_number=""),
    ),
    "day_in_future": (replace(PLAIN, written_on=date(2024, 10, 9)), replace(PLAIN, written_on=ON)),
    "day_after_issue": (
        replace(PLAIN, written_on=date(2024, 4, 1)),
        replace(PLAIN, written_on=date(2024, 3, 31)),
    ),
    "effect_not_entered": (
        with_body("三、附则\n本办法自2024年4月1日起施行。"),
        replace(with_body("三、附则\n本办法自2024年4月1日起施行。"), effective_from=date(2024, 4, 1)),
    ),
    "effect_before_writing": (
        replace(PLAIN, effective_from=date(2024, 3, 4)),
        replace(PLAIN, effective_from=date(2024, 3, 5)),
    ),
    "effect_ended": (
        replace(PLAIN, effective_until=date(2024, 3, 4)),
        replace(PLAIN, effective_until=date(2029, 3, 4)),
    ),
    "printed_after_effect": (
        replace(PLAIN, effective_from=date(2024, 3, 6), printed_month=date(2024, 4, 1)),
        replace(PLAIN, effective_from=date(2024, 3, 6)),
    ),
    "citation_unresolved": (
        citing(number=DocumentNumber("临政发", 2019, 3), printed_number="临政发〔2019〕3号"),
        citing(number=DocumentNumber("国发", 2019, 3), printed_number="国发〔2019〕3号"),
    ),
    "basis_repealed": (
        citing(target=repealed(date(2024, 3, 5))),
        citing(target=repealed(date(2024, 3, 6))),
    ),
    "repeal_unknown": (citing("repeals"), citing("repeals", target=TargetFact(3, "旧办法"))),
    "repeal_of_itself": (
        citing("repeals", number=OURS),
        citing("repeals", number=DocumentNumber("临政办发", 2024, 8)),
    ),
    "repeal_twice": (
        citing("repeals", target=repealed(date(2020, 1, 1))),
        citing("repeals", target=repealed(date(2024, 3, 5), by=PLAIN.pk)),
    ),
    "interprets_unknown": (citing("interprets"), citing("interprets", target=TargetFact(3, "示例办法"))),
    "interpretation_missing": (
        replace(PLAIN, enclosed_title="示例市桥梁养护办法（试行）"),
        replace(PLAIN, enclosed_title="示例市桥梁养护办法", is_interpreted=True),
    ),
    "number_taken": (replace(PLAIN, same_number=("另一份通知",)), PLAIN),
    "number_parts_differ": (replace(PLAIN, number=DocumentNumber("临政办发", 2024, 8)), PLAIN),
    "task_without_unit": (
        replace(PLAIN, tasks=(TaskFact(6, "一", "读校样"),)),
        replace(PLAIN, tasks=(TaskFact(6, "一", "读校样", units=(UnitFact("市财政局"),)),)),
    ),
    "unit_unknown": (
        replace(PLAIN, organs=(UnitFact("市校对局", is_known=False, proposed=8),)),
        replace(PLAIN, organs=(UnitFact("临沧市人民政府办公室"),)),
    ),
    "item_damaged": (
        replace(PLAIN, items=(ItemFact(7, 1, "残损的一行", damaged=True),)),
        replace(PLAIN, items=(ItemFact(7, 1, "完好的一行"),)),
    ),
    "items_missing": (
        replace(PLAIN, items=(ItemFact(7, 1, "甲"), ItemFact(8, 3, "丙"))),
        replace(PLAIN, items=(ItemFact(7, 1, "甲"), ItemFact(8, None, "乙"))),
    ),
    "problem_open": (
        replace(PLAIN, problems=(ProblemFact(2, 9, "page_unread", "有页未读入", "第3页未读入", ""),)),
        replace(
            with_body("“只有一半的引号。"),
            problems=(ProblemFact(2, 9, "bracket_unbalanced", "括号不成对", "缺一半", "“只有一半的引号"),),
        ),
    ),
    "text_unplaced": (replace(PLAIN, unplaced=12), PLAIN),
    "bracket_unbalanced": (with_body("“只有一半的引号。"), with_body("“完整的引号”。")),
    "grave_misprint": (with_body("建设佧山机场，方便出行。"), with_body("建设佤山机场，方便出行。")),
    "number_form": (replace(PLAIN, document_number="临政办发[2024]7号"), PLAIN),
}


@pytest.mark.parametrize("code", HITS)
def test_each_rule_finds_its_defect_and_leaves_what_lies_beside_it(code: str) -> None:
    hit, near_miss = HITS[code]
    found = [defect for defect in defects(hit) if defect.code == code]
    assert len(found) == 1
    (defect,) = found
    assert defect.sentence.endswith("。")
    assert defect.place.label
    assert (defect.place.field or defect.place.rows or defect.place.label == "解读") != ""
    assert [other.code for other in defects(near_miss) if other.code == code] == []


def test_what_blocks_is_what_no_reason_can_excuse() -> None:
    blocking = {code for code, kind in KINDS.items() if kind.severity == Severity.BLOCKING}
    assert blocking == {
        "identity",
        "mobile",
        "bank_card",
        "not_disclosed",
        "body_empty",
        "day_in_future",
        "repeal_of_itself",
        "number_taken",
        "grave_misprint",
    }


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (OtherText(2, "另一份", PLAIN.title, PLAIN.written_on, ""), "duplicate_title"),
        (OtherText(2, "另一份", "另一个标题", None, LONG), "duplicate_text"),
        (OtherText(2, "另一份", "另一个标题", None, LONG.replace("第3项", "第三项")), "duplicate_nearly"),
        (OtherText(2, "另一份", PLAIN.title, date(2023, 3, 5), "短文。"), None),
        (OtherText(2, "另一份", "另一个标题", None, LONG[: len(LONG) // 2]), None),
        (OtherText(1, "它自己", PLAIN.title, PLAIN.written_on, LONG), None),
    ],
)
def test_the_same_text_again_is_found(other: OtherText, code: str | None) -> None:
    around = replace(AROUND, others=(other,))
    found = [d.code for d in defects(replace(PLAIN, body=LONG), around) if d.code.startswith("duplicate")]
    assert found == ([code] if code else [])


def test_no_number_of_a_person_stands_in_the_report() -> None:
    text = f"证件 {IDENTITY}，手机 13800138000，卡号 {CARD}；重复重复证件 {IDENTITY}。"
    task = TaskFact(6, "一", "读校样", text, units=(UnitFact("市财政局"),))
    found = defects(replace(with_body(text), title=f"{PLAIN.title}{IDENTITY}", tasks=(task,)))
    shown = repr([(d.sentence, d.place, d.quote) for d in found])
    assert not any(number in shown for number in (IDENTITY, IDENTITY[:14], "13800138000", CARD, CARD[:16]))
    codes = [d.code for d in found if d.severity == Severity.BLOCKING]
    assert codes.count("identity") == 3  # the title and two in the body; the task repeats the body
    assert (codes.count("mobile"), codes.count("bank_card")) == (1, 1)


def test_a_key_holds_while_its_place_stands_and_no_longer() -> None:
    def key(body: str) -> list[str]:
        return [d.key for d in defects(replace(PLAIN, body=body)) if d.code == "misprint"]

    slip = "各单位要按装好校样架，其它事项照旧。"
    first = key(slip)
    assert first
    assert key(f"一、先说一句\n前面多了一段。\n{slip}") == first
    assert key(f"{slip}\n{slip}")[: len(first)] == first
    assert len(set(key(f"{slip}\n{slip}"))) == 2 * len(first)
    assert not set(key(slip.replace("照旧", "照新"))) & set(first)


def test_a_place_names_its_line() -> None:
    found = defects(with_body("三、其他\n其它事项照旧。"))
    (misprint,) = [defect for defect in found if defect.code == "misprint"]
    assert (misprint.place.field, misprint.place.line) == ("body", 6)
    (own,) = [
        d for d in defects(replace(PLAIN, attachments=(attached("甲\n13800138000。"),))) if d.code == "mobile"
    ]
    assert (own.place.rows, own.place.row, own.place.line) == ("attachments", 4, 2)


def test_hostile_texts_come_to_an_end_and_show_nothing_unseen() -> None:
    hostile = "\x01\u202e" + "甲" * 100_000 + "".join(f"1{n}" for n in range(3000)) + "《" * 2000
    found = defects(replace(PLAIN, body=hostile, title="\u200b" + PLAIN.title))
    assert {"unseen_character", "bracket_unbalanced"} <= {defect.code for defect in found}
    shown = "".join(d.whole_sentence + (d.quote.printed if d.quote else "") for d in found)
    assert not set("\x01\u202e\u200b") & set(shown)
    assert max(len(d.key) for d in found) <= 80
