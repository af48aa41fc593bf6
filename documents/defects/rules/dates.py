"""Days of a document against each other, the issue and today. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from documents.defects.defect import Found
from documents.defects.facts import DocumentFacts, Surroundings
from foundation.chinese_text import day_in_words, squeeze
from foundation.work_days import CANNOT_COMPUTE, due_date

_BEGINS = re.compile(
    r"(?:本|该)[^，。；]{1,10}自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:正式)?(?:施行|实施|执行)"
)
DISCLOSED_WITHIN = 20  # working days (政府信息公开条例第二十六条)


def day_of_writing(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    day, place = document.written_on, document.at("成文日期", "written_on")
    if day is None:
        if document.number and document.has_full_text:
            printed = f"（印作“{document.written_on_printed}”）" if document.written_on_printed else ""
            sentence = f"有文号而没有成文日期{printed}，请对照纸质版填写；印刷残损、无法确定的请说明。"
            yield Found("day_missing", place, sentence, document.written_on_printed or "无")
        return
    if day > around.on:
        yield Found("day_in_future", place, f"成文日期{day_in_words(day)}还没有到，请核对。", day.isoformat())
    month = document.printed_month
    if month and (day.year, day.month) > (month.year, month.month):
        sentence = f"成文日期{day_in_words(day)}晚于刊登它的那一期（{month.year}年{month.month}月出版），请核对两个日期。"
        yield Found("day_after_issue", place, sentence, f"{day}/{month}")


def days_of_effect(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    """施行 ≥ 成文; the period runs forward; a gazette carries rules before they apply (国办发〔2018〕22号)."""
    said = begins_in_text(document)
    begins, ends, day = document.effective_from or said, document.effective_until, document.written_on
    place = document.at("施行日期", "effective_from")
    if said and document.effective_from is None:
        sentence = f"正文写明自{day_in_words(said)}起施行，“施行日期”没有填写，有效性会算错，请填写。"
        yield Found("effect_not_entered", place, sentence, said.isoformat())
    elif said and document.effective_from and document.effective_from != said:
        sentence = f"正文写明自{day_in_words(said)}起施行，填写的却是{day_in_words(document.effective_from)}，请核对。"
        yield Found("effect_not_entered", place, sentence, f"{said}/{document.effective_from}")
    if begins and day and begins < day:
        sentence = f"施行日期{day_in_words(begins)}早于成文日期{day_in_words(day)}，请核对。"
        yield Found("effect_before_writing", place, sentence, f"{begins}/{day}")
    if ends and day and ends < day:
        sentence = f"有效期至{day_in_words(ends)}，早于成文日期{day_in_words(day)}，请核对。"
        yield Found("effect_ended", document.at("有效期", "effective_until"), sentence, f"{ends}/{day}")
    month = document.printed_month
    if month and begins and (begins.year, begins.month) < (month.year, month.month):
        sentence = f"自{day_in_words(begins)}起施行，{month.year}年{month.month}月才刊登；应当逐步做到施行前刊登，请说明原因。"
        yield Found("printed_after_effect", place, sentence, f"{begins}/{month}")


def begins_in_text(document: DocumentFacts) -> date | None:
    """The day from which the text itself says it applies: the last such sentence, which speaks of the whole."""
    found = list(_BEGINS.finditer(squeeze(document.body)))
    try:
        return date(*map(int, found[-1].groups())) if found else None
    except ValueError:
        return None


def disclosure_deadline(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    """The last day of the 20 working days within which it must be public."""
    if document.written_on is None or document.written_on > around.on or document.disclosure != "active":
        return
    due = due_date(document.written_on, DISCLOSED_WITHIN, around.calendar)
    if due is None:
        sentence = f"主动公开的期限{CANNOT_COMPUTE}。"
    elif due < around.on:
        sentence = f"主动公开的期限是成文之后20个工作日，即{day_in_words(due)}，已经过了。"
    else:
        sentence = f"主动公开的期限是成文之后20个工作日，即{day_in_words(due)}，请在此前发布。"
    yield Found("disclosure_deadline", document.at("成文日期", "written_on"), sentence, str(due))


RULES = (day_of_writing, days_of_effect, disclosure_deadline)
