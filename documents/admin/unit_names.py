"""Names that no unit is known under: the editor says whose they are, or that they are none."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from documents.actions import settle_unit_name
from foundation.actions import dismiss_unit_proposal
from foundation.admin.desk import DeskAdmin
from foundation.models import Unit, UnitProposal
from foundation.refusals import Refusal
from foundation.unit_names import UnitLexicon


class AnswerFilter(SimpleListFilter):
    """What still waits comes first: it is what the list shows unless asked otherwise."""

    title = "处理情况"
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("settled", "已确认"), ("dismissed", "不是单位"), ("all", "全部")]

    def choices(self, changelist: Any) -> Any:
        listed = list(super().choices(changelist))
        return [{**listed[0], "display": "待确认"}, *listed[1:]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[UnitProposal]) -> QuerySet[UnitProposal]:
        if self.value() == "settled":
            return queryset.filter(settled_as__isnull=False)
        if self.value() == "dismissed":
            return queryset.filter(dismissed=True)
        if self.value() == "all":
            return queryset
        return queryset.filter(settled_as__isnull=True, dismissed=False)


class ProposalForm(forms.ModelForm):  # type: ignore[type-arg]
    """One answer: a unit, or none."""

    def clean(self) -> dict[str, Any]:
        answer = super().clean() or {}
        if not answer.get("settled_as") and not answer.get("dismissed"):
            raise forms.ValidationError("请选择单位，或勾选“不是单位”。")
        return answer


@admin.register(UnitProposal)
class UnitProposalAdmin(DeskAdmin):
    form = ProposalForm
    _lexicon: UnitLexicon | None = None
    list_display = ("printed", "state_badge", "nearest", "seen", "settled_as")
    list_filter = (AnswerFilter,)
    list_select_related = ("settled_as",)
    search_fields = ("printed", "first_seen_in")
    ordering = ("printed", "pk")
    autocomplete_fields = ("settled_as",)
    actions = ("dismiss",)
    readonly_fields = ("printed", "first_seen_in", "nearest")
    fieldsets = (
        ("读到的名称", {"fields": ("printed", "first_seen_in", "nearest")}),
        (
            "确认",
            {
                "fields": ("settled_as", "dismissed"),
                "description": "确认后，这个写法记入该单位的“印刷写法”，以后读到就认得。"
                "单位还没有建档的，先在“单位”中新建。确认后不能更改。",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[UnitProposal]:
        self._lexicon = None
        proposals: QuerySet[UnitProposal] = super().get_queryset(request)
        return proposals

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An answered name stays answered."""
        answered = obj is not None and (obj.dismissed or obj.settled_as_id is not None)
        return bool(super().has_change_permission(request, obj)) and not answered

    def save_model(self, request: HttpRequest, obj: UnitProposal, form: Any, change: bool) -> None:
        """Saving is answering: the action writes, the form does not."""
        if form.cleaned_data.get("dismissed"):
            dismiss_unit_proposal(obj, by=request.user)  # type: ignore[arg-type]
        else:
            rows = settle_unit_name(obj, unit=form.cleaned_data["settled_as"], by=request.user)  # type: ignore[arg-type]
            self.message_user(
                request, f"{rows} 处印着这个名称的责任单位、发文机关已经对上单位。", messages.SUCCESS
            )

    @admin.action(description="忽略：所选名称不是单位", permissions=["change"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[UnitProposal]) -> None:
        done = 0
        for proposal in queryset.order_by("pk"):
            try:
                dismiss_unit_proposal(proposal, by=request.user)  # type: ignore[arg-type]
            except Refusal as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
            else:
                done += 1
        if done:
            self.message_user(request, f"已忽略 {done} 个名称。", messages.SUCCESS)

    @display(description="处理情况", label={"待确认": "warning", "已确认": "success", "不是单位": "default"})
    def state_badge(self, obj: UnitProposal) -> str:
        if obj.dismissed:
            return "不是单位"
        return "已确认" if obj.settled_as_id else "待确认"

    @display(description="最相近的单位")
    def nearest(self, obj: UnitProposal) -> str:
        if self._lexicon is None:
            self._lexicon = Unit.objects.lexicon()
        return self._lexicon.nearest(obj.printed) or "—"

    @display(description="首次出现处")
    def seen(self, obj: UnitProposal) -> str:
        return obj.first_seen_in[:40]
