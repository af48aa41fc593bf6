"""The door of awards: prepared by one officer of the county, approved or rejected by another (六).

prepare   —        drafted   prepare_award   at the county, not attached
approve   drafted  approved  check_award     the same, somebody else; posts the first voucher
reject    drafted  rejected  check_award     the same, somebody else; with a reason
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from eldercare.actions.ledger import post, write_draft
from eldercare.actions.money_door import enter_award, enter_county, exact
from eldercare.models import Award, Institution, MoneyRules
from eldercare.models.reckoning import Reckoning
from eldercare.money_facts import Reckoned, reckon_again, reckon_project, reckon_years, recorded
from eldercare.money_vocabulary import AwardKind, BuildWork, CheckStatus, FundSource, VoucherKind
from eldercare.permissions import CHECK_AWARD, PREPARE_AWARD
from eldercare.refusals import AmountRefused, AwardRefused, ReckoningOutdated, ReviewsOwnWork
from eldercare.rules.ledger import posting
from foundation.refusals import MoveNotAllowed, RemarkRequired
from foundation.yuan import in_yuan


@transaction.atomic
def prepare_operating_award(
    institution: Institution,
    *,
    year: int,
    amount: Decimal | None = None,
    reason: str = "",
    fund: FundSource = FundSource.GRANT,
    basis: str = "",
    by: User,
    at: datetime,
) -> Award:
    """Reckon the operating subsidy of a year and put it up for approval (N098 to N102).

    `amount` None: what was reckoned; another amount, or an edition that leaves it open, needs a reason. Raises
    NotPermitted, NotOnDuty, IsAttached, AwardRefused, AmountRefused or RemarkRequired.
    """
    locked = enter_county(institution.pk, PREPARE_AWARD, "核定补助", by=by, at=at)
    today = timezone.localdate(at)
    if year > today.year:
        raise AwardRefused(f"{year} 年还没有到，不能核定。")
    if fund == FundSource.CENTRAL:
        raise AwardRefused("中央预算内投资不用于运营补贴。")
    if Award.objects.standing().filter(institution=locked, year=year).exists():
        raise AwardRefused(f"“{locked}”{year} 年的运营补贴已经核定或正在核定。")
    reckoned = reckon_years(locked, [year], on=today)[year]
    if reckoned.rules is None or not reckoned.days or not reckoned.most:
        raise AwardRefused(f"“{locked}”{year} 年没有可以核定的运营补贴：{''.join(reckoned.notes)}")
    return Award.objects.create(
        institution=locked,
        operator=locked.operator,
        kind=AwardKind.OPERATING,
        year=year,
        fund=fund,
        basis=basis.strip(),
        amount=decided(reckoned, amount, reason),
        reason=reason.strip(),
        prepared_by=by,
        prepared_at=at,
        **reckoned.columns(),
    )


@transaction.atomic
def prepare_construction_award(
    institution: Institution,
    *,
    project: str,
    works: BuildWork,
    area: Decimal,
    fund: FundSource,
    amount: Decimal | None = None,
    reason: str = "",
    basis: str = "",
    by: User,
    at: datetime,
) -> Award:
    """Reckon the construction aid of a project by its floor area (N093 to N095) and put it up for approval.

    Central budget investment is recorded with its amount and paper. Raises as `prepare_operating_award` does.
    """
    locked = enter_county(institution.pk, PREPARE_AWARD, "核定补助", by=by, at=at)
    name = " ".join(project.split())
    _check_project(locked, name, area, fund)
    if fund == FundSource.CENTRAL:
        if amount is None or not basis.strip():
            raise AwardRefused("中央预算内投资须填写金额和依据文件。")
        reckoned = recorded(exact(amount))
    else:
        rules = MoneyRules.objects.for_year(timezone.localdate(at).year)
        reckoned = reckon_project(rules, works=BuildWork(works), area=area)
        if reckoned.rules is None:
            raise AwardRefused("".join(reckoned.notes))
    central = fund == FundSource.CENTRAL
    return Award.objects.create(
        institution=locked,
        operator=locked.operator,
        kind=AwardKind.CONSTRUCTION,
        project=name,
        works=works,
        area=area,
        fund=fund,
        basis=basis.strip(),
        amount=reckoned.most if central else decided(reckoned, amount, reason),
        reason=reason.strip(),
        prepared_by=by,
        prepared_at=at,
        **reckoned.columns(),
    )


@transaction.atomic
def approve_award(award: Award, *, remark: str = "", by: User, at: datetime) -> Award:
    """Let the award stand and post its first voucher: what is due from now on.

    What it was reckoned from is asked again. Raises NotPermitted, NotOnDuty, IsAttached, MoveNotAllowed, ReviewsOwnWork
    or ReckoningOutdated.
    """
    locked = _for_checking(award, "核准补助", by=by, at=at)
    today = timezone.localdate(at)
    if not reckon_again(locked, on=today).is_that_of(locked):
        raise ReckoningOutdated("提出以后，等级、备案或补助规则有了变化，请退回，重新核算。")
    check(locked, CheckStatus.APPROVED, remark, by=by, at=at)
    voucher = write_draft(
        locked,
        posting(VoucherKind.AWARD, locked.amount),
        on=today,
        memo=f"核定{locked}",
        by=locked.prepared_by,
        at=locked.prepared_at,
    )
    post(voucher, county=locked.institution.county.code, by=by, at=at)
    return locked


@transaction.atomic
def reject_award(award: Award, *, reason: str, by: User, at: datetime) -> Award:
    """Send it back; the year or the project is free again. Raises as `approve_award` does, and RemarkRequired."""
    locked = _for_checking(award, "退回核定", by=by, at=at)
    if not reason.strip():
        raise RemarkRequired("退回须写明原因。")
    check(locked, CheckStatus.REJECTED, reason, by=by, at=at)
    return locked


def decided(reckoned: Reckoned, amount: Decimal | None, reason: str, *, zero: bool = False) -> Decimal:
    """The amount the officer gives: what was reckoned, or another with a reason, never above what the rules allow."""
    assert reckoned.computed is not None
    given = reckoned.computed if amount is None else amount
    if amount is None and reckoned.is_open:
        raise AmountRefused(
            f"须由您决定金额（核算供参考：{in_yuan(reckoned.computed)}）：{''.join(reckoned.notes)}"
        )
    exact(given, zero=zero)
    if given > reckoned.most:
        raise AmountRefused(f"最多可定 {in_yuan(reckoned.most)}，填写的是 {in_yuan(given)}。")
    if (reckoned.is_open or given != reckoned.computed) and not reason.strip():
        raise RemarkRequired(f"须写明理由：核算 {in_yuan(reckoned.computed)}，核定 {in_yuan(given)}。")
    return given


def check(kept: Reckoning, status: CheckStatus, remark: str, *, by: User, at: datetime) -> None:
    """Write the word of the second officer."""
    kept.status, kept.check_remark = status, remark.strip()[:300]
    kept.checked_by, kept.checked_at = by, at
    kept.save(update_fields=["status", "check_remark", "checked_by", "checked_at"])


def require_drafted(kept: Reckoning, deed: str, *, by: User) -> None:
    """Raises MoveNotAllowed once it was decided, ReviewsOwnWork for who prepared it."""
    if kept.status != CheckStatus.DRAFTED:
        assert kept.checked_by is not None and kept.checked_at is not None
        who = kept.checked_by.get_full_name() or kept.checked_by.get_username()
        when = timezone.localtime(kept.checked_at)
        raise MoveNotAllowed(
            f"{kept}{kept.get_status_display()}（{who} {when:%Y-%m-%d %H:%M}），不能{deed}。"
        )
    if kept.prepared_by_id == by.pk:
        raise ReviewsOwnWork(f"{kept}由您提出，须由另一位工作人员{deed}。")


def _for_checking(award: Award, deed: str, *, by: User, at: datetime) -> Award:
    locked = enter_award(award, CHECK_AWARD, deed, by=by, at=at)
    require_drafted(locked, deed, by=by)
    return locked


def _check_project(institution: Institution, name: str, area: Decimal, fund: FundSource) -> None:
    if not name:
        raise AwardRefused("请填写项目名称。")
    if fund == FundSource.GRANT:
        raise AwardRefused("运营补贴专项资金不用于建设补助。")
    if Award.objects.standing().filter(institution=institution, project=name).exists():
        raise AwardRefused(f"“{institution}”的项目“{name}”已经核定或正在核定。")
    on_record = institution.building_area
    if on_record is None:
        raise AwardRefused(f"“{institution}”没有登记建筑面积，请先补齐机构资料。")
    if not 0 < area <= on_record:
        raise AmountRefused(
            f"项目的建筑面积须大于 0，不超过登记的 {on_record.normalize():f} 平方米。", field="area"
        )
    if area != area.quantize(Decimal("0.01")):
        raise AmountRefused("建筑面积最多两位小数。", field="area")
