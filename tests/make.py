"""Builders for tests: each makes one thing that the database accepts and lets the test name only what matters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import Permission, User
from django.db.models import Model

from documents.actions import move_document
from documents.models import (
    Amount,
    Assignment,
    Attachment,
    ChecklistItem,
    Column,
    Document,
    DocumentOrgan,
    Kind,
    Relation,
    Task,
)
from foundation.actions import change_status
from foundation.lifecycle import UNDER_REVIEW
from foundation.models import (
    ProtectedReveal,
    Publishable,
    SpecialDay,
    Status,
    Unit,
    UnitMembership,
    UnitVariant,
    WorkYear,
)
from foundation.search import registry
from foundation.search.indexing import refresh
from foundation.search.proving import subjects_of
from gazette.actions import move_issue
from gazette.models import Appearance, ChronicleEntry, Entry, Event, Issue, MastheadRole, Official
from tests.accounting import PUBLISHED_AT as PUBLISHED_AT
from tests.accounting import P
from tests.accounting import accounted as accounted

_numbers = count(1)


def serial() -> int:
    """A number no other builder has used in this run."""
    return next(_numbers)


def _published(subject: P, *, published: bool) -> P:
    """What a test starts from is published before there were three reviews: nobody walks through them."""
    if published:
        subject.status = Status.PUBLISHED
        subject.published_at = PUBLISHED_AT
        subject.reviewed_elsewhere = True
    subject.save()
    return subject


def move(subject: P, verb: str, *, by: User | None = None, at: datetime = PUBLISHED_AT, **said: Any) -> P:
    """One step of the subject's life by the real verb; without a person by somebody who may do everything."""
    verbs: dict[type[Any], Any] = {Document: move_document, Issue: move_issue}
    by = by or User.objects.create_superuser(f"chief{serial()}")
    return verbs.get(type(subject), change_status)(subject, verb=verb, by=by, at=at, **said)  # type: ignore[no-any-return]


def reviewed(subject: P, *, to: str = Status.FINAL_REVIEW, by: Sequence[User] = ()) -> P:
    """The subject after its reviews up to this one, each by another person; an issue takes its documents along."""
    for place, station in enumerate(UNDER_REVIEW):
        if station == Status.FINAL_REVIEW and isinstance(subject, Document | Issue):
            accounted(subject)
        subject = move(subject, station, by=by[place] if by else None)
        if station == to:
            break
    return subject


def published(*subjects: Publishable) -> None:  # through the three reviews
    for subject in subjects:
        move(reviewed(subject), "publish")


def withdrawn(subject: P, reason: str = "示例原因") -> P:
    return move(subject, "withdraw", remark=reason)


def staff(*permissions: str) -> User:
    """A member of staff who holds the named permissions, e.g. `documents.publish_document`."""
    person = User.objects.create_user(f"editor{serial()}", is_staff=True)
    for name in permissions:
        app, codename = name.split(".")
        person.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return person


def reveal(subject: Model, *, reason: str = "核对示例材料", **fields: Any) -> ProtectedReveal:
    """Somebody has looked at the subject's protected data."""
    values: dict[str, Any] = {"fields": ["phone"], "by": staff(), "at": PUBLISHED_AT} | fields
    return ProtectedReveal.objects.create(
        subject=subject, subject_label=str(subject), reason=reason, **values
    )


def unit(
    name: str = "", *, members: Sequence[Unit] = (), variants: Sequence[str] = (), **fields: Any
) -> Unit:
    fields.setdefault("level", Unit.Level.CITY)
    made = Unit.objects.create(name=name or f"示例局{serial()}", is_group=bool(members), **fields)
    for member in members:
        UnitMembership.objects.create(group=made, member=member)
    for printed in variants:
        UnitVariant.objects.create(unit=made, printed=printed)
    return made


def work_year(
    year: int = 2027, *, off: Sequence[date] = (), worked: Sequence[date] = (), **fields: Any
) -> WorkYear:
    """A complete year of the working calendar, with these days off and these weekend days worked."""
    fields = {
        "is_complete": True,
        "notice_number": f"示办发〔{year - 1}〕1号",
        "notice_title": f"示例办公厅关于{year}年节假日安排的通知",
        "notice_on": date(year - 1, 11, 4),
    } | fields
    made = WorkYear.objects.create(year=year, **fields)
    for kind, days in ((SpecialDay.Kind.OFF, off), (SpecialDay.Kind.WORKED, worked)):
        for day in days:
            SpecialDay.objects.create(work_year=made, date=day, kind=kind, name="示例节")
    return made


def column(name: str = "市政府文件") -> Column:
    place = serial() % 30_000  # a small number, whatever ran before
    return Column.objects.get_or_create(name=name, defaults={"slug": name, "position": place})[0]


def kind(name: str = "通知") -> Kind:
    place = serial() % 30_000
    return Kind.objects.get_or_create(name=name, defaults={"is_official": True, "position": place})[0]


def document(
    title: str = "", *, published: bool = True, organs: Sequence[Unit] = (), **fields: Any
) -> Document:
    """A document with a number of its own; ``organs`` issue it in that order."""
    number = serial()
    if "series" not in fields and "document_number" not in fields:
        fields |= {
            "series": "示政发",
            "year": 2024,
            "serial": number,
            "document_number": f"示政发〔2024〕{number}号",
        }
    fields.setdefault("written_on", date(2024, 4, 21))
    fields.setdefault("body", "一、总则\n这是第一段。")
    if "kind" not in fields:
        fields["kind"] = kind()
    made = _published(Document(title=title or f"示例通知之{number}", **fields), published=published)
    for position, organ in enumerate(organs, start=1):
        DocumentOrgan.objects.create(document=made, position=position, printed=organ.name, unit=organ)
    return made


