"""等您办理: one line for every document, correction and issue that waits for the person who looks, grouped by issue, the
pressing first.

A fixed number of questions however much waits: the objects, who bears them, their last step, their open remarks (for
each of the three nouns), the issues the documents stand in, and the working calendar.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from documents.models import Correction, Disclosure, Document
from foundation.lifecycle import Publishable, Status, Verb
from foundation.models import EditorialDuty, Remark, StatusChange
from foundation.waiting import Why, in_the_making, waiting_for
from foundation.work_days import due_date, work_days_between
from gazette.models import Entry, Issue
from gazette.progress import SIGNED
from portal.matter import Asker

AT_MOST = 300  # lines of documents, and of issues; the lists show the rest
ISSUES = 6  # in the making, at the top
SHOWN = 6  # of a group, before it is folded
DISCLOSED_WITHIN = 20  # working days after it was formed (政府信息公开条例 第二十六条)
LOOSE = "还没有编入期次"
CORRECTIONS = "已发布公文的更正"


@dataclass(frozen=True)
class Line:
    """One thing to do: what, why, until when, and where."""

    why: Why
    title: str
    number: str
    status: str
    door: str
    since: datetime | None
    who: str  # in charge, where that is somebody else
    due: date | None
    due_words: str
    is_late: bool
    disclose_by: date | None
    disclose_words: str
    said: str  # why it came back, or did not go out
    remarks: int

    @property
    def urgency(self) -> tuple[bool, date, int, str]:
        day = min(self.due or date.max, self.disclose_by or date.max)
        return not self.is_late, day, list(Why).index(self.why), self.title


@dataclass
class Group:
    """What waits of one issue."""

    title: str
    door: str
    lines: list[Line] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """3 篇待复审、1 篇退回待改."""
        counted = Counter(line.why for line in self.lines)
        return "、".join(f"{counted[why]} 件{why.value}" for why in Why if counted[why])

    @property
    def shown(self) -> list[Line]:
        return self.lines[:SHOWN]

    @property
    def folded(self) -> list[Line]:
        return self.lines[SHOWN:]


@dataclass(frozen=True)
class Desk:
    groups: list[Group]
    total: int
    late: int
    is_cut: bool


def desk_of(asker: Asker) -> Desk:
    issues = _lines(asker, Issue.objects.all())
    documents = _lines(asker, Document.objects.only(*_SHORT))
    corrections = _lines(asker, Correction.objects.defer("body", "abstract"))
    groups = _grouped(issues, documents, corrections)
    lines = [line for group in groups for line in group.lines]
    late = sum(line.is_late for line in lines)
    return Desk(groups, len(lines), late, max(map(len, (issues, documents, corrections))) >= AT_MOST)


_SHORT = (
    "title",
    "document_number",
    "status",
    "written_on",
    "disclosure",
    "scheduled_for",
    "schedule_refusal",
    "created_at",
)


def issues_in_the_making() -> list[Any]:
    """The newest few that are not out, each with how many documents it has and how many are signed."""
    mine = Document.objects.filter(entries__issue=OuterRef("pk")).exclude(status=Status.WITHDRAWN).order_by()
    number = Count("pk", distinct=True)
    listed = mine.values("entries__issue").annotate(number=number).values("number")
    signed = mine.filter(status__in=SIGNED).values("entries__issue").annotate(number=number).values("number")
    issues: QuerySet[Any] = in_the_making(Issue.objects.newest_first()).annotate(
        documents=Coalesce(Subquery(listed), 0), signed=Coalesce(Subquery(signed), 0)
    )
    return list(issues[:ISSUES])


def _lines(asker: Asker, objects: QuerySet[Any]) -> dict[int, tuple[Publishable, Line]]:
    """By key. The oldest first where there are too many."""
    found = list(waiting_for(objects, asker.user, on=asker.on).order_by("pk")[:AT_MOST])
    if not found:
        return {}
    noun, keys = objects.model, [one.pk for one in found]
    duties = {
        duty.subject_id: duty
        for duty in EditorialDuty.objects.about(noun)
        .current()
        .filter(subject_id__in=keys)
        .select_related("person")
    }
    steps = {
        step.subject_id: step
        for step in StatusChange.objects.about(noun)
        .filter(subject_id__in=keys)
        .last_of_each()
        .select_related("by")
    }
    remarks = Remark.objects.standing().number_on(noun, keys)
    return {
        one.pk: (
            one,
            _line(asker, one, duties.get(one.pk), steps.get(one.pk), remarks.get(one.pk, 0)),
        )
        for one in found
    }


def _line(
    asker: Asker, one: Any, duty: EditorialDuty | None, step: StatusChange | None, remarks: int
) -> Line:
    why, due = Why[one.why], duty.due_on if duty else None
    disclose_by = _disclose_by(asker, one)
    noun = one._meta
    read = "changes" if isinstance(one, Correction) else "review"
    page = read if why in (Why.TO_ANSWER, Why.TO_RECHECK, Why.TO_FINISH) else "change"
    return Line(
        why=why,
        title=one.title if isinstance(one, Document) else str(one),
        number=getattr(one, "document_number", ""),
        status=Status(one.status).label,
        door=reverse(f"admin:{noun.app_label}_{noun.model_name}_{page}", args=[one.pk]),
        since=step.at if step else one.created_at,
        who=_other(duty, asker),
        due=due,
        due_words=_distance(due, on=asker.on) if due else "",
        is_late=due is not None and due < asker.on,
        disclose_by=disclose_by,
        disclose_words=_work_days(disclose_by, asker) if disclose_by else "",
        said=_said(one, step),
        remarks=remarks,
    )


def _other(duty: EditorialDuty | None, asker: Asker) -> str:
    if duty is None or duty.person_id == asker.user.pk:
        return ""
    return duty.person.get_full_name() or duty.person.get_username()


def _said(one: Any, step: StatusChange | None) -> str:
    """Why it came back, with who said so; or why it did not go out at its time."""
    if one.schedule_refusal:
        return f"定时发布没有办成：{one.schedule_refusal}"
    if step is None or one.status != Status.DRAFT or step.verb not in (Verb.RETURN, Verb.VOID):
        return ""
    who = (step.by.get_full_name() or step.by.get_username()) if step.by else ""
    return f"{who}退回：{step.remark}" if step.verb == Verb.RETURN else step.remark


def _disclose_by(asker: Asker, one: Any) -> date | None:
    """主动公开 within 20 working days after it was formed; None where a year of the calendar is not known."""
    if not isinstance(one, Document) or one.disclosure != Disclosure.ACTIVE or one.written_on is None:
        return None
    return due_date(one.written_on, DISCLOSED_WITHIN, asker.calendar)


def _work_days(day: date, asker: Asker) -> str:
    if day < asker.on:
        return "已过"
    left = work_days_between(asker.on, day, asker.calendar)
    return "" if left is None else f"还有 {left} 个工作日" if left else "今天"


def _distance(day: date, *, on: date) -> str:
    days = (day - on).days
    if days < 0:
        return f"逾期 {-days} 天"
    return ("今天", "明天")[days] if days < 2 else f"还有 {days} 天"


def _grouped(
    issues: dict[int, tuple[Publishable, Line]],
    documents: dict[int, tuple[Publishable, Line]],
    corrections: dict[int, tuple[Publishable, Line]],
) -> list[Group]:
    """What is public and to be corrected, then the issues in the making, the nearest to its readers (the oldest) first;
    then what stands in none.
    """
    homes = _homes(documents)
    groups: dict[int, Group] = {}
    for issue in sorted(
        {issue.pk: issue for issue in [*homes.values(), *(one for one, _ in issues.values())]}.values(),
        key=lambda issue: (issue.year, issue.number),  # type: ignore[attr-defined]
    ):
        groups[issue.pk] = Group(str(issue), reverse("admin:gazette_issue_progress", args=[issue.pk]))
    corrected = Group(CORRECTIONS, reverse("admin:documents_correction_changelist"))
    corrected.lines += [line for _, line in corrections.values()]
    loose = Group(LOOSE, "")
    for key, (_, line) in issues.items():
        groups[key].lines.append(line)
    for key, (_, line) in documents.items():
        home = homes.get(key)
        (groups[home.pk] if home else loose).lines.append(line)
    found = [corrected, *groups.values(), loose]
    for group in found:
        group.lines.sort(key=lambda line: line.urgency)
    return [group for group in found if group.lines]


def _homes(documents: Iterable[int]) -> dict[int, Issue]:
    """The issue each document stands in; the first where there are several."""
    keys: Sequence[int] = list(documents)
    if not keys:
        return {}
    entries = Entry.objects.filter(document__in=keys).select_related("issue").order_by("issue_id", "position")
    homes: dict[int, Issue] = {}
    for entry in entries:
        if entry.document_id is not None:
            homes.setdefault(entry.document_id, entry.issue)
    return homes
