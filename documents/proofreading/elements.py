"""Rules of the elements round the body: title, number, date, attachments (GB/T 9704-2012, 7.2–7.3). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.proofreading.finding import Rule, Severity, Slip
from documents.proofreading.manuscript import Manuscript
from documents.proofreading.passages import Passage
from documents.reading.elements import kind_of
from foundation.chinese_text import fold, squeeze

_REGULATION = re.compile(
    r"(?:办法|规定|细则|条例|规则|章程|大事记|名单|公示|启事|解读|问答)(?:[（(].*[)）])?$"
)
_SUBTITLE = re.compile(r"(?:——|--).*$")
_ABOUT = re.compile(
    r"关于[^的]{2,}(?:决议|决定|公告|通告|意见|通知|通报|批复|函|报告|请示)(?:[（(].*[)）])?$"
)
_END_MARK = re.compile(r"[。，、；：！？]$")
_NOTICE_TWICE = re.compile(r"(?:的通知){2,}")
_ISSUED = re.compile(r"印发《?(.+?)》?的通知(?:[（(].*[)）])?$")
_NUMBER = re.compile(
    r"^\s*(\S+?)\s*([〔\[［【（(〈])\s*(\d{4})\s*[〕\]］】)）〉]\s*(第?)\s*(0*)(\d+)\s*号?\s*$"
)
_CITED_NUMBER = re.compile(
    r"(?P<series>[\u4e00-\u9fff]{2,8})(?P<open>[\[［【（(])(?P<year>(?:19|20)\d{2})(?P<close>[\]］】）)])(?P<ordinal>第?)(?P<zero>0*)(?P<serial>\d{1,4})号"
)
_SHORT_BRACKET = re.compile(r"[\u4e00-\u9fff]〔(\d{2})〕\d+号")
_CHINESE_DATE = re.compile(
    r"[〇○ＯO零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_SINCE = "2012-07-01"  # GB/T 9704-2012 and the regulations in force
_PADDED = re.compile(r"年0\d|月0\d")
_CITED_ATTACHMENT = re.compile(r"(?:见|按|填写|填报|附后的?)附件\s*(\d{1,2})(?!\d)")
_LABEL = re.compile(r"^附件\s*(\d{1,2})$")
_LISTED = re.compile(r"^(?:-\s*)?(?:附\s*件\s*[：:])?\s*(?:(\d{1,2})\s*[.．、]\s*)?(.*)$")


def title_kind(manuscript: Manuscript) -> Iterator[Slip]:
    """The title ends with one of the fifteen kinds; what a gazette prints besides documents has its own names."""
    title = _SUBTITLE.sub("", squeeze(manuscript.document.title))
    if title and manuscript.document.number and not kind_of(title) and not _REGULATION.search(title):
        yield _title_slip(manuscript, "标题末尾没有法定文种（通知、意见、决定等十五种），请核对。")


def title_of(manuscript: Manuscript) -> Iterator[Slip]:
    title = squeeze(manuscript.document.title)
    if _ABOUT.search(title) and "《" not in title[-8:]:
        yield _title_slip(manuscript, "标题“关于……”与文种之间缺“的”，请补上。")


def title_end(manuscript: Manuscript) -> Iterator[Slip]:
    if match := _END_MARK.search(manuscript.document.title):
        yield _title_slip(manuscript, f"标题末尾不用标点，请删去“{match.group()}”。")


def title_twice(manuscript: Manuscript) -> Iterator[Slip]:
    if _NOTICE_TWICE.search(squeeze(manuscript.document.title)):
        yield _title_slip(manuscript, "标题里“的通知”重叠，请只保留一个。")


def enclosed_title(manuscript: Manuscript) -> Iterator[Slip]:
    """What a notice issues has one name: in its title, and above the text itself."""
    document = manuscript.document
    match = _ISSUED.search(squeeze(document.title))
    if not match or not document.enclosed_title:
        return
    if _bare(document.enclosed_title) not in (_bare(match[1]), _bare(document.title)):
        message = f"标题里印发的是“{match[1]}”，正文所附的却是“{document.enclosed_title}”，请核对。"
        yield _title_slip(manuscript, message, document.enclosed_title)


def _bare(title: str) -> str:
    return re.sub("[《》〈〉()]", "", fold(title))


def _title_slip(manuscript: Manuscript, message: str, suggestion: str | None = None) -> Slip:
    return Slip(manuscript.title, 0, len(manuscript.title.text), message, suggestion)


def number_form(manuscript: Manuscript) -> Iterator[Slip]:
    """发文字号: full year in 〔〕, no 第, no leading zero (7.2.5)."""
    passage = manuscript.first("number")
    match = _NUMBER.match(passage.text) if passage else None
    if passage is None or match is None:
        return
    better = f"{match[1]}〔{match[3]}〕{match[6]}号"
    faults = []
    if match[2] != "〔":
        faults.append(f"年份括号用了“{match[2]}”")
    if match[4]:
        faults.append("加了“第”字")
    if match[5]:
        faults.append("编了虚位")
    if not passage.text.rstrip().endswith("号"):
        faults.append("缺“号”字")
    if faults:
        message = f"发文字号“{passage.text}”{'、'.join(faults)}，请改为“{better}”。"
        yield Slip(passage, 0, len(passage.text), message, better)


def cited_number(passage: Passage) -> Iterator[Slip]:
    if passage.role == "number":
        return
    for match in _CITED_NUMBER.finditer(passage.text):
        better = f"{match['series']}〔{match['year']}〕{match['serial']}号"
        message = f"文号“{match.group()}”的年份应当用六角括号“〔〕”，请改为“{better}”。"
        yield Slip(passage, *match.span(), message, better)
    for match in _SHORT_BRACKET.finditer(passage.text):
        yield Slip(passage, match.start() + 1, match.end(), f"文号“{match.group()}”的年份不全，请写四位。")


def number_year(manuscript: Manuscript) -> Iterator[Slip]:
    number, day = manuscript.document.number, manuscript.document.written_on
    passage = manuscript.first("number")
    if number and day and passage and number.year != int(day[:4]):
        message = f"发文字号的年份是{number.year}年，成文日期却在{day[:4]}年，请核对。"
        yield Slip(passage, 0, len(passage.text), message)


def date_form(manuscript: Manuscript) -> Iterator[Slip]:
    passage = manuscript.first("date")
    if passage is None:
        return
    if _CHINESE_DATE.search(squeeze(passage.text)) and (manuscript.document.written_on or "9") >= _SINCE:
        message = f"成文日期“{passage.text}”用了汉字，2012年起应当用阿拉伯数字，请改正。"
        yield Slip(passage, 0, len(passage.text), message)
    elif _PADDED.search(squeeze(passage.text)):
        better = re.sub(r"(?<=[年月])0(?=\d)", "", squeeze(passage.text))
        message = f"成文日期“{passage.text}”的月、日编了虚位，请改为“{better}”。"
        yield Slip(passage, 0, len(passage.text), message, better)


def date_after_issue(manuscript: Manuscript) -> Iterator[Slip]:
    passage, day, month = manuscript.first("date"), manuscript.document.written_on, manuscript.published
    if passage and day and month and day[:7] > month:
        message = f"成文日期“{passage.text}”晚于本期出版的{month[:4]}年{int(month[5:])}月，请核对。"
        yield Slip(passage, 0, len(passage.text), message)


def announcement_form(manuscript: Manuscript) -> Iterator[Slip]:
    """附件说明: no mark at the end; a single attachment has no number (7.3.4)."""
    announced = list(manuscript.of_role("announcement"))
    listed = [passage for passage in announced if _LISTED.sub(r"\2", passage.text).strip()]
    for passage in listed:
        if match := _END_MARK.search(passage.text.rstrip()):
            message = f"附件名称后不加标点，请删去“{match.group()}”。"
            yield Slip(passage, match.start(), match.end(), message)
    if len(listed) == 1 and (match := _LISTED.match(listed[0].text)) and match[1]:
        yield Slip(listed[0], 0, match.start(2), f"只有一个附件，名称前不编序号，请删去“{match[1]}.”。")


def attachment_order(manuscript: Manuscript) -> Iterator[Slip]:
    """Labels count from 1 without a gap; one attachment alone is 附件."""
    passages = list(manuscript.of_role("attachment_title"))
    labels = [attachment.label for attachment in manuscript.document.attachments]
    numbers = [(int(match[1]), at) for at, label in enumerate(labels) if (match := _LABEL.match(label))]
    if len(labels) == 1 and numbers:
        yield Slip(
            passages[0],
            0,
            len(passages[0].text),
            f"只有一个附件，标为“附件”即可，请删去序号“{numbers[0][0]}”。",
        )
        return
    for expected, (number, at) in enumerate(numbers, start=1):
        if number != expected:
            message = f"附件序号印作“附件{number}”，按顺序应为“附件{expected}”，请核对。"
            yield Slip(passages[at], 0, len(passages[at].text), message)
            return


def attachment_missing(manuscript: Manuscript) -> Iterator[Slip]:
    labels = {int(m[1]) for a in manuscript.document.attachments if (m := _LABEL.match(a.label))}
    if not labels:
        return
    for passage in manuscript.of_role("prose", "cell"):
        for match in _CITED_ATTACHMENT.finditer(passage.text):
            if int(match[1]) not in labels:
                message = f"这里提到“附件{match[1]}”，文后却没有这个附件，请核对。"
                yield Slip(passage, *match.span(), message)


RULES = (
    Rule(
        "title_without_kind",
        "标题缺文种",
        Severity.WARNING,
        "GB/T 9704-2012 7.3.1；党政机关公文处理工作条例第八条",
        document=title_kind,
    ),
    Rule("title_without_de", "标题缺“的”", Severity.WARNING, "GB/T 9704-2012 7.3.1", document=title_of),
    Rule("title_end_mark", "标题末尾的标点", Severity.WARNING, "GB/T 9704-2012 7.3.1", document=title_end),
    Rule(
        "title_kind_repeated",
        "标题里文种重叠",
        Severity.WARNING,
        "GB/T 9704-2012 7.3.1",
        document=title_twice,
    ),
    Rule(
        "enclosed_title_differs",
        "印发的名称不一致",
        Severity.WARNING,
        "GB/T 9704-2012 7.3.1",
        document=enclosed_title,
    ),
    Rule("number_form", "发文字号的形式", Severity.ERROR, "GB/T 9704-2012 7.2.5", document=number_form),
    Rule(
        "cited_number_form", "引用文号的形式", Severity.WARNING, "GB/T 9704-2012 7.2.5", passage=cited_number
    ),
    Rule(
        "number_year",
        "文号与日期年份不一",
        Severity.WARNING,
        "GB/T 9704-2012 7.2.5、7.3.5.4",
        document=number_year,
    ),
    Rule("date_form", "成文日期的形式", Severity.ERROR, "GB/T 9704-2012 7.3.5.4", document=date_form),
    Rule(
        "date_after_issue",
        "成文日期晚于出版",
        Severity.ERROR,
        "GB/T 9704-2012 7.3.5.4",
        document=date_after_issue,
    ),
    Rule(
        "announcement_form",
        "附件说明的形式",
        Severity.WARNING,
        "GB/T 9704-2012 7.3.4",
        document=announcement_form,
    ),
    Rule(
        "attachment_order", "附件的序号", Severity.WARNING, "GB/T 9704-2012 7.3.7", document=attachment_order
    ),
    Rule(
        "attachment_missing",
        "提到的附件不存在",
        Severity.WARNING,
        "GB/T 9704-2012 7.3.4",
        document=attachment_missing,
    ),
)
