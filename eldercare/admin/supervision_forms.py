"""What the buttons of supervision ask before they act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDateWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from eldercare.admin.rating_forms import LONGEST_GROUNDS, opinion_field
from eldercare.models import Evidence, Inspection, Institution
from eldercare.rating_vocabulary import LEVELS, IncidentKind, Level, OrderKind

REVOKE = "revoke"
LONGEST_OFFICES = 120


def day_field(label: str, *, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=UnfoldAdminDateWidget(),
        help_text=help_text,
        error_messages={"required": f"请填写{label}。", "invalid": "请写成 2026-03-05 这样的日期。"},
    )


def line_field(label: str, *, longest: int, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        widget=UnfoldAdminTextInputWidget(),
        help_text=help_text,
        error_messages={"required": f"请写明{label}。", "max_length": f"最多 {longest} 个字。"},
    )


def choice_field(label: str, choices: Sequence[tuple[str, str]], *, help_text: str = "") -> forms.ChoiceField:
    """Nothing is chosen beforehand."""
    return forms.ChoiceField(
        label=label,
        choices=[("", "请选择"), *choices],
        widget=UnfoldAdminSelectWidget(),
        help_text=help_text,
        error_messages={"required": f"请选择{label}。"},
    )


def yes_or_no(label: str, yes: str, no: str) -> forms.TypedChoiceField:
    """Nothing is chosen beforehand: the answer is somebody's finding."""
    choices = [("", "请选择"), ("yes", yes), ("no", no)]
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=lambda said: said == "yes",
        widget=UnfoldAdminSelectWidget(),
        error_messages={"required": f"请选择：{yes}，还是{no}。"},
    )


def count_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=9999,
        initial=0,
        widget=UnfoldAdminIntegerFieldWidget(),
        error_messages={
            "required": "没有的填 0。",
            "invalid": "请填整数，没有的填 0。",
            "min_value": "不能是负数。",
            "max_value": "最多 9999。",
        },
    )


def files_field() -> forms.ModelMultipleChoiceField:  # type: ignore[type-arg]
    return forms.ModelMultipleChoiceField(
        label="材料",
        queryset=Evidence.objects.none(),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        help_text="从这个机构没有作废的材料里选；没有的，先在机构页面上传。保存后不能取下。",
        error_messages={"invalid_choice": "所选的材料已经作废，或不是这个机构的。"},
    )


class IncidentForm(forms.Form):
    kind = choice_field("事故类别", IncidentKind.choices)
    happened_on = day_field(
        "发生日期", help_text="事故发生的那一天，不是知道的那一天：等级的后果从这一天算。"
    )
    summary = opinion_field("经过", help_text="时间、地点、起因和后果；不写老年人的姓名和证件号码。")
    deaths = count_field("死亡人数")
    injuries = count_field("受伤人数")

    def clean_kind(self) -> IncidentKind:
        return IncidentKind(self.cleaned_data["kind"])


class DetermineForm(forms.Form):
    is_major = yes_or_no("认定结果", "是重大责任事故", "不是重大责任事故")
    determination = line_field("认定文书", longest=120, help_text="认定文书的名称和文号。")
    determined_on = day_field("认定日期", help_text="文书上的日期。")


class GroundsForm(forms.Form):
    grounds = opinion_field("理由", longest=LONGEST_GROUNDS, help_text="写进决定：事实和依据。")


class InspectionForm(forms.Form):
    inspected_on = day_field("检查日期")
    departments = line_field(
        "检查部门", longest=LONGEST_OFFICES, help_text="如“云县民政局、云县消防救援大队”。"
    )
    result = opinion_field("检查情况", longest=500, help_text="查了什么、发现了什么。")
    meets_standard = yes_or_no("结论", "符合要求", "不符合要求")
    evidence = files_field()


class OrderForm(forms.Form):
    kind = choice_field(
        "事由", OrderKind.choices, help_text="不符合等级评定标准而未按期整改的，可以降低或撤销等级。"
    )
    requirement = opinion_field("整改要求", longest=500, help_text="逐项写明改什么、改到什么程度。")
    deadline = day_field("整改期限", help_text="这一天仍在期限内。")
    inspection = forms.ModelChoiceField(
        label="依据的检查",
        queryset=Inspection.objects.none(),
        required=False,
        empty_label="（不是检查发现的）",
        widget=UnfoldAdminSelectWidget(),
    )

    def clean_kind(self) -> OrderKind:
        return OrderKind(self.cleaned_data["kind"])


class ExtensionForm(forms.Form):
    until = day_field("延期至", help_text="这一天仍在期限内。")
    reason = opinion_field("原因", help_text="延期留作记录，原来的期限也保留。")


class RecheckForm(forms.Form):
    checked_on = day_field("复查日期")
    passed = yes_or_no("复查结果", "已整改到位", "没有整改到位")
    remark = opinion_field("复查情况", help_text="逐项写明查到的情况。")
    evidence = files_field()


class OutcomeForm(forms.Form):
    outcome = opinion_field("办结说明")


class TakeForm(forms.Form):
    level = forms.ChoiceField(
        label="决定",
        widget=UnfoldAdminSelectWidget(),
        error_messages={"required": "请选择降到哪一级或撤销。"},
    )
    grounds = opinion_field("理由", longest=LONGEST_GROUNDS, help_text="写进决定：没有整改的事实和依据。")

    def clean_level(self) -> Level | None:
        said = self.cleaned_data["level"]
        return None if said == REVOKE else Level(said)


def choosing(
    made_by: type[forms.Form], institution: Institution, *, first: dict[str, Any]
) -> Callable[..., forms.Form]:
    """The form with the institution's own files and inspections to choose from."""

    def form(*sent: Any) -> forms.Form:
        made = made_by(*sent) if sent else made_by(initial=first)
        rows: dict[str, QuerySet[Any]] = {
            "evidence": Evidence.objects.standing().filter(institution=institution).order_by("-pk"),
            "inspection": institution.inspections.order_by("-inspected_on", "-pk"),
        }
        for name, found in rows.items():
            if name in made.fields:
                made.fields[name].queryset = found  # type: ignore[attr-defined]
        return made

    return form


def taking_from(held: Level | None) -> Callable[..., forms.Form]:
    """Every level below the one held, and none; nothing is chosen beforehand."""
    lower: Sequence[Level] = LEVELS[: held.rank] if held else ()
    choices = [("", "请选择"), *((one.value, f"降低到 {one.label}") for one in reversed(lower))]

    def form(*sent: Any) -> forms.Form:
        made = TakeForm(*sent) if sent else TakeForm()
        made.fields["level"].choices = [*choices, (REVOKE, "撤销等级")]  # type: ignore[attr-defined]
        return made

    return form
