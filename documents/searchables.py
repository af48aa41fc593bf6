"""What can be found of documents: the notice itself, its text section by section, its attachments, its tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from documents.models import Assignment, Column, Document, Relation, RelationKind, Task
from documents.official_text import Block
from foundation.models import Division, Status, Unit
from foundation.search.registry import FacetKind, Place, Searchable, register, register_facet

DOCUMENT, TASK = "document", "task"
SECTION = 600  # characters of short paragraphs that are found as one; a longer paragraph stays whole
COUNTY_DIGITS = 6
_HEADINGS = ("heading", "title")


def places(pks: Collection[int]) -> Iterator[tuple[int, Place]]:
    for document in _documents(pks):
        for place in _places_of(document):
            yield document.pk, place


def _documents(pks: Collection[int]) -> Iterable[Document]:
    """Published documents with everything that is said of them, in a fixed number of queries."""
    repeals = Relation.objects.filter(kind=RelationKind.REPEALS, source__status=Status.PUBLISHED)
    assigned = Assignment.objects.select_related("unit__division").order_by("position", "pk")
    return (
        Document.objects.public()
        .filter(pk__in=pks)
        .with_day()
        .select_related("column")
        .order_by("pk")
        .prefetch_related(
            "attachments",
            "organs__unit__division",
            Prefetch("incoming_relations", repeals.select_related("source").order_by("pk"), "repeals"),
            Prefetch(
                "tasks", Task.objects.order_by("position").prefetch_related(Prefetch("assignments", assigned))
            ),
            Prefetch("checklist__assignments", assigned),
        )
    )


def _places_of(document: Document) -> Iterator[Place]:
    of = _Whole(document)
    yield of.place(
        title=document.title, number=document.document_number, body=_head(document), units=of.units()
    )
    for section in sections(document.blocks()):
        yield of.place(section=section)
    for attachment in sorted(document.attachments.all(), key=lambda row: row.position):
        yield of.place(title=attachment.title, trail=attachment.label, anchor=attachment.anchor)
        for section in sections(attachment.blocks()):
            yield of.place(section=section, trail=f"{attachment.label} {attachment.title}")
    for task in document.tasks.all():
        yield of.task(task)


def _head(document: Document) -> str:
    """What stands around the text."""
    organs = [organ.printed for organ in sorted(document.organs.all(), key=lambda row: row.position)]
    lines = [
        "、".join(organs),
        "、".join(document.addressees),
        document.subject,
        document.note,
        document.abstract,
    ]
    return "\n".join(filter(None, lines))


@dataclass
class Section:
    """Paragraphs that are found together: their own headings, the headings above, and the anchor of each line."""

    headings: list[str] = field(default_factory=list)
    above: str = ""
    lines: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    is_bare: bool = True  # holds headings only, so far

    def __len__(self) -> int:
        return sum(map(len, self.lines))

    def add(self, block: Block) -> None:
        if block.heading is not None and block.heading.form != "item":
            start = block.text.find(block.heading.text)
            self.headings.append(block.text[: max(start, 0) + len(block.heading.text)])
        self.is_bare = self.is_bare and block.kind in _HEADINGS
        lines = block.text.split("\n")
        self.lines += lines
        self.anchors += [block.anchor] * len(lines)


def sections(blocks: Sequence[Block]) -> Iterator[Section]:
    """A heading of its own line opens a section, and so does a paragraph that would make the open one too long."""
    above: dict[int, str] = {}
    section = Section()
    for block in blocks:
        closes = block.kind in _HEADINGS or len(section) + len(block.text) > SECTION
        if closes and not section.is_bare:
            yield section
            section = Section()
        if not section.lines:
            section.above = _trail(above, block)
        section.add(block)
        if block.kind == "heading" and block.heading is not None:
            above = {level: text for level, text in above.items() if level < block.heading.level}
            above[block.heading.level] = block.text
    if section.lines:
        yield section


def _trail(above: Mapping[int, str], block: Block) -> str:
    level = block.heading.level if block.kind == "heading" and block.heading is not None else 9
    return " › ".join(text for rank, text in sorted(above.items()) if rank < level)


class _Whole:
    """What all places of one document have in common."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._address = document.get_absolute_url()
        self._day: date | None = vars(document)["shown_day"]
        self._year: int | None = vars(document)["shown_year"]
        self._organs = [organ.unit for organ in document.organs.all() if organ.unit is not None]
        self._repealed_from = min(map(_begins, vars(document)["repeals"]), default=None)

    def units(self) -> list[Unit]:
        """Everybody who has something to do by this document."""
        owners = (*self._document.tasks.all(), *self._document.checklist.all())
        return [row.unit for owner in owners for row in owner.assignments.all() if row.unit is not None]

    def place(
        self,
        *,
        title: str = "",
        number: str = "",
        trail: str = "",
        body: str = "",
        anchor: str = "",
        section: Section | None = None,
        kind: str = DOCUMENT,
        units: Sequence[Unit] = (),
    ) -> Place:
        section = section or Section()
        column = self._document.column
        return Place(
            kind=kind,
            address=f"{self._address}#{anchor}" if anchor else self._address,
            title=title,
            whole="" if title == self._document.title else self._document.title,
            trail=" › ".join(filter(None, (trail, section.above))),
            number=number,
            heading="\n".join(section.headings),
            body=body or "\n".join(section.lines),
            anchors=section.anchors,
            day=self._day,
            year=self._year,
            facets={
                "organ": [str(unit.pk) for unit in self._organs],
                "unit": [str(unit.pk) for unit in units],
                "column": [str(column.pk)] if column else [],
                "county": _counties([*self._organs, *units]),
            },
            has_validity=True,
            effective_from=self._document.effective_from,
            effective_until=self._document.effective_until,
            repealed_from=self._repealed_from,
        )

    def task(self, task: Task) -> Place:
        units = [row.unit for row in task.assignments.all() if row.unit is not None]
        body = "\n".join(filter(None, (task.text, task.annotation, task.deadline)))
        return self.place(title=task.title, body=body, anchor=task.anchor, kind=TASK, units=units)


def _begins(repeal: Relation) -> date:
    """From when a repeal counts (`Relation.repeal_in_force`); without a known day at once."""
    return repeal.source.effective_from or repeal.source.written_on or date.min


def _counties(units: Iterable[Unit]) -> list[str]:
    divisions = [unit.division for unit in units if unit.division is not None]
    local = [division for division in divisions if division.level != Division.Level.CITY]
    return [division.code[:COUNTY_DIGITS] for division in local]


def _names_of_columns(values: Collection[str]) -> Mapping[str, str]:
    pks = [int(value) for value in values if value.isascii() and value.isdecimal()]
    return {str(pk): name for pk, name in Column.objects.filter(pk__in=pks).values_list("pk", "name")}


register_facet(FacetKind("column", "栏目", _names_of_columns))
register(
    Searchable(Document, {DOCUMENT: "公文", TASK: "责任事项"}, lambda: Document.objects.public(), places)
)
