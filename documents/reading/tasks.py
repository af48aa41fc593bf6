"""Tasks: numbered passages whose annotations name who answers for them. Pure.

Reads blocks of official text; gives tasks with path, title, text, roles, amounts and time limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from documents.official_text import Block, split_number
from documents.reading.amounts import money
from documents.reading.annotations import (
    Annotation,
    Span,
    StandingRules,
    brackets,
    inline_label,
    read_annotation,
    read_standing,
)
from documents.reading.answer import TaskAnswer
from documents.reading.paragraphs import LABEL
from documents.reading.unit_lists import Known

_DEADLINE_IN_TEXT = re.compile(
    r"(?:\d{4}\s*年)?\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日|底|末)(?:之?前|以前)|\d{4}\s*年(?:底|末)(?:之?前|以前)?"
)
_BEFORE_ANNOTATION = re.compile(r"[。；！？.;!?”）)]\s*$|^$")
_TITLE_LIMIT = 80


@dataclass
class _Reader:
    known: Known
    report: Callable[[Block, str, str], None]
    rules: StandingRules = field(default_factory=StandingRules)
    tasks: list[TaskAnswer] = field(default_factory=list)
    passage: list[str] = field(default_factory=list)
    heading: Block | None = None
    labels: list[str] = field(default_factory=list)

    def read(self, blocks: Sequence[Block]) -> tuple[TaskAnswer, ...]:
        for block in blocks:
            if LABEL.match(block.text) and block.kind == "paragraph":
                self.labels.append(block.text)
                continue
            self._close_labels()
            if block.heading is not None or block.kind == "title":
                self.heading, self.passage = block, []
            if block.kind in ("paragraph", "heading"):
                self._read_block(block)
        self._close_labels()
        return tuple(self.tasks)

    def _read_block(self, block: Block) -> None:
        text = block.text
        spans = brackets(text)
        label = inline_label(text)
        if any(span.start < label < span.end for span in spans):
            label = len(text)
        start = 0
        for span in (span for span in spans if span.end <= label):
            annotation = self._annotation(text, span)
            if annotation is None:
                if "责任单位" in span.inner or "牵头" in span.inner:
                    self.report(block, text[span.start : span.end], "annotation_unread")
                continue
            self._add(block, text[start : span.start], annotation)
            start = span.end
        if label < len(text):
            printed = text[label:]
            annotation = read_annotation(printed, printed, self.rules, known=self.known)
            if annotation is not None:
                self._add(block, text[start:label], annotation)
                return
        rest = text[start:].strip("。；; ")
        if rest:
            if start == 0:
                self.passage.append(text)
            read_standing(rest, self.rules, known=self.known)

    def _annotation(self, text: str, span: Span) -> Annotation | None:
        """A bracket that a sentence end stands before or after, and that parses as units and roles."""
        ends_before = bool(_BEFORE_ANNOTATION.search(text[max(span.start - 8, 0) : span.start]))
        rest = text[span.end :].strip("。；; ")
        if not ends_before and rest and text[span.end] not in "；;。":
            return None
        printed = text[span.start : span.end]
        closes = ends_before and not rest and span.start > 0
        return read_annotation(printed, span.inner, self.rules, known=self.known, closes=closes)

    def _close_labels(self) -> None:
        """Label lines that follow a passage make one annotation."""
        if not self.labels:
            return
        printed = "\n".join(self.labels)
        annotation = read_annotation(printed, "；".join(self.labels), self.rules, known=self.known)
        self.labels = []
        if annotation is None or self.heading is None:
            return
        passage, self.passage = self.passage, []
        self._append(self.heading, "\n".join(passage), annotation)

    def _add(self, block: Block, text: str, annotation: Annotation) -> None:
        passage = "\n".join([*self.passage, text] if text.strip() else self.passage)
        self.passage = []
        self._append(block, passage, annotation)

    def _append(self, block: Block, passage: str, annotation: Annotation) -> None:
        found = split_number(passage)
        text = (found[2] if found else passage.removeprefix("-")).lstrip("；;。 ").rstrip()
        deadline = annotation.deadline or _deadline(text)
        self.tasks.append(
            TaskAnswer(
                path=block.path,
                title=self._title(block, text),
                text=text,
                annotation=annotation.printed,
                assignments=annotation.assignments,
                amounts=money(text),
                deadline=deadline,
            )
        )

    def _title(self, block: Block, text: str) -> str:
        """The run-in or standalone heading; of a plain item its first sentence."""
        heading = block.heading or (self.heading.heading if self.heading is not None else None)
        if heading is not None and heading.path == block.path and heading.form != "item":
            same = any(task.path == block.path for task in self.tasks)
            if not same:
                return heading.text
        sentence = re.split("[。；;\n]", text, maxsplit=1)[0].strip() or (heading.text if heading else "")
        return sentence[:_TITLE_LIMIT] or "（无题）"


def read_tasks(
    blocks: Sequence[Block], *, known: Known, report: Callable[[Block, str, str], None]
) -> tuple[TaskAnswer, ...]:
    """All tasks of a document in printed order. ``report`` takes block, printed bracket and problem kind."""
    return _Reader(known, report).read(blocks)


def _deadline(text: str) -> str | None:
    match = _DEADLINE_IN_TEXT.search(text)
    return match.group().strip() if match else None
