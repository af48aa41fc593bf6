"""The head of a notice: title, own number and organs above the text, with whatever page it was taken from around it. Pure.

A notice that comes from a web page brings its frame along (path, source, date of posting, size of letters): that is
furniture. Only what stands above the addressees or the first sentence counts for the number: a number named in the
text is a citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.document_numbers import DocumentNumber
from documents.reading.answer import Findings
from documents.reading.citations import NUMBER
from documents.reading.elements import (
    WrittenOn,
    addressees_of,
    kind_of,
    number_of,
    organs_in_title,
    written_on,
)
from documents.reading.files.printed import UnreadableSource
from documents.reading.paragraphs import Paragraph
from documents.reading.source import SourceLine
from documents.reading.unit_lists import looks_like_unit
from foundation.chinese_text import fold, squeeze, tidy

_TITLE_LIMIT = 200
_LONGEST_TITLE = 6  # lines
_FRAME = re.compile(
    r"^(?:归档时间|(?:信息)?来\s*源|来自|发布(?:时间|日期|机构|单位|人)|公开(?:日期|方式|时限|范围)|(?:发布)?时间|日期|作者|编辑|责任编辑|审核|初审|"
    r"浏览(?:量|次数)?|阅读(?:次数|量)?|点击(?:数|量|率)?|访问量|字号|字体|文字大小|打印|关闭|分享|收藏|视力保护色|保护视力色|当前位置|"
    r"您(?:现在)?(?:的|所在的?)位置|您现在所在|网站首页|首页|返回(?:顶部|首页|列表)|扫一扫|上一[篇条]|下一[篇条]|相关(?:链接|文章|附件|解读|文件|阅读)|"
    r"附件下载|索\s*引\s*号|主题(?:分类|词)|组配分类|体裁分类|发文(?:机关|机构|单位|日期|字号)|发布机关|成文日期|生成日期|印发日期|"
    r"文\s*号|有\s*效\s*性|时\s*效|效力状态|内容概述|信息名称|名\s*称|标\s*题|主办(?:单位)?|承办|版权所有|网站标识码|备案|"
    r"[A-Z]{2,8}[-—－]\d{2,4}[-—－]\d{3,}|[^：:]{0,6}ICP备|公网安备|无障碍|手机版|电脑版|微信|微博|客户端|登录|注册|繁体|English|无标题文档|政府文件$|政策文件$|"
    r"[\u4e00-\u9fff]{2,30}(?:人民政府|办公室|办公厅|局|委员会|厅)文件$|抄\s*送|主题词|\S{4,30}\s*\d{4}年\d{1,2}月\d{1,2}日印发$)"
    r"(?:[\s：:|>＞»（(【\[-]|$)"
)
_FRAME_WORDS = re.compile(
    r"(?:首页.{0,4}[>＞»]|【?打印|关闭(?:窗口|本页)|字号[：:]|字体[：:]|浏览(?:量|次数)[：:]|分享到|【字体|ICP备)"
)
_OWN_NUMBER = re.compile(rf"(?:发文字号|文\s*号)\s*[：:]?\s*{NUMBER.pattern}")
_OWN_DATE = re.compile(
    r"(?:成文日期|发文日期|印发日期|生成日期)\s*[：:]?\s*(\d{4})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})"
)
_PREFIX_NUMBER = re.compile(rf"^{NUMBER.pattern}\s*(?=\S)")
_SUFFIX_NUMBER = re.compile(rf"[（(]\s*{NUMBER.pattern}\s*[)）]$")
_TAIL_NUMBER = re.compile(
    rf"(?<=的(?:通知|决定|意见|通报|通告|公告|批复|报告|请示|决议|措施|方案|办法))\s*{NUMBER.pattern}$"
)
_MARKED = re.compile(r"^【[^】]{2,12}】")
_ISSUING = re.compile(r"关于|印发|转发|批转|发布|公布|解读|报告$|令$")
_RULES = re.compile(
    r"(?:方案|办法|规定|细则|措施|规划|计划|制度|预案|规则|条例|清单|要点)(?:[（(][^（()）]*[)）])?$"
)


@dataclass(frozen=True)
class Head:
    """Title, organs and number, and the paragraphs that hold them; ``rest`` begins with the addressees."""

    title: str
    organs: tuple[str, ...]
    number: DocumentNumber | None
    written_on: WrittenOn | None
    rest: tuple[Paragraph, ...]
    lines: tuple[int, ...] = ()  # of title and number
    frame: tuple[Paragraph, ...] = ()


def plain_head(paragraphs: Sequence[Paragraph], title_length: int) -> Head:
    """The head of a notice whose title is known to take the first paragraphs (an issue's contents say so)."""
    own = list(paragraphs[:title_length])
    above = [paragraph for paragraph in own if number_of(paragraph.text)]
    titles = [paragraph.text for paragraph in own if paragraph not in above]
    rest = list(paragraphs[title_length:])
    number = number_of(above[0].text) if above else None
    if number is None and rest and (number := number_of(rest[0].text)):
        rest = rest[1:]
    taken = paragraphs[: len(paragraphs) - len(rest)]
    lines = tuple(line for paragraph in taken for line in paragraph.lines)
    return Head(_joined(titles), organs_in_title(" ".join(titles)), number, None, tuple(rest), lines)


def find_head(paragraphs: Sequence[Paragraph], taken: Sequence[SourceLine], name: str) -> Head:
    """Find the head of a single notice; ``taken`` are lines of the page round it, which may label number and date.

    Raises UnreadableSource when nothing looks like a title.
    """
    end = _end_of_region(paragraphs)
    region = list(paragraphs[:end])
    found = _find_title(region) or _title_above_number(paragraphs) or _any_title(paragraphs)
    if found is None:
        raise UnreadableSource(
            f"文件“{name}”里找不到公文标题和发文字号，不像一份公文；请检查是否选错了文件。"
        )
    start, stop = found
    titles = [paragraph.text for paragraph in paragraphs[start:stop]]
    bare, inline = _undress(_joined(titles))
    others = [p for i, p in enumerate(paragraphs[: max(end, stop)]) if not start <= i < stop]
    numbers = sorted((abs(p.line - paragraphs[start].line), p.line) for p in others if number_of(p.text))
    own = next(
        (n for _, line in numbers for p in others if p.line == line and (n := number_of(p.text))), None
    )
    frame = tuple(p for p in others if is_frame(p.text) or _repeats(p.text, bare))
    bearing = [p for p in others if number_of(p.text)]
    kept = [p for p in others if p not in frame and p not in bearing and p.line > paragraphs[start].line]
    meta = "\n".join([*(line.text for line in taken), *(p.text for p in others)])
    return Head(
        title=bare,
        organs=organs_in_title(_undress(" ".join(titles))[0]),
        number=own or inline or _labelled_number(meta),
        written_on=_labelled_date(meta, paragraphs[start]),
        rest=(*kept, *paragraphs[max(end, stop) :]),
        lines=tuple(n for p in (*paragraphs[start:stop], *bearing) for n in p.lines),
        frame=frame,
    )


def is_frame(text: str) -> bool:
    """A line of the page round the notice, not of the notice."""
    return len(text) <= 240 and bool(_FRAME.match(text.strip()) or _FRAME_WORDS.search(text))


def without_frame(lines: Sequence[SourceLine]) -> tuple[list[SourceLine], list[SourceLine]]:
    """Lines of the page above and under the notice taken out: (kept, taken)."""
    end = len(lines)
    while end > 1 and is_frame(lines[end - 1].text):
        end -= 1
    start = next((i for i, line in enumerate(lines[:60]) if _is_sentence(line.text)), 0)
    above = [line for line in lines[:start] if is_frame(line.text)]
    return [line for line in lines[:end] if line not in above], [*above, *lines[end:]]


def _is_sentence(text: str) -> bool:
    return "。" in text and len(squeeze(text)) >= 25 and not is_frame(text)


def _end_of_region(paragraphs: Sequence[Paragraph]) -> int:
    """Index of the addressees, the first sentence or the first table: above it stands the head."""
    for index, paragraph in enumerate(paragraphs[:80]):
        text = paragraph.text
        if paragraph.is_row or _is_sentence(text) or (addressees_of(paragraph) and not is_frame(text)):
            return index
    return min(len(paragraphs), 80)


def _find_title(region: Sequence[Paragraph]) -> tuple[int, int] | None:
    """The lines nearest to the text that together end in a 文种; as many lines as belong to it."""
    for stop in range(len(region), 0, -1):
        best = None
        for length in range(1, _LONGEST_TITLE + 1):
            run = region[max(stop - length, 0) : stop]
            if len(run) < length or number_of(run[0].text) or is_frame(run[0].text):
                break
            joined = _undress(_joined([paragraph.text for paragraph in run]))[0]
            if length > 1 and _whole_title(run[0].text):
                break
            if (
                len(joined) <= _TITLE_LIMIT
                and kind_of(joined)
                and _ISSUING.search(joined)
                and _opens_title(run[0].text)
            ):
                best = (stop - length, stop)
        if best:
            return best
    return None


def _opens_title(text: str) -> bool:
    """How the first line of a title may begin: an organ, 关于, a bracketed mark, a number, a quoted title."""
    bare = squeeze(text)
    parts = [part for part in re.split(r"\s+", text.strip()) if part]
    return (
        bare.startswith(("关于", "《", "【", "政府工作"))
        or "关于" in bare
        or bool(re.search("印发|转发|批转|公布|发布|令$|报告$", bare))
        or bool(_PREFIX_NUMBER.match(bare))
        or all(looks_like_unit(part) for part in parts)
    )


def _whole_title(text: str) -> bool:
    bare = _undress(tidy(text))[0]
    return bool(kind_of(bare)) and "关于" in bare


def _title_above_number(paragraphs: Sequence[Paragraph]) -> tuple[int, int] | None:
    """Rules and plans without a 文种: the line above the number, or below it."""
    for index, paragraph in enumerate(paragraphs[:80]):
        if paragraph.is_row or not number_of(paragraph.text):
            continue
        for place in (index - 1, index + 1):
            if 0 <= place < len(paragraphs) and 6 <= len(squeeze(paragraphs[place].text)) <= 80:
                text = paragraphs[place].text
                if not is_frame(text) and "。" not in text and not addressees_of(paragraphs[place]):
                    return place, place + 1
    return None


def _any_title(paragraphs: Sequence[Paragraph]) -> tuple[int, int] | None:
    for index, paragraph in enumerate(paragraphs[:40]):
        bare = squeeze(paragraph.text)
        named = kind_of(bare) or _RULES.search(bare)
        if (
            named
            and 6 <= len(bare) <= _TITLE_LIMIT
            and not re.search("[。；]", bare)
            and not is_frame(paragraph.text)
        ):
            return index, index + 1
    return None


def _undress(title: str) -> tuple[str, DocumentNumber | None]:
    """The bare title: without a mark, a number before or behind it, or quotes all round."""
    number = None
    bare = _MARKED.sub("", title)
    for pattern in (_PREFIX_NUMBER, _SUFFIX_NUMBER, _TAIL_NUMBER):
        if (match := pattern.search(bare)) and match.span() != (0, len(bare)):
            number = DocumentNumber(match["series"], int(match["year"]), int(match["serial"]))
            bare = (bare[: match.start()] + bare[match.end() :]).strip()
    if bare.startswith("《") and bare.endswith("》") and bare.count("《") == 1:
        bare = bare[1:-1]
    return bare, number


def _joined(texts: Iterable[str]) -> str:
    joined = "".join(tidy(text) for text in texts)
    return re.sub(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])", "", joined)


def _repeats(text: str, title: str) -> bool:
    """The title printed again by the page (its head line, its label)."""
    return len(squeeze(text)) >= 8 and fold(_undress(tidy(text))[0]) in fold(title)


def _labelled_number(meta: str) -> DocumentNumber | None:
    match = _OWN_NUMBER.search(meta)
    return DocumentNumber(match["series"], int(match["year"]), int(match["serial"])) if match else None


def _labelled_date(meta: str, near: Paragraph) -> WrittenOn | None:
    match = _OWN_DATE.search(meta)
    if match is None:
        return None
    printed = f"{match[1]}年{int(match[2])}月{int(match[3])}日"
    found = written_on(Paragraph(printed, near.lines), Findings())
    return WrittenOn(found.iso, tidy(match.group()[match.start(1) - match.start() :])) if found else None
