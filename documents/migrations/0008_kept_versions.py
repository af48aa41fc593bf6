"""What is public is kept: versions are only appended, and printed content changes only where a version follows.

Triggers first; then every document that was ever public gets its version 1, as it stands.
"""

from django.db import migrations

from documents.snapshot import snapshot
from foundation.content_state import watched
from foundation.publication_guard import publication_guard
from foundation.review_guard import parts_are_content, review_guard

A_TIME = 200  # documents held in memory at once

VERSIONS_ARE_APPENDED = """
CREATE FUNCTION refuse_rewritten_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '公文的版本只能追加，不能更改或删除'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'document_version_is_appended';
END $$;
CREATE TRIGGER refuse_rewritten_version BEFORE UPDATE OR DELETE ON documents_documentversion
    FOR EACH ROW EXECUTE FUNCTION refuse_rewritten_version();

CREATE FUNCTION check_next_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands text;
BEGIN
    SELECT status INTO stands FROM documents_document WHERE id = NEW.document_id FOR NO KEY UPDATE;
    IF stands NOT IN ('published', 'withdrawn') THEN
        RAISE EXCEPTION '没有发布过的公文没有版本'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'document_version_was_public';
    END IF;
    IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM documents_documentversion
                      WHERE document_id = NEW.document_id) THEN
        RAISE EXCEPTION '版次须接着上一版'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'document_version_follows';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_next_version BEFORE INSERT ON documents_documentversion
    FOR EACH ROW EXECUTE FUNCTION check_next_version();
"""
VERSIONS_MAY_CHANGE = """
DROP TRIGGER check_next_version ON documents_documentversion;
DROP FUNCTION check_next_version();
DROP TRIGGER refuse_rewritten_version ON documents_documentversion;
DROP FUNCTION refuse_rewritten_version();
"""

# A part waits for whoever publishes or corrects its document just now, and looks only then.
PRINTED_IS_KEPT = """
CREATE FUNCTION is_kept_as_printed(document bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('portal.correcting', TRUE), '') = document::text THEN
        RETURN FALSE;
    END IF;
    PERFORM 1 FROM documents_document WHERE id = document FOR SHARE;
    RETURN EXISTS (SELECT 1 FROM documents_documentversion WHERE document_id = document);
END $$;

CREATE FUNCTION keep_printed_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF is_kept_as_printed(OLD.id) THEN
        RAISE EXCEPTION '“%”已经发布，印刷的内容只能通过更正改变', left(OLD.title, 60)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'document_printed_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_printed_document BEFORE UPDATE ON documents_document FOR EACH ROW WHEN (
    (OLD.title, OLD.enclosed_title, OLD.document_number, OLD.series, OLD.year, OLD.serial, OLD.kind_id, OLD.addressees,
     OLD.written_on, OLD.written_on_printed, OLD.note, OLD.body, OLD.effective_from, OLD.effective_until,
     OLD.index_number, OLD.subject, OLD.abstract, OLD.disclosure, OLD.text_status)
    IS DISTINCT FROM
    (NEW.title, NEW.enclosed_title, NEW.document_number, NEW.series, NEW.year, NEW.serial, NEW.kind_id, NEW.addressees,
     NEW.written_on, NEW.written_on_printed, NEW.note, NEW.body, NEW.effective_from, NEW.effective_until,
     NEW.index_number, NEW.subject, NEW.abstract, NEW.disclosure, NEW.text_status)
) EXECUTE FUNCTION keep_printed_document();

CREATE FUNCTION keep_printed_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND is_kept_as_printed(OLD.document_id))
       OR (TG_OP <> 'DELETE' AND is_kept_as_printed(NEW.document_id)) THEN
        RAISE EXCEPTION '公文已经发布，发文机关和附件只能通过更正改变'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'document_part_is_kept';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_printed_organ BEFORE INSERT OR DELETE ON documents_documentorgan
    FOR EACH ROW EXECUTE FUNCTION keep_printed_part();
CREATE TRIGGER keep_printed_organ_words BEFORE UPDATE ON documents_documentorgan FOR EACH ROW
    WHEN ((OLD.document_id, OLD.position, OLD.printed) IS DISTINCT FROM (NEW.document_id, NEW.position, NEW.printed))
    EXECUTE FUNCTION keep_printed_part();
CREATE TRIGGER keep_printed_attachment BEFORE INSERT OR UPDATE OR DELETE ON documents_attachment
    FOR EACH ROW EXECUTE FUNCTION keep_printed_part();

CREATE FUNCTION keep_printed_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM documents_documentversion v JOIN documents_document d ON d.id = v.document_id
               WHERE d.kind_id = OLD.id) THEN
        RAISE EXCEPTION '已发布的公文用着文种“%”，不能改名', OLD.name
            USING ERRCODE = 'check_violation', CONSTRAINT = 'document_kind_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_printed_kind BEFORE UPDATE ON documents_kind FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION keep_printed_kind();
"""
PRINTED_MAY_CHANGE = """
DROP TRIGGER keep_printed_kind ON documents_kind;
DROP FUNCTION keep_printed_kind();
DROP TRIGGER keep_printed_attachment ON documents_attachment;
DROP TRIGGER keep_printed_organ_words ON documents_documentorgan;
DROP TRIGGER keep_printed_organ ON documents_documentorgan;
DROP FUNCTION keep_printed_part();
DROP TRIGGER keep_printed_document ON documents_document;
DROP FUNCTION keep_printed_document();
DROP FUNCTION is_kept_as_printed(bigint);
"""

