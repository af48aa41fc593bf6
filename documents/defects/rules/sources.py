"""What was drawn from a text that a correction changes: tasks, checklist, relations and days whose sentence is gone. Pure.

They stand beside the text and stay when it is corrected. Of an outline only the full text can say what was drawn rightly;
of any other text only what stood there before can get lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from documents.defects.defect import Found, Place
from documents.defects.facts import DocumentFacts
from foundation.chinese_text import day_in_words, fold

CODES = frozenset({"task_source_lost", "item_source_lost", "relation_source_lost", "day_source_lost"})
_SHOWN = 24
_TO_DO = "请照更正后的文本改好；不必改的请说明。"


@dataclass(frozen=True)
class _Texts:
    before: str
    after: str
    from_outline: bool

    def lack(self, pieces: Iterable[str]) -> bool:
        """Whether none of these stands in the corrected text, although one should."""
        named = [fold(piece).rstrip("…") for piece in pieces if piece.strip()]
        known = self.from_outline or any(piece in self.before for piece in named)
        return bool(named) and known and not any(piece in self.after for piece in named)


def lost_sources(before: DocumentFacts, after: DocumentFacts) -> Iterator[Found]:
    """``after`` is the document with the texts of a correction; its tasks and relations are those on record."""
    texts = _Texts(_whole(before), _whole(after), not before.has_full_text)
    for task in after.tasks:
        if texts.lack([task.text or task.title]) or texts.lack([task.annotation]):
            said = f"责任事项“{task.title[:_SHOWN]}”的原文或责任标注，更正后的文本里没有了。{_TO_DO}"
            place = after.at(f"责任事项{task.path}", rows="tasks", row=task.pk)
            mark = "/".join((task.path, task.title, task.text, task.annotation))
            yield Found("task_source_lost", place, said, mark)
    for item in after.items:
        if texts.lack([item.content]):
            said = f"“{item.content[:_SHOWN]}”在更正后的文本里没有了。{_TO_DO}"
            place = after.at(f"责任清单（{item.number or '—'}）", rows="checklist", row=item.pk)
            yield Found("item_source_lost", place, said, f"{item.number}/{item.content}")
    for relation in after.relations:
        if texts.lack([relation.title, relation.printed_number]):
            said = f"{relation.name}在更正后的文本里没有提到了，引用、废止等关系可能不再成立。{_TO_DO}"
            place = after.at("文件关系", rows="outgoing_relations", row=relation.pk)
            mark = "/".join((relation.kind, relation.title, relation.printed_number))
            yield Found("relation_source_lost", place, said, mark)
    yield from _days(before, after)


def _days(before: DocumentFacts, after: DocumentFacts) -> Iterator[Found]:
    """A day that was entered by the text, which names another one now."""
    texts = _Texts(_whole(before), _whole(after), from_outline=False)
    for label, name in (("施行日期", "effective_from"), ("有效期至", "effective_until")):
        day = getattr(after, name)
        if day is None or day != getattr(before, name):
            continue
        printed = day_in_words(day)
        if texts.lack([printed]):
            place: Place = after.at(label, name)
            said = f"{label}还是{printed}，更正后的文本里没有这个日期了。{_TO_DO}"
            yield Found("day_source_lost", place, said, f"{name}/{printed}")


def _whole(document: DocumentFacts) -> str:
    parts = (text for part in document.attachments for text in (part.title, part.text))
    return fold("\n".join((document.title, document.enclosed_title, document.note, document.body, *parts)))
