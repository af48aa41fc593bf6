"""The desk of yearly rounds: set one up by the edition in force, and move its days as long as they fit what was handed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from eldercare import actions
from eldercare.admin.application_page import name_of
from eldercare.admin.round_catalogue import RoundCatalogue
from eldercare.admin.supervised import door
from eldercare.admin.supervision_forms import day_field, line_field
from eldercare.models import RatingApplication, RatingRound, StandardEdition
from eldercare.permissions import CHANGE_ROUND
from foundation.admin.deeds import Deed, user_of
from foundation.admin.desk import DeskAdmin, number_of

NOT_YET, OPEN, CLOSED = "还没有开始", "受理中", "已截止"
NO_EDITION = "现在没有施行的评定标准：先在“评定标准”里施行一版，再设立年度。"


class DaysForm(forms.Form):
    opens_on = day_field("开始受理申请")
    closes_on = day_field("截止受理申请", help_text="这一天仍可申请。起止都在这个年度之内。")
    notice = line_field("通知", longest=120, required=False, help_text="部署当年评定的文件名称、文号。")


class RoundForm(DaysForm):
    field_order = ("year", "edition")
    year = forms.IntegerField(
        label="年度",
        min_value=2020,
        max_value=2100,
        widget=UnfoldAdminIntegerFieldWidget(),
        error_messages={
            "required": "请填写年度。",
            "invalid": "请填四位数的年度，如 2026。",
            "min_value": "年度从 2020 年起。",
            "max_value": "年度到 2100 年为止。",
        },
    )
    edition = forms.ModelChoiceField(
        label="评定标准",
        queryset=StandardEdition.objects.published(),
        empty_label=None,
        widget=UnfoldAdminSelectWidget(),
        help_text="用施行中的一版；年度里有了申请以后不能换。",
        error_messages={"required": NO_EDITION, "invalid_choice": "这一版没有施行，不能用来评定。"},
    )


@admin.register(RatingRound)
class RatingRoundAdmin(RoundCatalogue, DeskAdmin):
    actions_detail = ("catalogue", "reschedule")
    list_display = ("name", "state", "opens_on", "closes_on", "edition", "applied", "notice")
    list_display_links = ("name",)
    list_select_related = ("edition",)
    search_fields = ("year", "notice")
    ordering = ("-year",)
    actions = None
    fields = (
        ("name", "state"),
        ("opens_on", "closes_on"),
        "edition_link",
        "notice",
        ("applied", "creator"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).select_related("edition", "created_by")
        mine = RatingApplication.objects.visible_to(request.user)
        annotated: QuerySet[Any] = rows.annotate(application_count=number_of(mine, "round"))
        return annotated

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for row in self.fields for name in ([row] if isinstance(row, str) else row)]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_reschedule_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(CHANGE_ROUND)

    def page_of(self, obj: Any) -> str:
        """Of a round that is not there yet, the list."""
        if obj.pk is None:
            return reverse("admin:eldercare_ratinground_changelist")
        return super().page_of(obj)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        year = _next_year(timezone.localdate())
        in_force = StandardEdition.objects.published().first()

        def act(said: dict[str, Any]) -> str:
            return self.page_of(actions.set_up_round(**said, by=user_of(request)))

        deed = Deed(
            title="设立评定年度",
            form=_new_round(year),
            act=act,
            done="已设立评定年度。到开始的那一天起，机构可以申请。",
            explanation="评定每年一次（五（二））。年度一经设立不能删除；起止日期以后可以改。",
            notes=[] if in_force else [NO_EDITION],
            blocked=in_force is None,
        )
        return self.ask(request, RatingRound(year=year), deed)

    @action(description="改起止日期", url_path="reschedule", icon="edit_calendar", permissions=["reschedule"])
    def reschedule(self, request: HttpRequest, object_id: str) -> HttpResponse:
        round_: RatingRound = self.found(request, object_id)
        first = {name: getattr(round_, name) for name in ("opens_on", "closes_on", "notice")}

        def act(said: dict[str, Any]) -> None:
            actions.reschedule_round(round_, **said, by=user_of(request))

        deed = Deed(
            title="改起止日期",
            form=lambda *sent: DaysForm(*sent) if sent else DaysForm(initial=first),
            act=act,
            done="已改。",
            explanation="提前截止、延长受理都在这里改。已经提交的申请，申请日期须仍在受理期之内。",
        )
        return self.ask(request, round_, deed)

    @display(description="年度", ordering="year")
    def name(self, obj: RatingRound) -> str:
        return str(obj)

    @display(description="状态", label={NOT_YET: "info", OPEN: "success", CLOSED: "default"})
    def state(self, obj: RatingRound) -> str:
        today = timezone.localdate()
        if today < obj.opens_on:
            return NOT_YET
        return OPEN if today <= obj.closes_on else CLOSED

    @display(description="申请")
    def applied(self, obj: Any) -> str:
        return f"{obj.application_count} 份"

    @display(description="评定标准")
    def edition_link(self, obj: RatingRound) -> SafeString:
        return door("standardedition", obj.edition_id, obj.edition)

    @display(description="设立人")
    def creator(self, obj: RatingRound) -> str:
        return name_of(obj.created_by)


def _next_year(today: date) -> int:
    """The first year without a round, from this one on."""
    taken = set(RatingRound.objects.values_list("year", flat=True))
    return next(year for year in range(today.year, 2200) if year not in taken)


def _new_round(year: int) -> Callable[..., RoundForm]:
    first = {"year": year, "opens_on": date(year, 1, 1), "closes_on": date(year, 12, 31)}
    return lambda *sent: RoundForm(*sent) if sent else RoundForm(initial=first)
