"""For the desk of what passes reviews: who is in charge, until when; a panel on the page, a column and filters on the list."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.admin import SimpleListFilter
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from unfold.decorators import display
from unfold.widgets import INPUT_CLASSES, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from foundation import duty_actions
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.admin.desk import number_of
from foundation.admin.kept import KeepsWhatWasTyped
from foundation.admin.review_record import name_of
from foundation.admin.reviewed import address_of, there
from foundation.lifecycle import AFTER_PUBLICATION, Publishable
from foundation.models import EditorialDuty, Remark
from foundation.models.duty import LONGEST_NOTE
from foundation.waiting import in_the_making, waiting_for

NOTHING = mark_safe('<span class="nothing">—</span>')  # a list on a telephone leaves it out


class TakeForm(forms.Form):
    due_on = forms.DateField(
        label="办理期限",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": " ".join(INPUT_CLASSES)}, format="%Y-%m-%d"),
        help_text="今天或以后的一天；没有定的空着。",
        error_messages={"invalid": "请写成 2026-03-02 这样的日期。"},
    )


class HandOverForm(TakeForm):
    to = forms.ModelChoiceField(
        label="承办人",
        queryset=User.objects.none(),
        widget=UnfoldAdminSelectWidget(),
        error_messages={"required": "请选择承办人。", "invalid_choice": "这个人不能承办，请从列出的人里选。"},
    )
    note = forms.CharField(
        label="交办说明",
        max_length=LONGEST_NOTE,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    field_order = ("to", "due_on", "note")

    def __init__(self, *args: Any, subject: Publishable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = duty_actions.bearers_of(type(subject)).filter(is_superuser=False)
        field: Any = self.fields["to"]
        field.queryset = people.order_by("first_name", "username")
        field.label_from_instance = name_of


class Borne(AsksBeforeActing, KeepsWhatWasTyped):
    """For a PublishableAdmin: `…/hand-over/`, `…/take/`."""

    change_form_outer_before_template: ClassVar[str] = "admin/standing.html"

    def get_urls(self) -> list[URLPattern]:
        noun = f"{self.opts.app_label}_{self.opts.model_name}"  # type: ignore[attr-defined]
        own = [
            path("<path:object_id>/hand-over/", self.keeps(self.hand_over), name=f"{noun}_hand_over"),
            path("<path:object_id>/take/", self.keeps(self.take), name=f"{noun}_take"),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def hand_over(self, request: HttpRequest, object_id: str) -> HttpResponse:
        obj, user = there(self, request, object_id), user_of(request)
        current = EditorialDuty.objects.of(obj).current().select_related("person").first()
        if not duty_actions.may_hand_over(user, current):
            raise PermissionDenied
        first = {"to": current.person_id, "due_on": current.due_on} if current else {}

        def form(*sent: Any) -> HandOverForm:
            return HandOverForm(*sent, subject=obj, initial=first)

        def act(chosen: dict[str, Any]) -> None:
            duty_actions.hand_over(obj, **chosen, by=user, at=timezone.localtime())

        now = f"现由{name_of(current.person)}承办。" if current else "现在没有人承办。"
        handed = {"handed": self._handed(obj)}
        deed = Deed("交办", form, act, f"已交办：{obj}", now, template="admin/hand_over.html", context=handed)
        return self.ask(request, obj, deed)

    def take(self, request: HttpRequest, object_id: str) -> HttpResponse:
        obj, user = there(self, request, object_id), user_of(request)
        if not duty_actions.may_bear(user, obj):
            raise PermissionDenied

        def act(chosen: dict[str, Any]) -> None:
            duty_actions.take(obj, **chosen, by=user, at=timezone.localtime())

        return self.ask(request, obj, Deed("由我承办", TakeForm, act, f"由您承办：{obj}"))

    def _handed(self, obj: Publishable) -> list[Any]:
        """Each hand-over; `can` says whether its person can still be in charge."""
        able = Exists(duty_actions.bearers_of(type(obj)).filter(pk=OuterRef("person")))
        handed = EditorialDuty.objects.of(obj).select_related("person", "set_by").annotate(can=able)
        return list(handed.newest_first())

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = context.get("original")
        if obj is not None:
            context["standing"] = self._standing(request, obj)
        page: HttpResponse = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
        return page

    def _standing(self, request: HttpRequest, obj: Publishable) -> dict[str, Any]:
        """Who is in charge and what is open, above the fields."""
        user, today = user_of(request), timezone.localdate()
        handed = self._handed(obj)
        duty = handed[0] if handed and handed[0].ended_at is None else None
        runs = obj.status not in AFTER_PUBLICATION
        is_gone = runs and duty is not None and not duty.can
        return {
            "duty": duty,
            "is_gone": is_gone,
            "earlier": handed[1:],
            "is_late": runs and duty is not None and duty.due_on is not None and duty.due_on < today,
            "remarks": Remark.objects.of(obj).standing().count(),
            "review": address_of("review", obj),
            "hand_over": address_of("hand_over", obj)
            if runs and duty_actions.may_hand_over(user, duty)
            else "",
            "take": address_of("take", obj)
            if runs and (duty is None or is_gone) and duty_actions.may_bear(user, obj)
            else "",
        }

    @display(description="承办", empty_value=NOTHING)
    def borne_by(self, obj: Any) -> str | None:
        if not obj.duty_name:
            return None
        if obj.duty_due is None:
            return str(obj.duty_name)
        late = obj.duty_due < timezone.localdate() and obj.status not in AFTER_PUBLICATION
        day = f"{obj.duty_due.month}月{obj.duty_due.day}日"
        shown = (
            '{} <span class="desk-late">{}（逾期）</span>' if late else '{} <span class="desk-due">{}</span>'
        )
        return format_html(shown, obj.duty_name, day)

    @display(description="批注", empty_value=NOTHING)
    def open_remarks(self, obj: Any) -> str | None:
        if not obj.remarks_standing:
            return None
        page = address_of("review", obj)
        return format_html('<a class="desk-link" href="{}">{} 条</a>', page, obj.remarks_standing)


def with_standing(objects: QuerySet[Any]) -> QuerySet[Any]:
    """Each with who bears it, until when, and how many remarks are open: what a line of a list shows."""
    noun = objects.model
    duties = EditorialDuty.objects.about(noun).current().filter(subject_id=OuterRef("pk"))
    full = NullIf(Trim(Concat("person__first_name", Value(" "), "person__last_name")), Value(""))
    named = duties.values(name=Coalesce(full, "person__username", output_field=CharField()))
    shown: QuerySet[Any] = objects.annotate(
        duty_name=Subquery(named[:1]),
        duty_due=Subquery(duties.values("due_on")[:1]),
        remarks_standing=number_of(Remark.objects.about(noun).standing(), "subject_id"),
    )
    return shown


class WaitingFilter(SimpleListFilter):
    """The same as the board."""

    title = "等您办理"
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("me", "等我办理的")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "me":
            return queryset
        return waiting_for(queryset, user_of(request), on=timezone.localdate())


class DutyFilter(SimpleListFilter):
    title = "承办"
    parameter_name = "duty"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("mine", "我承办的"), ("late", "已逾期"), ("none", "没有人承办")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        duties = EditorialDuty.objects.about(queryset.model).current().filter(subject_id=OuterRef("pk"))
        if self.value() == "mine":
            return queryset.filter(Exists(duties.borne_by(request.user)))
        if self.value() == "late":
            return in_the_making(queryset).filter(Exists(duties.overdue(on=timezone.localdate())))
        if self.value() == "none":
            able = duty_actions.bearers_of(queryset.model)
            return in_the_making(queryset).filter(~Q(Exists(duties.filter(person__in=able))))
        return queryset
