"""The verbs of the import desk. One door writes the state of an upload: waiting → accepted | discarded.

    verb      from      to          permission
    receive   —         waiting     gazette.add_upload
    reread    waiting   waiting     gazette.accept_upload
    decide    waiting   waiting     gazette.accept_upload
    undo      waiting   waiting     gazette.accept_upload
    accept    waiting   accepted    gazette.accept_upload
    discard   waiting   discarded   gazette.accept_upload

Each locks the row and looks again. Who and when stand on the upload and on each decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import DataError, transaction

from documents.actions import settle_unit_name
from documents.models import Problem, Reading
from documents.proofreading.finding import Finding
from foundation.actions import create_unit, dismiss_unit_proposal, propose_units
from foundation.chinese_text import squeeze
from foundation.models import Unit, UnitProposal
from foundation.permissions import ACCEPT_UPLOAD, ADD_UPLOAD
from foundation.refusals import MoveNotAllowed, NameTaken, NotAName, NotPermitted
from gazette.actions import DraftExists, NotSavable, Outcome, save_document_reading, save_issue_reading
from gazette.models import (
    Choice,
    Issue,
    Official,
    OfficialAlias,
    Subject,
    Upload,
    UploadDecision,
    UploadKind,
    UploadState,
)
from gazette.reading.either import Read
from gazette.upload_names import open_names, people_named

_FULL_WIDTH = str.maketrans("()[]", "（）［］")


@transaction.atomic
def receive_upload(
    read: Read,
    *,
    findings: Sequence[Finding] = (),
    raw: bytes,
    name: str,
    issue: Issue | None = None,
    by: User,
    at: datetime,
) -> Upload:
    """Keep a file that was read, for an editor to check. The same file waits only once: then that upload is answered.

    Raises NotPermitted or NotSavable.
    """
    if not by.has_perm(ADD_UPLOAD):
        raise NotPermitted("您没有导入文件的权限。")
    values = _as_read(read, findings) | {
        "name": name[-200:],
        "content": raw,
        "size": len(raw),
        "issue": issue if read.kind == UploadKind.DOCUMENT else None,
        "uploaded_by": by,
        "uploaded_at": at,
    }
    try:
        with transaction.atomic():
            kept, _ = Upload.objects.get_or_create(
                sha256=read.answer.sha256, state=UploadState.WAITING, defaults=values
            )
    except (DataError, ValueError):  # characters that no database keeps
        raise NotSavable(f"文件“{name}”里有无法保存的字符，请另存为 .txt 并检查后再导入。") from None
    return kept


def _as_read(read: Read, findings: Iterable[Finding]) -> dict[str, Any]:
    lines = [list(asdict(line).values()) for line in read.answer.lines]
    said = [finding.as_json() for finding in findings]
    return {"kind": read.kind, "answer": read.answer.as_json(), "lines": lines, "findings": said}


@transaction.atomic
def reread_upload(upload: Upload, read: Read, *, findings: Sequence[Finding] = (), by: User) -> Upload:
    """Take another reading of the same file: as an issue instead of a notice, or with names learnt since."""
    locked = _waiting(upload, by=by)
    for field, value in _as_read(read, findings).items():
        setattr(locked, field, value)
    if locked.kind == UploadKind.ISSUE:
        locked.issue = None
    locked.save(update_fields=["kind", "answer", "lines", "findings", "issue"])
    return locked


@transaction.atomic
def decide(
    upload: Upload,
    *,
    subject: str,
    printed: str,
    choice: str,
    name: str = "",
    short_name: str = "",
    level: str = "",
    by: User,
    at: datetime,
) -> UploadDecision:
    """Note what a printed name means; a later answer to the same name takes the place of an earlier one.

    Raises NotPermitted, MoveNotAllowed, NotAName or NameTaken.
    """
    locked = _waiting(upload, by=by)
    asked = {
        (row.subject, row.printed)
        for row in open_names(locked.answer, decisions=(), lexicon=Unit.objects.lexicon())
    }
    if (subject, printed) not in asked:
        raise NotAName(f"这个文件里没有待定的名称“{printed}”，也许别人刚刚处理过了。")
    values = {"choice": Choice(choice), "name": "", "short_name": "", "level": "", "by": by, "at": at}
    if choice == Choice.ALIAS:
        values["name"] = (
            _unit_meant(name) if subject == Subject.UNIT else _person_meant(name, printed, locked)
        )
    elif choice == Choice.CREATE:
        values |= _new_unit(name, short_name, level)
    decision, _ = UploadDecision.objects.update_or_create(
        upload=locked, subject=Subject(subject), printed=printed, defaults=values
    )
    return decision


def _unit_meant(name: str) -> str:
    known = Unit.objects.resolve_all([name]).get(name) if name.strip() else None
    if known is None:
        raise NotAName(f"没有叫“{name.strip()}”的单位：请从列表中选择，或者新建。")
    return known.name


def _person_meant(name: str, printed: str, upload: Upload) -> str:
    name = squeeze(name)
    if name == printed or not (
        name in people_named(upload.answer) or Official.objects.filter(name=name).exists()
    ):
        raise NotAName(f"没有叫“{name}”的人物，不能把“{printed}”作为别名。")
    return name


def _new_unit(name: str, short_name: str, level: str) -> dict[str, str]:
    name, short_name = (squeeze(text).translate(_FULL_WIDTH) for text in (name, short_name))
    if not name or level not in Unit.Level.values:
        raise NotAName("新建单位须写明规范名称并选择层级。")
    for printed, known in Unit.objects.resolve_all(filter(None, [name, short_name])).items():
        raise NameTaken(f"“{printed}”已经是{known}的名称，不必新建。")
    return {"name": name[:120], "short_name": short_name[:60], "level": level}


@transaction.atomic
def undo_decision(upload: Upload, *, decision: int, by: User) -> None:
    """Take a decision back, while nothing has come of it yet. Raises NotPermitted or MoveNotAllowed."""
    locked = _waiting(upload, by=by)
    locked.decisions.filter(pk=decision).delete()


@transaction.atomic
def accept_upload(upload: Upload, *, replace: bool = False, by: User, at: datetime) -> Outcome:
    """Names first, then the drafts: all of it, or nothing. Raises a Refusal when it may not."""
    locked = _waiting(upload, by=by)
    decisions = list(locked.decisions.order_by("pk"))
    for decision in decisions:
        _carry_out(decision, by=by)
    answer = _as_decided(locked.answer, decisions)
    try:
        if locked.kind == UploadKind.ISSUE:
            outcome = save_issue_reading(answer, at=at, replace=replace, by=by)
        else:
            outcome = save_document_reading(answer, at=at, issue=locked.issue, replace=replace, by=by)
    except DraftExists:
        raise NotSavable("库里已有草稿：请先看差异，再按“用此文件更新草稿”。") from None
    _settle_problems(locked, decisions)
    locked.reading = Reading.objects.filter(sha256=locked.sha256).first()
    locked.issue = outcome.issue or _issue_of(answer) or locked.issue
    _close(locked, UploadState.ACCEPTED, by=by, at=at)
    return outcome


@transaction.atomic
def discard_upload(upload: Upload, *, by: User, at: datetime) -> Upload:
    """Put a file aside: what it held is forgotten, that it was here is not. Raises NotPermitted or MoveNotAllowed."""
    locked = _waiting(upload, by=by)
    locked.content, locked.lines, locked.answer, locked.findings = b"", [], {}, []
    return _close(locked, UploadState.DISCARDED, by=by, at=at)


def _close(locked: Upload, state: UploadState, *, by: User, at: datetime) -> Upload:
    locked.state, locked.decided_by, locked.decided_at = state, by, at
    locked.save()
    return locked


def _waiting(upload: Upload, *, by: User) -> Upload:
    """The upload, locked, if this editor may still work on it."""
    if not by.has_perm(ACCEPT_UPLOAD):
        raise NotPermitted("您没有核对导入的权限。")
    locked = Upload.objects.select_for_update(of=("self",)).defer("content").get(pk=upload.pk)
    if not locked.is_waiting:
        raise MoveNotAllowed(f"“{locked}”{locked.get_state_display()}，不能再改动。")
    return locked


def _carry_out(decision: UploadDecision, *, by: User) -> None:
    """Let one decision take effect in the units, or among the people."""
    if decision.choice == Choice.KEEP:
        return
    if decision.subject == Subject.PERSON:
        _remember_person(decision)
    elif decision.choice == Choice.DISMISS:
        proposal = _proposal_for(decision)
        if not proposal.dismissed:
            dismiss_unit_proposal(proposal, by=by)
    else:
        _remember_unit(decision, _unit_for(decision, by=by), by=by)


def _unit_for(decision: UploadDecision, *, by: User) -> Unit:
    known = Unit.objects.filter(name=decision.name).first()
    if known is None and decision.choice == Choice.CREATE:
        return create_unit(name=decision.name, short_name=decision.short_name, level=decision.level, by=by)
    if known is None:
        raise NotAName(f"单位“{decision.name}”已经不在了，请重新决定“{decision.printed}”是谁。")
    return known


def _remember_unit(decision: UploadDecision, unit: Unit, *, by: User) -> None:
    """The printed name belongs to the unit from now on; what already bears it learns its unit."""
    proposal = _proposal_for(decision)
    if proposal.settled_as_id == unit.pk:
        return
    settle_unit_name(proposal, unit=unit, by=by)


def _proposal_for(decision: UploadDecision) -> UnitProposal:
    propose_units({decision.printed: str(decision.upload)})
    return UnitProposal.objects.get(printed=decision.printed)


def _remember_person(decision: UploadDecision) -> None:
    official, _ = Official.objects.get_or_create(name=decision.name)
    alias, _ = OfficialAlias.objects.get_or_create(printed=decision.printed, defaults={"official": official})
    if alias.official_id != official.pk:
        raise NameTaken(f"“{decision.printed}”已经是{alias.official}的别名。")


def _as_decided(answer: Mapping[str, Any], decisions: list[UploadDecision]) -> Mapping[str, Any]:
    """A person kept as printed is not taken for the one the reader suggested."""
    kept = {row.printed for row in decisions if row.subject == Subject.PERSON and row.choice == Choice.KEEP}
    problems = [
        {**problem, "suggestion": None}
        if problem["kind"] == "person_misprint" and problem["printed"] in kept
        else problem
        for problem in answer["problems"]
    ]
    return {**answer, "problems": problems}


def _settle_problems(upload: Upload, decisions: list[UploadDecision]) -> None:
    """Misprints the editor has answered need no second look."""
    for subject, kind in ((Subject.UNIT, "unit_misprint"), (Subject.PERSON, "person_misprint")):
        printed = [row.printed for row in decisions if row.subject == subject]
        Problem.objects.filter(reading__sha256=upload.sha256, kind=kind, printed__in=printed).update(
            settled=True
        )


def _issue_of(answer: Mapping[str, Any]) -> Issue | None:
    data = answer["issue"]
    return Issue.objects.filter(year=data["year"], number=data["number"]).first() if data else None
