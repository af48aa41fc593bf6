"""What stands on the page of a document: organs, attachments, relations, tasks, checklist."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from documents.admin.given_back import GivesBackTyping
from documents.models import (
    Assignment,
    Attachment,
    ChecklistItem,
    DocumentOrgan,
    Relation,
    Task,
)
from foundation.admin.desk import ListedRows, PrintedBlocks, PrintedRows
from foundation.lifecycle import AFTER_PUBLICATION
from foundation.models import Status
from foundation.permissions import CORRECT_DOCUMENT
from foundation.refusals import NotPermitted
from foundation.search.indexing import follow


def is_locked(request: HttpRequest, printed: Any) -> bool:
    """What is published, a document or an issue, is only changed by those who may correct; what is withdrawn, by nobody."""
    status = getattr(printed, "status", "")
    if status == Status.PUBLISHED:
        return not request.user.has_perm(CORRECT_DOCUMENT)
    return bool(status == Status.WITHDRAWN)


def is_kept(printed: Any) -> bool:
    """What was public is kept by the database: it changes by a correction only, whoever asks."""
    return getattr(printed, "status", "") in AFTER_PUBLICATION


def refuse_locked(request: HttpRequest, printed: Any) -> None:
    """Nothing is added or moved into what is published by who may not correct it."""
    if is_locked(request, printed):
        withdrawn = printed.status == Status.WITHDRAWN
        why = "已经撤回，不再改动" if withdrawn else "已经发布，您没有更正的权限"
        raise NotPermitted(f"{printed}{why}。")


class PartPage(GivesBackTyping):
    """The page of its own that a part of something printed has: locked with the whole."""

    def whole(self, obj: Any) -> Any:
        """The document or issue it is a part of."""
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)  # type: ignore[misc]
        return allowed and not (obj is not None and is_locked(request, self.whole(obj)))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_delete_permission(request, obj)  # type: ignore[misc]
        return allowed and not (obj is not None and is_locked(request, self.whole(obj)))

    def searched(self, obj: Any) -> Iterable[Model]:
        return [self.whole(obj)]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        refuse_locked(request, self.whole(obj))
        if change:
            follow(self.whole(type(obj)._base_manager.get(pk=obj.pk)))  # it may move to another
        super().save_model(request, obj, form, change)  # type: ignore[misc]


class PartRows:
    """Rows on the page of a document: locked with it."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_add_permission(request, obj)  # type: ignore[misc]
        return allowed and not is_locked(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)  # type: ignore[misc]
        return allowed and not is_locked(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_delete_permission(request, obj)  # type: ignore[misc]
        return allowed and not is_locked(request, obj)


def units_as_printed(assignments: list[Assignment]) -> str:
    """牵头：甲、乙；配合：丙."""
    by_role: dict[str, list[str]] = {}
    for one in sorted(assignments, key=lambda row: (row.position, row.pk)):
        by_role.setdefault(one.get_role_display(), []).append(one.printed)
    return "；".join(f"{role}：{'、'.join(names)}" for role, names in by_role.items()) or "—"


class KeptRows(PartRows):
    """Rows of what is printed: once public, none comes and none goes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not is_kept(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_kept(obj)


class OrganRows(KeptRows, PrintedRows):
    """Of a public document only the units may be recognised: they are links, not print."""

    model = DocumentOrgan
    fields = ("position", "printed", "unit")
    related = ("unit",)
    autocomplete_fields = ("unit",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        kept = ("position", "printed") if is_kept(obj) else ()
        return (*super().get_readonly_fields(request, obj), *kept)


class AttachmentBlocks(KeptRows, PrintedBlocks):
    model = Attachment
    fields = (("position", "label"), "title", "text")
    text_rows: ClassVar[dict[str, int]] = {"text": 12}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not is_kept(obj)


class RelationRows(PartRows, PrintedRows):
    model = Relation
    fk_name = "source"
    fields = ("position", "kind", "title", "document_number", "target")
    related = ("target",)
    autocomplete_fields = ("target",)
    ordering: ClassVar[tuple[str, ...]] = ("kind", "position", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("target__body")


class TaskRows(ListedRows):
    """The tasks with who must do them; each has its own page."""

    model = Task
    fields = ("position", "path", "title", "units")
    readonly_fields = ("units",)
    ordering: ClassVar[tuple[str, ...]] = ("position", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("assignments")

    @display(description="责任单位")
    def units(self, obj: Task) -> str:
        return units_as_printed(list(obj.assignments.all()))


class ChecklistRows(ListedRows):
    """The rows of a 责任清单; each has its own page."""

    model = ChecklistItem
    fields = ("number", "point", "content_start", "units", "damage")
    readonly_fields = ("content_start", "units", "damage")
    ordering: ClassVar[tuple[str, ...]] = ("position", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("assignments")

    @display(description="原表")
    def damage(self, obj: ChecklistItem) -> str:
        return "残损" if obj.damaged else "完好"

    @display(description="评价内容")
    def content_start(self, obj: ChecklistItem) -> str:
        return obj.content[:40]

    @display(description="责任单位")
    def units(self, obj: ChecklistItem) -> str:
        return units_as_printed(list(obj.assignments.all()))
