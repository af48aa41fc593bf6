"""What the buttons of an application ask before they act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminSelect2Widget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from eldercare.rating_vocabulary import LEVELS, Level, VisitMode

NO_LEVEL = "none"
LONGEST_OPINION, LONGEST_GROUNDS = 300, 500


def opinion_field(
    label: str = "意见", *, longest: int = LONGEST_OPINION, help_text: str = ""
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=help_text,
        error_messages={"required": f"请写明{label}。", "max_length": f"最多 {longest} 个字。"},
    )


class OpinionForm(forms.Form):
    opinion = opinion_field(help_text="印在申请表上，申请的机构看得到。")


class HandInForm(forms.Form):
    level = forms.ChoiceField(label="申请等级", choices=Level.choices, widget=UnfoldAdminSelectWidget())
    commitment_on = forms.DateField(
        label="承诺日期", widget=UnfoldAdminDateWidget(), help_text="承诺栏签字盖章的日期。"
    )
    applied_on = forms.DateField(
        label="申请日期",
        widget=UnfoldAdminDateWidget(),
        help_text="申请表上的申请日期；运营满一年、是否在受理期内都按这一天算。",
    )


class LevelForm(forms.Form):
    """A level, an opinion, and from when."""

    level = forms.ChoiceField(label="等级", widget=UnfoldAdminSelectWidget())
    opinion = opinion_field(help_text="印在申请表和决定上。")
    effective_on = forms.DateField(
        label="生效日期",
        required=False,
        widget=UnfoldAdminDateWidget(),
        help_text="留空的，从最早可能的一天起。",
    )

    def clean_level(self) -> Level:
        return Level(self.cleaned_data["level"])


class FinishForm(forms.Form):
    level = forms.ChoiceField(label="建议等级", widget=UnfoldAdminSelectWidget())
    visit_mode = forms.ChoiceField(
        label="评定方式", choices=VisitMode.choices, widget=UnfoldAdminSelectWidget()
    )
    visited_on = forms.DateField(label="查看日期", widget=UnfoldAdminDateWidget())
    opinion = opinion_field("评定组意见", help_text="印在申请表上，申请的机构看得到。")

    def clean_level(self) -> Level | None:
        said = self.cleaned_data["level"]
        return None if said == NO_LEVEL else Level(said)

    def clean_visit_mode(self) -> VisitMode:
        return VisitMode(self.cleaned_data["visit_mode"])


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


class PeopleChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


class PanelForm(forms.Form):
    lead = PersonChoice(
        label="组长",
        queryset=User.objects.none(),
        widget=UnfoldAdminSelect2Widget(),
        help_text="键入姓名或账号的头几个字选人；由组长完成评定。",
        error_messages={"required": "请选择组长。", "invalid_choice": "这个人不在本县（区）的评定人员里。"},
    )
    members = PeopleChoice(
        label="组员",
        queryset=User.objects.none(),
        widget=UnfoldAdminSelect2MultipleWidget(),
        help_text="至少一人。与机构有利害关系的、已经办理过这份申请的不能参加；参加了评定组的，不能再审批这份申请。",
        error_messages={
            "required": "请选择组员，评定组至少 2 人。",
            "invalid_choice": "所选的人不在本县（区）的评定人员里。",
        },
    )


def named(user: User) -> str:
    name = user.get_full_name()
    return f"{name}（{user.get_username()}）" if name else user.get_username()


def with_levels(levels: Sequence[Level], *, effective_on: date | None) -> Callable[..., LevelForm]:
    """The form with these levels, the highest first and chosen."""

    def form(*sent: Any) -> LevelForm:
        made = LevelForm(*sent) if sent else LevelForm(initial={"effective_on": effective_on})
        made.fields["level"].choices = _highest_first(levels)  # type: ignore[attr-defined]
        return made

    return form


def finish_with(highest: Level | None, *, today: date) -> Callable[..., FinishForm]:
    """No level above what was found; none is always possible."""
    possible = LEVELS[: highest.rank + 1] if highest else ()

    def form(*sent: Any) -> FinishForm:
        made = FinishForm(*sent) if sent else FinishForm(initial={"visited_on": today})
        made.fields["level"].choices = [*_highest_first(possible), (NO_LEVEL, "不予评定")]  # type: ignore[attr-defined]
        return made

    return form


def panel_from(
    people: QuerySet[User], *, lead: User | None, members: Sequence[User]
) -> Callable[..., PanelForm]:
    def form(*sent: Any) -> PanelForm:
        made = PanelForm(*sent) if sent else PanelForm(initial={"lead": lead, "members": members})
        for name in ("lead", "members"):
            made.fields[name].queryset = people  # type: ignore[attr-defined]
        return made

    return form


def _highest_first(levels: Sequence[Level]) -> list[tuple[str, str]]:
    return [(level.value, level.label) for level in reversed(levels)]
