"""Problems of the readers by their kinds, at the desk."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from documents.models import Problem
from documents.reading.problem_names import name_of


class KindFilter(SimpleListFilter):
    """The kinds that occur, by their names."""

    title = "类别"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = Problem.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, name_of(kind)) for kind in kinds]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Problem]) -> QuerySet[Problem]:
        kind = self.value()
        return queryset.filter(kind=kind) if kind else queryset
