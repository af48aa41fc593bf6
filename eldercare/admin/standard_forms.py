"""What is typed of an edition of the standard and of its rows."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from eldercare.models import Criterion, StandardEdition
from eldercare.models.standard import NEED, PER_LEVEL
from eldercare.rules.standard import LOST, NOT_ASKED

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class EditionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = StandardEdition
        fields: ClassVar[tuple[str, ...]] = ("name", "code", "notice", "issued_on")

    def clean_code(self) -> str:
        """Said at its field, before the constraint says it above the form."""
        code: str = self.cleaned_data["code"]
        if not CODE.fullmatch(code):
            raise forms.ValidationError("版本只能用小写字母、数字和短横，如 2024。")
        return code


class DraftForm(EditionForm):
    """The same, dressed for a page of its own."""

    class Meta(EditionForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {
            "name": UnfoldAdminTextInputWidget(),
            "code": UnfoldAdminTextInputWidget(),
            "notice": UnfoldAdminTextInputWidget(),
            "issued_on": UnfoldAdminDateWidget(),
        }
        error_messages: ClassVar[dict[str, Any]] = {"code": {"unique": "已有这个版本，请换一个。"}}


class CriterionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Criterion
        fields: ClassVar[tuple[str, ...]] = (
            "position",
            "code",
            "category",
            "group",
            "item",
            "level_a",
            "need_a",
            "level_aa",
            "need_aa",
            "level_aaa",
            "need_aaa",
            "fact",
            "note",
            "printed",
        )
        widgets: ClassVar[dict[str, Any]] = {
            name: UnfoldAdminTextareaWidget(attrs={"rows": 2})
            for name in ("level_a", "level_aa", "level_aaa", "note", "printed")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "position" in self.fields:  # nothing is typed into a row that is only shown
            self.fields["position"].required = False
            self.fields["position"].help_text = "排在第几条；留空的排在最后，后面的依次顺延。"

    def _get_validation_exclusions(self) -> set[str]:
        """The place is made free when the row is kept."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions | {"position"}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        needs = {need: said.get(need) or "" for _asks, need in PER_LEVEL.values()}
        for need, figure in needs.items():
            if figure and not re.fullmatch(NEED, figure):
                self.add_error(need, "数值写成 >=300 或 >400。")
        for asks, need in PER_LEVEL.values():
            if said.get(asks) in (NOT_ASKED, LOST) and needs[need]:
                self.add_error(need, f"“{said[asks]}”的一级不能有数值，请留空。")
        if any(needs.values()) and not said.get("fact"):
            self.add_error("fact", "填写了数值的，须选择据以判断的数据。")
        return said
