"""What a correction would bring before the public that is not wrong there already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from documents.defects.checking import defects_of
from documents.defects.defect import CORRECTION, Defect, Severity, Subject, tied
from documents.defects.facts import AttachmentFact, DocumentFacts
from documents.defects.loading import load
from documents.defects.register import KINDS
from documents.defects.report import Report, judged, ticks_of
from documents.defects.rules.sources import CODES as SOURCE_CODES
from documents.defects.rules.sources import lost_sources
from documents.document_numbers import DocumentNumber
from documents.models import Correction, Document


def correction_report(correction: Correction, *, on: date) -> Report:
    """What would be wrong with the document once it is corrected, and is not wrong with it now.

    Its defects are the document's; who lets a warning stand says so on the correction.
    """
    loaded = load(Document.objects.filter(pk=correction.document_id), on=on)
    (before,) = loaded.documents
    standing = {defect.key for defect in defects_of(before, loaded.around, known=loaded.known)}
    after = corrected_facts(before, correction)
    found = defects_of(after, loaded.around, known=loaded.known)
    found += tied(lost_sources(before, after), subject=after.subject, kinds=KINDS)
    ticks = ticks_of({CORRECTION: (Correction, [correction.pk])})
    return judged(
        (_mended_at(correction, defect) for defect in found if defect.key not in standing),
        {(after.subject, key): tick for (_, key), tick in ticks.items()},
    )


def in_the_way(report: Report) -> Report:
    """What holds a correction up: what blocks, and what was drawn from words that it takes away.

    Any other warning on a text that is public already stops no correction of it.
    """
    return Report(
        tuple(
            row
            for row in report.rows
            if row.defect.severity == Severity.BLOCKING or row.defect.code in SOURCE_CODES
        )
    )


def _mended_at(correction: Correction, defect: Defect) -> Defect:
    """The texts are mended in the correction; tasks, checklist and relations stay the document's own."""
    if defect.place.rows not in ("", "attachments"):
        return defect
    own = Subject(CORRECTION, correction.pk)
    return replace(defect, place=replace(defect.place, owner=own))


def corrected_facts(facts: DocumentFacts, correction: Correction) -> DocumentFacts:
    """The same document with the number, texts and days of a correction; readers see its explanation too."""
    number = None
    if correction.series and correction.year is not None and correction.serial is not None:
        number = DocumentNumber(correction.series, correction.year, correction.serial)
    return replace(
        facts,
        title=correction.title,
        number=number,
        document_number=correction.document_number,
        addressees=tuple(correction.addressees),
        written_on=correction.written_on,
        written_on_printed=correction.written_on_printed,
        note=correction.note,
        theme=correction.subject,
        abstract="\n".join(filter(None, [correction.abstract, correction.explanation])),
        disclosure=correction.disclosure,
        disclosure_label=correction.get_disclosure_display(),
        enclosed_title=correction.enclosed_title,
        body=correction.body,
        has_full_text=correction.has_full_text,
        effective_from=correction.effective_from,
        effective_until=correction.effective_until,
        attachments=tuple(
            AttachmentFact(part.pk, part.position, part.label, part.title, part.text)
            for part in correction.attachments.order_by("position", "pk")
        ),
    )
