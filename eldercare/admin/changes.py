"""Who changed what in home care, when, from what to what; each sees what belongs to their places."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.decorators import display

from eldercare.models import CareChange, Institution
from eldercare.models.care_change import OWNERS
from foundation.admin.desk import RecordAdmin
from foundation.admin.row_changes import ChangedLine, shown
from foundation.models import RowChange

LINES_SHOWN, NAMING_LINES = 6, 2


class OfInstitution(SimpleListFilter):
    """One institution, as its page asks for it; there is nothing to choose from here."""

    title = "机构"
    parameter_name = "institution"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        asked = request.GET.get(self.parameter_name, "")
        if not (asked.isdecimal() and len(asked) < 19):
            return []
        found = Institution.objects.visible_to(request.user).filter(pk=asked).first()
        return [(asked, str(found))] if found else []

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        if not self.lookup_choices:
            return queryset.none()
        return queryset.of_institution(int(self.value() or 0))


class OfNoun(SimpleListFilter):
    title = "内容"
    parameter_name = "noun"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        models = apps.get_app_config("eldercare").get_models()
        named = {
            model._meta.db_table: str(model._meta.verbose_name) for model in models if not model._meta.proxy
        }
        return sorted(named.items(), key=lambda item: item[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(table_name=self.value()) if self.value() else queryset


@admin.register(CareChange)
class CareChangeAdmin(RecordAdmin):
    list_display = ("at", "who", "institution", "what", "lines")
    list_display_links = ("at",)
    list_filter = (OfInstitution, OfNoun, "deed")
    list_per_page = 30
    ordering = ("-at", "-pk")
    fields = ("at", "who", "institution", "what", "all_lines", "via")
    readonly_fields = ("who", "institution", "what", "all_lines")
    actions = None

    def get_queryset(self, request: HttpRequest) -> Any:
        return CareChange.objects.visible_to(request.user).order_by(*self.ordering)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The page in words, in a fixed number of queries."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = put_into_words(changelist.result_list)
        return changelist

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        change = super().get_object(request, object_id, from_field)
        return put_into_words([change])[0] if change is not None else None

    @display(description="经办人")
    def who(self, obj: Any) -> str:
        return str(obj.words.by)

    @display(description="机构")
    def institution(self, obj: Any) -> str:
        return obj.owner_name or "—"

    @display(description="内容")
    def what(self, obj: Any) -> str:
        return f"{obj.words.deed}{obj.words.noun}"

    @display(description="从什么改成什么")
    def lines(self, obj: Any) -> SafeString:
        """Of a change every field; of a row that came or went only what names it."""
        most = LINES_SHOWN if obj.deed == RowChange.Deed.UPDATE else NAMING_LINES
        return _as_list([line for line in obj.words.lines if line.label != "机构"], most)

    @display(description="从什么改成什么")
    def all_lines(self, obj: Any) -> SafeString:
        return _as_list(list(obj.words.lines), None)


def put_into_words(changes: Any) -> list[Any]:
    """Each change with `words` (labels, values, the person) and `owner_name`."""
    page: list[Any] = list(changes)
    names = _institutions_of(page)
    for change, words in zip(page, shown(page), strict=True):
        change.words = words
        change.owner_name = names.get((change.owner_table, change.owner_id), "")
    return page


def _institutions_of(page: list[Any]) -> dict[tuple[str, int], str]:
    """The name of the institution each owner is, or belongs to: one query for each kind of owner on the page."""
    names: dict[tuple[str, int], str] = {}
    for owner in OWNERS:
        table = owner._meta.db_table
        wanted = {change.owner_id for change in page if change.owner_table == table}
        if wanted:
            column = "name" if owner is Institution else "institution__name"
            found = owner._default_manager.filter(pk__in=wanted).values_list("pk", column)
            names |= {(table, pk): name for pk, name in found}
    return names


def _as_list(lines: list[ChangedLine], most: int | None) -> SafeString:
    rest = len(lines) - most if most is not None else 0
    more = format_html("<li>另有 {} 项</li>", rest) if rest > 0 else ""
    return format_html('<ul class="change-lines">{}{}</ul>', _items(lines[:most]), more)


def _items(lines: list[ChangedLine]) -> SafeString:
    return format_html_join(
        "",
        "<li>{}：{}{}{}</li>",
        (
            (
                line.label,
                format_html("<del>{}</del>", line.before) if line.before else "",
                " → " if line.before and line.after else "",
                format_html("<ins>{}</ins>", line.after) if line.after else "",
            )
            for line in lines
        ),
    )
