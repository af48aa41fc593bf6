"""What readers may narrow the chronicle by."""

from __future__ import annotations

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from gazette.models import Event, Official
from gazette.models.chronicle import EventQuerySet

LONGEST_QUESTION = 200  # characters


def named_officials(_: object = None) -> QuerySet[Official]:
    """People whom a public event names."""
    seen = Event.objects.visible_to(AnonymousUser()).values("appearances__official")
    return Official.objects.filter(pk__in=seen).order_by("name", "pk")


def year_choices() -> list[tuple[int, str]]:
    years = Event.objects.visible_to(AnonymousUser()).order_by("-entry__start__year")
    return [(year, f"{year}年") for year in years.values_list("entry__start__year", flat=True).distinct()]


class EventFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="文字",
        field_name="text",
        lookup_expr="icontains",
        max_length=LONGEST_QUESTION,
        help_text="如“防汛”“养老”。",
    )
    person = django_filters.ModelChoiceFilter(
        label="人物", queryset=named_officials, empty_label="全部人物", method="by_person"
    )

    class Meta:
        model = Event
        fields: list[str] = []

    def by_person(self, events: EventQuerySet, _: str, value: Official) -> EventQuerySet:
        return events.naming(value)


class ChronicleFilter(EventFilter):
    """Across all months: also by the year and the month an affair began in."""

    year = django_filters.ChoiceFilter(
        label="年份", choices=year_choices, empty_label="全部年份", field_name="entry__start__year"
    )
    month = django_filters.ChoiceFilter(
        label="月份",
        choices=[(month, f"{month}月") for month in range(1, 13)],
        empty_label="全部月份",
        field_name="entry__start__month",
    )
