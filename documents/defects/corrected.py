"""What a correction would bring before the public that is not wrong there already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from documents.defects.checking import defects_of
from documents.defects.facts import AttachmentFact, DocumentFacts
from documents.defects.loading import load
from documents.defects.report import Report, judged
from documents.models import Correction, Document


def correction_report(correction: Correction, *, on: date) -> Report:
    """What would be wrong with the document once it is corrected, and is not wrong with it now."""
    loaded = load(Document.objects.filter(pk=correction.document_id), on=on)
    (before,) = loaded.documents
    standing = {defect.key for defect in defects_of(before, loaded.around, known=loaded.known)}
    after = corrected_facts(before, correction)
    found = defects_of(after, loaded.around, known=loaded.known)
    return judged((defect for defect in found if defect.key not in standing), {})


def corrected_facts(facts: DocumentFacts, correction: Correction) -> DocumentFacts:
    """The same document with the texts and days of a correction; readers see its explanation too."""
    return replace(
        facts,
        title=correction.title,
        addressees=tuple(correction.addressees),
        written_on=correction.written_on,
        written_on_printed=correction.written_on_printed,
        note=correction.note,
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
