"""Each rule of an issue's defect report: what it finds, and what lies beside it and is left alone. Facts only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from documents.defects.defect import Defect
from documents.defects.facts import ProblemFact, Surroundings
from documents.document_numbers import DocumentNumber
from gazette.defects.checking import defects_of_issue
from gazette.defects.facts import (
    DayFact,
    EntryFact,
    EventFact,
    IssueFacts,
    MastheadFact,
    NeighbourFact,
    OriginalFact,
)
from gazette.defects.register import KINDS
from tests.documents.test_defect_rules import PLAIN
from tests.proofread import KNOWN

SECOND = replace(
    PLAIN,
    pk=2,
    title="临沧市人民政府办公室关于做好排版演练的通知",
    number=DocumentNumber("临政办发", 2024, 8),
    document_number="临政办发〔2024〕8号",
    written_on=date(2024, 3, 6),
)
DAY = DayFact(30, date(2024, 2, 1), None, "方远山主持召开市政府第5次常务会议。")
LINES = (
    EntryFact(11, 1, PLAIN.title, 1, document=1),
    EntryFact(12, 2, SECOND.title, 5, document=2),
    EntryFact(13, 3, "大事记", 9, is_chronicle=True),
)
ISSUE = IssueFacts(
    pk=7,
    title="临沧市人民政府公报",
    year=2024,
    number=3,
    total_number=155,
    frequency="月刊",
    month=date(2024, 3, 1),
    contact=(("phone", "0883-2120000"), ("email", "gazette@example.com"), ("postcode", "677099")),
    has_cover=True,
    original=OriginalFact("示例.pdf", "示例", ("临沧市人民政府公报", "电话 0883-2120000")),
    entries=LINES,
    masthead=(MastheadFact(40, "主编", ("何小河",)), MastheadFact(41, "主任", ("方远山",))),
    chronicle=(DAY,),
    documents=(PLAIN, SECOND),
    before=NeighbourFact(2024, 2, 154, date(2024, 2, 1)),
    after=NeighbourFact(2024, 4, 156, date(2024, 4, 1)),
)


def defects(issue: IssueFacts) -> list[Defect]:
    return defects_of_issue(issue, Surroundings(date(2024, 10, 8)), known=KNOWN)


def lines(*changed: EntryFact) -> IssueFacts:
    rows = {entry.pk: entry for entry in (*LINES, *changed)}
    return replace(ISSUE, entries=tuple(rows[pk] for pk in sorted(rows)))


def test_an_issue_in_order_has_no_defect() -> None:
    assert defects(ISSUE) == []


LONG = replace(PLAIN, body=PLAIN.body + "\n" + "字" * 11_500)
HITS: Mapping[str, tuple[IssueFacts, IssueFacts]] = {
    "contents_empty": (replace(ISSUE, entries=(), chronicle=()), ISSUE),
    "entry_leads_nowhere": (
        lines(replace(LINES[1], document=None)),
        lines(replace(LINES[2], title="大事记（二月）")),
    ),
    "entry_withdrawn": (replace(ISSUE, documents=(PLAIN,)), ISSUE),
    "document_not_listed": (replace(ISSUE, loose=((9, "漏列的通知"),)), ISSUE),
    "chronicle_missing": (replace(ISSUE, chronicle=()), ISSUE),
    "chronicle_not_listed": (replace(ISSUE, entries=LINES[:2]), ISSUE),
    "title_differs": (
        lines(replace(LINES[0], title=PLAIN.title.replace("校对", "核对"))),
        lines(replace(LINES[0], title=f"{PLAIN.title}——在示例会议上")),
    ),
    "page_missing": (lines(replace(LINES[1], page=None)), ISSUE),
    "page_descends": (lines(replace(LINES[2], page=4)), lines(replace(LINES[2], page=5))),
    "page_beyond": (lines(replace(LINES[2], page=900)), lines(replace(LINES[2], page=120))),
    "page_overlaps": (
        replace(ISSUE, documents=(LONG, SECOND)),
        replace(
            ISSUE, documents=(LONG, SECOND), entries=(LINES[0], replace(LINES[1], page=6), replace(LINES[2]))
        ),
    ),
    "issue_number_gap": (
        replace(ISSUE, before=NeighbourFact(2024, 1, 153, date(2024, 1, 1))),
        replace(ISSUE, before=NeighbourFact(2023, 12, 154, date(2023, 12, 1))),
    ),
    "total_number_missing": (replace(ISSUE, total_number=None), ISSUE),
    "total_number_off": (
        replace(ISSUE, before=NeighbourFact(2024, 2, 153, date(2024, 2, 1))),
        replace(ISSUE, before=NeighbourFact(2023, 12, 150, date(2023, 12, 1))),
    ),
    "month_missing": (replace(ISSUE, month=None), ISSUE),
    "month_off": (
        replace(ISSUE, before=NeighbourFact(2024, 2, 154, date(2024, 4, 1))),
        replace(ISSUE, before=NeighbourFact(2024, 2, 154, date(2024, 3, 1))),
    ),
    "document_number_gap": (
        replace(ISSUE, documents=(PLAIN, replace(SECOND, number=DocumentNumber("临政办发", 2024, 9)))),
        ISSUE,
    ),
    "pdf_missing": (replace(ISSUE, original=None), ISSUE),
    "original_unread": (
        replace(ISSUE, original=OriginalFact("示例.pdf", unread="加了密码，打不开")),
        replace(ISSUE, original=None),
    ),
    "original_number_doubtful": (
        replace(ISSUE, original=OriginalFact("示例.pdf", pages=("13 800 138 00 0",))),
        replace(ISSUE, original=OriginalFact("示例.pdf", pages=("13 800 138 0000",))),
    ),
    "cover_missing": (replace(ISSUE, has_cover=False), ISSUE),
    "contact_mobile": (
        replace(ISSUE, contact=(("printer_phone", "138-0013-8000"),)),
        replace(ISSUE, contact=(("printer_phone", "0883-2138000"),)),
    ),
    "mobile": (
        replace(ISSUE, chronicle=(replace(DAY, text="联系人手机13800138000。"),)),
        replace(ISSUE, chronicle=(replace(DAY, text="联系电话0883-2127817。"),)),
    ),
    "contact_form": (replace(ISSUE, contact=(("email", "当地邮箱"),)), ISSUE),
    "chronicle_future": (
        replace(ISSUE, chronicle=(replace(DAY, start=date(2024, 4, 1)),)),
        replace(ISSUE, chronicle=(replace(DAY, start=date(2024, 3, 31)),)),
    ),
    "masthead_repeated": (
        replace(ISSUE, masthead=(MastheadFact(40, "主编", ("何小河", "何小河")),)),
        replace(ISSUE, masthead=(MastheadFact(40, "主编", ("何小河", "林大川")),)),
    ),
    "number_date_order": (
        replace(ISSUE, documents=(PLAIN, replace(SECOND, written_on=date(2024, 3, 4)))),
        ISSUE,
    ),
    "problem_open": (
        replace(ISSUE, problems=(ProblemFact(1, 3, "page_unread", "有页未读入", "第3页未读入", ""),)),
        replace(
            lines(replace(LINES[0], title="另一个标题")),
            problems=(ProblemFact(1, 3, "title_differs", "标题不一致", "目录标题与正文标题不一致", ""),),
        ),
    ),
    "text_unplaced": (replace(ISSUE, unplaced=3), ISSUE),
    "outline_only": (replace(ISSUE, has_full_text=False), ISSUE),
}


@pytest.mark.parametrize("code", HITS)
def test_each_rule_finds_its_defect_and_leaves_what_lies_beside_it(code: str) -> None:
    hit, near_miss = HITS[code]
    found = [defect for defect in defects(hit) if defect.code == code]
    assert len(found) == 1
    assert found[0].sentence.endswith("。")
    assert found[0].subject == ISSUE.subject
    assert [other.code for other in defects(near_miss) if other.code == code] == []
    assert code in KINDS


def test_events_typed_in_without_the_printed_day_are_read_too() -> None:
    event = EventFact(1, DAY.start, None, "联系人手机13800138000。")
    found = defects(replace(ISSUE, chronicle=(replace(DAY, text="", events=(event,)),)))
    assert [defect.code for defect in found] == ["mobile"]
