"""Editions of the standard: drafted from the last, published, retired; rounds by the edition in force."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from eldercare.models import Criterion, RatingRound, StandardEdition
from eldercare.permissions import ADD_ROUND, PUBLISH_EDITION
from eldercare.rating_vocabulary import EditionStatus
from eldercare.refusals import DaysOutOfOrder, EditionFrozen
from foundation.refusals import NotPermitted

YEARS = range(2020, 2101)  # rating_round_lies_in_its_year


@transaction.atomic
def draft_edition(
    based_on: StandardEdition, *, code: str, name: str, notice: str, issued_on: date, by: User
) -> StandardEdition:
    """A copy of an edition, to be changed criterion by criterion. Raises NotPermitted."""
    _check_may(by)
    edition = StandardEdition(code=code, name=name, notice=notice, issued_on=issued_on, based_on=based_on)
    edition.full_clean()
    edition.save()
    rows = list(based_on.criteria.order_by("position"))
    for row in rows:
        row.pk, row.edition = None, edition
        row._state.adding = True
    Criterion.objects.bulk_create(rows)
    return edition


@transaction.atomic
def publish_edition(edition: StandardEdition, *, by: User, at: datetime) -> StandardEdition:
    """Put a draft in force; the edition before is retired. Applications keep the one they were opened with.

    Raises NotPermitted or EditionFrozen.
    """
    _check_may(by)
    # Every edition is locked: who publishes at the same time waits, and then sees what has become of them.
    rows = {row.pk: row for row in StandardEdition.objects.select_for_update().order_by("pk")}
    locked = rows[edition.pk]
    before = next((row for row in rows.values() if row.status == EditionStatus.PUBLISHED), None)
    if not locked.is_draft:
        raise EditionFrozen(f"{locked}已经{locked.get_status_display()}，不能再施行。")
    if not any(row.is_scored for row in locked.criteria.all()):
        raise EditionFrozen(f"{locked}没有可以评定的内容，不能施行。")
    if before is not None:
        before.status, before.retired_at = EditionStatus.RETIRED, at
        before.save(update_fields=["status", "retired_at"])
    locked.status, locked.published_by, locked.published_at = EditionStatus.PUBLISHED, by, at
    locked.save(update_fields=["status", "published_by", "published_at"])
    return locked


@transaction.atomic
def set_up_round(
    year: int, *, opens_on: date, closes_on: date, notice: str, edition: StandardEdition, by: User
) -> RatingRound:
    """The round of a year, by the edition in force. Raises NotPermitted, EditionFrozen or DaysOutOfOrder."""
    if not by.has_perm(ADD_ROUND):
        raise NotPermitted("您没有设立评定年度的权限。")
    locked = StandardEdition.objects.select_for_update().get(pk=edition.pk)
    if locked.status != EditionStatus.PUBLISHED:
        raise EditionFrozen(f"{locked}没有施行，不能用来评定。")
    if year not in YEARS:
        raise DaysOutOfOrder(f"{year} 不能是评定年度：年度从 {YEARS[0]} 年起。", field="year")
    if RatingRound.objects.filter(year=year).exists():
        raise DaysOutOfOrder(f"{year} 年度已经设立，评定每年一次。", field="year")
    if opens_on.year != year or closes_on.year != year or closes_on < opens_on:
        raise DaysOutOfOrder("起止日期须在这个年度之内，截止不早于开始。", field="opens_on")
    return RatingRound.objects.create(
        year=year, opens_on=opens_on, closes_on=closes_on, notice=notice, edition=locked, created_by=by
    )


def _check_may(by: User) -> None:
    if not by.has_perm(PUBLISH_EDITION):
        raise NotPermitted("您没有维护评定标准的权限。")
