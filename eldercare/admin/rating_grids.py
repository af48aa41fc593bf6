"""What the three grids of an application ask: the self-assessment, the ten materials, what the group found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.contrib.auth.models import User

from eldercare import actions
from eldercare.actions.applications import Checked, Mark
from eldercare.actions.panels import Found
from eldercare.admin.rating_lines import Line, Option, Said
from eldercare.facts import facts_of, with_facts
from eldercare.models import Criterion, Evidence, Institution, RatingApplication
from eldercare.rating_facts import rating_facts
from eldercare.rating_offers import CHECK_MATERIALS, RECORD, SELF_ASSESS
from eldercare.rating_vocabulary import MATERIALS, Level, MaterialState
from eldercare.rules.choices import BELOW, cells, choices, chosen, words
from eldercare.rules.eligibility import asked_materials
from eldercare.rules.figures import figures
from eldercare.rules.standard import FACT_LABELS, YES_OR_NO, Fact, Figures, in_words, reached_by_figure
from foundation.models import WorkYear

NOT_EVEN_A = "none"  # “未达到” chosen; an empty choice is no answer
YES, NO = "1", "0"
Saying = Mapping[int, Said]


@dataclass
class Section:
    title: str
    lines: Sequence[Line]
    lost: Sequence[Criterion] = ()  # rows without a word in print: shown, not asked

    @property
    def missing(self) -> int:
        return sum(line.is_missing for line in self.lines)


@dataclass(frozen=True)
class Grid:
    deed: str  # as `rating_offers` names it
    title: str
    explanation: str
    noun: str  # what is still missing, as in “还有 3 条没有自评”
    sections: Callable[[RatingApplication, date], list[Section]]
    save: Callable[[RatingApplication, Saying, User, datetime], object]


def figures_now(institution: Institution, *, on: date) -> Figures:
    """The figures on record, in a fixed number of questions."""
    loaded = with_facts(Institution.objects.filter(pk=institution.pk)).get()
    return figures(facts_of(loaded, on=on, calendar=WorkYear.objects.calendar()))


def on_record(criterion: Criterion, known: Figures) -> str:
    """“420 平方米”, “有”, or "" where nothing is on record."""
    figure = known.get(criterion.fact) if criterion.fact else None
    return "" if figure is None else in_words(Fact(criterion.fact), figure)


def _self_sections(application: RatingApplication, on: date) -> list[Section]:
    known, files = figures_now(application.institution, on=on), _files(application)
    marks = {row.criterion_id: row for row in application.self_marks.prefetch_related("evidence")}

    def line(criterion: Criterion) -> Line:
        row = marks.get(criterion.pk)
        stored = row and Said(_choice(criterion, row.reached), None, row.remark, _standing(row, files))
        return Line(
            criterion.pk,
            _options(criterion),
            stored=stored or None,
            suggested=_by_record(criterion, known),
            files=files,
            told=_told(criterion, known),
        )

    return _by_category(application, line)


def _finding_sections(application: RatingApplication, on: date) -> list[Section]:
    known, files = figures_now(application.institution, on=on), _files(application)
    marks = {row.criterion_id: row for row in application.self_marks.all()}
    found = {
        row.criterion_id: row
        for row in application.findings.select_related("by").prefetch_related("evidence")
    }

    def line(criterion: Criterion) -> Line:
        row, mark = found.get(criterion.pk), marks.get(criterion.pk)
        told = _told(criterion, known) | {
            "finding": row,
            "found_level": words(criterion.text, row.reached) if row else "",
            "self_mark": words(criterion.text, mark.reached) if mark else "",
            "self_remark": mark.remark if mark else "",
            "by_answer": criterion.fact in YES_OR_NO,
        }
        fact = Fact(criterion.fact) if criterion.fact else None
        stored = row and Said(*_answer(criterion, row), row.remark, _standing(row, files))
        return Line(
            criterion.pk,
            _yes_or_no() if fact in YES_OR_NO else [] if fact else _options(criterion),
            stored=stored or None,
            asks_figure=fact is not None and fact not in YES_OR_NO,
            whole=fact is not None and fact != Fact.BUILDING_AREA,
            files=files,
            told=told,
        )

    return _by_category(application, line)


def _material_sections(application: RatingApplication, on: date) -> list[Section]:
    files = _files(application)
    asked = asked_materials(
        rating_facts(application.institution, application.round, on=on, application=application)
    )
    states = [MaterialState.PROVIDED, MaterialState.NOT_APPLICABLE, MaterialState.MISSING]
    lines = []
    for row in application.materials.order_by("number").prefetch_related("evidence"):
        offered = [
            state for state in states if state != MaterialState.NOT_APPLICABLE or row.number not in asked
        ]
        said = Said(row.state, None, row.remark, _standing(row, files))
        told = {"number": row.number, "name": MATERIALS[row.number], "must": row.number in asked}
        options = [Option(state, state.label) for state in offered]
        lines.append(
            Line(
                row.number,
                options,
                stored=said,
                pending=MaterialState.MISSING,
                explained=MaterialState.NOT_APPLICABLE,
                files=files,
                told=told,
            )
        )
    return [Section("申请材料", lines)]


def _by_category(application: RatingApplication, line: Callable[[Criterion], Line]) -> list[Section]:
    rows = application.edition.criteria.order_by("position")
    sections = []
    for title, together in groupby(rows, key=lambda row: row.category):
        criteria = list(together)
        asked = [line(row) for row in criteria if row.is_scored]
        sections.append(Section(title, asked, [row for row in criteria if not row.is_scored]))
    return sections


def _told(criterion: Criterion, known: Figures) -> dict[str, Any]:
    label, unit = FACT_LABELS[Fact(criterion.fact)] if criterion.fact else ("", "")
    return {
        "criterion": criterion,
        "cells": cells(criterion.text),
        "can_be_below": choices(criterion.text)[0] == BELOW,
        "fact_label": label,
        "unit": unit,
        "on_record": on_record(criterion, known),
    }


def _options(criterion: Criterion) -> list[Option]:
    return [Option(mark or NOT_EVEN_A, words(criterion.text, mark)) for mark in choices(criterion.text)]


def _yes_or_no() -> list[Option]:
    return [Option(YES, "有"), Option(NO, "没有")]


def _choice(criterion: Criterion, reached: str) -> str:
    return chosen(criterion.text, reached) or NOT_EVEN_A


def _answer(criterion: Criterion, row: Any) -> tuple[str, Decimal | None]:
    if criterion.fact in YES_OR_NO:
        return (YES if row.figure else NO), None
    return ("", row.figure) if criterion.fact else (_choice(criterion, row.reached), None)


def _by_record(criterion: Criterion, known: Figures) -> Said | None:
    """What the record says of a criterion that a figure decides."""
    figure = known.get(criterion.fact) if criterion.fact else None
    if figure is None:
        return None
    return Said(_choice(criterion, reached_by_figure(criterion.text, figure) or ""))


def _files(application: RatingApplication) -> list[tuple[int, str]]:
    rows = Evidence.objects.standing().filter(institution=application.institution_id)
    return [(row.pk, str(row)) for row in rows.order_by("kind", "pk")]


def _standing(row: Any, files: Sequence[tuple[int, str]]) -> frozenset[int]:
    """Files that count; one that was voided since is neither shown nor a change."""
    known = {pk for pk, _name in files}
    return frozenset(file.pk for file in row.evidence.all() if file.pk in known)


def _evidence(said: Saying) -> dict[int, Evidence]:
    return Evidence.objects.in_bulk({pk for one in said.values() for pk in one.files})


def _save_marks(application: RatingApplication, said: Saying, by: User, at: datetime) -> None:
    kept = _evidence(said)
    marks = {
        key: Mark(
            "" if one.choice == NOT_EVEN_A else one.choice, one.remark, tuple(kept[pk] for pk in one.files)
        )
        for key, one in said.items()
    }
    actions.save_self_assessment(application, marks=marks, by=by, at=at)


def _save_materials(application: RatingApplication, said: Saying, by: User, at: datetime) -> None:
    kept = _evidence(said)
    checked = {
        key: Checked(MaterialState(one.choice), one.remark, tuple(kept[pk] for pk in one.files))
        for key, one in said.items()
    }
    actions.check_materials(application, checked=checked, by=by, at=at)


def _save_findings(application: RatingApplication, said: Saying, by: User, at: datetime) -> None:
    kept = _evidence(said)
    facts = dict(application.edition.criteria.values_list("pk", "fact"))
    found = {}
    for key, one in said.items():
        files = tuple(kept[pk] for pk in one.files)
        if facts[key]:
            figure = one.figure if one.figure is not None else Decimal(one.choice)
            found[key] = Found(None, figure, one.remark, files)
        else:
            level = None if one.choice == NOT_EVEN_A else Level(one.choice)
            found[key] = Found(level, None, one.remark, files)
    actions.record_findings(application, found=found, by=by, at=at)


SELF_MARKS = Grid(
    SELF_ASSESS,
    "自评",
    "逐条选出达到的要求；由登记数据判断的已经照资料选好，请核对。可以分几次填，每次保存都留着。",
    "没有自评",
    _self_sections,
    _save_marks,
)
MATERIAL_LIST = Grid(
    CHECK_MATERIALS,
    "核对材料",
    "十种材料逐一核对：已提交的选“已提交”，可以从机构的材料里选出文件；不适用的写明原因。",
    "没有提交",
    _material_sections,
    _save_materials,
)
FINDINGS = Grid(
    RECORD,
    "评定记录",
    "照查看的情况逐条记录。由数据判断的填核实的数，等级由它得出；旁边是机构的自评。组员可以分头填、分几次填。",
    "没有评定记录",
    _finding_sections,
    _save_findings,
)
