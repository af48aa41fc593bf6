"""The database keeps what was public: no statement of anybody changes it past the verbs."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from documents.models import Attachment, Correction, Document, DocumentOrgan, DocumentVersion
from documents.snapshot import snapshot
from documents.versions import correcting
from foundation.constraints import refusal_of
from tests import make
from tests.corrected import LATER, corrected, newest_is_the_document, public, started

pytestmark = pytest.mark.django_db


def refused_by_database(sql: str, *parameters: object) -> str:
    """The sentence of the guard that refuses the statement."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    return refusal_of(refused.value)


PRINTED = {
    "title": "'改'", "enclosed_title": "'改'", "document_number": "'改'", "series": "'改'", "year": "2000",
    "serial": "1", "kind_id": "NULL", "addressees": "ARRAY['改']", "written_on": "NULL",
    "written_on_printed": "'改'", "note": "'改'", "body": "'改'", "effective_from": "'2030-01-01'",
    "effective_until": "'2030-01-01'", "index_number": "'改'", "subject": "'改'", "abstract": "'改'",
    "disclosure": "'closed'", "text_status": "'outline'",
}  # fmt: skip
PARTS = [
    "INSERT INTO documents_documentorgan (document_id, position, printed) VALUES (%s, 9, '偷加')",
    "UPDATE documents_documentorgan SET printed = '偷改' WHERE document_id = %s",
    "UPDATE documents_documentorgan SET position = position + 5 WHERE document_id = %s",
    "DELETE FROM documents_documentorgan WHERE document_id = %s",
    "INSERT INTO documents_attachment (document_id, position, label, title, text) VALUES (%s, 9, '', '偷', '加')",
    "UPDATE documents_attachment SET text = '偷改' WHERE document_id = %s",
    "DELETE FROM documents_attachment WHERE document_id = %s",
]


@pytest.mark.parametrize("withdrawn", [False, True])
def test_the_database_keeps_what_is_printed(withdrawn: bool) -> None:
    document, elsewhere = public(), make.document(published=False)
    if withdrawn:
        make.withdrawn(document)
    for column, value in PRINTED.items():
        sql = f"UPDATE documents_document SET {column} = {value} WHERE id = %s"
        assert "只能通过更正改变" in refused_by_database(sql, document.pk), column
    for sql in PARTS:
        assert "只能通过更正改变" in refused_by_database(sql, document.pk), sql
    moved = "UPDATE documents_attachment SET document_id = %s WHERE document_id = %s"
    assert "只能通过更正改变" in refused_by_database(moved, elsewhere.pk, document.pk)
    assert "不能改名" in refused_by_database(
        "UPDATE documents_kind SET name = '改' WHERE id = %s", document.kind_id
    )
    assert newest_is_the_document(document)


def test_links_may_change_and_so_may_what_was_never_public() -> None:
    document, draft = public(), make.document(published=False, organs=[make.unit()])
    DocumentOrgan.objects.filter(document=document).update(unit=None)
    Document.objects.filter(pk=document.pk).update(column=make.column("示例栏目"))
    make.relation(document, title="示例办法")
    make.task(document)
    Document.objects.filter(pk=draft.pk).update(title="改", body="改")
    make.attachment(draft)
    assert newest_is_the_document(document)


def test_only_the_document_that_is_named_may_be_corrected() -> None:
    one, other = public(), public()
    with transaction.atomic(), correcting(one):
        Attachment.objects.filter(document=one).update(text="改")
        assert "只能通过更正改变" in refused_by_database(PARTS[5], other.pk)
    assert "只能通过更正改变" in refused_by_database(PARTS[5], one.pk), "and only within"


def test_versions_are_appended_without_a_gap_and_only_to_what_was_public() -> None:
    document = public()
    corrected(document, body="第二版。")
    for sql in (
        "UPDATE documents_documentversion SET note = '偷改' WHERE document_id = %s AND number = 2",
        "DELETE FROM documents_documentversion WHERE document_id = %s",
    ):
        assert "只能追加" in refused_by_database(sql, document.pk)
    draft = make.document(published=False)
    content = snapshot(document)
    plain = {"content": content.as_json(), "digest": content.digest, "published_at": LATER}
    for values, constraint in (
        ({"document": draft, "number": 1}, "没有发布过的公文没有版本"),
        ({"document": document, "number": 4, "note": "示例"}, "版次须接着上一版"),
        ({"document": document, "number": 3}, "document_version_says_why"),
        ({"document": document, "number": 3, "note": "示例", "digest": ""}, "document_version_has_digest"),
        ({"document": document, "number": 3, "note": "示例", "digest": None}, "null value"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            DocumentVersion.objects.create(**plain | values)


def test_a_published_correction_is_kept_and_an_open_one_stays_with_its_document() -> None:
    document, other = public(), public()
    done = corrected(document, body="改过。").correction
    assert done is not None
    for sql in (
        "UPDATE documents_correction SET explanation = '偷改' WHERE id = %s",
        "UPDATE documents_correctionattachment SET text = '偷改' WHERE correction_id = %s",
        "INSERT INTO documents_correctionorgan (correction_id, position, printed) VALUES (%s, 9, '偷加')",
        "DELETE FROM documents_correctionorgan WHERE correction_id = %s",
    ):
        assert "不能再改" in refused_by_database(sql, done.pk)
    still = started(other)
    moved = "UPDATE documents_correction SET document_id = %s WHERE id = %s"
    assert "不能换到别的公文" in refused_by_database(moved, document.pk, still.pk)
    with pytest.raises(DatabaseError, match="correction_has_explanation"), transaction.atomic():
        Correction.objects.filter(pk=still.pk).update(explanation="")
    with pytest.raises(DatabaseError, match="correction_has_base"), transaction.atomic():
        Correction.objects.filter(pk=still.pk).update(base_number=0)
