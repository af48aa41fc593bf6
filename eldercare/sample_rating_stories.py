"""Stories of rating for the sample: three yearly rounds and one before them, with every way an application can go.

An application is opened, filled in and handed in on one day, so that it never straddles the end of a round, on whatever
day the sample is loaded; two applications of one institution lie more than a year apart.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from eldercare import actions
from eldercare.rating_vocabulary import Level
from eldercare.sample_cast import Officers, Step, Story
from eldercare.sample_ratings import (
    appeal,
    approve,
    check_off,
    confirm,
    convene,
    find,
    finish,
    give_back,
    hand_in,
    open_one,
    rate_itself,
    review,
    say_why,
)

A, AA, AAA = Level.A, Level.AA, Level.AAA


def applied(ago: int, level: Level) -> tuple[Step, ...]:
    """Opened, filled in and handed in on one day."""
    return (
        Step(ago, open_one),
        Step(ago, rate_itself(level)),
        Step(ago, check_off),
        Step(ago, hand_in(level)),
    )


def assessed(ago: int, level: Level, found: Level | None) -> tuple[Step, ...]:
    return (
        *applied(ago, level),
        Step(ago - 3, review),
        Step(ago - 5, convene),
        Step(ago - 8, find(found)),
        Step(ago - 8, finish(found)),
    )


def rated(ago: int, level: Level, *, given: Level | None = None) -> tuple[Step, ...]:
    """All the way; 3A by the city, which may give less."""
    steps = (*assessed(ago, level, level), Step(ago - 12, approve(level)))
    return (*steps, Step(ago - 16, confirm(given or level))) if level == AAA else steps


def withdrawn_later(ago: int, reason: str) -> Step:
    return Step(ago, say_why(actions.withdraw_application, "filer", reason))


def rating_stories(in_time: Callable[..., Story]) -> dict[str, Story]:
    """By name. `in_time` opens and files an institution so many days ago."""
    stamp, roster = "示例：房屋使用证明没有盖章，请补正。", "示例：人员名册与证书对不上，请核对后重新提交。"
    return {
        # the round before the first: three years have passed, or are followed by a renewal
        "rating_expired": in_time(1700, *rated(1190, A)),
        "rating_renewed": in_time(1700, *rated(1130, AA), *rated(75, AA)),
        # first round
        "rating_upgraded": in_time(
            1500, *rated(830, A), *rated(420, AA), *assessed(40, AAA, AAA), Step(26, approve(AAA))
        ),
        "rating_3a": in_time(1500, *rated(800, AAA)),
        "rating_refused": in_time(
            1500,
            *assessed(790, A, None),
            Step(776, say_why(actions.refuse, "decider", "示例：消防设施未配齐，不到 A 级。")),
        ),
        # second round
        "rating_a": in_time(1300, *rated(428, A)),
        "rating_lowered_by_city": in_time(1300, *rated(430, AAA, given=AA)),
        "rating_appealed": in_time(1300, *rated(425, A), Step(390, appeal(AA))),
        "rating_withdrawn": in_time(1300, *applied(418, A), withdrawn_later(410, "示例：准备改造后再申请。")),
        "rating_remanded": in_time(
            1300,
            *assessed(415, AAA, AAA),
            Step(403, approve(AAA)),
            Step(398, say_why(actions.remand, "confirmer", "示例：康复训练室没有照片，请县级核实。")),
            Step(395, say_why(actions.send_back, "decider", "示例：请补看康复训练室。")),
            Step(390, find(AAA)),
            Step(390, finish(AAA)),
            Step(386, approve(AAA)),
            Step(380, confirm(AAA)),
        ),
        "rating_declined": in_time(
            1300,
            *assessed(405, AAA, AAA),
            Step(393, approve(AAA)),
            Step(385, say_why(actions.decline, "confirmer", "示例：服务档案不全，本年度不予评定。")),
        ),
        # this round
        "rating_draft": in_time(900, Step(6, open_one), Step(5, rate_itself(AA, part=20))),
        "rating_submitted": in_time(900, *applied(9, AA)),
        "rating_returned": in_time(900, *applied(25, A), Step(20, give_back("reviewer", stamp))),
        "rating_returned_by_county": in_time(
            900,
            *applied(45, AA),
            Step(42, review),
            Step(36, give_back("decider", roster)),
            Step(30, hand_in(AA)),
            Step(27, review),
        ),
        "rating_waits_for_group": in_time(900, *applied(20, A), Step(14, review)),
        "rating_with_group": in_time(
            900, *applied(28, AA), Step(24, review), Step(18, convene), Step(10, find(AA, part=18))
        ),
        "rating_sent_back": in_time(
            900,
            *assessed(50, AA, AA),
            Step(38, say_why(actions.send_back, "decider", "示例：床位数与登记不符，请重新核实。")),
        ),
        "rating_assessed": in_time(900, *assessed(32, AA, AA)),
        "rating_proposed": in_time(900, *assessed(35, AAA, AAA), Step(22, approve(AAA))),
    }


def first_day(stories: dict[str, Story], officers: Officers) -> date:
    """The day of the earliest application of these stories."""
    opened = [step.days_ago for story in stories.values() for step in story.steps if step.deed is open_one]
    return timezone.localdate(officers.at(max(opened)))
