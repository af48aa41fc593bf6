"""Sample submissions: three liaison officers of invented units, and a submission in each state worth seeing.

The texts are invented and short, so that reading them costs nothing; all go through the same verbs as at the desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from foundation.chinese_text import day_in_words
from foundation.liaisons import appoint_liaison
from foundation.models import Unit
from foundation.sample_staff import SampleStaff
from gazette import submissions
from gazette.models import Submission
from gazette.reading.either import DOCUMENT, read_either
from gazette.submission_text import SubmittedText

STAFF = (
    SampleStaff("liaison1", "示例联络员甲", "联络员"),
    SampleStaff("liaison2", "示例联络员乙", "联络员"),
    SampleStaff("liaison3", "示例联络员丙", "联络员"),
)
UNITS = ("示例市林果局", "示例市水务站", "示例市文化馆")
OFFICERS = (("liaison1", UNITS[0]), ("liaison1", UNITS[1]), ("liaison2", UNITS[1]), ("liaison3", UNITS[2]))


@dataclass(frozen=True)
class Story:
    """One submission: who sends it, when it was written, and what became of it."""

    unit: str
    officer: str
    title: str
    body: str
    days_ago: int  # written; it was opened the day after
    ends: str  # draft, or the last verb
    extra: tuple[tuple[str, Any], ...] = ()
    reason: str = ""


STORIES = (
    Story(
        UNITS[0],
        "liaison1",
        "关于做好核桃提质增效工作的通知（示例）",
        "一、修剪老树。各地逐园登记，冬季完成。（示例市林果局牵头）",
        40,
        "accept",
        (("is_normative", True), ("interpretation", "exempt"), ("exempt_reason", "示例：内部工作安排")),
    ),
    Story(
        UNITS[1],
        "liaison2",
        "关于小型水库巡查值守的通知（示例）",
        "一、专人值守。汛期每天巡查两次，登记入册。（示例市水务站负责）",
        33,
        "decline",
        reason="示例：内容与上一期重复",
    ),
    Story(
        UNITS[2],
        "liaison3",
        "关于开放乡村书屋的公告（示例）",
        "一、开放时间。每周六、周日全天开放，凭借阅证借书。（示例市文化馆负责）",
        12,
        "return",
        reason="示例：请补充施行日期，并核对附件名称",
    ),
    Story(
        UNITS[1],
        "liaison1",
        "关于农村供水维修服务的通知（示例）",
        "一、公布电话。各供水点张贴维修电话，两天之内修好。（示例市水务站负责）",
        8,
        "send",
    ),
    Story(
        UNITS[0],
        "liaison1",
        "关于秋季苗木检疫的通知（示例）",
        "一、逐批检疫。外来苗木先检后栽，检疫单留存一年。（示例市林果局负责）",
        3,
        "send",
    ),
    Story(
        UNITS[2],
        "liaison3",
        "关于征集民间歌谣的通知（示例）",
        "一、征集范围。流传三十年以上的民间歌谣，注明传唱人。（示例市文化馆负责）",
        2,
        "draft",
    ),
)


@transaction.atomic
def load_submissions(*, at: datetime) -> int:
    """Answers how many are new: none when there are some already."""
    if Submission.objects.exists():
        return 0
    chief, editor = (User.objects.get(username=name) for name in ("chief", "editor"))
    units = {
        name: Unit.objects.get_or_create(name=name, defaults={"level": Unit.Level.CITY})[0] for name in UNITS
    }
    since = date(timezone.localdate(at).year - 1, 1, 1)
    for username, unit in OFFICERS:
        appoint_liaison(
            unit=units[unit],
            user=User.objects.get(username=username),
            since=since,
            note="示例：单位报送的名单",
            by=chief,
            at=at,
        )
    for serial, story in enumerate(STORIES, start=1):
        _load(story, units[story.unit], serial=serial, editor=editor, at=at)
    return len(STORIES)


def _load(story: Story, unit: Unit, *, serial: int, editor: User, at: datetime) -> None:
    officer = User.objects.get(username=story.officer)
    written = timezone.localdate(at) - timedelta(days=story.days_ago)
    opened = at - timedelta(days=story.days_ago - 1)
    form = {
        "contact": officer.first_name,
        "contact_phone": "0000-0000001",
        "written_on": written,
        **dict(story.extra),
    }
    text = _read(story, unit, written, serial=serial)
    submission = submissions.open_submission(unit=unit, form=form, text=text, by=officer, at=opened)
    if story.ends == "draft":
        return
    submissions.send_submission(submission, by=officer, at=opened + timedelta(hours=2))
    later = opened + timedelta(hours=20)
    if story.ends == "accept":
        submissions.accept_submission(submission, by=editor, at=later)
    elif story.ends == "return":
        submissions.return_submission(submission, reason=story.reason, by=editor, at=later)
    elif story.ends == "decline":
        submissions.decline_submission(submission, reason=story.reason, by=editor, at=later)


def _read(story: Story, unit: Unit, written: date, *, serial: int) -> SubmittedText:
    day = day_in_words(written)
    lines = (
        f"示报发〔{written.year}〕{serial}号",
        f"{unit}{story.title}",
        "各县人民政府，市直各部门：",
        story.body,
        str(unit),
        day,
    )
    raw, name = "\n\n".join(lines).encode(), f"示例报送{serial}.txt"
    return SubmittedText.of(
        read_either(raw, name=name, lexicon=Unit.objects.lexicon(), kind=DOCUMENT), (), raw=raw, name=name
    )
