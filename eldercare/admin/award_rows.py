"""What stands on the page of an award: its vouchers, its uses, its adjustments."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from unfold.decorators import display

from eldercare.models import Adjustment, FundUse, Voucher
from eldercare.money_sheets import name_of
from foundation.admin.desk import ListedRows
from foundation.yuan import in_yuan


class VoucherRows(ListedRows):
    """Every voucher, the newest first; each has its own page."""

    model = Voucher
    fk_name = "award"
    fields = ("numbered", "kind", "on", "amount_shown", "state", "memo", "people")
    readonly_fields = ("numbered", "amount_shown", "state", "people")
    related = ("drafted_by", "checked_by")
    ordering: ClassVar[tuple[str, ...]] = ("-pk",)
    verbose_name_plural = "凭证"
    adds_elsewhere = False
    tab = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.with_amount()  # type: ignore[no-any-return]

    @display(description="编号")
    def numbered(self, obj: Voucher) -> str:
        return obj.number or "—"

    @display(description="金额")
    def amount_shown(self, obj: Any) -> str:
        return in_yuan(obj.total)

    @display(description="状态")
    def state(self, obj: Voucher) -> str:
        return obj.get_status_display()

    @display(description="制单、复核")
    def people(self, obj: Voucher) -> str:
        return "、".join(filter(None, (name_of(obj.drafted_by), name_of(obj.checked_by))))


class UseRows(ListedRows):
    model = FundUse
    fields = ("purpose", "amount_shown", "spent_on", "paper", "standing")
    readonly_fields = ("amount_shown", "standing")
    ordering: ClassVar[tuple[str, ...]] = ("-spent_on", "-pk")
    verbose_name_plural = "资金使用"
    adds_elsewhere = False
    tab = False

    @display(description="金额")
    def amount_shown(self, obj: FundUse) -> str:
        return in_yuan(obj.amount)

    @display(description="状态")
    def standing(self, obj: FundUse) -> str:
        return f"已作废：{obj.void_reason}" if obj.voided_at else "有效"


class AdjustmentRows(ListedRows):
    """From first to last; they have no page of their own."""

    model = Adjustment
    fields = ("amount_shown", "reason", "lines_shown", "state", "prepared_shown", "checked_shown")
    related = ("prepared_by", "checked_by", "rules")
    ordering: ClassVar[tuple[str, ...]] = ("pk",)
    verbose_name_plural = "调整"
    adds_elsewhere = False
    tab = False

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return list(self.fields)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return list(self.fields)

    @display(description="调整为")
    def amount_shown(self, obj: Adjustment) -> str:
        return in_yuan(obj.amount)

    @display(description="重新核算")
    def lines_shown(self, obj: Adjustment) -> str:
        if obj.rectification_id:
            return "拒不整改，全部收回"
        return "；".join(f"{line.days} {line.reason}".strip() for line in obj.shown_lines) or "没有可补的"

    @display(description="状态")
    def state(self, obj: Adjustment) -> str:
        said = obj.get_status_display()
        return f"{said}：{obj.check_remark}" if obj.check_remark else said

    @display(description="经办人")
    def prepared_shown(self, obj: Adjustment) -> str:
        return name_of(obj.prepared_by)

    @display(description="核准人")
    def checked_shown(self, obj: Adjustment) -> str:
        return name_of(obj.checked_by) or "—"
