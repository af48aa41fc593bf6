"""What the reader is not sure of, as problems with lines: likely misprints, lost numbers, odd brackets. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents.official_text import Block
from documents.reading.answer import ChecklistAnswer, Findings, TaskAnswer
from documents.reading.paragraphs import Paragraph
from foundation.chinese_text import squeeze, unpaired
from foundation.unit_names import UnitLexicon

_FOREIGN = re.compile(
    r"(?<=[\u4e00-\u9fff。，；])\s*(and|or|after|before|the|of|with|for|in|to|by|from)\s*(?=[\u4e00-\u9fff])"
)


class Locator:
    """The line on which a printed piece stands; the paragraph's first line when it begins earlier."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._paragraphs = [(squeeze(paragraph.text), paragraph.line) for paragraph in paragraphs]

    def __call__(self, printed: str) -> int:
        piece = squeeze(printed)
        return next(
            (line for text, line in self._paragraphs if piece in text),
            self._paragraphs[0][1] if self._paragraphs else 1,
        )


def report_units(
    tasks: Sequence[TaskAnswer],
    checklist: Sequence[ChecklistAnswer],
    lexicon: UnitLexicon,
    findings: Findings,
    locate: Locator,
) -> None:
    """Names one character away from a known unit are likely misprints: said once each, never changed."""
    said: set[str] = set()
    places = [(task.annotation.partition("\n")[0], task.assignments) for task in tasks]
    places += [(item.content, item.assignments) for item in checklist]
    for printed, assignments in places:
        for assignment in assignments:
            name = assignment.unit
            if assignment.implied or name in said or lexicon.is_known(name):
                continue
            said.add(name)
            near = lexicon.nearest_printed(name)
            if near and near[0] == name[0] and not name.startswith("各"):
                findings.add(
                    locate(printed),
                    "unit_misprint",
                    f"单位“{name}”与已知单位“{near}”只差一字，可能误印。",
                    name,
                    near,
                )


def report_verbs(tasks: Sequence[TaskAnswer], findings: Findings, locate: Locator) -> None:
    """按职责分工服务 is read as 负责, and said."""
    for task in tasks:
        if "职责分工服务" in task.annotation:
            message = "“按职责分工服务”可能是“按职责分工负责”之误，已按“负责”读入。"
            findings.add(locate(task.annotation), "role_misprint", message, task.annotation, "按职责分工负责")


def report_restored(blocks: Sequence[Block], findings: Findings, locate: Locator) -> None:
    for block in blocks:
        if block.heading is not None and block.heading.restored:
            number = block.heading.number
            findings.add(
                locate(block.text),
                "number_lost",
                f"条目前的序号没有印出，按顺序推定为“{number}.”。",
                block.text[:20],
                f"{number}.",
            )


def report_brackets(paragraphs: Sequence[Paragraph], findings: Findings) -> None:
    for paragraph in paragraphs:
        for at, mark in () if paragraph.is_row else unpaired(paragraph.text):
            message = f"“{mark}”没有与它成对的另一半，可能有缺字或换页重复。"
            findings.add(
                paragraph.line, "bracket_unbalanced", message, paragraph.text[max(at - 12, 0) : at + 12]
            )


def report_foreign_words(paragraphs: Sequence[Paragraph], findings: Findings) -> None:
    for paragraph in paragraphs:
        for match in _FOREIGN.finditer(paragraph.text):
            findings.add(
                paragraph.line, "foreign_word", f"中文句子里混入外文“{match[1]}”，可能是识别错误。", match[1]
            )
