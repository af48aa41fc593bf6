"""The desk of editions of the standard: the next one is drafted from the last, compared with it, put in force."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from eldercare import actions
from eldercare.admin.application_page import name_of
from eldercare.admin.standard_forms import DraftForm, EditionForm
from eldercare.admin.supervised import door
from eldercare.edition_difference import changes_between
from eldercare.models import Criterion, StandardEdition
from eldercare.permissions import CHANGE_EDITION, PUBLISH_EDITION
from eldercare.rating_vocabulary import EditionStatus
from eldercare.rules.edition_difference import in_words
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.admin.desk import DeskAdmin, ListedRows, number_of

BADGES = {
    EditionStatus.DRAFT.label: "info",
    EditionStatus.PUBLISHED.label: "success",
    EditionStatus.RETIRED.label: "default",
}
# Which editions a button is for, by its path.
OFFERED = {
    "draft": {EditionStatus.PUBLISHED, EditionStatus.RETIRED},
    "publish": {EditionStatus.DRAFT},
    "retire": {EditionStatus.PUBLISHED},
}


class CriterionRows(ListedRows):
    model = Criterion
    fields = ("code", "category", "item", "level_a", "level_aa", "level_aaa", "decided_by")
    readonly_fields = ("decided_by",)
    ordering: ClassVar[tuple[str, ...]] = ("position", "pk")
    verbose_name_plural = "评定内容"
    adds_elsewhere = False
    tab = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("eldercare.view_standardedition")

    @display(description="由谁判断")
    def decided_by(self, row: Criterion) -> str:
        """“建筑面积 >=300 / >=350 / >400”."""
        if not row.fact:
            return "评定组"
        marks = " / ".join(mark or "—" for mark in (row.need_a, row.need_aa, row.need_aaa))
        return f"{row.get_fact_display()} {marks}"


@admin.register(StandardEdition)
class StandardEditionAdmin(AsksBeforeActing, DeskAdmin):
    form = EditionForm
    actions_detail = ("compare", "draft", "publish", "retire")
    list_display = ("name", "code", "status_badge", "rows", "issued_on", "published_at", "retired_at")
    list_display_links = ("name",)
    list_filter = ("status",)
    search_fields = ("name", "code", "notice")
    ordering = ("-issued_on", "-pk")
    actions = None
    inlines = (CriterionRows,)
    list_before_template = "admin/eldercare/editions_begin.html"
    change_form_outer_before_template = "admin/eldercare/edition_top.html"
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", "code", "status_badge"),
                    ("notice", "issued_on"),
                    ("based_on_link", "publisher", "published_at", "retired_at"),
                )
            },
        ),
    )
    readonly_fields = ("status_badge", "based_on_link", "publisher", "published_at", "retired_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).select_related("based_on", "published_by")
        annotated: QuerySet[Any] = rows.annotate(row_count=number_of(Criterion.objects.all(), "edition"))
        return annotated

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An edition is drafted from the last one."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What has been in force is read only, for everybody."""
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_delete_permission(request, obj)
        return allowed and obj is not None and obj.is_draft

    def has_maintain_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(PUBLISH_EDITION)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        edition = self.get_object(request, str(object_id))
        buttons = super().get_actions_detail(request, object_id)
        if edition is None:
            return []
        return [one for one in buttons if edition.status in OFFERED.get(one.path, {edition.status})]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        edition = self.get_object(request, object_id)
        may_edit = edition is not None and edition.is_draft and request.user.has_perm(CHANGE_EDITION)
        context = {**(extra_context or {}), "edition": edition, "may_edit": may_edit}
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response

    @action(description="与其他版比较", url_path="compare", icon="compare_arrows")
    def compare(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Row by row against the edition it was drafted from, or the one that is asked for."""
        edition: StandardEdition = self.found(request, object_id)
        if not self.has_view_permission(request, edition):
            raise PermissionDenied
        others = list(StandardEdition.objects.exclude(pk=edition.pk).order_by("-issued_on", "-pk"))
        asked = request.GET.get("with", "")
        other = next((one for one in others if str(one.pk) == asked), None) or _before(edition, others)
        changes = changes_between(other, edition) if other else []
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "与其他版比较",
            "object": edition,
            "page": self.page_of(edition),
            "other": other,
            "others": others,
            "changes": changes,
            "summary": in_words(changes),
            "total": edition.criteria.count(),
        }
        return TemplateResponse(request, "admin/eldercare/edition_compare.html", context)

    @action(
        description="起草新的一版",
        url_path="draft",
        icon="edit_document",
        variant=ActionVariant.PRIMARY,
        permissions=["maintain"],
    )
    def draft(self, request: HttpRequest, object_id: str) -> HttpResponse:
        last: StandardEdition = self.found(request, object_id)

        def act(said: dict[str, Any]) -> str:
            return self.page_of(actions.draft_edition(last, **said, by=user_of(request)))

        deed = Deed(
            title="起草新的一版",
            form=lambda *sent: DraftForm(*sent) if sent else DraftForm(initial={"name": last.name}),
            act=act,
            done="已起草。请逐条修改，与上一版比较，核对后施行。",
            explanation=f"照“{last}”的 {last.criteria.count()} 条抄一份草稿。草稿不影响正在办理的申请。",
        )
        return self.ask(request, last, deed)

    @action(
        description="施行",
        url_path="publish",
        icon="publish",
        variant=ActionVariant.PRIMARY,
        permissions=["maintain"],
    )
    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        edition: StandardEdition = self.found(request, object_id)
        in_force = StandardEdition.objects.published().first()
        notes = ["施行以后，这一版和每一条都不能再改动；要改，起草新的一版。"]
        if in_force is not None:
            told = in_words(changes_between(in_force, edition))
            notes.append(f"现在施行的“{in_force}”随之停用；与它相比：{told}。")
        notes.append("已经设立的评定年度和已有的申请，仍用原来的一版。")

        def act(said: dict[str, Any]) -> None:
            actions.publish_edition(edition, by=user_of(request), at=timezone.localtime())

        deed = Deed(
            title="施行",
            form=forms.Form,
            act=act,
            done="已施行。以后设立的评定年度用这一版。",
            explanation="施行前请对照印发的文件逐条核对。",
            notes=notes,
        )
        return self.ask(request, edition, deed)

    @action(
        description="停用",
        url_path="retire",
        icon="archive",
        variant=ActionVariant.DANGER,
        permissions=["maintain"],
    )
    def retire(self, request: HttpRequest, object_id: str) -> HttpResponse:
        edition: StandardEdition = self.found(request, object_id)

        def act(said: dict[str, Any]) -> None:
            actions.retire_edition(edition, by=user_of(request), at=timezone.localtime())

        deed = Deed(
            title="停用",
            form=forms.Form,
            act=act,
            done="已停用。",
            explanation="施行新的一版时，旧的一版自动停用；这里是没有新版而停用。",
            notes=["停用以后不能重新施行。施行新的一版以前，不能设立评定年度，差距清单也没有依据。"],
        )
        return self.ask(request, edition, deed)

    @display(description="状态", label=BADGES)
    def status_badge(self, obj: StandardEdition) -> str:
        return obj.get_status_display()

    @display(description="条数")
    def rows(self, obj: Any) -> str:
        return f"{obj.row_count} 条"

    @display(description="由哪一版修改")
    def based_on_link(self, obj: StandardEdition) -> SafeString | str:
        return door("standardedition", obj.based_on.pk, obj.based_on) if obj.based_on else "—"

    @display(description="施行经办人")
    def publisher(self, obj: StandardEdition) -> str:
        return name_of(obj.published_by) or "—"


def _before(edition: StandardEdition, others: list[StandardEdition]) -> StandardEdition | None:
    """The one it was drafted from; else the newest that was issued before it."""
    drafted_from = [one for one in others if one.pk == edition.based_on_id]
    older = [one for one in others if one.issued_on <= edition.issued_on]
    return next(iter([*drafted_from, *older]), None)
