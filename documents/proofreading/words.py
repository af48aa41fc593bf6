"""Rules of words: common misprints, doubled characters, repeated pieces, protected names, what has ended. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from documents.proofreading.finding import Rule, Severity, Slip
from documents.proofreading.known import Misprint, Obsolete, terms
from documents.proofreading.manuscript import Manuscript
from documents.proofreading.near import NearNames, Words
from documents.proofreading.passages import Passage
from foundation.chinese_text import HAN

_UNTIL = re.compile(r"截止(?=\d{4}年|\d{1,2}月|目前|今年|去年|本月|上月|年底|年末|月底|当前|现在|\d{4}-)")
_PARTICLES = re.compile(  # by right: 目的的, 为了了解, 以及及时, 现在在, 自由由, 合并并, 参与与会
    r"(?<!目)的的(?!确)|(?<!为)了了(?!解)|(?<![以涉])及及(?!时)|和和(?![谐平睦])|(?<![存现实所])在在|把把(?!关)|被被|或或|"
    r"(?<![理自事缘])由由|从从(?![业严事轻])|(?<!即)将将|(?<![合兼归])并并|(?<!参)与与(?!会)|等等等"
)
_DOUBLE = re.compile(rf"([{HAN}])\1")
_HAN_4 = re.compile(rf"[{HAN}]{{4}}")
# Letters that stand twice by right: 天天 人人, 市市场监管局, 中国国家.
_BY_RIGHT = frozenset(
    "的了在和"
    "天人明品多一家户个次种样步层年月日常处时事村乡县市区省国州家社队组件条项点滴默渐慢好大小高深远早晚久轻重统各件件每"
)
_AGAIN = re.compile(r"(?P<piece>[^\n\t]{2,30}?)(?P=piece)")
_AGAIN_BY_RIGHT = re.compile(
    rf"^(?:[^{HAN}].{{0,3}}|.*[\d<>\[\]=|/_].*|一[{HAN}]|[{HAN}]一[{HAN}]?|(.)\1+|好的|各[{HAN}]|.{{1,2}}[、，].{{0,2}})$"
)
_COMPATIBLE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_GAP = re.compile(rf"(?<=[{HAN}])[ \u3000]+(?=[{HAN}])")
_NAME_COLUMN = 8  # a list may set names apart by a blank
_PROSE_MARK = re.compile("[，。；]")


@cache
def _words(grave: bool) -> tuple[Words, dict[str, Misprint]]:
    misprints = {entry.wrong: entry for entry in (terms().grave if grave else terms().words)}
    return Words(misprints), misprints


@cache
def _protected() -> NearNames:
    return NearNames(terms().protected)


def _misprints(passage: Passage, *, grave: bool) -> Iterator[Slip]:
    words, misprints = _words(grave)
    for start, end, wrong in words.find(passage.text):
        entry = misprints[wrong]
        before, after = passage.text[start - 1 : start], passage.text[end : end + 1]
        if before and before in entry.not_before or after and after in entry.not_after:
            continue
        yield Slip(passage, start, end, f"“{wrong}”应为“{entry.right}”，请改正。", entry.right)


def grave_misprint(passage: Passage) -> Iterator[Slip]:
    """Names of state, of offices and of places: the worst misprints there are."""
    yield from _misprints(passage, grave=True)


def misprint(passage: Passage) -> Iterator[Slip]:
    yield from _misprints(passage, grave=False)


def until(passage: Passage) -> Iterator[Slip]:
    for match in _UNTIL.finditer(passage.text):
        yield Slip(passage, *match.span(), "后面跟着时间，“截止”应为“截至”，请改正。", "截至")


def protected_name(passage: Passage) -> Iterator[Slip]:
    for near in _protected().find(passage.text):
        printed = passage.text[near.start : near.end]
        message = f"“{printed}”与“{near.name}”只差一字，请核对。"
        yield Slip(passage, near.start, near.end, message, near.name)


def particle_doubled(passage: Passage) -> Iterator[Slip]:
    for match in _PARTICLES.finditer(passage.text):
        letter = match.group()[0]
        yield Slip(passage, *match.span(), f"“{match.group()}”重复，请删去多余的“{letter}”。", letter)


def letter_doubled(passages: Sequence[Passage]) -> Iterator[Slip]:
    """A letter printed twice where the same words stand elsewhere with the letter once, and never twice again.

    Two words that meet (学习习近平, 输出出错) double a letter by right; four letters of context tell them apart.
    """
    found = [(passage, double) for passage in passages for double in _doubles(passage.text)]
    again = Counter(double.core for _, double in found)
    wanted = {single for _, double in found for single in double.singles}
    singles = _counts("\n".join(passage.text for passage in passages), wanted)
    for passage, double in found:
        usual = next((single for single in double.singles if singles[single]), None)
        if usual and again[double.core] == 1:
            message = f"“{double.core}”多了一个“{double.core[1]}”（别处印作“{usual}”），请核对。"
            yield Slip(passage, double.start, double.start + 4, message, usual)


@dataclass(frozen=True)
class _Double:
    start: int
    core: str  # one letter, the doubled one, one letter
    singles: tuple[str, ...]  # the letter once, with one letter on one side and two on the other


def _doubles(text: str) -> Iterator[_Double]:
    for match in _DOUBLE.finditer(text):
        at, letter = match.start(), match[1]
        core = text[max(at - 1, 0) : at + 3]
        if letter not in _BY_RIGHT and _HAN_4.fullmatch(core):
            pieces = (
                text[max(at - 2, 0) : at] + letter + text[at + 2],
                text[at - 1] + letter + text[at + 2 : at + 4],
            )
            yield _Double(at - 1, core, tuple(piece for piece in pieces if _HAN_4.fullmatch(piece)))


def _counts(text: str, wanted: set[str]) -> Counter[str]:
    return Counter(text[at : at + 4] for at in range(len(text) - 3) if text[at : at + 4] in wanted)


def piece_repeated(passage: Passage) -> Iterator[Slip]:
    """A piece of two letters or more printed twice on end: 建设项目建设项目, or a line broken by a page."""
    if passage.role in ("cell", "name"):
        return
    for match in _AGAIN.finditer(passage.text):
        piece = match["piece"]
        if _AGAIN_BY_RIGHT.match(piece) or len(re.findall(f"[{HAN}]", piece)) < 2:
            continue
        yield Slip(passage, *match.span(), f"“{piece}”连着印了两遍，请删去一遍。", piece)


def paragraph_repeated(passages: Sequence[Passage]) -> Iterator[Slip]:
    last = ""
    for passage in passages:
        if passage.role == "prose" and len(passage.text) >= 20 and passage.text == last:
            end = min(len(passage.text), 20)
            yield Slip(passage, 0, end, "这一段与前一段完全相同，可能重复排印，请核对。")
        last = passage.text


def compatible_letter(passage: Passage) -> Iterator[Slip]:
    for match in _COMPATIBLE.finditer(passage.text):
        usual = unicodedata.normalize("NFKC", match.group())
        if usual == match.group():
            continue
        message = f"“{match.group()}”是部首或兼容字符，搜索不到，请改为常用字“{usual}”。"
        yield Slip(passage, *match.span(), message, usual)


def traditional_letter(passages: Sequence[Passage]) -> Iterator[Slip]:
    """Traditional letters in simplified text; a text that is traditional altogether is left alone."""
    traditional = terms().traditional
    found = [(p, at) for p in passages for at, letter in enumerate(p.text) if letter in traditional]
    if len(found) * 20 > sum(len(passage.text) for passage in passages):
        return
    for passage, at in found:
        letter = passage.text[at]
        message = f"“{letter}”是繁体字，应为“{traditional[letter]}”，请改正。"
        yield Slip(passage, at, at + 1, message, traditional[letter])


def gap_in_words(passage: Passage) -> Iterator[Slip]:
    if (
        passage.role not in ("title", "prose")
        or passage.role == "prose"
        and not _PROSE_MARK.search(passage.text)
    ):
        return
    begin = 0 if passage.role == "title" else _NAME_COLUMN
    for match in _GAP.finditer(passage.text, begin):
        yield Slip(passage, match.start() - 1, match.end() + 1, "汉字之间有空格，可能是换行留下的，请删去。")


def obsolete_rule(manuscript: Manuscript) -> Iterator[Slip]:
    yield from _ended(manuscript, terms().obsolete_rules, "已经废止", inside_titles=True)


def obsolete_unit(manuscript: Manuscript) -> Iterator[Slip]:
    yield from _ended(manuscript, terms().obsolete_units, "已经不再使用", inside_titles=False)


def _ended(
    manuscript: Manuscript, ended: Sequence[Obsolete], verdict: str, *, inside_titles: bool
) -> Iterator[Slip]:
    """What had ended when the document was written; a repeal may name it, and so may the title of an old document."""
    day = manuscript.document.written_on or (f"{manuscript.published}-01" if manuscript.published else None)
    entries = {entry.name: entry for entry in ended if day and entry.since <= day}
    words = Words(entries)
    for passage in manuscript.passages if entries else ():
        if "废止" in passage.text:
            continue
        at = depth = 0
        for start, end, name in words.find(passage.text):
            depth += passage.text.count("《", at, start) - passage.text.count("》", at, start)
            at = start
            misplaced = (depth > 0) != inside_titles and not name.startswith("GB")
            if misplaced or "原" in passage.text[max(start - 4, 0) : start]:
                continue
            message = f"“{name}”{verdict}（{entries[name].since}起），请改用“{entries[name].instead}”或核对。"
            yield Slip(passage, start, end, message, entries[name].instead)


_NAMES = "政府网站与政务新媒体检查指标（严重表述错误）"
RULES = (
    Rule("grave_misprint", "国家机构、地名错字", Severity.ERROR, _NAMES, passage=grave_misprint),
    Rule("protected_name", "与专用名称只差一字", Severity.ERROR, _NAMES, passage=protected_name),
    Rule("misprint", "常见错别字", Severity.WARNING, "通用规范汉字表、第一批异形词整理表", passage=misprint),
    Rule("until_confused", "截止与截至", Severity.WARNING, "现代汉语词典", passage=until),
    Rule(
        "particle_doubled",
        "虚词重复",
        Severity.ERROR,
        "党政机关公文处理工作条例第十九条",
        passage=particle_doubled,
    ),
    Rule(
        "letter_doubled", "字重复", Severity.WARNING, "党政机关公文处理工作条例第十九条", text=letter_doubled
    ),
    Rule(
        "repeated_fragment",
        "片段重复",
        Severity.WARNING,
        "党政机关公文处理工作条例第十九条",
        passage=piece_repeated,
    ),
    Rule(
        "paragraph_repeated",
        "段落重复",
        Severity.WARNING,
        "党政机关公文处理工作条例第十九条",
        text=paragraph_repeated,
    ),
    Rule("letter_compatible", "兼容字符", Severity.WARNING, "通用规范汉字表", passage=compatible_letter),
    Rule(
        "letter_traditional",
        "混入繁体字",
        Severity.WARNING,
        "国家通用语言文字法第九条",
        text=traditional_letter,
    ),
    Rule("gap_in_words", "汉字间空格", Severity.WARNING, "GB/T 9704-2012 7.3", passage=gap_in_words),
    Rule(
        "obsolete_rule",
        "引用已废止的规定",
        Severity.WARNING,
        "党政机关公文处理工作条例第四十二条、民法典第一千二百六十条",
        document=obsolete_rule,
    ),
    Rule(
        "obsolete_unit",
        "机构旧称",
        Severity.WARNING,
        "党政机关公文处理工作条例第十九条",
        document=obsolete_unit,
    ),
)
