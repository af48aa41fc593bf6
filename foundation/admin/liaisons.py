"""The desk of liaison officers: who submits for which unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.decorators import action, display
from unfold.widgets import INPUT_CLASSES

from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.admin.desk import DeskAdmin
from foundation.liaisons import appoint_liaison, end_liaison
from foundation.models import Liaison

IN_FORCE, OVER, AHEAD = "有效", "已截止", "未到"


class LastDayForm(forms.Form):
    until = forms.DateField(
        label="最后一天",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": " ".join(INPUT_CLASSES)}),
    )


@admin.register(Liaison)
class LiaisonAdmin(AsksBeforeActing, DeskAdmin):
    """Appointed by a form, ended by a button; nothing else changes and nothing goes."""

    list_display = ("unit", "officer", "standing", "since", "until", "note")
    list_display_links = ("unit",)
    list_filter = (("until", admin.EmptyFieldListFilter),)
    list_select_related = ("unit", "user")
    search_fields = ("unit__name", "unit__short_name", "user__username", "user__first_name")
    search_help_text = "单位或联络员"
    ordering = ("unit__name", "-since", "pk")
    autocomplete_fields = ("unit",)
    readonly_fields = ("officer", "appointed")
    actions = None
    actions_detail = ("end",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who looks at one sees names, and no door to accounts."""
        who = ("user",) if obj is None else ("officer",)
        return ("unit", *who, ("since", "until"), "note", *(("appointed",) if obj else ()))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only those who hold the role are offered; the verb checks again."""
        if db_field.name == "user":
            people = db_field.remote_field.model.objects
            kwargs["queryset"] = people.filter(is_active=True, is_staff=True, groups__name="联络员").order_by(
                "username"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_end_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("foundation.change_liaison")

    def save_model(self, request: HttpRequest, obj: Liaison, form: Any, change: bool) -> None:
        """The verb makes the row; the page goes on with it. A refusal is said above what was typed."""
        made = appoint_liaison(
            unit=obj.unit,
            user=obj.user,
            since=obj.since,
            until=obj.until,
            note=obj.note,
            by=user_of(request),
            at=timezone.now(),
        )
        obj.pk = made.pk

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                "<path:object_id>/end/",
                self.admin_site.admin_view(self.end),
                name="foundation_liaison_end",
            )
        ]
        return [*own, *super().get_urls()]

    @action(description="截止", url_path="end", icon="event_busy", permissions=["end"])
    def end(self, request: HttpRequest, object_id: str) -> HttpResponse:
        liaison: Liaison = self.found(request, object_id)

        def act(said: dict[str, Any]) -> None:
            ended = end_liaison(liaison, until=said["until"], by=user_of(request))
            self.log_change(request, ended, f"截止到 {ended.until}")

        deed = Deed(
            title="截止联络员",
            form=lambda *sent: (
                LastDayForm(*sent) if sent else LastDayForm(initial={"until": timezone.localdate()})
            ),
            act=act,
            done="已登记最后一天。",
            explanation="从次日起，这个人不再看到这个单位的报送；登记过的留在记录里。",
        )
        return self.ask(request, liaison, deed)

    @display(description="联络员", ordering="user__first_name")
    def officer(self, obj: Liaison) -> str:
        return obj.user.get_full_name() or obj.user.get_username()

    @display(description="登记")
    def appointed(self, obj: Liaison) -> str:
        by = obj.appointed_by
        return f"{by.get_full_name() or by.get_username()} {timezone.localtime(obj.appointed_at):%Y-%m-%d}"

    @display(
        description="状态", label={IN_FORCE: "success", OVER: "default", AHEAD: "info"}, ordering="until"
    )
    def standing(self, obj: Liaison) -> str:
        today = timezone.localdate()
        if obj.since > today:
            return AHEAD
        return OVER if obj.until is not None and obj.until < today else IN_FORCE
