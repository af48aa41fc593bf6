"""Small notices and issues to proof-read: only what a test names differs from a faultless one."""

from __future__ import annotations

from documents.proofreading.finding import Finding
from documents.proofreading.known import Known
from documents.proofreading.manuscript import lay_out
from documents.proofreading.rules import RULES, proofread
from documents.reading.answer import ReadingAnswer
from documents.reading.single import read_document
from foundation.unit_names import UnitLexicon

UNITS = UnitLexicon(
    [
        ("临沧市人民政府办公室", ["市政府办公室"]),
        ("临沧市财政局", ["市财政局"]),
        ("临沧市工业和信息化局", ["市工业和信息化局"]),
        ("临沧市教育体育局", ["市教育体育局"]),
        ("临沧市地方志编纂委员会办公室", ["市地志办", "市志办"]),
        ("临沧市公安局", ["市公安局"]),
    ]
)
KNOWN = Known.of(UNITS)
TITLE = "临沧市人民政府办公室关于做好校对演练的通知"
PLAIN = (
    "一、总体要求\n各单位要把校样从头到尾读一遍，读完以后签名。\n二、时间安排\n演练分两天进行，每天上午开始。"
)


def notice(
    body: str = PLAIN,
    *,
    title: str = TITLE,
    number: str = "临政办发〔2024〕7号",
    date: str = "2024年3月5日",
    tail: str = "",
    announced: str = "",
) -> ReadingAnswer:
    """A notice as text, read."""
    lines = [title, number, "各县、区人民政府：", body, announced, date, "（此件公开发布）", tail]
    text = "\n\n".join(line for line in lines if line)
    return read_document(text.encode(), name="notice.txt", lexicon=UNITS)


def findings(answer: ReadingAnswer, *, published: str | None = None, known: Known = KNOWN) -> list[Finding]:
    manuscript = lay_out(
        answer.documents[0], known=known, lines=answer.lines, problems=answer.problems, published=published
    )
    return proofread(manuscript)


def found(rule: str, answer: ReadingAnswer, *, published: str | None = None) -> list[str]:
    """The printed pieces that a rule objects to."""
    return [finding.printed for finding in findings(answer, published=published) if finding.rule == rule]


__all__ = ["KNOWN", "PLAIN", "RULES", "TITLE", "UNITS", "findings", "found", "notice"]
