"""How long a complaint may wait. Pure.

The notice sets no period (N106 asks for open channels only), so these are the offices' own promise, in working days: seven
to say whether it is taken up, as 市场监督管理投诉举报处理暂行办法 第十四条 has it, and thirty from then on to settle it, which
stays within the sixty days of 信访工作条例 第三十四条. Both are told to the public; whoever changes them changes what the page says.
"""

from __future__ import annotations

from datetime import date, timedelta

from foundation.work_days import WorkCalendar, due_date

DAYS_TO_ACCEPT = 7
DAYS_TO_HANDLE = 30
SOON = 3  # working days before it is due
CONTACT_KEPT = timedelta(days=365)  # after the end: then nobody needs to ring back any more


def accept_by(received_on: date, calendar: WorkCalendar) -> date | None:
    """The last day to say whether it is taken up; None where the calendar is not known."""
    return due_date(received_on, DAYS_TO_ACCEPT, calendar)


def handle_by(accepted_on: date, calendar: WorkCalendar) -> date | None:
    """The last day to settle it."""
    return due_date(accepted_on, DAYS_TO_HANDLE, calendar)
