"""What readers may narrow the chronicle by."""

from __future__ import annotations

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from gazette.models import Event, Official
from gazette.models.chronicle import EventQuerySet


def named_officials(_: object = None) -> QuerySet[Official]:
    """People whom a public event names."""
    seen = Event.objects.visible_to(AnonymousUser()).values("appearances__official")
    return Official.objects.filter(pk__in=seen).order_by("name", "pk")


class EventFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="文字", field_name="text", lookup_expr="icontains", help_text="如“防汛”“养老”。"
    )
    person = django_filters.ModelChoiceFilter(
        label="人物", queryset=named_officials, empty_label="全部人物", method="by_person"
    )

    class Meta:
        model = Event
        fields: list[str] = []

    def by_person(self, events: EventQuerySet, _: str, value: Official) -> EventQuerySet:
        return events.naming(value)
