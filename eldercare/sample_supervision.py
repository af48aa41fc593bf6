"""Stories of supervision: accidents, inspections, orders to correct, and levels that were taken away."""

from __future__ import annotations

from collections.abc import Callable

from eldercare import actions
from eldercare.models import Incident, Institution, Rectification
from eldercare.rating_vocabulary import IncidentKind, Level, OrderKind
from eldercare.sample_cast import Deed, Officers, Step, Story
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


def order(days: int = 30, kind: OrderKind = OrderKind.STANDARD) -> Deed:
    """Inspected, found wanting, and given so many days."""
    result, requirement = FOUND[kind]

    def deed(institution: Institution, officers: Officers, days_ago: int) -> None:
        inspection = actions.record_inspection(
            institution,
            inspected_on=officers.day(days_ago),
            departments="示例：县民政局、消防救援大队",
            result=result,
            meets_standard=False,
            by=officers.filer,
            at=officers.at(days_ago),
        )
        actions.order_rectification(
            institution,
            kind=kind,
            requirement=requirement,
            deadline=officers.day(days_ago - days),
            inspection=inspection,
            by=officers.filer,
            at=officers.at(days_ago),
        )

    return deed


FOUND = {
    OrderKind.STANDARD: (
        "示例：呼叫装置损坏，服务记录缺三个月。",
        "示例：修复呼叫装置，补齐服务记录。",
    ),
    OrderKind.DIVERSION: (
        "示例：二楼日间照料室出租给棋牌室。",
        "示例：收回二楼，恢复日间照料用途。",
    ),
}


def inspected(institution: Institution, officers: Officers, days_ago: int) -> None:
    """Nothing to find fault with."""
    actions.record_inspection(
        institution,
        inspected_on=officers.day(days_ago),
        departments="示例：县民政局、县市场监督管理局",
        result="示例：消防、食品和服务记录齐全。",
        meets_standard=True,
        by=officers.filer,
        at=officers.at(days_ago),
    )


def more_time(until_ago: int) -> Deed:
    """Until so many days ago; a negative day lies ahead."""

    def deed(institution: Institution, officers: Officers, days_ago: int) -> None:
        actions.extend_deadline(
            Rectification.objects.get(institution=institution),
            until=officers.day(until_ago),
            reason="示例：呼叫装置的配件还没有到货。",
            by=officers.filer,
            at=officers.at(days_ago),
        )

    return deed


def corrected(institution: Institution, officers: Officers, days_ago: int) -> None:
    ordered = Rectification.objects.get(institution=institution)
    actions.record_recheck(
        ordered,
        checked_on=officers.day(days_ago),
        passed=True,
        remark="示例：呼叫装置已修复，服务记录已补齐。",
        by=officers.filer,
        at=officers.at(days_ago),
    )
    actions.close_rectification(
        ordered, outcome="示例：复查合格，整改到位。", by=officers.filer, at=officers.at(days_ago)
    )


def not_corrected(institution: Institution, officers: Officers, days_ago: int) -> None:
    ordered = Rectification.objects.get(institution=institution)
    actions.record_recheck(
        ordered,
        checked_on=officers.day(days_ago),
        passed=False,
        remark="示例：没有整改到位。",
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
            1300, *rated(435, Level.A), Step(90, order()), Step(55, not_corrected), Step(48, revoke)
        ),
        "level_expiring": in_time(1500, *rated(1060, Level.A)),  # some forty days are left
        "order_open": in_time(1300, *rated(300, Level.A), Step(12, order(days=30))),
        "order_overdue": in_time(1300, *rated(310, Level.AA), Step(50, order(days=30))),
        "order_extended": in_time(
            1300, *rated(315, Level.A), Step(45, order(days=30)), Step(18, more_time(-12))
        ),
        "order_closed": in_time(
            1300, *rated(320, Level.A), Step(80, order(days=30)), Step(52, corrected), Step(3, inspected)
        ),
        "order_to_decide": in_time(
            1300, *rated(325, Level.AA), Step(60, order(days=30)), Step(6, not_corrected)
        ),
        # aid that was granted waits to be recovered: the use was changed, and not changed back when ordered (N108, N109)
        "recovery_ready": in_time(
            1300,
            *rated(330, Level.A),
            Step(100, order(days=30, kind=OrderKind.DIVERSION)),
            Step(60, not_corrected),
        ),
        "incident_recorded": in_time(1300, *rated(335, Level.A), Step(4, accident)),
        "incident_to_answer": in_time(1300, *rated(340, Level.A), Step(20, accident), Step(8, determine)),
    }
