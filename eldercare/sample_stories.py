"""What became of each sample institution: a list of steps, each so many days before the day of loading."""

from __future__ import annotations

from eldercare import actions
from eldercare.models import Filing, Institution, Operator, Registration
from eldercare.sample_cast import Officers, Step, Story
from eldercare.sample_rating_stories import rating_stories
from eldercare.sample_supervision import supervision_stories


def newest(institution: Institution) -> Filing:
    return institution.filings.order_by("-version")[0]


def hand_in(institution: Institution, officers: Officers, days_ago: int) -> None:
    filing = actions.open_filing(institution, by=officers.filer, at=officers.at(days_ago))
    submit(institution, officers, days_ago, filing)


def submit(institution: Institution, officers: Officers, days_ago: int, filing: Filing | None = None) -> None:
    day = officers.day(days_ago)
    actions.submit_filing(
        filing or newest(institution),
        filed_on=day,
        commitment_on=day,
        by=officers.filer,
        at=officers.at(days_ago),
    )


def draft(institution: Institution, officers: Officers, days_ago: int) -> None:
    actions.open_filing(institution, by=officers.filer, at=officers.at(days_ago))


def accept(institution: Institution, officers: Officers, days_ago: int) -> None:
    actions.accept_filing(newest(institution), by=officers.decider, at=officers.at(days_ago))


def send_back(institution: Institution, officers: Officers, days_ago: int) -> None:
    reason = "房屋使用证明没有盖章，建筑面积与证明不一致，请核对后重新报送。"
    actions.return_filing(newest(institution), reason=reason, by=officers.decider, at=officers.at(days_ago))


def note(institution: Institution, officers: Officers, days_ago: int) -> None:
    actions.note_copy(newest(institution), by=officers.decider, at=officers.at(days_ago))


def more_beds(institution: Institution, officers: Officers, days_ago: int) -> None:
    institution.beds = (institution.beds or 0) + 8
    institution.save(update_fields=["beds", "updated_at"])


def hand_in_change(institution: Institution, officers: Officers, days_ago: int) -> None:
    summary = f"养老床位增至 {institution.beds} 张"
    filing = actions.open_filing(
        institution, change_summary=summary, by=officers.filer, at=officers.at(days_ago)
    )
    submit(institution, officers, days_ago, filing)


def cancel(institution: Institution, officers: Officers, days_ago: int) -> None:
    reason = "服务场所收回，停止服务。"
    actions.cancel_filing(newest(institution), reason=reason, by=officers.decider, at=officers.at(days_ago))


def close(institution: Institution, officers: Officers, days_ago: int) -> None:
    institution.closed_on, institution.closing_reason = officers.day(days_ago), "并入邻近的居家养老服务中心。"
    institution.save(update_fields=["closed_on", "closing_reason", "updated_at"])


def hand_over(institution: Institution, officers: Officers, days_ago: int) -> None:
    """A new operator of the same kind takes over, and registers."""
    before = institution.operator
    successor = Operator.objects.create(
        name=f"{institution.county.short_name}示例接力养老服务中心",
        kind=before.kind,
        county=before.county,
        established_on=officers.day(800),
    )
    actions.succeed(
        institution,
        successor=successor,
        on=officers.day(days_ago),
        basis="示例委托运营协议（第 2 号）",
        by=officers.filer,
        at=officers.at(days_ago),
    )
    institution.refresh_from_db()
    Registration.objects.create(
        institution=institution,
        operator=successor,
        kind="social",
        authority=f"{institution.county.name}民政局",
        number="示例民证字第009号",
        registered_on=officers.day(800),
    )


def _in_time(opened: int, *more: Step) -> Story:
    """Opened, handed in within the week, accepted the day after."""
    return Story(opened, (Step(opened - 6, hand_in), Step(opened - 8, accept), *more))


STORIES: dict[str, Story] = {
    "in_time": _in_time(150),
    "late": Story(200, (Step(150, hand_in), Step(148, accept))),
    "self_noted": _in_time(300, Step(280, note)),
    "self_waiting": _in_time(60),
    "submitted": Story(12, (Step(3, hand_in),)),
    "self_submitted": Story(30, (Step(2, hand_in),)),
    "returned": Story(25, (Step(9, hand_in), Step(6, send_back))),
    "draft": Story(9, (Step(1, draft),)),
    "overdue": Story(45),
    "soon": Story(10),
    "planned": Story(None),
    "changed": _in_time(400, Step(101, more_beds), Step(100, hand_in_change), Step(98, accept)),
    "changing": _in_time(350, Step(5, more_beds), Step(4, hand_in_change)),
    "outdated": _in_time(320, Step(20, more_beds)),
    "cancelled": _in_time(500, Step(90, cancel)),
    "closed": _in_time(600, Step(40, close)),
    "succession": _in_time(450, Step(70, hand_over)),
}
STORIES |= rating_stories(_in_time) | supervision_stories(_in_time)


def tell(tales: list[tuple[Institution, str]], officers: Officers) -> None:
    """Every step of every story in the order of the days, so that receipts are numbered as they would have been."""
    steps = [(step, institution) for institution, story in tales for step in STORIES[story].steps]
    for step, institution in sorted(steps, key=lambda pair: -pair[0].days_ago):
        step.deed(institution, officers, step.days_ago)
