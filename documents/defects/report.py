"""The report: defects beside the ticks that stand for them, and what holds a move up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet

from documents.defects.checking import defects_of
from documents.defects.defect import DOCUMENT, Defect, Severity, Subject
from documents.defects.loading import load
from documents.models import DefectTick, Document
from foundation.lifecycle import AFTER_PUBLICATION

Ticks = Mapping[tuple[Subject, str], DefectTick]
_NAMED = 3  # defects that a refusal spells out


@dataclass(frozen=True)
class Judged:
    """A defect and the tick that accounts for it, if one stands."""

    defect: Defect
    tick: DefectTick | None = None

    @property
    def stands(self) -> bool:
        """Whether it is in the way."""
        severity = self.defect.severity
        return severity == Severity.BLOCKING or (severity == Severity.WARNING and self.tick is None)

    @property
    def may_be_ticked(self) -> bool:
        return self.defect.severity == Severity.WARNING and self.tick is None


@dataclass(frozen=True)
class Report:
    rows: tuple[Judged, ...]

    @property
    def blocking(self) -> list[Judged]:
        return [row for row in self.rows if row.defect.severity == Severity.BLOCKING]

    @property
    def unticked(self) -> list[Judged]:
        """Warnings that nobody has accounted for."""
        return [row for row in self.rows if row.may_be_ticked]

    @property
    def ticked(self) -> list[Judged]:
        return [row for row in self.rows if row.tick is not None]

    @property
    def hints(self) -> list[Judged]:
        return [row for row in self.rows if row.defect.severity == Severity.HINT]

    @property
    def is_clear(self) -> bool:
        return not any(row.stands for row in self.rows)

    def of(self, subject: Subject) -> Report:
        return Report(tuple(row for row in self.rows if row.defect.subject == subject))


def judged(defects: Iterable[Defect], ticks: Ticks) -> Report:
    """Only a warning may be accounted for: a tick from before a rule became blocking does not count."""
    return Report(
        tuple(
            Judged(
                defect,
                ticks.get((defect.subject, defect.key)) if defect.severity == Severity.WARNING else None,
            )
            for defect in defects
        )
    )


def ticks_of(subjects: Mapping[str, tuple[type[Model], Sequence[int]]]) -> Ticks:
    """The standing ticks of these objects, by noun; one question."""
    types = {noun: ContentType.objects.get_for_model(model) for noun, (model, _) in subjects.items()}
    wanted = Q(pk__in=())
    for noun, (_, keys) in subjects.items():
        wanted |= Q(subject_type=types[noun], subject_id__in=keys)
    nouns = {kind.pk: noun for noun, kind in types.items()}
    standing = DefectTick.objects.standing().filter(wanted).select_related("by").order_by("pk")
    return {(Subject(nouns[tick.subject_type_id], tick.subject_id), tick.key): tick for tick in standing}


def document_report(document: Document, *, on: date) -> Report:
    """What is wrong with one document as it stands now."""
    return _report(Document.objects.filter(pk=document.pk), on=on)


def reports_on(documents: Collection[int], *, on: date) -> dict[int, Report]:
    """The same for several, in as many questions as for one; by their numbers."""
    rows: dict[int, list[Judged]] = {pk: [] for pk in documents}
    for row in _report(Document.objects.filter(pk__in=documents).order_by("pk"), on=on).rows:
        rows[row.defect.subject.pk].append(row)
    return {pk: Report(tuple(own)) for pk, own in rows.items()}


def standing_in(documents: Collection[int], *, on: date) -> dict[int, int]:
    """How many defects stand in the way of each of these documents; who has none, or is public already, is left out."""
    waiting = Document.objects.filter(pk__in=documents).exclude(status__in=AFTER_PUBLICATION)
    return dict(
        Counter(row.defect.subject.pk for row in _report(waiting.order_by("pk"), on=on).rows if row.stands)
    )


def _report(documents: QuerySet[Document], *, on: date) -> Report:
    loaded = load(documents, on=on)
    defects = [d for facts in loaded.documents for d in defects_of(facts, loaded.around, known=loaded.known)]
    return judged(defects, ticks_of({DOCUMENT: (Document, [facts.pk for facts in loaded.documents])}))


def objections(report: Report) -> Iterator[str]:
    """Why a move may not be made: a sentence for what must be mended, one for what must be accounted for."""
    blocking, unticked = report.blocking, report.unticked
    if blocking:
        named = "；".join(row.defect.whole_sentence.rstrip("。") for row in blocking[:_NAMED])
        more = "等" if len(blocking) > _NAMED else ""
        yield f"检查发现 {len(blocking)} 处必须改正：{named}{more}"
    if unticked:
        named = "、".join(dict.fromkeys(row.defect.kind.title for row in unticked))
        yield f"检查发现的 {len(unticked)} 条警告还没有改正或写明理由（{named}），请在“检查”里办理"
