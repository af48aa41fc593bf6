"""The desk of decisions: read only; a wrong one is corrected by a new one that takes its place."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminSelectWidget

from eldercare import actions
from eldercare.actions.corrections import MAY_BECOME, check_may_correct, first_of
from eldercare.admin.application_page import name_of
from eldercare.admin.filters import FilingCountyFilter
from eldercare.admin.rating_forms import LONGEST_GROUNDS, opinion_field
from eldercare.admin.rating_prints import DecisionPrints
from eldercare.models import RatingDecision
from eldercare.permissions import CORRECT_DECISION
from eldercare.rating_vocabulary import DecisionKind, Level
from foundation.admin.deeds import Deed, user_of
from foundation.admin.scoped import ScopedAdmin
from foundation.models import Division
from foundation.refusals import Refusal

GIVES_LEVEL = (DecisionKind.GRANT, DecisionKind.LOWER)
STANDS, CORRECTED = "有效", "已更正"


class CorrectionForm(forms.Form):
    """What the decision becomes; a level goes with the kinds that give one."""

    kind = forms.ChoiceField(label="更正为", widget=UnfoldAdminSelectWidget())
    level = forms.ChoiceField(
        label="等级",
        required=False,
        widget=UnfoldAdminSelectWidget(),
        help_text="评定等级、降低等级的须选等级；其他留空。",
    )
    effective_on = forms.DateField(label="生效日期", widget=UnfoldAdminDateWidget())
    grounds = opinion_field(
        "理由", longest=LONGEST_GROUNDS, help_text="写明原决定错在哪里、依据什么更正，如复核、申诉的结果。"
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if "kind" not in said or "level" not in said:
            return said
        kind = DecisionKind(said["kind"])
        level = Level(said["level"]) if said["level"] else None
        if kind in GIVES_LEVEL and level is None:
            self.add_error("level", f"“{kind.label}”须写明等级。")
        if kind not in GIVES_LEVEL and level is not None:
            self.add_error("level", f"“{kind.label}”没有等级，请留空。")
        return {**said, "kind": kind, "level": level}


@admin.register(RatingDecision)
class RatingDecisionAdmin(DecisionPrints, ScopedAdmin):
    actions_detail = ("print_papers", "correct")
    list_display = (
        "letter",
        "institution",
        "place",
        "outcome_shown",
        "effective_on",
        "decided_on",
        "authority",
        "decider",
        "state",
    )
    list_display_links = ("letter",)
    list_filter = ("kind", "level", "letter_year", FilingCountyFilter)
    list_select_related = ("institution__township__parent", "authority", "decided_by", "superseded_by")
    search_fields = ("institution__name", "operator__name", "grounds")
    search_help_text = "机构、运营主体或理由"
    ordering = ("-decided_at", "-pk")
    actions = None
    fields = (
        ("institution_link", "letter", "state"),
        ("outcome_shown", "effective_on"),
        ("authority", "decider", "decided_at"),
        "grounds",
        ("operator", "basis"),
    )
    change_form_outer_after_template = "admin/eldercare/decision_chain.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for row in self.fields for name in ([row] if isinstance(row, str) else row)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        related = ("institution__township__parent", "operator", "authority", "decided_by", "superseded_by")
        basis = ("application__round", "rectification", "incident", "supersedes__supersedes")
        rows: QuerySet[Any] = super().get_queryset(request).select_related(*related, *basis)
        return rows

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_correct_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(CORRECT_DECISION)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """A correction is offered to whom it would be allowed."""
        decision = self.get_object(request, object_id)
        buttons = super().get_actions_detail(request, object_id)
        if decision is None:
            return []
        return [button for button in buttons if button.path != "correct" or _may_correct(decision, request)]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        decision = self.get_object(request, object_id)
        chain = _chain_of(decision) if decision is not None else []
        context = {**(extra_context or {}), "chain": chain, "decision": decision}
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response

    @action(
        description="更正",
        url_path="correct",
        icon="edit_note",
        variant=ActionVariant.DANGER,
        permissions=["correct"],
    )
    def correct(self, request: HttpRequest, object_id: str) -> HttpResponse:
        decision: RatingDecision = self.found(request, object_id)

        def act(said: dict[str, Any]) -> str:
            new = actions.correct_decision(decision, **said, by=user_of(request), at=timezone.localtime())
            return reverse("admin:eldercare_ratingdecision_change", args=[new.pk])

        deed = Deed(
            title="更正评定决定",
            form=_correction(decision),
            act=act,
            done="已更正：新的决定代替原来的决定，等级随之改变。",
            explanation="更正作出一份新的决定，另编一号；原来的决定留在记录里。须由同一机关的另一位工作人员办理。",
        )
        return self.ask(request, decision, deed)

    @display(description="编号", ordering="letter_serial")
    def letter(self, obj: RatingDecision) -> str:
        return obj.letter_number

    @display(description="决定")
    def outcome_shown(self, obj: RatingDecision) -> str:
        return obj.outcome

    @display(description="所在地", ordering="institution__township__code")
    def place(self, obj: RatingDecision) -> str:
        return obj.institution.place_name

    @display(description="决定人", ordering="decided_by")
    def decider(self, obj: RatingDecision) -> str:
        return name_of(obj.decided_by)

    @display(description="状态", label={STANDS: "success", CORRECTED: "default"})
    def state(self, obj: RatingDecision) -> str:
        return CORRECTED if hasattr(obj, "superseded_by") else STANDS

    @display(description="机构")
    def institution_link(self, obj: RatingDecision) -> str:
        page = reverse("admin:eldercare_institution_change", args=[obj.institution_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', page, obj.institution)

    @display(description="依据")
    def basis(self, obj: RatingDecision) -> str:
        if obj.application is not None:
            page = reverse("admin:eldercare_ratingapplication_change", args=[obj.application.pk])
            return format_html('<a class="desk-link" href="{}">{} 评定申请</a>', page, obj.application.round)
        return str(obj.rectification or obj.incident or "—")


def _may_correct(decision: RatingDecision, request: HttpRequest) -> bool:
    try:
        check_may_correct(decision, by=user_of(request), at=timezone.localtime())
    except Refusal:
        return False
    return True


def _correction(decision: RatingDecision) -> Any:
    """What the first decision of the chain may become; 3A only where the city decided."""
    kinds = MAY_BECOME[DecisionKind(first_of(decision).kind)]
    by_city = decision.authority.level == Division.Level.CITY
    levels = [level for level in Level if by_city or level != Level.AAA]
    first: dict[str, date | str] = {
        "kind": decision.kind,
        "level": decision.level,
        "effective_on": decision.effective_on,
    }

    def form(*sent: Any) -> CorrectionForm:
        made = CorrectionForm(*sent) if sent else CorrectionForm(initial=first)
        made.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        made.fields["level"].choices = [("", "（没有等级）"), *((one.value, one.label) for one in levels)]  # type: ignore[attr-defined]
        return made

    return form


def _chain_of(decision: RatingDecision) -> list[RatingDecision]:
    """From the first word to the one that stands."""
    rows = RatingDecision.objects.filter(institution=decision.institution_id)
    loaded = {row.pk: row for row in rows.select_related("decided_by", "authority")}
    after = {row.supersedes_id: row for row in loaded.values() if row.supersedes_id}
    current: RatingDecision | None = loaded[decision.pk]
    while current is not None and current.supersedes_id:
        current = loaded[current.supersedes_id]
    chain: list[RatingDecision] = []
    while current is not None:
        chain.append(current)
        current = after.get(current.pk)
    return chain
