"""Where a document points, once it points somewhere, is content; so is the name of its 文种.

The first pointing is a match of what is printed and changes nothing. The database itself takes a link away when the
document it leads to is deleted: so the trigger sees that document gone, and tells this from a link that was taken away.
"""

import django.db.models.deletion
from django.db import migrations, models

LINK = (
    'ALTER TABLE documents_relation DROP CONSTRAINT "documents_relation_target_id_83f50ed6_fk_documents_document_id";'
    'ALTER TABLE documents_relation ADD CONSTRAINT "documents_relation_target_id_83f50ed6_fk_documents_document_id"'
    " FOREIGN KEY (target_id) REFERENCES documents_document (id) {} DEFERRABLE INITIALLY DEFERRED;"
)

REPOINTING_COUNTS = """
CREATE FUNCTION count_repointing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE documents_document SET content_mark = content_mark + 1 WHERE id IN (
        SELECT id FROM documents_document WHERE id IN (
            SELECT o.source_id FROM old_rows o
                JOIN new_rows n ON n.id = o.id AND n.target_id IS DISTINCT FROM o.target_id
                JOIN documents_document pointed ON pointed.id = o.target_id
        ) ORDER BY id FOR NO KEY UPDATE
    );
    RETURN NULL;
END $$;
CREATE TRIGGER count_repointing AFTER UPDATE ON documents_relation
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_repointing();
"""
REPOINTING_IS_A_LINK = """
DROP TRIGGER count_repointing ON documents_relation;
DROP FUNCTION count_repointing();
"""

# What was published under the name is kept by `keep_printed_kind`, or stands in its version.
RENAMING_COUNTS = """
CREATE FUNCTION count_renamed_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE documents_document SET content_mark = content_mark + 1 WHERE id IN (
        SELECT id FROM documents_document WHERE kind_id = NEW.id AND published_at IS NULL
            ORDER BY id FOR NO KEY UPDATE
    );
    UPDATE documents_correction SET content_mark = content_mark + 1 WHERE id IN (
        SELECT id FROM documents_correction WHERE kind_id = NEW.id AND published_at IS NULL
            ORDER BY id FOR NO KEY UPDATE
    );
    RETURN NULL;
END $$;
CREATE TRIGGER count_renamed_kind AFTER UPDATE ON documents_kind FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION count_renamed_kind();
"""
RENAMING_IS_FREE = """
DROP TRIGGER count_renamed_kind ON documents_kind;
DROP FUNCTION count_renamed_kind();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0010_defect_ticks_are_kept"),
    ]

    operations = [
        migrations.AlterField(
            model_name="relation",
            name="target",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="incoming_relations",
                to="documents.document",
                verbose_name="所指公文",
            ),
        ),
        migrations.RunSQL(LINK.format("ON DELETE SET NULL"), LINK.format("")),
        migrations.RunSQL(REPOINTING_COUNTS, REPOINTING_IS_A_LINK),
        migrations.RunSQL(RENAMING_COUNTS, RENAMING_IS_FREE),
    ]
