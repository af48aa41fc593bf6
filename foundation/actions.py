"""The verbs of the foundation: moving what is published, settling unit names, filling a year of the calendar,
revealing protected data."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction

from foundation.chinese_text import fold, weight
from foundation.door import change_status as change_status
from foundation.fields import protected_fields
from foundation.models import (
    ProtectedReveal,
    SpecialDay,
    Unit,
    UnitProposal,
    UnitVariant,
    WorkYear,
)
from foundation.models.reveal import LEAST_REASON
from foundation.permissions import (
    ADD_UNIT,
    CHANGE_WORK_YEAR,
    REVEAL_PROTECTED,
    SETTLE_UNIT_PROPOSAL,
)
from foundation.redaction import redacted
from foundation.refusals import (
    NameTaken,
    NotAName,
    NothingToReveal,
    NotPermitted,
    ProposalSettled,
    RemarkRequired,
    YearIsComplete,
    YearNotKnown,
)
from foundation.work_days import published_days


def propose_units(printed: Mapping[str, str]) -> int:
    """Keep names no unit is known under for the editor: printed name → the text it was first seen in.

    Names already proposed, settled or dismissed stay as they are, and what is too long is no name. Answers how many
    are new.
    """
    longest = UnitProposal._meta.get_field("printed").max_length or 0
    names = {
        fold(name): seen for name, seen in reversed(list(printed.items())) if 0 < len(fold(name)) <= longest
    }
    with transaction.atomic():
        known = set(UnitProposal.objects.filter(printed__in=names).values_list("printed", flat=True))
        new = [
            UnitProposal(printed=name, first_seen_in=seen)
            for name, seen in names.items()
            if name not in known
        ]
        UnitProposal.objects.bulk_create(reversed(new), ignore_conflicts=True)
    return len(new)


@transaction.atomic
def create_unit(*, name: str, short_name: str = "", level: str, by: User) -> Unit:
    """A unit nobody had on record. Raises NotPermitted, NameTaken or NotAName."""
    if not by.has_perm(ADD_UNIT):
        raise NotPermitted("您没有新建单位的权限。")
    for printed, known in Unit.objects.resolve_all(filter(None, [name, short_name])).items():
        raise NameTaken(f"“{printed}”已经是{known}的名称，不必新建。")
    unit = Unit(name=name, short_name=short_name, level=level)
    try:
        unit.full_clean()
    except ValidationError as error:
        raise NotAName(f"不能新建“{name}”：{error.messages[0]}") from None
    unit.save()
    return unit


@transaction.atomic
def settle_unit_proposal(proposal: UnitProposal, *, unit: Unit, by: User) -> UnitVariant:
    """The editor says whose name this is: from now on the unit is known under it.

    Raises NotPermitted, ProposalSettled, or NameTaken when another unit already bears the name.
    """
    locked = _open_proposal(proposal, by=by)
    known = Unit.objects.resolve_all([locked.printed]).get(locked.printed)
    if known is not None and known != unit:
        raise NameTaken(f"“{locked.printed}”已经是{known}的名称。")
    variant, _ = UnitVariant.objects.get_or_create(printed=locked.printed, defaults={"unit": unit})
    if variant.unit_id != unit.pk:  # given to another unit since the look above
        raise NameTaken(f"“{locked.printed}”已经是{variant.unit}的名称。")
    locked.settled_as = unit
    locked.save(update_fields=["settled_as"])
    return variant


@transaction.atomic
def dismiss_unit_proposal(proposal: UnitProposal, *, by: User) -> UnitProposal:
    """The editor says that this is no unit. Raises NotPermitted or ProposalSettled."""
    locked = _open_proposal(proposal, by=by)
    locked.dismissed = True
    locked.save(update_fields=["dismissed"])
    return locked


def _open_proposal(proposal: UnitProposal, *, by: User) -> UnitProposal:
    """The proposal, locked, if this editor may still answer it."""
    if not by.has_perm(SETTLE_UNIT_PROPOSAL):
        raise NotPermitted("您没有确认单位名称的权限。")
    locked = UnitProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if locked.settled_as_id is not None:
        raise ProposalSettled(f"“{locked.printed}”已经确认为{locked.settled_as}。")
    if locked.dismissed:
        raise ProposalSettled(f"“{locked.printed}”已经认定不是单位名称。")
    return locked


@transaction.atomic
def fill_work_year(work_year: WorkYear, *, by: User) -> int:
    """Enter the days the library knows of the year, to be checked by hand; what was entered already stays.

    Answers how many days are new. Raises NotPermitted, YearIsComplete or YearNotKnown.
    """
    if not by.has_perm(CHANGE_WORK_YEAR):
        raise NotPermitted("您没有维护工作日历的权限。")
    locked = WorkYear.objects.select_for_update().get(pk=work_year.pk)
    if locked.is_complete:
        raise YearIsComplete(f"{locked}已核对完整；要重新填入，请先取消“已核对完整”并保存。")
    published = published_days(locked.year)
    if not published:
        raise YearNotKnown(f"程序自带的日历里还没有{locked}，请照国务院办公厅的通知逐日填写。")
    entered = set(locked.days.values_list("date", flat=True))
    new = [
        SpecialDay(
            work_year=locked,
            date=day.date,
            kind=SpecialDay.Kind.WORKED if day.is_worked else SpecialDay.Kind.OFF,
            name=day.name,
        )
        for day in published
        if day.date not in entered
    ]
    return len(SpecialDay.objects.bulk_create(new))


@transaction.atomic(durable=True)
def reveal(
    obj: models.Model, *, fields: Collection[str], reason: str, by: User, at: datetime
) -> dict[str, str]:
    """The protected data of an object in plain text, by field name; that it was looked at is on record first.

    Durable: it refuses to be a part of another transaction, which might take the record back after the answer. Who
    may see the object at all is for the caller to ask. Numbers written into the reason are left out of it.

    Raises NotPermitted, RemarkRequired, NothingToReveal, KeyMissing or KeyDoesNotFit; then nothing is on record.
    """
    if not by.has_perm(REVEAL_PROTECTED):
        raise NotPermitted("您没有查看证件号码等受保护信息的权限。")
    if weight(reason) < LEAST_REASON:
        raise RemarkRequired(f"请写明查看的理由，至少 {LEAST_REASON} 个字。")
    names = [field.name for field in protected_fields(obj) if field.name in fields]
    if not names or len(names) < len(set(fields)):
        raise NothingToReveal("请选择要查看的信息。")
    stored = type(obj)._base_manager.get(pk=obj.pk)
    ProtectedReveal.objects.create(
        subject=stored,
        subject_label=str(stored)[:300],
        fields=names,
        reason=redacted(reason.strip()),
        by=by,
        at=at,
    )
    return {name: getattr(stored, name).plain() for name in names}
