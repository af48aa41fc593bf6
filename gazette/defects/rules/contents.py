"""Contents against documents, and the pages of the contents. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from documents.defects.defect import Found
from documents.defects.facts import DocumentFacts
from foundation.chinese_text import fold, weight
from gazette.defects.facts import EntryFact, IssueFacts

LEAP = 150  # pages between two lines of the contents: more is a slip of the pen
PAGES = 600  # an issue has fewer
# A page of a gazette holds some 900 characters of running text in 22 lines of 28, twice that in small print and tables.
FULLEST_PAGE = 2200


def led_to(issue: IssueFacts) -> Iterator[Found]:
    """Lines without a document, documents without a line, lines that lead to a tombstone."""
    standing = {document.pk for document in issue.documents}
    if not issue.entries:
        yield Found("contents_empty", issue.at("目录", rows="entries"), "目录是空的，请录入。", issue.name)
    for entry in issue.entries:
        if entry.document is None and not entry.is_chronicle:
            sentence = f"目录“{entry.title[:30]}”没有指向公文或大事记，请补上；只印标题的请说明。"
            yield _found("entry_leads_nowhere", issue, entry, sentence, fold(entry.title))
        elif entry.document is not None and entry.document not in standing:
            sentence = f"目录“{entry.title[:30]}”指向的公文已经撤回，读者只看到撤回说明：请从目录去掉；已经付印、要照原样保留的请说明。"
            yield _found("entry_withdrawn", issue, entry, sentence, f"{entry.document}/{fold(entry.title)}")
    for pk, name in issue.loose:
        sentence = f"“{name}”来自这一期的文件，目录里却没有它，请列入目录或说明。"
        yield Found("document_not_listed", issue.at("目录", rows="entries"), sentence, f"{pk}")


def chronicle_listed(issue: IssueFacts) -> Iterator[Found]:
    line = next((entry for entry in issue.entries if entry.is_chronicle), None)
    if line and not issue.chronicle:
        sentence = "目录有大事记，这一期却没有大事记的内容，请录入或说明。"
        yield _found("chronicle_missing", issue, line, sentence, fold(line.title))
    if issue.chronicle and issue.entries and line is None:
        sentence = "这一期有大事记，目录里没有指向大事记的一行，请补上。"
        yield Found("chronicle_not_listed", issue.at("目录", rows="entries"), sentence, issue.name)


def titles(issue: IssueFacts) -> Iterator[Found]:
    """A title is one in the contents and above the text; the contents may print a subtitle after a dash."""
    documents = {document.pk: document for document in issue.documents}
    for entry in issue.entries:
        document = documents.get(entry.document or 0)
        if document and not _is_same(entry.title, document):
            sentence = f"目录印作“{entry.title}”，正文标题是“{document.title}”，请改成一致。"
            mark = f"{fold(entry.title)}/{fold(document.title)}"
            yield _found("title_differs", issue, entry, sentence, mark)


def _is_same(printed: str, document: DocumentFacts) -> bool:
    one, other = _bare(printed), _bare(document.title)
    return one == other or one.startswith((f"{other}—", f"{other}-"))


def _bare(title: str) -> str:
    """Folded; the number that some contents print after the title left out."""
    return fold(title).replace("“", '"').replace("”", '"')


def pages(issue: IssueFacts) -> Iterator[Found]:
    last: EntryFact | None = None
    for entry in issue.entries:
        if entry.page is None:
            sentence = f"目录“{entry.title[:30]}”没有页码，请补上。"
            yield _found("page_missing", issue, entry, sentence, fold(entry.title))
            continue
        if entry.page < 1 or entry.page > PAGES or last and last.page and entry.page - last.page > LEAP:
            sentence = f"目录“{entry.title[:30]}”的页码是{entry.page}，超出了一期的页数，请核对。"
            yield _found("page_beyond", issue, entry, sentence, f"{entry.page}/{fold(entry.title)}")
        elif last and last.page and entry.page < last.page:
            sentence = f"目录页码从{last.page}退到{entry.page}（“{entry.title[:30]}”），请核对。"
            yield _found("page_descends", issue, entry, sentence, f"{last.page}/{entry.page}")
        last = entry


def room(issue: IssueFacts) -> Iterator[Found]:
    """A text that its pages cannot hold: the next one begins too early, or a page is misprinted."""
    documents = {document.pk: document for document in issue.documents}
    paged = [entry for entry in issue.entries if entry.page]
    for entry, following in pairwise(paged):
        document = documents.get(entry.document or 0)
        if document is None or entry.page is None or following.page is None or following.page < entry.page:
            continue
        length = weight(document.body) + sum(weight(part.text) for part in document.attachments)
        room = (following.page - entry.page + 1) * FULLEST_PAGE
        if length > room:
            sentence = f"第{entry.page}页到第{following.page}页放不下“{document.title[:30]}”的{length}字，与下一篇重叠，请核对页码。"
            yield _found(
                "page_overlaps", issue, entry, sentence, f"{entry.page}/{following.page}/{fold(entry.title)}"
            )


def _found(code: str, issue: IssueFacts, entry: EntryFact, sentence: str, mark: str) -> Found:
    place = issue.at(f"目录第{entry.position}行", rows="entries", row=entry.pk)
    return Found(code, place, sentence, mark)


RULES = (led_to, chronicle_listed, titles, pages, room)
