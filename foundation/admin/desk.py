"""What every desk of the staff shares: Chinese, quick lists, and choosing by typing."""

from typing import Any, ClassVar

from django.contrib.admin import ShowFacets
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.forms import Field, Textarea
from django.http import HttpRequest
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.widgets import UnfoldAdminTextareaWidget

from foundation.admin.choices import LoadedChoice
from foundation.admin.lines import LinesField
from foundation.admin.ordered import InlineRows, OrderedRows


class ByTyping:
    """Autocomplete fields that are labelled by what is loaded, and lists typed one entry a line."""

    formfield_overrides: ClassVar[dict[Any, Any]] = {
        ArrayField: {"form_class": LinesField, "widget": UnfoldAdminTextareaWidget(attrs={"rows": 4})}
    }

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        by_typing = self.get_autocomplete_fields(request)  # type: ignore[attr-defined]
        if db_field.name in by_typing and "widget" not in kwargs:
            kwargs["widget"] = LoadedChoice(db_field, self.admin_site)  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class DeskAdmin(ByTyping, ModelAdmin):
    """A list and a page of the staff's desk."""

    list_per_page = 50
    list_filter_submit = False
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    warn_unsaved_form = True
    compressed_fields = True
    save_on_top = False
    date_hierarchy: str | None = None


class Rows(ByTyping, TabularInline):
    """Rows of a page, as a table; `related` is loaded with them so that no row asks again."""

    extra = 0
    tab = True
    formset = InlineRows
    related: ClassVar[tuple[str, ...]] = ()
    ordering: ClassVar[tuple[str, ...]] = ("pk",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows


class PrintedRows(Rows):
    """Rows that keep the order of the page they were printed on."""

    formset = OrderedRows
    ordering: ClassVar[tuple[str, ...]] = ("position", "pk")


class PrintedBlocks(ByTyping, StackedInline):
    """The same for rows with long texts, one under the other."""

    extra = 0
    tab = True
    formset = OrderedRows
    ordering: ClassVar[tuple[str, ...]] = ("position", "pk")


class ListedRows(Rows):
    """Rows that are only listed here; each is edited on its own page."""

    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def number_of(rows: models.QuerySet[Any], owner: str) -> Coalesce:
    """How many of these rows an object owns; counted apart, so that a search cannot multiply it."""
    mine = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)


def text_area(field: Field | None, *, rows: int, narrow: bool = False) -> Field | None:
    """The field with a text box of so many lines."""
    if field is not None and isinstance(field.widget, Textarea):
        field.widget.attrs.update({"rows": rows, "class": f"{field.widget.attrs.get('class', '')} desk-text"})
        if narrow:
            field.widget.attrs["class"] += " desk-text-narrow"
    return field
