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


FRONT = """临沧市人民政府公报

内部资料 免费交流

编辑委员会

主 任 方远山
副 主 任 林大川 何小河
主 编 何小河
责任编辑 石有文

目录

市政府办公室文件

临沧市人民政府办公室关于做好校对演练的通知 (1)

临沧市人民政府办公室关于做好排版演练的通知 (5)

政策解读

《临沧市人民政府办公室关于做好校对演练的通知》政策解读 (8)

大事记

大事记 (9)

(月刊)

2024年第3期
(总第155期)

2024年3月出版发行

准印证号（53）Y000001号

编辑发行：临沧市人民政府办公室
电 话：0883—2120000
E - mail：gazette@example.com
邮 编：677099
"""
BODY = """
临沧市人民政府办公室关于做好校对演练的通知

临政办发〔2024〕7号

各县、区人民政府：

一、总体要求和安排

各单位要把校样从头到尾读一遍。

2024年3月5日

（此件公开发布）

临沧市人民政府办公室关于做好排版演练的通知

临政办发〔2024〕8号

各县、区人民政府：

各单位要把版样从头到尾看一遍。

2024年3月6日

（此件公开发布）

《临沧市人民政府办公室关于做好校对演练的通知》政策解读

为了让大家明白怎样校对，现将通知解读如下。

一、总体要求和安排

校样要从头到尾读一遍。

大事记

(2024年2月)

2月1日 方远山主持召开市政府第5次常务会议。林大川出席校对工作会。

2月2日 林大川到临翔区调研校对工作。何小河参加。

2月5日 方远山主持召开市政府第6次常务会议，林大川、何小河参加。
"""


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


__all__ = ["BODY", "FRONT", "KNOWN", "PLAIN", "RULES", "TITLE", "UNITS", "findings", "found", "notice"]
