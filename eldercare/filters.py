"""What readers may narrow the directory of institutions by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from eldercare.directory import BY_PLACE, Township, counties, county_of, townships_on_file
from eldercare.models import Filing, ServiceOffer
from eldercare.models.filing import FilingQuerySet
from eldercare.public_levels import UNRATED, holding
from eldercare.rating_vocabulary import Level
from eldercare.vocabulary import InstitutionKind, Nature, Service

LONGEST_QUESTION = 60  # characters
MOST_WORDS = 5
PLACE = ("county", "township")
WITHIN = {"county": ("township",)}  # a township means nothing without its county
ORDERS = {
    "place": BY_PLACE,
    "newest": ("-accepted_on", "-pk"),
    "beds": ("-beds", *BY_PLACE),
}
LEVEL_CHOICES = [*((level.value, level.label) for level in reversed(Level)), (UNRATED, "没有有效等级")]
SORT_CHOICES = (("place", "按地区"), ("newest", "新备案的在前"), ("beds", "床位多的在前"))
TEXTS = (
    "name",
    "address",
    "operator__name",
    "institution__community",
    "institution__township__name",
    "institution__township__parent__name",
)


class ListedFilter(django_filters.ChoiceFilter):
    """One of a list; whoever asks for something else is told what."""

    def __init__(self, **options: Any) -> None:
        refusal = {"invalid_choice": "没有“%(value)s”这个选项，请重新选择。"}
        super().__init__(error_messages=refusal, **options)


class InstitutionFilter(django_filters.FilterSet):
    """Townships are those of the chosen county; without one, all of them by county. Levels are those held on a day."""

    q = django_filters.CharFilter(
        label="名称、地址或服务",
        method="by_text",
        max_length=LONGEST_QUESTION,
        error_messages={"max_length": f"最多 {LONGEST_QUESTION} 个字，请写短一些。"},
        help_text="如“草皮街”“助餐”；几个词之间空一格。",
        widget=forms.TextInput({"placeholder": "地名或服务", "autocomplete": "off"}),
    )
    county = ListedFilter(label="县（区）", choices=(), empty_label="全部县（区）", method="by_county")
    township = ListedFilter(
        label="乡镇（街道）", choices=(), empty_label="全部乡镇（街道）", method="by_township"
    )
    service = ListedFilter(label="服务项目", choices=Service.choices, empty_label="不限", method="by_service")
    level = ListedFilter(label="等级", choices=LEVEL_CHOICES, empty_label="不限", method="by_level")
    kind = ListedFilter(
        label="机构类型",
        field_name="institution__kind",
        choices=InstitutionKind.choices,
        empty_label="全部类型",
    )
    nature = ListedFilter(
        label="机构性质", field_name="institution__nature", choices=Nature.choices, empty_label="全部性质"
    )
    sort = ListedFilter(label="排序", choices=SORT_CHOICES, empty_label=None, method="in_order")

    class Meta:
        model = Filing
        fields: list[str] = []

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.counties, self.townships = counties(), townships_on_file()
        self.form.fields["county"].choices = [(county.code, county.name) for county in self.counties]
        self.form.fields["township"].choices = self._township_choices()

    def anywhere(self) -> FilingQuerySet:
        """What fits every condition but those of the place: what a map of all counties counts."""
        found: FilingQuerySet = self.queryset.all()
        for name, value in self.answers().items():
            found = found if name in PLACE else self.filters[name].filter(found, value)
        return found

    def answers(self) -> dict[str, Any]:
        """What the reader asked for, as far as it makes sense."""
        self.form.is_valid()
        answers: dict[str, Any] = self.form.cleaned_data
        return answers

    def by_text(self, filings: FilingQuerySet, _: str, value: str) -> FilingQuerySet:
        """Every word stands somewhere in the texts, or names a service or a kind of institution."""
        for word in list(dict.fromkeys(value.split()))[:MOST_WORDS]:
            anywhere = Q(institution__kind__in=_naming(word, InstitutionKind.choices))
            for text in TEXTS:
                anywhere |= Q(**{f"{text}__icontains": word})
            if services := _naming(word, Service.choices):
                anywhere |= Q(_offers(services))
            filings = filings.filter(anywhere)
        return filings

    def by_county(self, filings: FilingQuerySet, _: str, value: str) -> FilingQuerySet:
        return filings.filter(institution__township__parent__code=value)

    def by_township(self, filings: FilingQuerySet, _: str, value: str) -> FilingQuerySet:
        return filings.filter(institution__township__code=value)

    def by_service(self, filings: FilingQuerySet, _: str, value: str) -> FilingQuerySet:
        return filings.filter(_offers([value]))

    def by_level(self, filings: FilingQuerySet, _: str, value: str) -> FilingQuerySet:
        return filings.filter(holding(value, on=self.on))

    def in_order(self, filings: FilingQuerySet, _: str, value: str) -> FilingQuerySet:
        return filings.order_by(*ORDERS[value])

    def _township_choices(self) -> list[Township] | list[tuple[str, list[Township]]]:
        if chosen := self.data.get("county"):
            return [place for place in self.townships if county_of(place.code) == chosen]
        names = {county.code: county.name for county in self.counties}
        by_county = groupby(self.townships, key=lambda place: county_of(place.code))
        return [(names[code], list(places)) for code, places in by_county]


def settled(query: QueryDict) -> QueryDict:
    """The query with one place: a township brings its county, a county drops the township of another that was left
    over from the choice before."""
    county, township = query.get("county", ""), query.get("township", "")
    if not township or county_of(township) == county:
        return query
    query = query.copy()
    if county:
        del query["township"]
    else:
        query["county"] = county_of(township)
    return query


def _naming(word: str, choices: Iterable[tuple[str, Any]]) -> list[str]:
    """Codes whose label holds the word; a single character would name too many."""
    return [code for code, label in choices if len(word) > 1 and word in str(label)]


def _offers(services: list[str]) -> Exists:
    offered = ServiceOffer.objects.filter(institution=OuterRef("institution"), service__in=services)
    return Exists(offered)
