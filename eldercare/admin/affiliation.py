"""The desk of 利害关系: who of the staff runs, works for or is kin to an institution, and so keeps off its rating."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelect2Widget

from eldercare.admin.application_page import name_of
from eldercare.admin.filters import FilingCountyFilter
from eldercare.admin.rating_forms import PersonChoice
from eldercare.models import Affiliation, PanelMember
from eldercare.models.application_constraints import OPEN
from foundation.admin.scoped import ScopedAdmin
from foundation.models import Division, Jurisdiction
from foundation.scope import Reader, places_of

LASTS, OVER, AHEAD = "现有", "已终止", "还没有开始"


class LastingFilter(SimpleListFilter):
    title = "是否仍有关系"
    parameter_name = "lasting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", LASTS), ("no", "现在没有")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        lasting = Affiliation.objects.on(timezone.localdate()).values("pk")
        return queryset.filter(pk__in=lasting) if self.value() == "yes" else queryset.exclude(pk__in=lasting)


class AffiliationForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Affiliation
        fields = ("user", "institution", "bond", "since", "until", "remark")


@admin.register(Affiliation)
class AffiliationAdmin(ScopedAdmin):
    form = AffiliationForm
    list_display = ("person", "institution", "place", "bond", "since", "until", "state")
    list_display_links = ("person",)
    list_filter = (LastingFilter, "bond", FilingCountyFilter)
    list_select_related = ("user", "institution__township__parent")
    search_fields = ("user__first_name", "user__last_name", "user__username", "institution__name")
    search_help_text = "工作人员或机构"
    ordering = ("-since", "-pk")
    autocomplete_fields = ("institution",)
    actions = None
    list_before_template = "admin/eldercare/affiliations_begin.html"
    fieldsets = (
        (
            None,
            {
                "fields": (("user", "institution"), ("bond", "since", "until"), "remark"),
                "description": "登记以后，这个人不能参加这个机构的初审、评定组、审批、确认和对它的决定；"
                "已经办理过的环节须退回，由他人重新办理。起始以后只能补上终止日期，不能删去。",
            },
        ),
    )

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "user":
            kwargs |= {
                "form_class": PersonChoice,
                "queryset": staff_around(request.user),
                "widget": UnfoldAdminSelect2Widget(),
            }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Accounts and institutions are neither added nor edited from here."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Who was attached to what from when is not rewritten: decisions rested on it."""
        return ("user", "institution", "bond", "since") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        seats = PanelMember.objects.filter(
            user=obj.user, application__institution=obj.institution, application__status__in=OPEN
        )
        today = timezone.localdate()
        lasts = obj.since <= today and (obj.until is None or obj.until >= today)
        if lasts and seats.exists():
            messages.warning(
                request, f"{name_of(obj.user)}正在“{obj.institution}”的评定组里：请在评定申请里换人。"
            )

    @display(description="工作人员", ordering="user__first_name")
    def person(self, obj: Affiliation) -> str:
        return name_of(obj.user)

    @display(description="所在地", ordering="institution__township__code")
    def place(self, obj: Affiliation) -> str:
        return obj.institution.place_name

    @display(description="状态", label={LASTS: "warning", OVER: "default", AHEAD: "info"})
    def state(self, obj: Affiliation) -> str:
        today = timezone.localdate()
        if obj.since > today:
            return AHEAD
        return OVER if obj.until is not None and obj.until < today else LASTS


def staff_around(user: Reader) -> QuerySet[User]:
    """Staff on duty in this person's places, and those of the city, who confirm what comes from there."""
    there = Q(division__in=places_of(user)) | Q(division__level=Division.Level.CITY)
    on_duty = Jurisdiction.objects.filter(there).values("user")
    found: QuerySet[User] = User.objects.filter(is_staff=True, is_active=True, pk__in=on_duty)
    return found.order_by("first_name", "username", "pk")
