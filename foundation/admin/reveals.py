"""The record of who looked at protected data, to be read only."""

from django.contrib import admin
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from unfold.decorators import display

from foundation.admin.desk import RecordAdmin
from foundation.models import ProtectedReveal
from foundation.scope import about_what_is_seen


@admin.register(ProtectedReveal)
class ProtectedRevealAdmin(RecordAdmin):
    list_display = ("at", "who", "kind", "subject_label", "what", "reason")
    list_display_links = ("subject_label",)
    list_filter = ("at",)
    list_select_related = ("by", "subject_type")
    search_fields = ("subject_label", "reason", "by__username", "by__first_name")
    ordering = ("-at", "-pk")
    fields = ("at", "who", "kind", "subject_label", "what", "reason")
    readonly_fields = ("who", "kind", "what")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """So that a page can lead to the looks at one object, or by one person."""
        if lookup in ("subject_type__id__exact", "subject_id__exact", "by__id__exact"):
            return True
        return bool(super().lookup_allowed(lookup, value, request))

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProtectedReveal]:
        """Looks at what lies in one's places, and at what lies nowhere."""
        reveals: QuerySet[ProtectedReveal] = super().get_queryset(request)
        written = reveals.annotate(number=Cast("subject_id", CharField()))
        seen = written.filter(about_what_is_seen(request.user, kind="subject_type", number="number"))
        return seen.select_related("by", "subject_type")

    @display(description="查看人", ordering="by")
    def who(self, obj: ProtectedReveal) -> str:
        name = obj.by.get_full_name()
        return f"{name}（{obj.by.get_username()}）" if name else obj.by.get_username()

    @display(description="对象类型")
    def kind(self, obj: ProtectedReveal) -> str:
        return obj.subject_type.name

    @display(description="查看的信息")
    def what(self, obj: ProtectedReveal) -> str:
        return obj.field_labels
