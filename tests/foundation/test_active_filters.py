"""The filters a reader has set: shown in words, lifted one by one."""

from django import forms
from django.http import QueryDict

from foundation.active_filters import active_filters


class Question(forms.Form):
    q = forms.CharField(label="文字", required=False)
    county = forms.ChoiceField(label="县", choices=[("", "全部"), ("1", "甲县")], required=False)
    place = forms.ChoiceField(
        label="乡镇", choices=[("", "全部"), ("甲县", [("11", "子镇"), ("12", "丑镇")])], required=False
    )
    open = forms.BooleanField(label="开放", required=False)
    sort = forms.ChoiceField(label="排序", choices=[("new", "新的在前")], required=False)


def shown(query: str, **options: tuple[str, ...]) -> list[tuple[str, str, str]]:
    asked = QueryDict(query)
    found = active_filters(Question(asked), asked, **({"within": options} if options else {}))
    return [(each.label, each.value, each.remove_url) for each in found]


def test_a_choice_is_shown_by_its_label_also_inside_a_group() -> None:
    assert shown("county=1&place=12&open=on") == [
        ("县", "甲县", "?place=12&open=on"),
        ("乡镇", "丑镇", "?county=1&open=on"),
        ("开放", "是", "?county=1&place=12"),
    ]


def test_the_order_is_no_condition_and_the_page_starts_anew() -> None:
    assert shown("q=水&sort=new&page=4") == [("文字", "水", "?sort=new")]


def test_what_stands_within_a_filter_is_lifted_with_it() -> None:
    lifted = {label: url for label, _, url in shown("q=a&county=1&place=11", county=("place",))}
    assert lifted == {"文字": "?county=1&place=11", "县": "?q=a", "乡镇": "?q=a&county=1"}


def test_nothing_is_active_while_something_is_wrong() -> None:
    assert shown("county=9&q=a") == []
