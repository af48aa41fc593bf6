"""Lines of a full-page grid: what is on record, what was typed beside it, and what has changed meanwhile.

Each line carries a mark of what was on record when the page was drawn. A line that was not touched is left alone, also when
a colleague has changed it since; one that both changed is asked about, with both answers in sight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django import forms
from django.http import QueryDict
from unfold.widgets import UnfoldAdminTextInputWidget

LARGEST = Decimal("999999.99")


@dataclass(frozen=True)
class Said:
    """What one line says: a choice ("" where there is none to make), or a figure; a remark; files by primary key."""

    choice: str = ""
    figure: Decimal | None = None
    remark: str = ""
    files: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen."""

    value: str
    label: str
    text: str = ""


class LineForm(forms.Form):
    choice = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    figure = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=LARGEST,
        decimal_places=2,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": "请填数字，如 420 或 420.5。", "min_value": "不能是负数。"},
    )
    remark = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget(),
        error_messages={"max_length": "最多 200 个字。"},
    )
    evidence = forms.TypedMultipleChoiceField(
        required=False, coerce=int, error_messages={"invalid_choice": "所选的材料已经作废，请重新选择。"}
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def said(self) -> Said | None:
        """What was typed; None where nothing was answered."""
        typed = self.cleaned_data
        if not typed["choice"] and typed["figure"] is None:
            return None
        return Said(typed["choice"], typed["figure"], typed["remark"].strip(), frozenset(typed["evidence"]))

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        answered = typed.get("choice") or typed.get("figure") is not None or self.errors
        if not answered and (typed.get("remark", "").strip() or typed.get("evidence")):
            self.add_error(None, "写了说明或选了材料，还没有作答：请先作答，或者清空说明和材料。")
        return typed


@dataclass
class Line:
    """One line. `suggested` is filled in while nothing is on record; `asks_figure`: a figure is asked, not a choice."""

    key: int
    options: Sequence[Option]
    stored: Said | None = None
    suggested: Said | None = None
    asks_figure: bool = False
    whole: bool = False
    pending: str = ""  # an answer that still counts as missing
    explained: str = ""  # an answer that needs a remark
    files: Sequence[tuple[int, str]] = ()
    told: Mapping[str, Any] = field(default_factory=dict)  # for the template
    clash: str = ""
    form: LineForm = field(init=False)

    def __post_init__(self) -> None:
        self.form = self._form(None)

    def _form(self, sent: QueryDict | None) -> LineForm:
        shown = self.stored or self.suggested or Said()
        initial = {
            "choice": shown.choice,
            "figure": plain(shown.figure),
            "remark": shown.remark,
            "evidence": list(shown.files),
        }
        form = LineForm(sent, prefix=f"line{self.key}", initial=initial)
        choice, files = form.fields["choice"], form.fields["evidence"]
        assert isinstance(choice, forms.ChoiceField) and isinstance(files, forms.ChoiceField)
        choice.choices = [(option.value, option.label) for option in self.options]
        files.choices = [(pk, name) for pk, name in self.files]
        return form

    @property
    def mark(self) -> str:
        return mark_of(self.stored)

    @property
    def is_missing(self) -> bool:
        return self.stored is None or (bool(self.pending) and self.stored.choice == self.pending)

    @property
    def has_trouble(self) -> bool:
        return bool(self.clash or self.form.errors)

    @property
    def chosen(self) -> str:
        return str(self.form["choice"].value() or "")

    @property
    def chosen_files(self) -> set[str]:
        return {str(pk) for pk in self.form["evidence"].value() or []}

    def read(self, sent: QueryDict) -> Said | None:
        """What this person changed here; None where nothing is to be saved. Trouble stays with the line."""
        self.form = self._form(sent)
        if not self.form.is_valid():
            return None
        typed, seen = self.form.said(), self.form.cleaned_data["seen"]
        if typed is not None and self.whole and typed.figure is not None and typed.figure % 1:
            self.form.add_error("figure", "请填整数。")
            return None
        if typed is not None and self.explained and typed.choice == self.explained and not typed.remark:
            self.form.add_error("remark", "请写明原因。")
            return None
        if mark_of(typed) in (self.mark, seen):
            self.form = self._form(None)
            return None
        if seen != self.mark:
            self.clash = (
                "您打开这一页以后，同事已经改过这一条。下面是您填的；核对后再保存一次，就以您的为准。"
            )
            return None
        if typed is None:
            self.form.add_error(None, "已经记下的不能清空，请改成正确的。")
        return typed

    def keep(self, said: Said) -> None:
        """It is on record now: the line is drawn from there again."""
        self.stored = said
        self.form = self._form(None)


def mark_of(said: Said | None) -> str:
    """A short mark of what a line says."""
    if said is None:
        return "none"
    told = "\n".join([said.choice, plain(said.figure), said.remark, *map(str, sorted(said.files))])
    return sha256(told.encode()).hexdigest()[:16]


def plain(figure: Decimal | None) -> str:
    """420.50 as 420.5, and never as 4.205E+2."""
    return "" if figure is None else f"{figure.normalize():f}"


def read_all(lines: Iterable[Line], sent: QueryDict) -> dict[int, Said]:
    """What is to be saved, by key."""
    found = ((line.key, line.read(sent)) for line in lines)
    return {key: said for key, said in found if said is not None}
