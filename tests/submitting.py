"""Submissions for tests: a unit with its liaison officer, editors, and a submission brought to any state by the verbs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import Group, User

from foundation.models import Liaison, Unit
from gazette import submissions
from gazette.models import Issue, Submission
from gazette.reading.either import DOCUMENT, read_either
from gazette.submission_lifecycle import SubmissionState as S
from gazette.submission_text import SubmittedText
from tests import make

AT = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
WRITTEN = date(2026, 3, 2)
REASON = "示例：请补充附件。"


def notice(serial: int = 0, title: str = "关于做好春耕备耕工作的通知", unit: str = "示例市粮食站") -> str:
    """A notice of our own; each has a number of its own."""
    serial = serial or make.serial()
    return f"""示粮发〔2026〕{serial}号

{unit}{title}

各县人民政府，市直各部门：

一、备足种子。各地要早调早运。（{unit}牵头）

{unit}
2026年3月2日
"""


def person(role: str, name: str = "") -> User:
    user = User.objects.create_user(name or f"{role}{make.serial()}", is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    return user


def liaison(unit: Unit, user: User | None = None, **fields: Any) -> User:
    """Somebody who speaks for the unit."""
    user = user or person("联络员")
    fields = {
        "since": date(2025, 1, 1),
        "note": "示例名单",
        "appointed_by": user,
        "appointed_at": AT,
    } | fields
    Liaison.objects.create(unit=unit, user=user, **fields)
    return user


def text(said: str | None = None, name: str = "示例.txt") -> SubmittedText:
    raw = (said or notice()).encode()
    read = read_either(raw, name=name, lexicon=Unit.objects.lexicon(), kind=DOCUMENT)
    return SubmittedText.of(read, (), raw=raw, name=name)


def form(**changes: Any) -> dict[str, Any]:
    return {"contact": "示例甲", "contact_phone": "0000-0000001", "written_on": WRITTEN} | changes


def draft(
    unit: Unit | None = None, by: User | None = None, said: str | None = None, **changes: Any
) -> Submission:
    unit = unit or make.unit()
    by = by or liaison(unit)
    return submissions.open_submission(unit=unit, form=form(**changes), text=text(said), by=by, at=AT)


def officer_of(submission: Submission) -> User:
    """Whoever speaks for its unit."""
    return User.objects.get(pk=Liaison.objects.filter(unit=submission.unit).values_list("user", flat=True)[0])


def sent(**fields: Any) -> Submission:
    made = draft(**fields)
    return submissions.send_submission(made, by=officer_of(made), at=AT)


def standing(state: str, **fields: Any) -> Submission:
    """A submission in this state, brought there by the verbs."""
    if state == S.DRAFT:
        return draft(**fields)
    made = sent(**fields)
    editor = person("责任编辑")
    if state == S.RETURNED:
        return submissions.return_submission(made, reason=REASON, by=editor, at=AT)
    if state == S.WITHDRAWN:
        return submissions.withdraw_submission(made, reason=REASON, by=officer_of(made), at=AT)
    if state == S.DECLINED:
        return submissions.decline_submission(made, reason=REASON, by=editor, at=AT)
    if state == S.ACCEPTED:
        return submissions.accept_submission(made, by=editor, at=AT)
    if state == S.TAKEN:
        return submissions.accept_submission(made, issue=an_issue(), by=editor, at=AT)
    return made


def an_issue() -> Issue:
    return make.issue(2026, published=False)


def many(count: int, *, units: int = 10) -> None:
    """Submissions that were sent, by the hundred: past the verbs, as no test of theirs."""
    from django.db import connection, transaction

    from gazette.models import SubmissionMove

    officers = [(unit, liaison(unit)) for unit in (make.unit() for _ in range(units))]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        rows = []
        for _ in range(count):
            number = make.serial()
            unit, officer = officers[number % units]
            rows.append(
                Submission(
                    unit=unit,
                    title=f"示例通知{number}",
                    written_on=date(2026, 1, 1 + number % 28),
                    state=S.SENT,
                    year=2026,
                    serial=100_000 + number,
                    contact="示例甲",
                    contact_phone="0000-0000001",
                    file="ab/none",
                    sha256=f"{number:064x}",
                    opened_by=officer,
                    opened_at=AT,
                    changed_at=AT,
                    first_sent_at=AT,
                    sent_at=AT,
                    sent_by=officer,
                )
            )
        made = Submission.objects.bulk_create(rows)
        SubmissionMove.objects.bulk_create(
            SubmissionMove(
                submission=one, verb="return", from_state="sent", to_state="returned", by=one.sent_by, at=AT
            )
            for one in made
            if one.sent_by
        )
