"""What every desk of the staff shares: Chinese, quick lists, and choosing by typing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.admin import ShowFacets
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import Coalesce
from django.forms import Textarea
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.decorators import display
from unfold.widgets import INPUT_CLASSES, UnfoldAdminTextareaWidget

from foundation.admin.choices import LoadedChoice
from foundation.admin.lines import LinesField
from foundation.admin.ordered import InlineRows, OrderedRows, RowForm
from foundation.constraints import refusal_of
from foundation.fields import ProtectedField, protected_fields
from foundation.forms import CheckedInput, ProtectedInput
from foundation.refusals import Refusal
from foundation.search.indexing import follow

UNSEEN_CHARACTERS = "里面有看不见的控制字符：请删去后重新输入。"


class ByTyping:
    """Autocomplete fields labelled by what is loaded, lists typed one entry a line, text boxes of a fitting size."""

    text_rows: ClassVar[dict[str, int]] = {}
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        ArrayField: {"form_class": LinesField, "widget": UnfoldAdminTextareaWidget(attrs={"rows": 4})},
        ProtectedField: {"widget": ProtectedInput(attrs={"class": " ".join(INPUT_CLASSES)})},
    }

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        by_typing = self.get_autocomplete_fields(request)  # type: ignore[attr-defined]
        if db_field.name in by_typing and "widget" not in kwargs:
            kwargs["widget"] = LoadedChoice(db_field, self.admin_site)  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None:
            field.error_messages["null_characters_not_allowed"] = UNSEEN_CHARACTERS
        if isinstance(db_field, models.TextField | ArrayField) and isinstance(field.widget, Textarea):
            classes = f"{field.widget.attrs.get('class', '')} desk-text"
            field.widget.attrs.update({"rows": self.text_rows.get(db_field.name, 3), "class": classes})
        return field


class DeskAdmin(ByTyping, ModelAdmin):
    """A list and a page of the staff's desk."""

    list_per_page = 50
    empty_value_display = "—"
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    warn_unsaved_form = True
    compressed_fields = False  # labels above their fields: rows of several fields fit a narrow screen

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """No list is narrowed by a protected number: that would answer who it is, without permission, reason or record;
        nor by rows that point at its own, unless a filter of the list does: not everybody may see those."""
        first, _, _ = lookup.partition(LOOKUP_SEP)
        if first in {field.name for field in protected_fields(self.model)}:
            return False
        pointing = {relation.name for relation in self.model._meta.related_objects}
        if first in pointing and first not in self._filtered_by(request):
            return False
        return bool(super().lookup_allowed(lookup, value, request))

    def _filtered_by(self, request: HttpRequest) -> set[str]:
        """The fields, here or elsewhere, that the filters of the list begin with."""
        named = (one[0] if isinstance(one, list | tuple) else one for one in self.get_list_filter(request))
        return {name.partition(LOOKUP_SEP)[0] for name in named if isinstance(name, str)}

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """What no column can hold (a NUL, the year 99999) is a wrong question, not a broken portal."""
        try:
            return super().get_changelist_instance(request)
        except (ValueError, DataError) as error:
            raise IncorrectLookupParameters(str(error)) from None

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        """Where nothing can be chosen the first column leads on too: unfold names any other first cell “选择这一行”."""
        links = super().get_list_display_links(request, list_display)
        if not links or self.get_actions(request):
            return links
        return list(dict.fromkeys([list_display[0], *links]))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """What an action or the database refuses is said above what was typed, never shown as a broken page."""
        if object_id is not None and not self._may_be_a_key(object_id):
            raise Http404
        try:
            response: HttpResponse = super().changeform_view(request, object_id, *args, **kwargs)
        except Refusal as refusal:
            said = str(refusal)
        except (IntegrityError, DataError) as error:
            said = refusal_of(error)
        else:
            return response
        request.desk_refusal = f"没有保存：{said}"  # type: ignore[attr-defined]
        again: HttpResponse = super().changeform_view(request, object_id, *args, **kwargs)
        return again

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Who may see nothing of the kind is told so (403) before anything is looked up, whatever page was asked for."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().get_object(request, object_id, from_field)

    def _may_be_a_key(self, object_id: str) -> bool:
        """Before buttons and panels of the page ask the database with it, as it stands in the address: a number needs none
        of the admin's quoting."""
        try:
            self.model._meta.pk.to_python(object_id)
        except ValidationError:
            return False
        return True

    def searched(self, obj: Any) -> Iterable[models.Model]:
        """The objects that are found otherwise once this one is edited or gone; see `foundation.search.registry`."""
        return ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        follow(*self.searched(form.instance))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        follow(*self.searched(obj))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        for obj in queryset:
            follow(*self.searched(obj))
        super().delete_queryset(request, queryset)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        said = getattr(request, "desk_refusal", "")
        return _refusing(form, said) if said else form


def _refusing(form: Any, sentence: str) -> Any:
    """The form once more, with a sentence against it: it shows what was typed and saves nothing."""

    class Refusing(form):
        def clean(self) -> Any:
            cleaned = super().clean()
            self.add_error(None, sentence)
            return cleaned

    return Refusing


class RecordAdmin(DeskAdmin):
    """What the portal itself keeps and nobody edits at the desk: only looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Rows(ByTyping, TabularInline):
    """Rows of a page, as a table; `related` is loaded with them so that no row asks again."""

    extra = 0
    tab = True
    view_on_site = False
    hide_title = True
    formset = InlineRows
    related: ClassVar[tuple[str, ...]] = ()
    ordering: ClassVar[tuple[str, ...]] = ("pk",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """No buttons beside the choices of a row: a row is narrow."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class PrintedRows(Rows):
    """Rows that keep the order of the page they were printed on."""

    form = RowForm
    formset = OrderedRows
    ordering: ClassVar[tuple[str, ...]] = ("position", "pk")


class Blocks(ByTyping, StackedInline):
    """Few rows with many fields, one under the other, labels above."""

    extra = 0
    tab = True
    view_on_site = False
    formset = InlineRows
    related: ClassVar[tuple[str, ...]] = ()
    ordering: ClassVar[tuple[str, ...]] = ("pk",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows


class PrintedBlocks(Blocks):
    """The same for rows with long texts that keep the order of the page they were printed on."""

    form = RowForm
    formset = OrderedRows
    ordering: ClassVar[tuple[str, ...]] = ("position", "pk")


class ListedRows(Rows):
    """Rows that are only listed here; each is edited on its own page."""

    can_delete = False
    adds_elsewhere = True  # a new row has a page of its own
    template = "admin/listed_rows.html"

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return ["door", *super().get_fields(request, obj)]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return ["door", *super().get_readonly_fields(request, obj)]

    @display(description="")
    def door(self, row: models.Model) -> str:
        page = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
        return format_html('<a class="desk-link" href="{}">打开</a>', reverse(page, args=[row.pk]))

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def checked_input() -> CheckedInput:
    """A line for a number that is checked but no secret, dressed as the other fields of the desk."""
    return CheckedInput(attrs={"class": " ".join(INPUT_CLASSES)})


def number_of(rows: models.QuerySet[Any], owner: str) -> Coalesce:
    """How many of these rows an object owns; counted apart, so that a search cannot multiply it."""
    mine = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)
