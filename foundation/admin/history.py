"""The history of reviews, publishing and withdrawing, to be read only."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from unfold.decorators import display

from foundation.admin.desk import RecordAdmin
from foundation.admin.review_record import name_of
from foundation.models import StatusChange


def changes_link(subject: models.Model) -> str:
    """A link to every move the object has made."""
    kind = ContentType.objects.get_for_model(subject)
    asked = urlencode({"subject_type__id__exact": kind.pk, "subject_id__exact": subject.pk})
    return format_html(
        '<a class="desk-link" href="{}?{}">查看审核、发布记录</a>',
        reverse("admin:foundation_statuschange_changelist"),
        asked,
    )


@admin.register(StatusChange)
class StatusChangeAdmin(RecordAdmin):
    list_display = ("at", "verb", "subject_label", "from_status", "to_status", "doer", "remark")
    list_display_links = ("subject_label",)
    list_filter = ("verb", "to_status")
    list_select_related = ("by",)
    search_fields = ("subject_label", "remark")
    ordering = ("-at", "-pk")
    fields = ("subject_label", "verb", "from_status", "to_status", "doer", "at", "remark")
    readonly_fields = ("doer",)

    @display(description="经办人", ordering="by")
    def doer(self, line: StatusChange) -> str:
        return name_of(line.by) or "系统"

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        if lookup in ("subject_type__id__exact", "subject_id__exact"):
            return True
        return bool(super().lookup_allowed(lookup, value, request))
