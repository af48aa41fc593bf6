"""评定的期限: applications that have to be handed in or decided, levels that run out, bars that end.

The notice gives no days to a stage; it says that rating takes place once a year (N084). So what is with the applicant is due
when the round closes, and what is with the authorities on the last day of the round's year.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib.auth.models import AbstractUser
from django.db.models import Exists, F, OuterRef, Q

from eldercare.clocks.clock import Clock, pages, place_names
from eldercare.models import PanelMember, Rating, RatingApplication, RatingDecision
from eldercare.rating_vocabulary import Level, RatingStatus
from eldercare.rules.standing import still_barring
from eldercare.rules.timeline import barred_until
from foundation.civil_time import ONE_DAY

STAGE, PANEL, EXPIRY, BAR = "评定办理", "评定组", "等级到期", "禁申期满"
DAYS_AHEAD = 90
WITH_APPLICANT = (RatingStatus.DRAFT, RatingStatus.RETURNED)
PLACE = place_names("institution__township")


def stage_clocks(user: AbstractUser, *, on: date) -> Iterator[Clock]:
    """Every application on its way, by the stage it waits in; those in the hands of a group are a kind of their own."""
    panel = PanelMember.objects.filter(application=OuterRef("pk"))
    rows = RatingApplication.objects.visible_to(user).open().annotate(has_panel=Exists(panel))
    page = pages("ratingapplication")
    columns = ("pk", "institution__name", "status", "round__year", "round__closes_on", "has_panel", *PLACE)
    for pk, name, status, year, closes_on, has_panel, county, township in rows.values_list(*columns):
        due = closes_on if status in WITH_APPLICANT else date(year, 12, 31)
        assessing = status == RatingStatus.REVIEWED and has_panel
        waits = "评定组完成评定" if assessing else _waits(RatingStatus(status), has_panel)
        title = f"{name}：{year} 年度评定，{waits}"
        yield Clock(due, title, page(pk), PANEL if assessing else STAGE, f"{county} {township}")


def _waits(status: RatingStatus, has_panel: bool) -> str:
    if status == RatingStatus.DRAFT:
        return "截止受理前提交"
    if status == RatingStatus.RETURNED:
        return "截止受理前补正"
    return "待组成评定组" if status == RatingStatus.REVIEWED and not has_panel else status.label


def expiry_clocks(user: AbstractUser, *, on: date) -> Iterator[Clock]:
    """Levels that run out within ninety days and are followed by no other."""
    following = Rating.objects.current().filter(
        institution=OuterRef("institution"), period__startswith__gte=OuterRef("until")
    )
    rows = (
        Rating.objects.visible_to(user)
        .in_force(on=on)
        .annotate(until=F("period__endswith"))
        .filter(until__lte=on + timedelta(days=DAYS_AHEAD) + ONE_DAY)
        .filter(Q(institution__closed_on__isnull=True) | Q(institution__closed_on__gt=on))
        .filter(~Exists(following))
    )
    page = pages("institution")
    columns = ("institution", "institution__name", "level", "until", *PLACE)
    for pk, name, level, until, county, township in rows.values_list(*columns):
        title = f"{name}：{Level(level).label}到期"
        yield Clock(until - ONE_DAY, title, page(pk), EXPIRY, f"{county} {township}")


def bar_clocks(user: AbstractUser, *, on: date) -> Iterator[Clock]:
    """Bars on a new application that end within ninety days (N087)."""
    rows = RatingDecision.objects.visible_to(user).cancelling().filter(effective_on__gte=still_barring(on))
    page = pages("ratingdecision")
    columns = ("pk", "institution__name", "effective_on", *PLACE)
    for pk, name, effective_on, county, township in rows.values_list(*columns):
        until = barred_until(effective_on)
        if until <= on + timedelta(days=DAYS_AHEAD):
            yield Clock(until, f"{name}：禁止申请评定的最后一天", page(pk), BAR, f"{county} {township}")
