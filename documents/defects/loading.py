"""The facts of some documents, from the database in a fixed number of questions, however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Min, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import MD5

from documents.defects.facts import (
    AttachmentFact,
    DocumentFacts,
    ItemFact,
    OtherText,
    ProblemFact,
    RelationFact,
    Surroundings,
    TargetFact,
    TaskFact,
    UnitFact,
)
from documents.document_numbers import DocumentNumber, read_number
from documents.models import (
    Assignment,
    Attachment,
    ChecklistItem,
    Document,
    DocumentOrgan,
    Problem,
    Reading,
    Relation,
    RelationKind,
    Task,
)
from documents.proofreading.known import Known
from documents.reading.citations import parse_number
from documents.reading.problem_names import name_of
from foundation.chinese_text import fold, squeeze
from foundation.models import Status, Unit, UnitProposal, WorkYear

TELLING = 4  # characters: a shorter piece stands in any text
MOST_OTHERS = 80  # texts on record that are compared letter by letter, for each document


@dataclass(frozen=True)
class Loaded:
    """Facts of documents, and what stands around them."""

    documents: tuple[DocumentFacts, ...]
    around: Surroundings
    known: Known
    problems: tuple[ProblemFact, ...] = ()  # of their files, but of none of these documents


def load(documents: QuerySet[Document], *, on: date, people: Iterable[str] = ()) -> Loaded:
    """The documents in the order given. ``people`` are officials on record, which only the rooms above know."""
    rows = list(_whole(documents))
    texts = {row.pk: _text(row) for row in rows}
    shared = _shared(rows)
    own, loose = _problems(rows, texts, shared)
    proposals = dict(UnitProposal.objects.open().values_list("printed", "pk"))
    repeals = _repeals(rows, on=on)
    same = _same_numbers(rows)
    facts = tuple(
        _document(row, own.get(row.pk, ()), proposals=proposals, repeals=repeals, same=same, shared=shared)
        for row in rows
    )
    around = Surroundings(
        on=on,
        own_series=frozenset(
            Document.objects.exclude(series="").order_by().values_list("series", flat=True).distinct()
        ),
        others=(*_listed(rows), *_others(rows)),
        calendar=WorkYear.objects.calendar(),
    )
    return Loaded(facts, around, Known.of(Unit.objects.lexicon(), people), tuple(loose))


def _whole(documents: QuerySet[Document]) -> QuerySet[Any]:
    assignments = Prefetch("assignments", Assignment.objects.order_by("position", "pk"))
    interprets = Relation.objects.filter(target=OuterRef("pk"), kind=RelationKind.INTERPRETS).exclude(
        source__status=Status.WITHDRAWN
    )
    return (
        documents.select_related("kind", "column", "reading")
        .annotate(
            printed_month=Min("entries__issue__published_month"),
            is_interpreted=Exists(interprets),
            digest=MD5("body"),
        )
        .prefetch_related(
            Prefetch("organs", DocumentOrgan.objects.order_by("position", "pk")),
            Prefetch("attachments", Attachment.objects.order_by("position", "pk")),
            Prefetch(
                "outgoing_relations",
                Relation.objects.select_related("target").defer("target__body").order_by("position", "pk"),
            ),
            Prefetch("tasks", Task.objects.order_by("position", "pk").prefetch_related(assignments)),
            Prefetch(
                "checklist", ChecklistItem.objects.order_by("position", "pk").prefetch_related(assignments)
            ),
        )
    )


def _text(row: Document) -> str:
    parts = [row.title, row.body, row.written_on_printed, *(p.title + p.text for p in row.attachments.all())]
    return squeeze("\n".join(parts))


def _problems(
    rows: Sequence[Document], texts: Mapping[int, str], shared: Collection[int]
) -> tuple[dict[int, list[ProblemFact]], list[ProblemFact]]:
    """Open problems of the files, given to each document in whose text they stand; the rest belong to the issue.

    A file that no issue was read from holds one notice: all its problems are the notice's.
    """
    alone = {row.reading_id: row.pk for row in rows if row.reading_id and row.reading_id not in shared}
    own: dict[int, list[ProblemFact]] = defaultdict(list)
    loose: list[ProblemFact] = []
    readings = {row.reading_id for row in rows if row.reading_id}
    waiting = Problem.objects.filter(reading__in=readings, settled=False).order_by("reading", "position")
    for problem in waiting if readings else ():
        fact = ProblemFact(
            problem.pk, problem.line, problem.kind, name_of(problem.kind), problem.message, problem.printed
        )
        printed = squeeze(problem.printed)
        homes = [pk for pk, text in texts.items() if len(printed) >= TELLING and printed in text]
        if problem.reading_id in alone:
            homes = [alone[problem.reading_id]]
        for home in homes:
            own[home].append(fact)
        if not homes:
            loose.append(fact)
    return own, loose


def _shared(rows: Iterable[Document]) -> frozenset[int]:
    """The readings from which a whole issue came."""
    readings = {row.reading_id for row in rows if row.reading_id}
    found = Reading.objects.filter(pk__in=readings, issues__isnull=False).order_by()
    return frozenset(found.values_list("pk", flat=True).distinct())


def _repeals(rows: Iterable[Document], *, on: date) -> dict[int, Relation]:
    """For each document that these name: the first repeal that is in force."""
    named = {r.target_id for row in rows for r in row.outgoing_relations.all() if r.target_id}
    repeals = (
        Relation.objects.filter(Relation.repeal_in_force(on=on), target__in=named)
        .select_related("source")
        .defer("source__body")
        .order_by("-source__written_on", "-pk")
    )
    return {relation.target_id: relation for relation in repeals if relation.target_id}


def _same_numbers(rows: Sequence[Document]) -> dict[str, list[tuple[int, str]]]:
    """Documents on record under the printed numbers of these, however the number was taken apart."""
    printed = {row.document_number for row in rows if row.document_number}
    parts = Q(pk__in=())
    for row in rows:
        if read := read_number(row.document_number):
            parts |= Q(series=read.series, year=read.year, serial=read.serial)
    bearers: dict[str, list[tuple[int, str]]] = defaultdict(list)
    found = Document.objects.filter(Q(document_number__in=printed) | parts).exclude(status=Status.WITHDRAWN)
    for other in found.only("pk", "title", "document_number").order_by("pk"):
        bearers[fold(other.document_number)].append((other.pk, other.title))
    return bearers


def _listed(rows: Iterable[Document]) -> list[OtherText]:
    return [OtherText(row.pk, str(row), row.title, row.written_on, row.body) for row in rows]


def _others(rows: Sequence[Any]) -> list[OtherText]:
    """What may be the same text again: letter for letter, of the same day, or in one issue; the newest so many."""
    digests = {row.digest for row in rows if squeeze(row.body)}
    days = {row.written_on for row in rows if row.written_on}
    own = [row.pk for row in rows]
    beside = Document.objects.filter(entries__issue__entries__document__in=own)
    found = (
        Document.objects.exclude(status=Status.WITHDRAWN)
        .exclude(pk__in=own)
        .annotate(digest=MD5("body"))
        .filter(Q(digest__in=digests) | Q(written_on__in=days) | Q(pk__in=beside.values("pk")))
        .order_by("-pk")[: MOST_OTHERS * len(rows)]
    )
    return [OtherText(other.pk, str(other), other.title, other.written_on, other.body) for other in found]


def _document(
    row: Any,
    problems: Collection[ProblemFact],
    *,
    proposals: Mapping[str, int],
    repeals: Mapping[int, Relation],
    same: Mapping[str, Sequence[tuple[int, str]]],
    shared: Collection[int],
) -> DocumentFacts:
    has_own_file = row.reading is not None and row.reading_id not in shared
    bearers = same.get(fold(row.document_number), ()) if row.document_number else ()
    return DocumentFacts(
        pk=row.pk,
        title=row.title,
        number=DocumentNumber(row.series, row.year, row.serial) if row.series else None,
        document_number=row.document_number,
        kind=row.kind.name if row.kind else "",
        column=row.column.name if row.column else "",
        organs=tuple(_unit(organ.printed, organ.unit_id, proposals) for organ in row.organs.all()),
        addressees=tuple(row.addressees),
        written_on=row.written_on,
        written_on_printed=row.written_on_printed,
        note=row.note,
        theme=row.subject,
        abstract=row.abstract,
        disclosure=row.disclosure,
        disclosure_label=row.get_disclosure_display(),
        enclosed_title=row.enclosed_title,
        body=row.body,
        has_full_text=row.has_full_text,
        effective_from=row.effective_from,
        effective_until=row.effective_until,
        attachments=tuple(
            AttachmentFact(part.pk, part.position, part.label, part.title, part.text)
            for part in row.attachments.all()
        ),
        relations=tuple(_relation(relation, repeals) for relation in row.outgoing_relations.all()),
        tasks=tuple(_task(task, proposals) for task in row.tasks.all()),
        items=tuple(_item(item, proposals) for item in row.checklist.all()),
        problems=tuple(problems),
        unplaced=row.reading.unplaced_characters if has_own_file else 0,
        is_interpreted=row.is_interpreted,
        same_number=tuple(name for pk, name in bearers if pk != row.pk),
        printed_month=row.printed_month,
    )


def _unit(printed: str, unit: int | None, proposals: Mapping[str, int], **more: Any) -> UnitFact:
    return UnitFact(printed, unit is not None, proposed=proposals.get(fold(printed)), **more)


def _units(rows: Iterable[Assignment], proposals: Mapping[str, int]) -> tuple[UnitFact, ...]:
    return tuple(
        _unit(row.printed, row.unit_id, proposals, role=row.role, implied=row.implied) for row in rows
    )


def _task(task: Task, proposals: Mapping[str, int]) -> TaskFact:
    units = _units(task.assignments.all(), proposals)
    return TaskFact(task.pk, task.path, task.title, task.text, task.annotation, units)


def _item(item: ChecklistItem, proposals: Mapping[str, int]) -> ItemFact:
    return ItemFact(
        pk=item.pk,
        number=item.number,
        content=item.content,
        damaged=item.damaged,
        section=item.section,
        point=item.point,
        points=item.points,
        method=item.method,
        tasks=tuple(item.tasks),
        units=_units(item.assignments.all(), proposals),
    )


def _relation(relation: Relation, repeals: Mapping[int, Relation]) -> RelationFact:
    read = parse_number(relation.document_number)
    target = None
    if relation.target is not None:
        repeal = repeals.get(relation.target.pk)
        source = repeal.source if repeal else None
        since = (source.effective_from or source.written_on) if source else None
        target = TargetFact(
            relation.target.pk,
            str(relation.target),
            source.pk if source else None,
            str(source or ""),
            since,
        )
    return RelationFact(
        relation.pk,
        relation.kind,
        relation.title,
        relation.document_number,
        DocumentNumber(*read) if read else None,
        target,
    )
