"""The reasons given for warnings, those taken back too: to be read only."""

from django.contrib import admin
from unfold.decorators import display

from documents.models import DefectTick
from foundation.admin.desk import RecordAdmin


@admin.register(DefectTick)
class DefectTickAdmin(RecordAdmin):
    list_display = ("at", "about", "sentence", "reason", "by", "revoked_at")
    list_display_links = ("sentence",)
    list_filter = ("code",)
    list_select_related = ("by", "subject_type")
    search_fields = ("sentence", "reason")
    ordering = ("-at", "-pk")
    fields = ("about", "sentence", "reason", "by", "at", "revoked_by", "revoked_at", "code")
    readonly_fields = ("about",)

    @display(description="对象")
    def about(self, obj: DefectTick) -> str:
        return f"{obj.subject_type.name}（{obj.subject_id}）"
