"""Stories of levels that were taken away: an accident, and a correction that was not made in time."""

from __future__ import annotations

from collections.abc import Callable

from eldercare import actions
from eldercare.models import Incident, Institution, Rectification
from eldercare.rating_vocabulary import IncidentKind, Level, OrderKind
from eldercare.sample_cast import Officers, Step, Story
from eldercare.sample_rating_stories import applied, rated


def accident(institution: Institution, officers: Officers, days_ago: int) -> None:
    """Known five days after it happened."""
    actions.record_incident(
        institution,
        kind=IncidentKind.FIRE,
        happened_on=officers.day(days_ago + 5),
        summary="示例：厨房起火，消防通道被杂物堵住，两人受轻伤。",
        injuries=2,
        by=officers.filer,
        at=officers.at(days_ago),
    )


def determine(institution: Institution, officers: Officers, days_ago: int) -> None:
    actions.determine_incident(
        Incident.objects.get(institution=institution),
        is_major=True,
        determination="示例：火灾事故认定书（示消认〔示〕1号）",
        determined_on=officers.day(days_ago),
        by=officers.corrector,
        at=officers.at(days_ago),
    )


def cancel(institution: Institution, officers: Officers, days_ago: int) -> None:
    actions.cancel_level(
        Incident.objects.get(institution=institution),
        grounds="示例：有效期内发生重大责任事故，自事故之日起取消等级。",
        by=officers.decider,
        at=officers.at(days_ago),
    )


def order(institution: Institution, officers: Officers, days_ago: int) -> None:
    """Inspected, found below the standard, and given thirty days."""
    inspection = actions.record_inspection(
        institution,
        inspected_on=officers.day(days_ago),
        departments="示例：县民政局、消防救援大队",
        result="示例：呼叫装置损坏，服务记录缺三个月。",
        meets_standard=False,
        by=officers.filer,
        at=officers.at(days_ago),
    )
    actions.order_rectification(
        institution,
        kind=OrderKind.STANDARD,
        requirement="示例：修复呼叫装置，补齐服务记录。",
        deadline=officers.day(days_ago - 30),
        inspection=inspection,
        by=officers.filer,
        at=officers.at(days_ago),
    )


def not_corrected(institution: Institution, officers: Officers, days_ago: int) -> None:
    ordered = Rectification.objects.get(institution=institution)
    actions.record_recheck(
        ordered,
        checked_on=officers.day(days_ago),
        passed=False,
        remark="示例：呼叫装置仍未修复。",
        by=officers.filer,
        at=officers.at(days_ago),
    )
    actions.fail_rectification(
        ordered, outcome="示例：期满复查，没有整改到位。", by=officers.filer, at=officers.at(days_ago)
    )


def revoke(institution: Institution, officers: Officers, days_ago: int) -> None:
    actions.lower_or_revoke(
        Rectification.objects.get(institution=institution),
        level=None,
        grounds="示例：未按期整改，撤销等级。",
        by=officers.decider,
        at=officers.at(days_ago),
    )


def supervision_stories(in_time: Callable[..., Story]) -> dict[str, Story]:
    """By name. With the cancelled level the application for a higher one comes to nothing."""
    return {
        "level_cancelled": in_time(
            1300,
            *rated(440, Level.A),
            *applied(45, Level.AA),
            Step(30, accident),
            Step(26, determine),
            Step(20, cancel),
        ),
        "level_revoked": in_time(
            1300, *rated(435, Level.A), Step(90, order), Step(55, not_corrected), Step(48, revoke)
        ),
    }
