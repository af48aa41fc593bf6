"""Awards, the ledger and the forecast as spreadsheets: what a list shows, in its order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.contrib.auth.models import User
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from eldercare.models import Award, Entry, Voucher
from eldercare.models.award import AwardQuerySet
from eldercare.money_vocabulary import Account
from eldercare.rules.forecast import Amount, Forecast
from eldercare.rules.subsidy import NOTHING
from foundation.models import Division
from foundation.workbook import Cell, Column, Sheet, workbook

AWARDS = (
    Column("县（区）", 10),
    Column("乡镇（街道）"),
    Column("机构", 36),
    Column("领款单位", 30),
    Column("类别", 10),
    Column("年度", 8),
    Column("项目", 24),
    Column("资金来源", 28),
    Column("依据文件", 24),
    Column("核算金额"),
    Column("核定金额"),
    Column("理由", 40),
    Column("状态", 10),
    Column("经办人", 12),
    Column("核准人", 12),
    Column("核准日期", 12),
    Column("调整后金额"),
    Column("已拨付"),
    Column("未拨付"),
    Column("待收回"),
    Column("已收回"),
    Column("已登记使用"),
)
LEDGER = (
    Column("凭证号", 22),
    Column("记账日期", 12),
    Column("业务日期", 12),
    Column("种类", 10),
    Column("县（区）", 10),
    Column("机构", 36),
    Column("补助", 24),
    Column("摘要", 40),
    Column("票据号", 20),
    Column("科目", 12),
    Column("借方"),
    Column("贷方"),
    Column("制单人", 12),
    Column("复核人", 12),
)
TRIAL = (Column("县（区）", 12), *(Column(account.label, 16) for account in Account), Column("合计", 10))


def awards_book(awards: AwardQuerySet) -> bytes:
    rows = awards.with_balances().select_related(
        "institution__township__parent", "operator", "prepared_by", "checked_by"
    )
    return workbook(Sheet("补助核定", AWARDS, map(_award, rows)))


def _award(award: Award) -> Sequence[Cell]:
    held = award.balances
    return (
        award.institution.county.short_name,
        award.institution.township.name,
        award.institution.name,
        award.operator.name,
        award.get_kind_display(),
        award.year,
        award.project,
        award.get_fund_display(),
        award.basis,
        award.computed,
        award.amount,
        award.reason,
        award.get_status_display(),
        name_of(award.prepared_by),
        name_of(award.checked_by),
        timezone.localdate(award.checked_at) if award.checked_at else None,
        held.net,
        held.paid,
        held.unpaid,
        held.to_recover,
        held.recovered,
        vars(award)["used"],
    )


def ledger_book(vouchers: QuerySet[Voucher]) -> bytes:
    """Line by line what was posted, with its sum; and the balance of each account by county, which comes to nothing."""
    entries = Entry.objects.posted().filter(voucher__in=vouchers.order_by().values("pk"))
    return workbook(
        Sheet("记账凭证", LEDGER, _lines(entries)),
        Sheet("科目余额", TRIAL, _trial(entries)),
    )


def _lines(entries: QuerySet[Entry]) -> Iterator[Sequence[Cell]]:
    rows = entries.select_related(
        "voucher__award__institution__township__parent", "voucher__drafted_by", "voucher__checked_by"
    ).order_by("voucher__book_code", "voucher__book_year", "voucher__book_serial", "pk")
    debit = credit = NOTHING
    for entry in rows:
        debit, credit = debit + entry.debit, credit + entry.credit
        yield _line(entry)
    yield ("合计", *[None] * 9, debit, credit, None, None)


def _line(entry: Entry) -> Sequence[Cell]:
    voucher = entry.voucher
    institution = voucher.award.institution
    return (
        voucher.number,
        voucher.posted_on,
        voucher.on,
        voucher.get_kind_display(),
        institution.county.short_name,
        institution.name,
        str(voucher.award),
        voucher.memo,
        voucher.paper_number,
        entry.get_account_display(),
        entry.debit or None,
        entry.credit or None,
        name_of(voucher.drafted_by),
        name_of(voucher.checked_by),
    )


def _trial(entries: QuerySet[Entry]) -> Iterator[Sequence[Cell]]:
    """Debits less credits."""
    place = "voucher__award__institution__township__parent__short_name"
    sums = entries.order_by(place).values(place, "account").annotate(balance=Sum(F("debit") - F("credit")))
    found: dict[str, dict[str, Decimal]] = {}
    for row in sums:
        found.setdefault(row[place], {})[row["account"]] = row["balance"]
    for county, balances in found.items():
        amounts = [balances.get(account, NOTHING) for account in Account]
        yield (county, *amounts, sum(amounts, NOTHING))


def forecast_book(names: Mapping[str, str], found: Forecast, years: Sequence[int]) -> bytes:
    parts = ("机构数（已定）", "已定", "续评增加", "续评后合计")
    columns = [Column("县（区）", 12), *(Column(f"{year} 年{part}", 18) for year in years for part in parts)]
    rows = [
        (name, *(cell for year in years for cell in _amount(found.get((code, year), Amount()))))
        for code, name in names.items()
    ]
    return workbook(Sheet("运营补贴测算", columns, rows))


def _amount(one: Amount) -> Sequence[Cell]:
    return (one.sites, one.firm, one.more, one.renewed)


def county_names(codes: QuerySet[Division]) -> dict[str, str]:
    return {place.code: place.short_name for place in codes.order_by("code")}


def name_of(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
