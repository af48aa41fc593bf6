"""What a submission must say before it is sent, and where its form and its text differ. Pure: no model, no clock.

公开属性 is set while drafting, 不予公开 with its reason (国办发〔2016〕80号); a 规范性文件 comes with its 解读 or says why
not (同步组织、同步审签、同步部署); what is 主动公开 is public within 20 working days (政府信息公开条例 第二十六条).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents.document_numbers import read_number
from foundation.chinese_text import fold
from foundation.redaction import redacted
from foundation.work_days import WorkCalendar, due_date, latest_sure_start

WORK_DAYS = 20
ACTIVE, CLOSED = "active", "closed"
ATTACHED, EXEMPT = "attached", "exempt"
_PHONE = re.compile(r"[0-9０-９+＋()（）—\-－ 转*]{7,40}")


@dataclass(frozen=True)
class Facts:
    """The form as it stands."""

    title: str
    document_number: str
    written_on: date | None
    disclosure: str
    closed_reason: str
    is_normative: bool
    interpretation: str
    exempt_reason: str
    contact: str
    contact_phone: str
    has_text: bool
    has_interpretation: bool  # a file of that role is attached
    effective_from: date | None = None


def missing(facts: Facts, *, today: date) -> list[str]:
    """Everything that keeps it from being sent, a sentence each, in the order of the form."""
    asked = (
        (not facts.title.strip(), "请填写标题。"),
        (facts.written_on is None, "请填写成文日期。"),
        (facts.written_on is not None and facts.written_on > today, "成文日期还没有到，请核对。"),
        (
            facts.disclosure == CLOSED and not facts.closed_reason.strip(),
            "公开属性是“不予公开”的，请写明理由。",
        ),
        (
            facts.is_normative and not facts.interpretation,
            "规范性文件请说明解读情况：随附解读，或者写明不作解读的理由。",
        ),
        (
            facts.interpretation == ATTACHED and not facts.has_interpretation,
            "选了“随附解读”，还没有添加解读材料。",
        ),
        (
            facts.interpretation == EXEMPT and not facts.exempt_reason.strip(),
            "不作解读的，请写明理由。",
        ),
        (not facts.contact.strip(), "请填写联系人。"),
        (not facts.contact_phone.strip(), "请填写联系电话（办公电话）。"),
        (not facts.has_text, "还没有文件正文：请在“修改”里选择 .docx、.pdf 或 .txt 文件。"),
    )
    return [sentence for applies, sentence in asked if applies]


def doubt_of_phone(phone: str) -> str:
    """Why this is no office telephone; "" when it may be one. A private mobile number is not kept in plain text."""
    if redacted(phone) != phone:
        return "请填办公电话，不填个人手机号码。"
    return "" if not phone or _PHONE.fullmatch(phone) else "电话只写数字，区号后用“-”，如 0883-2120000。"


def differences(facts: Facts, document: Mapping[str, Any]) -> list[str]:
    """Where the form says otherwise than what was read of the text; what either leaves open is no difference."""
    typed, read = facts.document_number, document.get("document_number") or ""
    found = []
    if fold(facts.title) and document.get("title") and fold(facts.title) != fold(document["title"]):
        found.append(f"标题：填写的是“{facts.title}”，正文里读到的是“{document['title']}”。")
    if typed and read and normal_number(typed) != normal_number(read):
        found.append(f"发文字号：填写的是“{typed}”，正文里读到的是“{read}”。")
    day = document.get("written_on")
    if facts.written_on and day and facts.written_on.isoformat() != day:
        found.append(f"成文日期：填写的是 {facts.written_on.isoformat()}，正文里读到的是 {day}。")
    if facts.effective_from and facts.written_on and facts.effective_from < facts.written_on:
        found.append("施行日期早于成文日期，请核对。")
    return found


def normal_number(text: str) -> str:
    """A 发文字号 in its one spelling, whatever brackets were typed; what is none stays as typed."""
    number = read_number(text)
    return str(number) if number else text.strip()


def deadline(written_on: date | None, disclosure: str, calendar: WorkCalendar) -> date | None:
    """The last day on which it must be public; None for what need not be, and where nobody can say."""
    if written_on is None or disclosure != ACTIVE:
        return None
    return due_date(written_on, WORK_DAYS, calendar)


def overdue_since(on: date, calendar: WorkCalendar) -> date | None:
    """What was written on this day or before is overdue on that day."""
    return latest_sure_start(on, WORK_DAYS, calendar)
