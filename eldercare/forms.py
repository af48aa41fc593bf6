"""What the public may ask or tell, checked as it is taken."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from eldercare.complaint_vocabulary import ComplaintCategory
from eldercare.directory import County
from eldercare.models.complaint import LONGEST_NAME, LONGEST_TEXT
from foundation.chinese_text import weight
from foundation.identity_numbers import check_phone, normal_phone

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class AsOfForm(forms.Form):
    """A day the record is looked at; without one, today."""

    on = forms.DateField(
        label="看哪一天的目录",
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": "看不懂这个日期：请写成 2026-06-30 这样，年-月-日，而且是日历上有的一天。"
        },
    )

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"] or self.today
        if not EARLIEST <= day <= LATEST:
            raise ValidationError(f"日期要在 {EARLIEST.year} 年到 {LATEST.year} 年之间。")
        return day


LEAST_TEXT = 5  # characters; less says nothing anybody could look into
LONGEST_PHONE = 40
SAY_MORE = f"请写明是什么事，至少 {LEAST_TEXT} 个字。"
LEFT_EMPTY = "“网址”这一栏是防垃圾信息用的，请把它清空再提交；您写的其他内容都还在。"


class ComplaintForm(forms.Form):
    """About an institution of the directory; who names another one uses `ElsewhereForm`."""

    category = forms.ChoiceField(
        label="哪一类问题",
        choices=[("", "请选择"), *ComplaintCategory.choices],
        error_messages={
            "required": "请选择是哪一类问题；说不准的选“其他”。",
            "invalid_choice": "没有“%(value)s”这一类，请从列出的里面选。",
        },
    )
    text = forms.CharField(
        label="发生了什么",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 8}),
        help_text=f"什么时候、什么事、您希望怎样处理。最多 {LONGEST_TEXT} 个字。不要写身份证号码。",
        error_messages={
            "required": SAY_MORE,
            "max_length": f"最多 {LONGEST_TEXT} 个字，现在有 %(show_value)s 个，请写短一些。",
        },
    )
    contact_phone = forms.CharField(
        label="联系电话（可以不填）",
        required=False,
        max_length=LONGEST_PHONE,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
        help_text="愿意接受回访的，留一个电话。加密保存，只有办理的人因公才看得到；不填就是匿名。",
        error_messages={"max_length": f"电话太长：最多 {LONGEST_PHONE} 个字符，只留一个就好。"},
    )
    website = forms.CharField(
        label="网址（请不要填写）",
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if weight(text) < LEAST_TEXT:
            raise ValidationError(SAY_MORE)
        return text

    def clean_contact_phone(self) -> str:
        phone = normal_phone(self.cleaned_data["contact_phone"])
        if phone and (found := check_phone(phone)).errors:
            raise ValidationError(list(found.errors))
        return phone

    def clean_website(self) -> str:
        """A trap for programs that fill in everything; a person whose browser did so is told, and loses nothing."""
        if self.cleaned_data["website"]:
            raise ValidationError(LEFT_EMPTY)
        return ""


class ElsewhereForm(ComplaintForm):
    """About an institution that is in no directory: its name, and the county it lies in."""

    about = forms.CharField(
        label="哪一家机构",
        max_length=LONGEST_NAME,
        help_text="门口牌子上的名称，和大致的地方。",
        error_messages={
            "required": "请写明是哪一家机构；不知道名称的，写它在哪里。",
            "max_length": f"最多 {LONGEST_NAME} 个字。",
        },
    )
    county = forms.ChoiceField(
        label="在哪个县（区）",
        error_messages={
            "required": "请选择在哪个县（区），由那里的民政局办理。",
            "invalid_choice": "没有“%(value)s”这个县（区），请从列出的里面选。",
        },
    )
    field_order = ("about", "county", "category", "text", "contact_phone", "website")

    def __init__(self, *args: Any, counties: list[County], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "请选择"), *((place.code, place.name) for place in counties)]
        self.fields["county"].choices = choices  # type: ignore[attr-defined]


class TrackingForm(forms.Form):
    code = forms.CharField(
        label="查询码",
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
        help_text="提交时给您的 16 位字母和数字；大小写、横线和空格都没有关系。",
        error_messages={"required": "请填写查询码。", "max_length": "查询码只有 16 位，请核对。"},
    )