def attachment(
    document: Document, *, title: str = "示例附件", text: str = "", position: int = 0
) -> Attachment:
    position = position or document.attachments.count() + 1
    return Attachment.objects.create(
        document=document, position=position, label=f"附件{position}", title=title, text=text
    )


def relation(
    source: Document, target: Document | None = None, *, kind: str = "cites", **fields: Any
) -> Relation:
    fields.setdefault("position", source.outgoing_relations.count() + 1)
    if target is not None:
        fields = {"title": target.title, "document_number": target.document_number} | fields
    return Relation.objects.create(source=source, target=target, kind=kind, **fields)


def task(
    document: Document,
    *,
    lead: Sequence[Unit] = (),
    support: Sequence[Unit] = (),
    responsible: Sequence[Unit] = (),
    **fields: Any,
) -> Task:
    """A task of the document, assigned to the units in their roles."""
    fields.setdefault("position", document.tasks.count() + 1)
    fields.setdefault("path", "一")
    made = Task.objects.create(document=document, **{"title": f"示例事项{serial()}"} | fields)
    _assign(lead=lead, support=support, responsible=responsible, task=made)
    return made


def amount(task: Task, printed: str = "1000万元", **fields: Any) -> Amount:
    fields = {
        "kind": "money",
        "number": 1000,
        "measure": "万元",
        "position": task.amounts.count() + 1,
    } | fields
    return Amount.objects.create(task=task, printed=printed, **fields)


def checklist_item(
    document: Document, *, lead: Sequence[Unit] = (), responsible: Sequence[Unit] = (), **fields: Any
) -> ChecklistItem:
    position = document.checklist.count() + 1
    fields = {"position": position, "number": position, "content": f"示例评价内容{position}"} | fields
    made = ChecklistItem.objects.create(document=document, **fields)
    _assign(lead=lead, support=(), responsible=responsible, item=made)
    return made


def _assign(
    *,
    lead: Sequence[Unit],
    support: Sequence[Unit],
    responsible: Sequence[Unit],
    **owner: Task | ChecklistItem,
) -> None:
    chosen = [("lead", unit) for unit in lead]
    chosen += [("support", unit) for unit in support]
    chosen += [("responsible", unit) for unit in responsible]
    for position, (role, unit) in enumerate(chosen, start=1):
        fields: dict[str, Any] = {"role": role, "unit": unit, "printed": unit.label, "position": position}
        Assignment.objects.create(**fields, **owner)


def issue(year: int = 2024, number: int = 0, *, published: bool = True, **fields: Any) -> Issue:
    number = number or serial() % 30_000 + 1  # a small number, whatever ran before
    fields.setdefault("published_month", date(year, min(number, 12), 1))
    made = _published(Issue(year=year, number=number, **fields), published=published)
    return made if published else accounted(made)


def entry(issue: Issue, document: Document | None = None, **fields: Any) -> Entry:
    position = issue.entries.count() + 1
    title = document.title if document else f"示例目录{position}"
    fields = {"position": position, "title": title, "page": position * 4, "column": column()} | fields
    return Entry.objects.create(issue=issue, document=document, **fields)


def masthead(issue: Issue, role: str = "主编", names: Sequence[str] = ("示例甲",)) -> MastheadRole:
    position = issue.masthead.count() + 1
    return MastheadRole.objects.create(issue=issue, position=position, role=role, names=list(names))


def official(name: str = "") -> Official:
    return Official.objects.get_or_create(name=name or f"示例员{serial()}")[0]


def event(
    issue: Issue, text: str = "", *, on: date, until: date | None = None, people: Sequence[str] = ()
) -> Event:
    """An event in an entry of its own day; ``people`` are made where they are not yet known."""
    day = ChronicleEntry.objects.filter(issue=issue, start=on, end=until).first()
    if day is None:
        position = issue.chronicle.count() + 1
        day = ChronicleEntry.objects.create(issue=issue, position=position, start=on, end=until)
    said, place = text or f"{'、'.join(people)}出席示例会议。", day.events.count() + 1
    made = Event.objects.create(entry=day, position=place, start=on, end=until, text=said)
    for position, name in enumerate(people, start=1):
        Appearance.objects.create(event=made, position=position, official=official(name), printed=name)
    return made


def portal(rows: int = 2) -> Issue:
    """A published issue with everything a page can show, each kind of thing ``rows`` times; institutions on file."""
    from tests import care, many_rated  # which build on this module

    many_rated.rated_in(care.many(2 * rows)[1::2], [2024, 2025, 2026])
    care.cancelled()
    gazette = issue(2024, 9, total_number=161, sponsor="示例市人民政府", distribution=["示例各部门。"])
    masthead(gazette)
    busy, group_member = unit("示例市财政局"), unit("示例甲县人民政府")
    group = unit("示例各县人民政府", members=[group_member])
    for number in range(rows):
        text = f"一、总则\n第{number}段。（示例市财政局牵头）\n项目\t数量\n甲\t1"
        notice = document(organs=[busy], column=column(), body=text)
        entry(gazette, notice)
        attachment(notice, text="姓名\t职务\n示例甲\t组长")
        relation(notice, title=f"示例法{number}")
        relation(document(f"《示例通知》解读之{number}"), notice, kind="interprets")
        amount(task(notice, lead=[busy], support=[group], text=f"第{number}段"))
        checklist_item(notice, lead=[busy])
        event(gazette, on=date(2024, 8, number + 1), people=[f"示例员{number}", "示例长"])
    entry(gazette, None, title="大事记", is_chronicle=True)
    for searchable in registry.searchables():
        refresh(searchable.label, subjects_of(searchable))
    return gazette
