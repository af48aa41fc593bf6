"""What readers may narrow the directory of institutions by."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from eldercare.models import Filing
from eldercare.models.filing import FilingQuerySet
from eldercare.vocabulary import InstitutionKind, Nature, Service
from foundation.models import Division

LONGEST_QUESTION = 60  # characters
MOST_WORDS = 5
SORT_CHOICES = (("place", "按地区"), ("newest", "新备案的在前"), ("beds", "床位多的在前"))


def counties(_: object = None) -> QuerySet[Division]:
    return Division.objects.counties().order_by("code")


def townships_on_file(_: object = None) -> QuerySet[Division]:
    """Townships that have an institution to show."""
    filed = Filing.objects.public().values("institution__township")
    return Division.objects.townships().filter(pk__in=filed).order_by("code")


class PlaceChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    def label_from_instance(self, obj: Division) -> str:
        return obj.name


class PlaceFilter(django_filters.ModelChoiceFilter):
    field_class = PlaceChoice


class InstitutionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="名称或地址",
        method="by_text",
        max_length=LONGEST_QUESTION,
        help_text="机构、社区（村）或地址里的字；几个词之间空一格。",
    )
    county = PlaceFilter(
        label="县（区）",
        field_name="institution__township__parent",
        queryset=counties,
        to_field_name="code",
        empty_label="全部县（区）",
    )
    township = PlaceFilter(
        label="乡镇（街道）",
        field_name="institution__township",
        queryset=townships_on_file,
        to_field_name="code",
        empty_label="全部乡镇（街道）",
    )
    kind = django_filters.ChoiceFilter(
        label="机构类型",
        field_name="institution__kind",
        choices=InstitutionKind.choices,
        empty_label="全部类型",
    )
    nature = django_filters.ChoiceFilter(
        label="机构性质", field_name="institution__nature", choices=Nature.choices, empty_label="全部性质"
    )
    service = django_filters.ChoiceFilter(
        label="服务项目", choices=Service.choices, empty_label="不限", method="by_service"
    )
    sort = django_filters.ChoiceFilter(
        label="排序", choices=SORT_CHOICES, empty_label=None, method="in_order"
    )

    class Meta:
        model = Filing
        fields: list[str] = []

    def by_text(self, filings: FilingQuerySet, _: str, value: str) -> FilingQuerySet:
        words = Q()
        for word in list(dict.fromkeys(value.split()))[:MOST_WORDS]:
            words &= (
                Q(name__icontains=word)
                | Q(address__icontains=word)
                | Q(institution__community__icontains=word)
                | Q(institution__township__name__icontains=word)
                | Q(operator__name__icontains=word)
            )
        return filings.filter(words)

    def by_service(self, filings: FilingQuerySet, _: str, value: str) -> FilingQuerySet:
        return filings.filter(institution__services__service=value)

    def in_order(self, filings: FilingQuerySet, _: str, value: str) -> FilingQuerySet:
        if value == "newest":
            return filings.order_by("-accepted_on", "-pk")
        if value == "beds":
            return filings.order_by("-beds", "pk")
        return filings.order_by("institution__township__code", "name", "pk")
