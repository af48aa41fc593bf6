"""备案期限: ten working days after service began, for those a third party runs (N032)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from django.contrib.auth.models import AbstractUser
from django.db.models import Count

from eldercare.clocks.clock import Clock, pages, place_names
from eldercare.models import Institution
from eldercare.models.institution import WORK_DAYS_TO_FILE, InstitutionQuerySet
from foundation.models import WorkYear
from foundation.work_days import WorkCalendar, due_date

FILING = "备案"


def filing_clocks(user: AbstractUser, *, on: date) -> Iterator[Clock]:
    """Whose day cannot be computed is not among them: `undated_filings` counts those."""
    due_of = cache(lambda opened: due_date(opened, WORK_DAYS_TO_FILE, calendar))
    calendar, page = WorkYear.objects.calendar(), pages("institution")
    rows = _waiting(user).values_list("pk", "name", "opened_on", *place_names("township"))
    for pk, name, opened_on, county, township in rows:
        due = due_of(opened_on)
        if due is not None:
            title = f"{name}：{opened_on} 开展服务，应备案"
            yield Clock(due, title, page(pk), FILING, f"{county} {township}")


def undated_filings(user: AbstractUser, *, calendar: WorkCalendar) -> int:
    """Waiting for a year whose days off nobody has published yet."""
    counted = _waiting(user).order_by().values_list("opened_on").annotate(number=Count("pk"))
    return sum(number for day, number in counted if due_date(day, WORK_DAYS_TO_FILE, calendar) is None)


def _waiting(user: AbstractUser) -> InstitutionQuerySet:
    return Institution.objects.visible_to(user).unfiled().registered_path()
