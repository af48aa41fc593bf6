"""What readers may narrow lists of documents and tasks by."""

from __future__ import annotations

from decimal import Decimal

import django_filters
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from documents.document_numbers import read_number
from documents.models import Assignment, Column, Document, Kind, Role, Task
from documents.models.document import DocumentQuerySet
from documents.models.task import TaskQuerySet
from foundation.models import Unit, UnitMembership

VALIDITY_CHOICES = (("valid", "现行有效"), ("repealed", "已废止"), ("expired", "已失效"))
LONGEST_QUESTION = 200  # characters
SORT_CHOICES = (("newest", "新的在前"), ("oldest", "旧的在前"), ("number", "按文号"))


def public_documents() -> DocumentQuerySet:
    return Document.objects.visible_to(AnonymousUser())


def year_choices() -> list[tuple[int, str]]:
    return [(year, f"{year}年") for year in public_documents().years()]


def issuing_units(_: object = None) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=public_documents().values("organs__unit")).order_by("name", "pk")


def responsible_units(_: object = None) -> QuerySet[Unit]:
    """Units that a published document gives something to do, by name or as members of a group."""
    documents = public_documents()
    named = Assignment.objects.filter(
        Q(task__document__in=documents) | Q(item__document__in=documents)
    ).values("unit")
    members = UnitMembership.objects.filter(group__in=named).values("member")
    return Unit.objects.filter(Q(pk__in=named) | Q(pk__in=members)).order_by("name", "pk")


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    def label_from_instance(self, obj: Unit) -> str:
        return obj.label


class UnitFilter(django_filters.ModelChoiceFilter):
    field_class = UnitChoice


class DocumentFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="文字",
        method="by_text",
        max_length=LONGEST_QUESTION,
        help_text="标题、文号或正文里的字；几个词之间空一格。",
    )
    year = django_filters.ChoiceFilter(
        label="年份", choices=year_choices, empty_label="全部年份", method="by_year"
    )
    organ = UnitFilter(
        label="发文机关",
        field_name="organs__unit",
        queryset=issuing_units,
        empty_label="全部机关",
        distinct=True,
    )
    kind = django_filters.ModelChoiceFilter(
        label="文种", queryset=lambda _: Kind.objects.order_by("position", "pk"), empty_label="全部文种"
    )
    column = django_filters.ModelChoiceFilter(
        label="栏目", queryset=lambda _: Column.objects.order_by("position", "pk"), empty_label="全部栏目"
    )
    unit = UnitFilter(label="责任单位", queryset=responsible_units, empty_label="全部单位", method="by_unit")
    validity = django_filters.ChoiceFilter(
        label="有效性", choices=VALIDITY_CHOICES, empty_label="不限", method="by_validity"
    )
    sort = django_filters.ChoiceFilter(
        label="排序", choices=SORT_CHOICES, empty_label=None, method="in_order"
    )

    class Meta:
        model = Document
        fields: list[str] = []

    def by_text(self, documents: DocumentQuerySet, _: str, value: str) -> DocumentQuerySet:
        """Words, or a 发文字号 in any spelling."""
        number = read_number(value)
        if number is None:
            return documents.containing(value)
        return documents.with_number(series=number.series, year=number.year, serial=number.serial)

    def by_year(self, documents: DocumentQuerySet, _: str, value: str) -> DocumentQuerySet:
        return documents.of_year(int(value))

    def by_unit(self, documents: DocumentQuerySet, _: str, value: Unit) -> DocumentQuerySet:
        return documents.engaging(value)

    def by_validity(self, documents: DocumentQuerySet, _: str, value: str) -> DocumentQuerySet:
        today = timezone.localdate()
        if value == "valid":
            return documents.valid(on=today)
        if value == "expired":
            return documents.filter(effective_until__lt=today)
        return documents.filter(pk__in=Document.objects.repealed(on=today).values("pk"))

    def in_order(self, documents: DocumentQuerySet, _: str, value: str) -> DocumentQuerySet:
        if value == "oldest":
            return documents.oldest_first()
        if value == "number":
            return documents.order_by("series", "year", "serial", "pk")
        return documents.newest_first()


class TaskFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="文字", method="by_text", max_length=LONGEST_QUESTION, help_text="事项里的字，如“养老”。"
    )
    unit = UnitFilter(label="单位", queryset=responsible_units, empty_label="全部单位", method="by_unit")
    role = django_filters.ChoiceFilter(
        label="职责", choices=Role.choices, empty_label="不限", method="by_role"
    )
    document = django_filters.ModelChoiceFilter(
        label="公文",
        queryset=lambda _: public_documents().filter(tasks__isnull=False).distinct().newest_first(),
        empty_label="全部公文",
    )
    path = django_filters.CharFilter(label="层次", method="by_path", help_text="如“一/（一）”。")
    amount = django_filters.BooleanFilter(
        label="只看写明金额或指标的", method="by_amount", widget=forms.CheckboxInput
    )
    least = django_filters.NumberFilter(label="金额不少于（万元）", method="by_least", min_value=0)

    class Meta:
        model = Task
        fields: list[str] = []

    def by_text(self, tasks: TaskQuerySet, _: str, value: str) -> TaskQuerySet:
        return tasks.filter(Q(title__icontains=value) | Q(text__icontains=value))

    def by_unit(self, tasks: TaskQuerySet, _: str, value: Unit) -> TaskQuerySet:
        return tasks.engaging(value, role=self._chosen_role())

    def by_role(self, tasks: TaskQuerySet, _: str, value: str) -> TaskQuerySet:
        """With a unit chosen the role is the unit's own; alone it is anybody's."""
        return tasks if self.data.get("unit") else tasks.filter(assignments__role=value).distinct()

    def by_path(self, tasks: TaskQuerySet, _: str, value: str) -> TaskQuerySet:
        return tasks.under(value)

    def by_amount(self, tasks: TaskQuerySet, _: str, value: bool) -> TaskQuerySet:
        return tasks.filter(amounts__isnull=False).distinct() if value else tasks

    def by_least(self, tasks: TaskQuerySet, _: str, value: Decimal) -> TaskQuerySet:
        return tasks.with_money(at_least=value * 10_000)

    def _chosen_role(self) -> str:
        role = self.data.get("role", "")
        return str(role) if role in Role.values else ""
