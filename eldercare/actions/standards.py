"""Editions of the standard: drafted from the last, published, retired; rounds by the edition in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Min

from eldercare.models import Criterion, RatingRound, StandardEdition
from eldercare.permissions import ADD_ROUND, CHANGE_EDITION, CHANGE_ROUND, PUBLISH_EDITION
from eldercare.rating_vocabulary import EditionStatus
from eldercare.refusals import CriterionRefused, DaysOutOfOrder, EditionFrozen
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
def retire_edition(edition: StandardEdition, *, by: User, at: datetime) -> StandardEdition:
    """Take an edition out of force without another in its place: no round can be set up until one is published.

    Rounds and applications keep it. Raises NotPermitted or EditionFrozen.
    """
    _check_may(by)
    locked = StandardEdition.objects.select_for_update().get(pk=edition.pk)
    if locked.status != EditionStatus.PUBLISHED:
        raise EditionFrozen(f"{locked}没有施行，不能停用。")
    locked.status, locked.retired_at = EditionStatus.RETIRED, at
    locked.save(update_fields=["status", "retired_at"])
    return locked


@transaction.atomic
def keep_criterion(criterion: Criterion, *, place: int | None, by: User) -> Criterion:
    """Keep a row of a draft, new or changed, at this place (None: the end); the others make room.

    Raises NotPermitted, EditionFrozen or CriterionRefused.
    """
    edition = _draft_of(criterion, by)
    others = list(edition.criteria.exclude(pk=criterion.pk).order_by("position"))
    if any(row.code == criterion.code for row in others):
        raise CriterionRefused(f"这一版里已有编号 {criterion.code}，请换一个。", field="code")
    at = len(others) if place is None else max(0, min(place - 1, len(others)))
    _number([*others[:at], None, *others[at:]])
    criterion.edition, criterion.position = edition, at + 1
    criterion.save()
    return criterion


@transaction.atomic
def remove_criterion(criterion: Criterion, *, by: User) -> None:
    """Take a row out of a draft; the others close the gap. Raises NotPermitted or EditionFrozen."""
    edition = _draft_of(criterion, by)
    edition.criteria.filter(pk=criterion.pk).delete()
    _number(list(edition.criteria.order_by("position")))


def _draft_of(criterion: Criterion, by: User) -> StandardEdition:
    """The edition of the row, locked: it is not published while a row changes."""
    if not by.has_perm(CHANGE_EDITION):
        raise NotPermitted("您没有维护评定标准的权限。")
    edition = StandardEdition.objects.select_for_update().get(pk=criterion.edition_id)
    if not edition.is_draft:
        raise EditionFrozen(f"{edition}已经{edition.get_status_display()}，不能改动：请起草新的一版。")
    return edition


def _number(rows: Sequence[Criterion | None]) -> None:
    """1, 2, 3 in this order; the unique constraint is only asked at the end of the transaction."""
    moved = []
    for position, row in enumerate(rows, start=1):
        if row is not None and row.position != position:
            row.position = position
            moved.append(row)
    Criterion.objects.bulk_update(moved, ["position"])


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
    _check_days(year, opens_on, closes_on)
    return RatingRound.objects.create(
        year=year, opens_on=opens_on, closes_on=closes_on, notice=notice, edition=locked, created_by=by
    )


@transaction.atomic
def reschedule_round(
    round_: RatingRound, *, opens_on: date, closes_on: date, notice: str, by: User
) -> RatingRound:
    """Move the days of a round, as long as what was handed in stays within them. Raises NotPermitted or DaysOutOfOrder."""
    if not by.has_perm(CHANGE_ROUND):
        raise NotPermitted("您没有改评定年度的权限。")
    locked = RatingRound.objects.select_for_update().get(pk=round_.pk)
    _check_days(locked.year, opens_on, closes_on)
    handed_in = locked.applications.exclude(applied_on__isnull=True).aggregate(
        first=Min("applied_on"), last=Max("applied_on")
    )
    if handed_in["first"] and opens_on > handed_in["first"]:
        raise DaysOutOfOrder(f"已有 {handed_in['first']} 的申请，开始日期不能比它晚。", field="opens_on")
    if handed_in["last"] and closes_on < handed_in["last"]:
        raise DaysOutOfOrder(f"已有 {handed_in['last']} 的申请，截止日期不能比它早。", field="closes_on")
    locked.opens_on, locked.closes_on, locked.notice = opens_on, closes_on, notice.strip()
    locked.save(update_fields=["opens_on", "closes_on", "notice"])
    return locked


def _check_days(year: int, opens_on: date, closes_on: date) -> None:
    if opens_on.year != year:
        raise DaysOutOfOrder(f"开始日期须在 {year} 年之内。", field="opens_on")
    if closes_on.year != year or closes_on < opens_on:
        raise DaysOutOfOrder(f"截止日期须在 {year} 年之内，不早于开始日期。", field="closes_on")


def _check_may(by: User) -> None:
    if not by.has_perm(PUBLISH_EDITION):
        raise NotPermitted("您没有维护评定标准的权限。")
