"""The desk of accidents: recorded on the page of the institution, determined once, and followed by a decision on the level."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from eldercare import actions
from eldercare.actions.supervision import no_level_that_day
from eldercare.admin.application_page import name_of
from eldercare.admin.filters import FilingCountyFilter
from eldercare.admin.supervised import SUPERVISED_DEED, SupervisedAdmin, decision_doors
from eldercare.admin.supervision_forms import DetermineForm, GroundsForm
from eldercare.levels import level_held, levels_of
from eldercare.models import Incident, RatingDecision
from eldercare.permissions import DETERMINE_INCIDENT, WITHDRAW_LEVEL
from eldercare.rules.consequences import cancelled_from
from eldercare.supervision import incidents_to_answer
from eldercare.supervision_offers import may_cancel, may_determine
from foundation.admin.deeds import Deed, user_of

UNDETERMINED, MINOR, MAJOR, ANSWERED = "待认定", "不是重大责任事故", "重大责任事故", "重大责任事故，已处理"


class StateFilter(SimpleListFilter):
    title = "处理情况"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("undetermined", UNDETERMINED),
            ("waiting", "等我取消等级"),
            ("major", MAJOR),
            ("minor", MINOR),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == "waiting":
            mine = incidents_to_answer(user_of(request), on=timezone.localdate())
            return queryset.filter(pk__in=mine.values("pk"))
        found = {"undetermined": None, "major": True, "minor": False}
        return queryset.filter(is_major=found[value]) if value in found else queryset


@admin.register(Incident)
class IncidentAdmin(SupervisedAdmin):
    actions_detail = ("determine", "cancel_level")
    kept_deeds = {"determine": "determine", "cancel": "cancel_level"}
    list_display = ("institution_name", "place", "kind", "happened_on", "harm", "recorded_on", "state")
    list_display_links = ("institution_name",)
    list_filter = (StateFilter, "kind", FilingCountyFilter)
    ordering = ("-happened_on", "-pk")
    list_before_template = "admin/eldercare/incidents_begin.html"
    related = ("operator", "recorded_by", "determined_by")
    fields = (
        ("institution_link", "state"),
        ("kind", "happened_on", "harm"),
        "summary",
        ("operator", "recorder", "recorded_at"),
        ("finding", "determination", "determined_on", "determiner"),
        "decided",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        decisions = RatingDecision.objects.filter(incident=OuterRef("pk"))
        rows: QuerySet[Any] = super().get_queryset(request)
        annotated: QuerySet[Any] = rows.annotate(is_answered=Exists(decisions))
        return annotated

    def has_determine_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(DETERMINE_INCIDENT)

    def has_cancel_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(WITHDRAW_LEVEL)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """What this person may do with it as it stands."""
        incident: Incident = self.found(request, str(object_id))
        today, user = timezone.localdate(), user_of(request)
        may = {
            "determine": lambda: may_determine(incident, by=user),
            "cancel": lambda: may_cancel(incident, by=user, on=today),
        }
        return [button for button in super().get_actions_detail(request, object_id) if may[button.path]()]

    @action(
        description="登记认定",
        url_path="determine",
        icon="gavel",
        variant=ActionVariant.PRIMARY,
        permissions=["determine"],
    )
    def determine(self, request: HttpRequest, object_id: str) -> HttpResponse:
        incident: Incident = self.found(request, object_id)

        def act(said: dict[str, Any]) -> None:
            actions.determine_incident(incident, **said, by=user_of(request), at=timezone.localtime())

        deed = Deed(
            title="登记认定",
            form=DetermineForm,
            act=act,
            done="已登记认定。重大责任事故的，由评定机关的另一位工作人员取消等级。",
            explanation="照有权机关的认定文书登记，只登记一次，登记后不能改动。认定本身不取消等级，须另作决定。",
            template=SUPERVISED_DEED,
        )
        return self.ask(request, incident, deed)

    @action(
        description="取消等级",
        url_path="cancel",
        icon="block",
        variant=ActionVariant.DANGER,
        permissions=["cancel"],
    )
    def cancel_level(self, request: HttpRequest, object_id: str) -> HttpResponse:
        incident: Incident = self.found(request, object_id)
        institution = incident.institution
        held = level_held(institution, on=incident.happened_on)
        notes = cancelled_from(levels_of(institution), incident.happened_on)
        notes += [
            f"正在办理的 {one.round} 评定申请（{one.get_status_display()}）随之终止。"
            for one in institution.applications.open().select_related("round")
        ]

        def act(said: dict[str, Any]) -> str:
            decision = actions.cancel_level(incident, **said, by=user_of(request), at=timezone.localtime())
            return reverse("admin:eldercare_ratingdecision_change", args=[decision.pk])

        deed = Deed(
            title="取消等级",
            form=GroundsForm,
            act=act,
            done="已取消等级，决定自事故当天起生效。",
            explanation="有效期内发生重大责任事故，等级自事故当天取消（五（二））。须由没有登记、认定这起事故的人决定。",
            notes=notes if held else [no_level_that_day(institution, incident.happened_on)],
            blocked=held is None,
            template=SUPERVISED_DEED,
        )
        return self.ask(request, incident, deed)

    @display(description="伤亡")
    def harm(self, obj: Incident) -> str:
        return f"死亡 {obj.deaths} 人，受伤 {obj.injuries} 人" if obj.deaths or obj.injuries else "没有伤亡"

    @display(
        description="处理情况",
        label={UNDETERMINED: "warning", MINOR: "default", MAJOR: "danger", ANSWERED: "success"},
    )
    def state(self, obj: Any) -> str:
        if obj.is_major is None:
            return UNDETERMINED
        if not obj.is_major:
            return MINOR
        return ANSWERED if obj.is_answered else MAJOR

    @display(description="认定结果")
    def finding(self, obj: Incident) -> str:
        return {None: "还没有认定", True: MAJOR, False: MINOR}[obj.is_major]

    @display(description="登记人")
    def recorder(self, obj: Incident) -> str:
        return name_of(obj.recorded_by)

    @display(description="认定登记人")
    def determiner(self, obj: Incident) -> str:
        return name_of(obj.determined_by) or "—"

    @display(description="取消等级的决定")
    def decided(self, obj: Incident) -> SafeString | str:
        return decision_doors(list(obj.decisions.order_by("pk")))
