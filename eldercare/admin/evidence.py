"""Files on record: seen and opened by who may, voided with a reason, never edited."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from eldercare import actions
from eldercare.admin.filing_deeds import ReasonForm
from eldercare.admin.filters import FilingCountyFilter
from eldercare.models import Evidence
from eldercare.permissions import VOID_EVIDENCE
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.admin.scoped import ScopedAdmin
from foundation.file_kinds import FileKind
from foundation.private_files import serve_private

FIELDS = (
    "institution_link",
    "kind",
    "file_link",
    "size_shown",
    "sha256",
    "uploader",
    "uploaded_at",
    "voided",
)


@admin.register(Evidence)
class EvidenceAdmin(AsksBeforeActing, ScopedAdmin):
    actions_detail = ("void",)
    list_display = ("name", "kind", "institution", "place", "size_shown", "uploaded_at", "state")
    list_display_links = ("name",)
    list_filter = ("kind", FilingCountyFilter)
    list_select_related = ("institution__township__parent", "uploaded_by", "voided_by")
    search_fields = ("name", "institution__name", "sha256")
    ordering = ("-uploaded_at", "-pk")
    fields = FIELDS
    readonly_fields = FIELDS
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related("institution__township__parent", "uploaded_by", "voided_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Files come in on the page of their institution."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_void_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(VOID_EVIDENCE)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        evidence: Evidence = self.found(request, str(object_id))
        return super().get_actions_detail(request, object_id) if evidence.voided_at is None else []

    def get_urls(self) -> list[URLPattern]:
        own = path("<int:pk>/file/", self.admin_site.admin_view(self.file), name="eldercare_evidence_file")
        return [own, *super().get_urls()]

    def file(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file itself, to who may see it; never by an address of its own."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        evidence = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
        return serve_private(evidence.file, name=evidence.name, kind=FileKind(evidence.file_kind))

    @action(
        description="作废", url_path="void", icon="block", variant=ActionVariant.DANGER, permissions=["void"]
    )
    def void(self, request: HttpRequest, object_id: str) -> HttpResponse:
        evidence: Evidence = self.found(request, object_id)

        def act(said: dict[str, Any]) -> None:
            actions.void_evidence(evidence, **said, by=user_of(request), at=timezone.localtime())

        deed = Deed(
            title="作废材料",
            form=ReasonForm,
            act=act,
            done="已作废。",
            explanation="作废后不再作为依据，文件和记录保留；更正的请重新上传。",
        )
        return self.ask(request, evidence, deed)

    @display(description="机构")
    def institution_link(self, obj: Evidence) -> str:
        page = reverse("admin:eldercare_institution_change", args=[obj.institution_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', page, obj.institution)

    @display(description="文件")
    def file_link(self, obj: Evidence) -> str:
        page = reverse("admin:eldercare_evidence_file", args=[obj.pk])
        return format_html('<a class="desk-link" href="{}">{}</a>', page, obj.name)

    @display(description="所在地", ordering="institution__township__code")
    def place(self, obj: Evidence) -> str:
        return obj.institution.place_name

    @display(description="大小", ordering="size")
    def size_shown(self, obj: Evidence) -> str:
        return f"{max(1, round(obj.size / 1024))} KB"

    @display(description="上传人")
    def uploader(self, obj: Evidence) -> str:
        return obj.uploaded_by.get_full_name() or obj.uploaded_by.get_username()

    @display(description="作废")
    def voided(self, obj: Evidence) -> str:
        if obj.voided_at is None or obj.voided_by is None:
            return "—"
        who = obj.voided_by.get_full_name() or obj.voided_by.get_username()
        return f"{timezone.localtime(obj.voided_at):%Y-%m-%d %H:%M} {who}：{obj.void_reason}"

    @display(description="状态", label={"有效": "success", "已作废": "default"})
    def state(self, obj: Evidence) -> str:
        return "已作废" if obj.voided_at else "有效"
