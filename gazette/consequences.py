"""What accepting an upload would come to: which documents it makes, fills, changes or leaves alone, and whether it may."""

from __future__ import annotations

from dataclasses import dataclass, field

from documents.models import Document, TextStatus
from foundation.models import Status
from gazette.actions import Treatment, treatment_of
from gazette.difference import (
    DocumentChanges,
    FieldChange,
    ParagraphChange,
    compare_documents,
    compare_events,
    compare_issues,
)
from gazette.models import Issue, Upload, UploadKind
from gazette.on_record import OnRecord, as_answer, events_on_record, find_on_record, issue_as_answer


@dataclass(frozen=True)
class DocumentFate:
    """What becomes of one document of the file."""

    title: str
    label: str  # 新建 | 不新建（…） | 补入全文 | 另起更正稿… | 更新草稿 | 没有变化 | 保持原样（…）
    document: Document | None = None
    changes: DocumentChanges | None = None

    @property
    def is_kept(self) -> bool:
        return self.label.startswith(("保持原样", "不新建"))


@dataclass
class Consequences:
    """What the editor is told before accepting."""

    on_record: OnRecord
    fates: list[DocumentFate]
    fields: tuple[FieldChange, ...] = ()  # of the issue itself
    events: tuple[ParagraphChange, ...] = ()
    replaces: bool = False  # drafts with their text are on record: accepting must say so
    same_file: bool = False  # this very file was accepted before
    refused: str = ""  # why it cannot be accepted
    left: list[Document] = field(default_factory=list)
    of_issue: bool = False

    @property
    def issue(self) -> Issue | None:
        return self.on_record.issue

    @property
    def touches_record(self) -> bool:
        """Whether anything of the file is on record already."""
        return any(self.on_record.documents) or bool(self.of_issue and self.issue)


def consequences_of(upload: Upload) -> Consequences:
    """Asks a fixed number of questions, whatever the size of the file."""
    answer = upload.answer
    on_record = find_on_record(answer, issue=upload.issue)
    pairs = zip(answer["documents"], on_record.documents, strict=True)
    into_published = _is_published(on_record.issue) and upload.kind == UploadKind.ISSUE
    found = Consequences(on_record, [_fate(*pair, into_published=into_published) for pair in pairs])
    found.left = on_record.left
    found.replaces = any(document and _is_text_draft(document) for document in on_record.documents)
    found.of_issue = upload.kind == UploadKind.ISSUE
    if found.of_issue:
        _judge_issue(found, upload)
    else:
        _judge_document(found, upload)
    return found


def _is_text_draft(owner: Document | Issue) -> bool:
    return owner.status == Status.DRAFT and owner.text_status == TextStatus.FULL


def _is_published(issue: Issue | None) -> bool:
    return issue is not None and issue.status == Status.PUBLISHED


def _fate(data: dict[str, object], document: Document | None, *, into_published: bool) -> DocumentFate:
    title = str(data["title"])
    if document is None:
        return DocumentFate(title, "不新建（已发布的目录里没有）" if into_published else "新建")
    treatment = treatment_of(document, data, replace=True)
    if treatment == Treatment.CORRECT:
        under_way = bool(document.open_corrections)  # type: ignore[attr-defined]
        label = "保持原样（已有没有办完的更正）" if under_way else "另起更正稿，补入全文"
        return DocumentFate(title, label, document)
    if treatment == Treatment.KEEP:
        return DocumentFate(title, f"保持原样（{document.get_status_display()}）", document)
    if document.text_status == TextStatus.OUTLINE:
        return DocumentFate(title, "补入全文", document)
    changes = compare_documents(as_answer(document), data)
    return DocumentFate(title, "更新草稿" if changes else "没有变化", document, changes)


def _judge_issue(found: Consequences, upload: Upload) -> None:
    data, issue = upload.answer["issue"], found.issue
    if not data["year"] or not data["number"]:
        found.refused = "没有读出年份和期号，不能保存；请检查封面页文字，改好文件后重新导入。"
    if issue is None:
        return
    outline = issue.text_status == TextStatus.OUTLINE
    found.replaces = found.replaces or _is_text_draft(issue)
    found.same_file = issue.reading is not None and issue.reading.sha256 == upload.sha256
    if issue.status == Status.WITHDRAWN or (issue.status != Status.DRAFT and not outline):
        found.refused = f"{issue}{issue.get_status_display()}，有全文，不能由导入改动；更正请在后台办理。"
    elif not outline:
        found.fields = compare_issues(issue_as_answer(issue), data)
        events = [event for day in upload.answer["chronicle"] for event in day["events"]]
        found.events = compare_events(events_on_record(issue), events)


def _judge_document(found: Consequences, upload: Upload) -> None:
    document = found.on_record.documents[0]
    if document is None:
        return
    found.same_file = document.reading is not None and document.reading.sha256 == upload.sha256
    if found.fates[0].is_kept:
        found.refused = f"“{document}”{document.get_status_display()}，不能由导入改动；更正请在后台办理。"
