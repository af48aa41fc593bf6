"""What a document is made of: its texts, attachments, tasks, units, and what reading left open. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from documents.defects.defect import Found, Place, Subject, quoted
from documents.defects.facts import DocumentFacts, ProblemFact, Surroundings, UnitFact
from documents.defects.rules.privacy import Text
from foundation.chinese_text import fold, squeeze

_ANNOUNCED = re.compile(r"^附\s*件\s*[：:]\s*(.*)$")
_ANNOUNCED_NEXT = re.compile(r"^\d{1,2}\s*[.．、]\s*(\S.*)$")
_NUMBERED = re.compile(r"^\d{1,2}\s*[.．、]\s*")
_KEPT_CONTROLS = frozenset("\t\n\r")


def disclosure(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    if document.disclosure != "active":
        sentence = f"公开属性是{document.disclosure_label}，只有主动公开的公文可以发布。"
        yield Found("not_disclosed", document.at("公开属性", "disclosure"), sentence, document.disclosure)


def texts(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    if not document.has_full_text:
        sentence = "这篇公文只有提要，没有全文；发布前导入原刊即补上，已发布的由导入起草更正。"
        yield Found("outline_only", document.at("正文", "text_status"), sentence, "outline")
    elif not squeeze(document.body):
        yield Found("body_empty", document.at("正文", "body"), "正文是空的，请补录全文。", "empty")
    for part in document.attachments if document.has_full_text else ():
        if not squeeze(part.text) and not document.items:
            place = document.at(
                part.label or "附件", anchor=f"a{part.position}", rows="attachments", row=part.pk
            )
            sentence = f"附件“{part.title}”没有文字，请补录；附件是图或另行发送的请说明。"
            yield Found("attachment_empty", place, sentence, fold(part.title))


def announced_attachments(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    """The list under the text (附件说明) and the attachments themselves (GB/T 9704-2012 7.3.4)."""
    announced = list(_announced(document.body))
    present = [part.title for part in document.attachments]
    if not announced or not document.has_full_text:
        return
    missing = [title for title in announced if fold(title) not in {fold(own) for own in present}]
    surplus = [title for title in present if fold(title) not in {fold(own) for own in announced}]
    if missing or surplus:
        said = "、".join(f"“{title}”" for title in (missing or surplus)[:3])
        where = "附件说明里有而文后没有" if missing else "文后有而附件说明里没有"
        yield Found(
            "attachments_differ",
            document.at("附件说明", "body"),
            f"{where}{said}，请核对附件的名称和份数。",
            "/".join([*announced, "|", *present]),
        )


def _announced(body: str) -> Iterator[str]:
    lines = [line.strip() for line in body.splitlines() if "\t" not in line]
    start = next((at for at, line in enumerate(lines) if _ANNOUNCED.match(line)), None)
    if start is None:
        return
    first = _ANNOUNCED.match(lines[start])
    if first and first[1]:
        yield _NUMBERED.sub("", first[1])
    for line in lines[start + 1 :]:
        following = _ANNOUNCED_NEXT.match(line)
        if following is None:
            return
        yield following[1]


def tasks(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    for task in document.tasks:
        if not task.units:
            place = document.at(f"责任事项{task.path}", rows="tasks", row=task.pk)
            sentence = f"责任事项“{task.title[:24]}”没有责任单位，请补上；原文没有写明的请说明。"
            yield Found("task_without_unit", place, sentence, f"{task.path}/{task.title}/{task.annotation}")


def units(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    """A name that no unit is known under, said once a document with the number of its places."""
    rows: dict[str, list[tuple[str, int, UnitFact]]] = {}
    for label, pk, own in _units(document):
        for unit in own:
            if not unit.is_known:
                rows.setdefault(fold(unit.printed), []).append((label, pk, unit))
    for places in rows.values():
        label, pk, unit = places[0]
        place = document.at(label, rows=_ROWS[label[:4]], row=pk)
        times = f"（{len(places)}处）" if len(places) > 1 else ""
        advice = (
            "请在“待确认单位”里确认是哪个单位，或者认定不是单位名称。"
            if unit.proposed
            else "请选定单位，或者说明它不是单位。"
        )
        sentence = f"不认识的单位“{unit.printed}”{times}：{advice}"
        yield Found("unit_unknown", place, sentence, fold(unit.printed))


_ROWS = {"发文机关": "organs", "责任事项": "tasks", "责任清单": "checklist"}


def _units(document: DocumentFacts) -> Iterator[tuple[str, int, tuple[UnitFact, ...]]]:
    yield "发文机关", document.pk, document.organs
    yield from ((f"责任事项{task.path}", task.pk, task.units) for task in document.tasks)
    yield from ((f"责任清单（{item.number or '—'}）", item.pk, item.units) for item in document.items)


def checklist(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    """Rows whose print is damaged, and numbers that the rows do not have."""
    for item in document.items:
        if item.damaged:
            place = document.at(f"责任清单（{item.number or '—'}）", rows="checklist", row=item.pk)
            sentence = "这一行原表残损，请对照纸质版补正；无法补正的请说明。"
            yield Found("item_damaged", place, sentence, f"{item.number}/{item.content}")
    numbers = [item.number for item in document.items if item.number]
    missing = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    if missing:
        listed = "、".join(map(str, missing[:12])) + ("等" if len(missing) > 12 else "")
        place = document.at("责任清单", rows="checklist")
        yield Found("items_missing", place, f"责任清单缺第{listed}条，请补录或说明。", listed)


# What the reader asks of a file, and the rule that asks it of what is on record.
_ASKED_AGAIN = {
    "checklist_damaged": "item_damaged",
    "checklist_gap": "items_missing",
    "date_incomplete": "day_missing",
    "date_impossible": "day_missing",
    "contents_without_text": "entry_leads_nowhere",
    "text_without_contents": "document_not_listed",
    "title_differs": "title_differs",
}


def open_problems(
    problems: Iterable[ProblemFact], *, owner: Subject, found: Iterable[Found]
) -> Iterator[Found]:
    """What the reader asked and nobody has answered yet; what a rule has found in the text is not asked again."""
    waiting = list(problems)
    said = list(found) if waiting else []
    codes = {one.code for one in said}
    for problem in waiting:
        if _ASKED_AGAIN.get(problem.kind) in codes:
            continue
        printed = fold(problem.printed)
        if any(one.code == problem.kind and printed in fold(one.text) for one in said):
            continue
        place = Place(owner, f"读入问题（第{problem.line}行）", rows="problem", row=problem.pk)
        quote = quoted(problem.printed, 0, len(problem.printed)) if problem.printed else None
        sentence = f"{problem.kind_name}：{_ended(problem.message)}核实改好后标为“已处理”。"
        yield Found(
            "problem_open", place, sentence, f"{problem.kind}/{problem.printed}/{problem.message}", quote
        )


def whole(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    """The parts make the whole: every character of the file was laid somewhere."""
    if document.unplaced:
        sentence = (
            f"读入的文件里有{document.unplaced}个字没有归位，各部分合起来不等于原文；请对照读入记录补上。"
        )
        yield Found(
            "text_unplaced", document.at("读入记录", rows="reading"), sentence, str(document.unplaced)
        )


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("。", "！", "？")) else f"{sentence}。"


def unseen_characters(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    for text in texts_of(document):
        yield from unseen_in(text)


def unseen_in(text: Text) -> Iterator[Found]:
    """Said once a text: a character that nobody sees hides words from the search, or turns them round."""
    at = next((at for at, letter in enumerate(text.text) if _is_unseen(letter)), None)
    if at is None:
        return
    count = sum(map(_is_unseen, text.text))
    name = unicodedata.name(text.text[at], f"U+{ord(text.text[at]):04X}")
    sentence = f"有{count}个看不见的字符（第一个是{name}），检索会因此找不到，请删去。"
    around = text.text[max(at - 20, 0) : at + 20]
    yield Found(
        "unseen_character", text.place_at(at), sentence, f"{count}/{around}", quoted(text.text, at, at + 1)
    )


def _is_unseen(letter: str) -> bool:
    return letter not in _KEPT_CONTROLS and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co")


def texts_of(document: DocumentFacts) -> Iterator[Text]:
    """Everything of a document that a reader gets to see, each stretch with its place."""
    fields: Iterable[tuple[str, str, str]] = (
        ("标题", "title", document.title),
        ("发文字号", "document_number", document.document_number),
        ("主送机关", "addressees", "，".join(document.addressees)),
        ("成文日期", "written_on_printed", document.written_on_printed),
        ("附注", "note", document.note),
        ("主题分类", "subject", document.theme),
        ("摘要", "abstract", document.abstract),
        ("所印发文件标题", "enclosed_title", document.enclosed_title),
        ("正文", "body", document.body),
    )
    yield from (Text(document.at(label, name), text) for label, name, text in fields if text)
    for part in document.attachments:
        place = document.at(part.label or "附件", anchor=f"a{part.position}", rows="attachments", row=part.pk)
        yield Text(place, f"{part.title}\n{part.text}", skipped=1)


def derived_texts_of(document: DocumentFacts) -> Iterator[Text]:
    """What reading drew from the texts, or an editor typed beside them: tasks, checklist, relations."""
    for task in document.tasks:
        place = document.at(f"责任事项{task.path}", rows="tasks", row=task.pk)
        yield Text(place, f"{task.title}\n{task.text}\n{task.annotation}")
    for item in document.items:
        words = (item.section, item.point, item.points, item.content, item.method, *item.tasks)
        place = document.at(f"责任清单（{item.number or '—'}）", rows="checklist", row=item.pk)
        yield Text(place, "\n".join(words))
    for relation in document.relations:
        place = document.at("文件关系", rows="outgoing_relations", row=relation.pk)
        yield Text(place, f"{relation.title}\n{relation.printed_number}")


RULES = (
    disclosure,
    texts,
    announced_attachments,
    tasks,
    units,
    checklist,
    whole,
    unseen_characters,
)
