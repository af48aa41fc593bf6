"""A tick is never rewritten or removed: it can only be taken back, once, by somebody, at some time."""

from django.db import migrations

KEPT = """
CREATE FUNCTION keep_defect_tick() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL
       AND ROW(NEW.id, NEW.subject_type_id, NEW.subject_id, NEW.key, NEW.code, NEW.sentence, NEW.reason, NEW.by_id, NEW.at)
           IS NOT DISTINCT FROM
           ROW(OLD.id, OLD.subject_type_id, OLD.subject_id, OLD.key, OLD.code, OLD.sentence, OLD.reason, OLD.by_id, OLD.at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '缺陷说明只能追加和撤销' USING ERRCODE = 'check_violation', CONSTRAINT = 'defect_tick_is_kept';
END $$;
CREATE TRIGGER keep_defect_tick BEFORE UPDATE OR DELETE ON documents_defecttick
    FOR EACH ROW EXECUTE FUNCTION keep_defect_tick();
CREATE TRIGGER note_content_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON documents_defecttick
    FOR EACH STATEMENT EXECUTE FUNCTION note_content_change();
"""

NOT_KEPT = """
DROP TRIGGER note_content_change ON documents_defecttick;
DROP TRIGGER keep_defect_tick ON documents_defecttick;
DROP FUNCTION keep_defect_tick();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0010_content_changes"),
        ("documents", "0009_defect_ticks"),
    ]

    operations = [migrations.RunSQL(KEPT, NOT_KEPT)]
