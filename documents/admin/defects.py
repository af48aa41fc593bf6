"""The page of the defect report: what is wrong, where, the way there, and the reasons of who lets a warning stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action

from documents.admin.defect_places import mending_at, seen_at
from documents.defects.defect import DOCUMENT, Severity, Subject
from documents.defects.report import Judged, Report
from documents.defects.ticking import LONGEST_REASON, tick_defects, untick_defect
from documents.models import Document
from foundation.admin.deeds import user_of
from foundation.lifecycle import AFTER_PUBLICATION, Publishable
from foundation.permissions import TICK_DEFECT
from foundation.refusals import Refusal

SHOWN = 200  # rows of one kind on the page
ITSELF = "期次、目录、大事记、原版"  # what of an issue is no document


@dataclass(frozen=True)
class Row:
    judged: Judged
    mend: str  # where to mend it
    see: str  # where to see it as readers will

    @property
    def key(self) -> str:
        return self.judged.defect.key


@dataclass
class Group:
    """Defects of one kind in one document, or in the issue itself: accounted for together."""

    id: str
    title: str
    source: str
    subject: Subject
    owner: str
    may_tick: bool
    rows: list[Row] = field(default_factory=list)
    count: int = 0
    refusal: str = ""
    typed: str = ""
    chosen: frozenset[str] = frozenset()

    @property
    def left_off(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    advice: str
    groups: Sequence[Group]
    count: int
    is_open: bool = True


@dataclass(frozen=True)
class Sent:
    """What a person sent from the page."""

    subject: Subject
    keys: tuple[str, ...]
    reason: str
    untick: str
    group: str

    @classmethod
    def of(cls, request: HttpRequest) -> Sent:
        noun, _, pk = request.POST.get("subject", "").partition("-")
        return cls(
            Subject(noun, int(pk) if pk.isdecimal() and len(pk) < 18 else 0),
            tuple(request.POST.getlist("shown" if "all" in request.POST else "key")),
            request.POST.get("reason", "").replace("\0", ""),
            request.POST.get("untick", ""),
            request.POST.get("group", ""),
        )


class ChecksDefects:
    """For a PublishableAdmin: the button 检查 and its page. A subclass says how the report is made."""

    class Media:
        js = (Script("admin-desk/jump.js", type="module"),)

    def defect_report(self, obj: Any) -> tuple[Report, Mapping[int, str]]:
        """The report, and the names of the documents in it."""
        raise NotImplementedError

    def defect_subjects(self, obj: Any) -> Mapping[Subject, Publishable]:
        """Whose warnings may be accounted for on this page."""
        raise NotImplementedError

    def remedies(self, obj: Any) -> list[tuple[str, str]]:
        page = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_defects", args=[obj.pk])  # type: ignore[attr-defined]
        return [*super().remedies(obj), ("检查", page)]  # type: ignore[misc]

    @action(description="检查", url_path="defects", icon="fact_check", permissions=["view"])
    def defects(self, request: HttpRequest, object_id: str) -> HttpResponse:
        obj = self._found(request, object_id)  # type: ignore[attr-defined]
        if request.method != "POST":
            return self._show_defects(request, obj)
        sent = Sent.of(request)
        subject = self.defect_subjects(obj).get(sent.subject)
        if subject is None or not request.user.has_perm(TICK_DEFECT):
            raise PermissionDenied
        try:
            said = self._settle_defects(request, obj, subject, sent)
        except Refusal as refusal:
            return self._show_defects(request, obj, sent=sent, refusal=str(refusal))
        messages.success(request, said)
        return redirect(f"{request.path}#{'ticked' if not sent.untick else 'warning'}")

    def _settle_defects(self, request: HttpRequest, obj: Any, subject: Publishable, sent: Sent) -> str:
        by, at = user_of(request), timezone.localtime()
        if sent.untick:
            number = int(sent.untick) if sent.untick.isdecimal() and len(sent.untick) < 18 else 0
            untick_defect(subject, tick=number, by=by, at=at)
            return "已撤销理由，这条警告重新列出。"
        new = tick_defects(
            subject,
            keys=sent.keys,
            reason=sent.reason,
            report=lambda _: self.defect_report(obj)[0].of(sent.subject),
            by=by,
            at=at,
        )
        return f"已为 {new} 条警告写明理由。"

    def _show_defects(
        self, request: HttpRequest, obj: Any, *, sent: Sent | None = None, refusal: str = ""
    ) -> HttpResponse:
        report, names = self.defect_report(obj)
        may_tick = request.user.has_perm(TICK_DEFECT) and obj.status not in AFTER_PUBLICATION
        sections = _sections(report, names, may_tick=may_tick)
        placed = _give_back(sections, sent, refusal) if sent else True
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": f"检查{self.opts.verbose_name}",  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "object": obj,
            "page": self._page(obj),  # type: ignore[attr-defined]
            "report": report,
            "sections": sections,
            "may_tick": may_tick,
            "refusal": "" if placed else refusal,
            "longest": LONGEST_REASON,
        }
        return TemplateResponse(request, "admin/defects.html", context, status=422 if refusal else 200)


def _sections(report: Report, names: Mapping[int, str], *, may_tick: bool) -> list[Section]:
    parts: Iterable[tuple[str, str, str, list[Judged], bool]] = (
        ("blocking", Severity.BLOCKING.label, "改好以前不能终审，也不能发布。", report.blocking, True),
        (
            "warning",
            Severity.WARNING.label,
            "改好就不再列出；原文就是这样、不必改的，勾选并写明理由。那一处的文字以后变了，理由随之失效。",
            report.unticked,
            True,
        ),
        ("ticked", "已写明理由", "这些警告有人负责地说明过，不再阻挡。", report.ticked, False),
        ("hint", Severity.HINT.label, "只供参考，不必处理。", report.hints, False),
    )
    return [
        Section(name, title, advice, _groups(name, rows, names, may_tick), len(rows), is_open)
        for name, title, advice, rows, is_open in parts
    ]


def _groups(section: str, rows: Iterable[Judged], names: Mapping[int, str], may_tick: bool) -> list[Group]:
    groups: dict[tuple[Subject, str], Group] = {}
    for judged in rows:
        defect = judged.defect
        name = f"{section}-{defect.subject.noun}-{defect.subject.pk}-{defect.code}"
        owner = names.get(defect.subject.pk, "") if defect.subject.noun == DOCUMENT else ITSELF
        group = groups.setdefault(
            (defect.subject, defect.code),
            Group(
                name,
                defect.kind.title,
                defect.kind.source,
                defect.subject,
                owner if names else "",
                may_tick,
            ),
        )
        group.count += 1
        if len(group.rows) < SHOWN:
            group.rows.append(Row(judged, mending_at(defect.place), seen_at(defect.place)))
    return list(groups.values())


def _give_back(sections: Iterable[Section], sent: Sent, refusal: str) -> bool:
    """Say the refusal where it was asked, with what was ticked and typed. Answers whether the place is still there."""
    for section in sections:
        for group in section.groups:
            if group.id == sent.group:
                group.refusal, group.typed, group.chosen = refusal, sent.reason, frozenset(sent.keys)
                return True
    return False


def document_subject(document: Document) -> dict[Subject, Publishable]:
    return {Subject(DOCUMENT, document.pk): document}