# What a published correction said is the reason of a version.
CORRECTIONS_ARE_KEPT = """
CREATE FUNCTION keep_published_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.document_id <> NEW.document_id OR OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION '更正发布后不能再改，也不能换到别的公文'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'correction_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_published_correction BEFORE UPDATE ON documents_correction
    FOR EACH ROW EXECUTE FUNCTION keep_published_correction();

CREATE FUNCTION keep_correction_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE whole bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.correction_id ELSE OLD.correction_id END;
BEGIN
    PERFORM 1 FROM documents_correction WHERE id = whole FOR SHARE;
    IF EXISTS (SELECT 1 FROM documents_correction WHERE id = whole AND published_at IS NOT NULL)
       OR (TG_OP = 'UPDATE' AND OLD.correction_id <> NEW.correction_id) THEN
        RAISE EXCEPTION '更正发布后不能再改'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'correction_is_kept';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_correction_organ BEFORE INSERT OR UPDATE OR DELETE ON documents_correctionorgan
    FOR EACH ROW EXECUTE FUNCTION keep_correction_part();
CREATE TRIGGER keep_correction_attachment BEFORE INSERT OR UPDATE OR DELETE ON documents_correctionattachment
    FOR EACH ROW EXECUTE FUNCTION keep_correction_part();
"""
CORRECTIONS_MAY_CHANGE = """
DROP TRIGGER keep_correction_attachment ON documents_correctionattachment;
DROP TRIGGER keep_correction_organ ON documents_correctionorgan;
DROP FUNCTION keep_correction_part();
DROP TRIGGER keep_published_correction ON documents_correction;
DROP FUNCTION keep_published_correction();
"""


def write_first_versions(apps, editor):  # type: ignore[no-untyped-def]
    """Once only: going back and forth does not write them again."""
    documents = apps.get_model("documents", "Document")
    versions = apps.get_model("documents", "DocumentVersion")
    changes = apps.get_model("foundation", "StatusChange")
    public = documents.objects.filter(published_at__isnull=False, versions__isnull=True)
    publishers = dict(
        changes.objects.filter(
            verb="publish", subject_type__app_label="documents", subject_type__model="document"
        ).values_list("subject_id", "by")
    )
    found = public.order_by("pk").select_related("kind").prefetch_related("organs", "attachments")
    for document in found.iterator(chunk_size=A_TIME):
        content = snapshot(document)
        versions.objects.create(
            document=document,
            number=1,
            content=content.as_json(),
            digest=content.digest,
            published_at=document.published_at,
            by_id=publishers.get(document.pk),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0007_versions_and_corrections"),
        ("foundation", "0012_review_guards"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        publication_guard("documents_correction"),
        review_guard("documents_correction", "documents", "correction"),
        *(
            parts_are_content(
                table,
                of="documents_correction",
                owners="SELECT correction_id FROM part",
                besides=["unit_id"],
            )
            for table in ("documents_correctionorgan", "documents_correctionattachment")
        ),
        migrations.RunSQL(VERSIONS_ARE_APPENDED, VERSIONS_MAY_CHANGE),
        migrations.RunSQL(PRINTED_IS_KEPT, PRINTED_MAY_CHANGE),
        migrations.RunSQL(CORRECTIONS_ARE_KEPT, CORRECTIONS_MAY_CHANGE),
        watched("documents"),
        migrations.RunPython(write_first_versions, migrations.RunPython.noop),
    ]
