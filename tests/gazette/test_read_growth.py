"""Time grows with the text, not with its square: hostile texts four times as long must not take sixteen times as long."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import process_time

import pytest

from documents.reading.source import UnreadableSource
from tests.reading import read_all

HEAD = (
    "甲市人民政府公报\n2030年第5期\n目录\n市政府文件\n甲市人民政府关于某事的通知(1)\n大事记(2)\n\n"
    "甲市人民政府关于某事的通知\n甲政发〔2030〕1号\n各县、区人民政府：\n"
)
CHRONICLE = f"{HEAD}\n大事记\n（2030年5月）\n5月3日 "
TABLE = "附件\n评价要点\t评价内容\t任务清单\t牵头单位\t责任单位\n甲\t"

Make = Callable[[int], str]
HOSTILE: dict[str, Make] = {
    "brackets that never close": lambda n: HEAD + "（" * n,
    "brackets one in another": lambda n: HEAD + "（" * n + "）" * n,
    "empty brackets": lambda n: HEAD + "（）" * n,
    "an open bracket on every line": lambda n: HEAD + "（市财政局牵头\n" * n,
    "titles without end": lambda n: HEAD + "《" * n,
    "a thousand repealed titles": lambda n: HEAD + "《甲乙丙》、" * n + "废止",
    "titles after a repeal": lambda n: HEAD + "废止" + "《甲乙丙》、" * n,
    "numbers after titles": lambda n: HEAD + "《甲乙丙》（甲政发〔2030〕1号）" * n,
    "years without numbers": lambda n: HEAD + "甲〔2030" * n,
    "blanks": lambda n: HEAD + "甲" + " " * n + "乙",
    "digits": lambda n: HEAD + "1,111" * n,
    "a number that never ends": lambda n: HEAD + "一、甲。" + "1" * (4 * n),
    "myriads of nothing": lambda n: HEAD + "一、甲。1" + "百万" * n,
    "one long list of units": lambda n: HEAD + "一、甲。（责任单位：" + "市财政局和" * n + "）",
    "one long clause": lambda n: HEAD + "一、甲。（" + "甲" * n + "负责）",
    "standing rules that rule nothing": lambda n: HEAD + "以下各项任务" * n,
    "units without a rule": lambda n: HEAD + "一、甲。（" + "以下均需各县" * n + "）",
    "annotations in one line": lambda n: HEAD + "一、甲。" + "（市财政局负责）" * n,
    "tags that never close": lambda n: HEAD + "<p <input " * n,
    "stars": lambda n: HEAD + "*" * n + "甲",
    "short lines": lambda n: HEAD + "甲乙\n" * n,
    "numbered items in one cell": lambda n: HEAD + TABLE + "（1）乙" * n + "\t" + "1. 甲；" * n + "\t丙局\t丁局\n",
    "leaders without a page": lambda n: HEAD.replace("目录\n", "目录\n甲" + " ." * n + "乙(\n"),
    "dots without a page": lambda n: HEAD.replace("目录\n", "目录\n甲" + "." * n + "\n"),
    "announced attachments": lambda n: HEAD + "附件：" + "1. 甲 " * n,
    "people": lambda n: CHRONICLE + "赵一明、" * n + "参加。",
    "people nobody knows": lambda n: (
        CHRONICLE + "".join(f"赵{chr(0x4E00 + i)}甲主持，钱{chr(0x4E00 + i)}乙参加。" for i in range(n))
    ),
    "full stops": lambda n: CHRONICLE + "。" * n,
    "dashes in a date": lambda n: CHRONICLE + "5月3日" + "—" * n,
}  # fmt: skip
SIZE = 300
NOTICEABLE = 0.5  # seconds of the processor; below that nothing is said


def cost(text: str) -> float:
    began = process_time()
    with suppress(UnreadableSource):
        read_all(text)
    return process_time() - began


@pytest.mark.parametrize("name", HOSTILE)
def test_four_times_the_text_is_no_sixteen_times_the_work(name: str) -> None:
    make = HOSTILE[name]
    cost(make(10))
    small, large = cost(make(SIZE)), cost(make(4 * SIZE))
    assert large < NOTICEABLE or large < 10 * small


def test_a_list_of_units_as_long_as_an_issue_is_read() -> None:
    answer = read_all(
        HEAD + "一、甲。（责任单位：" + "、".join("市财政局和市审计局" for _ in range(1_200)) + "）"
    )
    (task,) = answer.documents[0].tasks
    assert [role.unit for role in task.assignments] == ["市财政局", "市审计局"]
