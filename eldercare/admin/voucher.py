"""The desk of vouchers: what waits for a second pair of eyes, what is posted, and its lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from eldercare import actions
from eldercare.admin.money_export import ExportsList
from eldercare.admin.money_fields import ReasonForm
from eldercare.admin.money_filters import OfAwardCountyFilter, VoucherWaitingFilter
from eldercare.models import Entry, Voucher
from eldercare.money_sheets import ledger_book, name_of
from eldercare.money_vocabulary import VoucherKind, VoucherStatus
from eldercare.permissions import DRAFT_VOUCHER, POST_VOUCHER
from eldercare.rules.ledger import REVERSIBLE
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.admin.desk import ListedRows, RecordAdmin
from foundation.admin.scoped import ScopedAdmin
from foundation.yuan import in_yuan

BADGES = {
    VoucherStatus.DRAFTED.label: "warning",
    VoucherStatus.POSTED.label: "success",
    VoucherStatus.DISCARDED.label: "default",
}


class EntryRows(ListedRows):
    model = Entry
    fields = ("account", "debit_shown", "credit_shown")
    ordering: ClassVar[tuple[str, ...]] = ("pk",)
    verbose_name_plural = "分录"
    adds_elsewhere = False
    tab = False

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return list(self.fields)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return list(self.fields)

    @display(description="借方")
    def debit_shown(self, obj: Entry) -> str:
        return in_yuan(obj.debit) if obj.debit else ""

    @display(description="贷方")
    def credit_shown(self, obj: Entry) -> str:
        return in_yuan(obj.credit) if obj.credit else ""


class VoucherDeeds(AsksBeforeActing):
    def has_post_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(POST_VOUCHER)

    def has_draft_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(DRAFT_VOUCHER)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what can be done from where the voucher stands."""
        voucher = Voucher.objects.visible_to(request.user).filter(pk=object_id).first()
        buttons = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        return [button for button in buttons if voucher is not None and button.path in _offered(voucher)]

    @action(
        description="复核记账",
        url_path="post",
        icon="task_alt",
        variant=ActionVariant.PRIMARY,
        permissions=["post"],
    )
    def post(self, request: HttpRequest, object_id: str) -> HttpResponse:
        voucher: Any = self.found(request, object_id)
        explanation = (
            f"{voucher.award.institution} {voucher.award}：{voucher.get_kind_display()} {in_yuan(voucher.total)}。"
            "复核以后按县（区）和年份编号记账，不能改动；制单的人自己不能复核。"
        )
        deed = self._deed(
            request, voucher, actions.post_voucher, "复核记账", "已记账。", explanation, forms.Form
        )
        return self.ask(request, voucher, deed)

    @action(description="作废", url_path="discard", icon="block", permissions=["draft"])
    def discard(self, request: HttpRequest, object_id: str) -> HttpResponse:
        voucher: Any = self.found(request, object_id)
        explanation = "作废以后留下记录，不占编号。"
        deed = self._deed(
            request, voucher, actions.discard_voucher, "作废凭证", "已作废。", explanation, ReasonForm
        )
        return self.ask(request, voucher, deed)

    @action(description="冲销", url_path="reverse", icon="undo", permissions=["draft"])
    def reverse(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A draft that undoes this one; it opens its page."""
        voucher: Any = self.found(request, object_id)

        def go(said: dict[str, Any]) -> str:
            made = actions.reverse_voucher(voucher, **said, by=user_of(request), at=timezone.localtime())
            return reverse("admin:eldercare_voucher_change", args=[made.pk])

        deed = Deed(
            title="冲销凭证",
            form=ReasonForm,
            act=go,
            done="已制冲销凭证，等待另一位工作人员复核。",
            explanation=f"记错的{voucher.get_kind_display()} {in_yuan(voucher.total)}，用借贷对调的凭证冲销一次；原凭证保留。",
        )
        return self.ask(request, voucher, deed)

    def _deed(
        self,
        request: HttpRequest,
        voucher: Voucher,
        act: Callable[..., Any],
        title: str,
        done: str,
        explanation: str,
        form: Callable[..., forms.Form],
    ) -> Deed:
        def go(said: dict[str, Any]) -> None:
            act(voucher, **said, by=user_of(request), at=timezone.localtime())

        return Deed(title=title, form=form, act=go, done=done, explanation=explanation)


def _offered(voucher: Voucher) -> set[str]:
    if voucher.status == VoucherStatus.DRAFTED:
        return {"post", "discard"}
    undone = voucher.reversals.standing().exists()
    can_be = voucher.status == VoucherStatus.POSTED and VoucherKind(voucher.kind) in REVERSIBLE
    return {"reverse"} if can_be and not undone else set()


@admin.register(Voucher)
class VoucherAdmin(VoucherDeeds, ExportsList, ScopedAdmin, RecordAdmin):
    actions_detail = ("post", "discard", "reverse")
    list_display = ("numbered", "kind", "institution", "what", "amount_shown", "on", "status_badge", "people")
    list_display_links = ("numbered",)
    list_filter = (VoucherWaitingFilter, OfAwardCountyFilter, "kind", "status", "book_year")
    search_fields = ("award__institution__name", "memo", "paper_number")
    search_help_text = "机构名称、摘要或票据号"
    ordering = ("-pk",)
    inlines = (EntryRows,)
    actions = None
    export_name, export_noun = "补助账", "张凭证"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        related = (
            "award__institution__township__parent",
            "drafted_by",
            "checked_by",
            "discarded_by",
            "reverses",
        )
        return rows.with_amount().select_related(*related, "adjustment")  # type: ignore[no-any-return]

    def export_book(self, rows: Any) -> bytes:
        return ledger_book(rows)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        rows: list[tuple[str, ...]] = [
            ("numbered", "kind", "status_badge"),
            ("institution", "award_link", "amount_shown"),
            ("on", "paper_number"),
            ("memo",),
            ("drafted_shown", "checked_shown"),
        ]
        if obj is not None and obj.reverses_id:
            rows.insert(1, ("reverses_link",))
        if obj is not None and obj.discarded_at:
            rows.append(("discarded_shown",))
        return [(None, {"fields": tuple(rows)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        parts = self.get_fieldsets(request, obj)
        return [name for _, part in parts for row in part["fields"] for name in row]

    @display(description="编号", ordering="book_serial")
    def numbered(self, obj: Voucher) -> str:
        return obj.number or obj.get_status_display()

    @display(description="机构", ordering="award__institution__name")
    def institution(self, obj: Voucher) -> str:
        return obj.award.institution.name

    @display(description="补助")
    def what(self, obj: Voucher) -> str:
        return str(obj.award)

    @display(description="补助")
    def award_link(self, obj: Voucher) -> str:
        page = reverse("admin:eldercare_award_change", args=[obj.award_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', page, obj.award)

    @display(description="冲销的凭证")
    def reverses_link(self, obj: Voucher) -> str:
        page = reverse("admin:eldercare_voucher_change", args=[obj.reverses_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', page, obj.reverses)

    @display(description="金额")
    def amount_shown(self, obj: Any) -> str:
        return in_yuan(obj.total)

    @display(description="状态", ordering="status", label=BADGES)
    def status_badge(self, obj: Voucher) -> str:
        return obj.get_status_display()

    @display(description="制单、复核")
    def people(self, obj: Voucher) -> str:
        return "、".join(filter(None, (name_of(obj.drafted_by), name_of(obj.checked_by))))

    @display(description="制单")
    def drafted_shown(self, obj: Voucher) -> str:
        return f"{name_of(obj.drafted_by)} {timezone.localtime(obj.drafted_at):%Y-%m-%d %H:%M}"

    @display(description="复核记账")
    def checked_shown(self, obj: Voucher) -> str:
        if obj.checked_at is None:
            return "—"
        return f"{name_of(obj.checked_by)} {timezone.localtime(obj.checked_at):%Y-%m-%d %H:%M}"

    @display(description="作废")
    def discarded_shown(self, obj: Voucher) -> str:
        assert obj.discarded_at is not None
        return f"{name_of(obj.discarded_by)} {timezone.localtime(obj.discarded_at):%Y-%m-%d %H:%M}：{obj.discard_reason}"
