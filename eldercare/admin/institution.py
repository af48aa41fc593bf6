"""The desk of institutions: entry in the order of the paper form, and beside it what the notice asks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import display

from eldercare.admin.figures import square_metres
from eldercare.admin.filters import (
    ClockFilter,
    CountyFilter,
    FilingStateFilter,
    StandingFilter,
    TownshipFilter,
)
from eldercare.admin.institution_deeds import InstitutionDeeds
from eldercare.admin.institution_fields import FIELDSETS
from eldercare.admin.institution_form import InstitutionForm
from eldercare.admin.institution_money import InstitutionMoney
from eldercare.admin.institution_rating import InstitutionRating, has_open_application
from eldercare.admin.institution_supervision import InstitutionSupervision
from eldercare.admin.number_search import FindsByNumber
from eldercare.admin.radar import ShowsRadar
from eldercare.admin.rating_prints import InstitutionPrints
from eldercare.admin.rows import rows_of
from eldercare.admin.spreadsheets import SpreadsheetImport
from eldercare.admin.township_choice import TownshipChoice, townships_within
from eldercare.facts import facts_of, with_facts
from eldercare.models import Filing, Institution
from eldercare.rating_standing import standing_facts, with_standing
from eldercare.rules.checklist import checklist
from eldercare.rules.standing import Standing, in_words
from eldercare.standing import CLOSED, UNFILED, state_of, with_state
from eldercare.vocabulary import FilingStatus
from foundation.admin.desk import Blocks, Rows
from foundation.admin.protected import RevealsProtected
from foundation.admin.scoped import ScopedAdmin
from foundation.models import WorkYear

STATE_BADGES = {
    UNFILED: "danger",
    FilingStatus.DRAFT.label: "info",
    FilingStatus.SUBMITTED.label: "warning",
    FilingStatus.RETURNED.label: "danger",
    FilingStatus.ACCEPTED.label: "success",
    FilingStatus.CANCELLED.label: "default",
    CLOSED: "default",
}
STANDING_BADGES = {
    Standing.HELD.value: "success",
    Standing.COMING.value: "info",
    Standing.APPLYING.value: "warning",
    Standing.CANCELLED.value: "danger",
    Standing.REVOKED.value: "danger",
    Standing.EXPIRED.value: "warning",
    Standing.REFUSED.value: "danger",
    Standing.UNRATED.value: "default",
    Standing.UNFILED.value: "default",
    Standing.CLOSED.value: "default",
}


@admin.register(Institution)
class InstitutionAdmin(
    SpreadsheetImport,
    InstitutionDeeds,
    InstitutionRating,
    InstitutionMoney,
    InstitutionPrints,
    InstitutionSupervision,
    FindsByNumber,
    ShowsRadar,
    RevealsProtected,
    ScopedAdmin,
):
    actions_list = ("find_by_number",)
    actions_detail = (
        "file",
        "rate",
        {
            "title": "更多办理",
            "icon": "more_horiz",
            "items": [
                "gaps",
                "print_papers",
                "subsidies",
                "attach",
                "succeed",
                "inspect",
                "order",
                "incident",
                "reveal",
            ],
        },
    )
    form = InstitutionForm
    fieldsets = FIELDSETS
    list_display = (
        "name",
        "place",
        "kind",
        "operator",
        "state_badge",
        "level_badge",
        "opened_on",
        "area",
    )
    list_display_links = ("name",)
    list_filter = (
        FilingStateFilter,
        StandingFilter,
        ClockFilter,
        CountyFilter,
        TownshipFilter,
        "kind",
        "nature",
        "profit",
    )
    list_select_related = ("township__parent", "operator")
    search_fields = ("name", "address", "community", "operator__name", "registrations__number")
    search_help_text = "名称、地址、社区、运营主体或登记号码"
    ordering = ("township__code", "name", "pk")
    autocomplete_fields = ("operator",)
    actions = None
    change_form_outer_before_template = "admin/eldercare/institution_standing.html"
    change_form_outer_after_template = "admin/eldercare/institution_checklist.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_standing(with_state(super().get_queryset(request)), on=timezone.localdate())

    def searched(self, obj: Institution) -> list[Institution]:
        return [obj]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form knows who reads it: what it says of others names only what that person may see."""
        form = super().get_form(request, obj, change, **kwargs)
        form.reader = request.user
        return form

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "township":
            kwargs |= {"form_class": TownshipChoice, "queryset": townships_within(request)}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Townships are neither added nor edited from here."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "township" and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Filing is offered while none is on its way, and called what it is."""
        filings = Filing.objects.visible_to(request.user).filter(institution=object_id)
        buttons: list[Any] = super().get_actions_detail(request, object_id)
        if has_open_application(request.user, object_id):
            buttons = [button for button in buttons if button.path != "rate"]
        if filings.open().exists():
            return [button for button in buttons if button.path != "file"]
        if filings.exists():
            return [
                replace(button, description="办理备案变更") if button.path == "file" else button
                for button in buttons
            ]
        return buttons

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> tuple[type[Rows | Blocks], ...]:
        return rows_of(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Once a form has been handed in, the operator changes by a succession only; while one waits, so does the place."""
        if obj is None:
            return tuple(super().get_readonly_fields(request, obj))
        handed_in = obj.filings.filter(submitted_at__isnull=False)
        states = set(handed_in.values_list("status", flat=True))
        kept = ["operator"] if states else []
        if FilingStatus.SUBMITTED in states:
            kept.append("township")
        return (*super().get_readonly_fields(request, obj), *kept)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what was entered by mistake may go: nothing filed, registered or handed over hangs on it."""
        allowed: bool = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not (obj.filings.exists() or obj.successions.exists()))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Beside the form: where the institution stands, and every rule of the notice applied to it."""
        context = {**(extra_context or {}), **self._standing(request, object_id)}
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response

    def _standing(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        if not self._may_be_a_key(object_id):
            return {}
        today = timezone.localdate()
        mine = Institution.objects.visible_to(request.user).filter(pk=object_id)
        institution = with_standing(with_facts(mine), on=today).first()
        if institution is None:
            return {}
        facts = facts_of(institution, on=today, calendar=WorkYear.objects.calendar())
        rated = standing_facts(institution, on=today)
        filings = vars(institution)["filed"]
        return {
            "institution": institution,
            "facts": facts,
            "rated": rated,
            "level_standing": in_words(rated),
            "under_way": institution.applications.open().first(),
            "filing": filings[0] if filings else None,
            "in_force": next((row for row in filings if row.status == FilingStatus.ACCEPTED), None),
            "parts": checklist(facts),
        }

    def view_on_site(self, obj: Any) -> str | None:
        return obj.get_absolute_url() if getattr(obj, "in_force", False) and obj.closed_on is None else None

    @display(description="所在地", ordering="township__code")
    def place(self, obj: Institution) -> str:
        return obj.place_name

    @display(description="备案", label=STATE_BADGES)
    def state_badge(self, obj: Any) -> str:
        return state_of(obj)

    @display(description="等级", label=STANDING_BADGES)
    def level_badge(self, obj: Any) -> tuple[str, str]:
        return obj.standing, in_words(standing_facts(obj, on=timezone.localdate()))

    @display(description="建筑面积", ordering="building_area")
    def area(self, obj: Institution) -> str:
        return square_metres(obj.building_area)
