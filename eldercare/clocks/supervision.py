"""整改的期限, and levels on which nobody has decided yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Exists, OuterRef, Q

from eldercare.clocks.clock import Clock, pages, place_names
from eldercare.models import Incident, Rating, Rectification
from eldercare.rating_vocabulary import OrderKind, OrderStatus
from eldercare.rules.rectification import NAMES, OrderStage
from eldercare.supervision import stage_of, with_stage
from foundation.civil_time import ONE_DAY

ORDER, RECHECK, LEVEL = "限期整改", "复查", "等级处理"
PLACE = "institution__township__parent"


def order_clocks(user: AbstractUser, *, on: date) -> Iterator[Clock]:
    """Orders that wait for something: their deadline, a re-check, somebody's finding, or a word on the level."""
    rows = with_stage(Rectification.objects.visible_to(user), on=on)
    undecided = Q(kind=OrderKind.STANDARD, is_decided=False, holds_level=True)
    waiting = rows.filter(Q(status=OrderStatus.OPEN) | Q(undecided, status=OrderStatus.FAILED))
    page = pages("rectification")
    for order in waiting.select_related(PLACE):
        kind, due, waits = _due(order, stage_of(order, on=on))
        site = order.institution
        place = site.place_name
        yield Clock(due, f"{site.name}：{waits}", page(order.pk), kind, place)


def _due(order: Any, stage: OrderStage) -> tuple[str, date, str]:
    """A re-check is due from the day after the deadline; a word on the level since somebody found it not corrected."""
    if stage == OrderStage.UNCHECKED:
        return RECHECK, order.due_on + ONE_DAY, "整改" + NAMES[stage]
    if stage == OrderStage.TO_DECIDE:
        return LEVEL, order.ended_on, NAMES[stage]
    waits = "整改期限" if stage == OrderStage.RUNNING else "整改" + NAMES[stage]
    return ORDER, order.due_on, waits


def incident_clocks(user: AbstractUser, *, on: date) -> Iterator[Clock]:
    """Major accidents with no word on the level yet: due since they were found to be (N086)."""
    held = Rating.objects.current().filter(
        institution=OuterRef("institution"), period__contains=OuterRef("happened_on")
    )
    rows = Incident.objects.visible_to(user).to_cancel_for().filter(Exists(held), determined_on__lte=on)
    page = pages("incident")
    columns = ("pk", "institution__name", "determined_on", *place_names("institution__township"))
    for pk, name, determined_on, county, township in rows.values_list(*columns):
        title = f"{name}：重大责任事故，待取消等级"
        yield Clock(determined_on, title, page(pk), LEVEL, f"{county} {township}")
