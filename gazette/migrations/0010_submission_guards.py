"""What a CHECK cannot hold of submissions and yearly figures because it crosses rows or two states of one row."""

from django.db import migrations

from foundation.content_state import watched

APPENDED = """
CREATE FUNCTION gazette_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '报送流转只能追加，不能改写或删除'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_move_is_appended';
END $$;
CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE ON gazette_submissionmove
    FOR EACH ROW EXECUTE FUNCTION gazette_refuse_rewriting();
"""
NOT_APPENDED = """
DROP TRIGGER refuse_rewriting ON gazette_submissionmove;
DROP FUNCTION gazette_refuse_rewriting();
"""

# What was sent is what the editors judge: it is frozen until they return it. Numbers stay for ever.
FROZEN = """
CREATE FUNCTION gazette_keep_submission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
            ('draft', 'sent'), ('draft', 'withdrawn'), ('returned', 'sent'), ('returned', 'withdrawn'),
            ('sent', 'withdrawn'), ('sent', 'returned'), ('sent', 'accepted'), ('sent', 'declined'),
            ('accepted', 'taken'), ('accepted', 'declined')) THEN
        RAISE EXCEPTION '报送不能从这个状态变到那个状态'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_moves_as_the_table_says';
    END IF;
    IF OLD.state NOT IN ('draft', 'returned') AND
            (OLD.unit_id, OLD.title, OLD.document_number, OLD.written_on, OLD.disclosure, OLD.closed_reason,
             OLD.kind_id, OLD.column_id, OLD.is_normative, OLD.interpretation, OLD.exempt_reason, OLD.effective_from,
             OLD.contact, OLD.contact_phone, OLD.remarks, OLD.file, OLD.sha256, OLD.answer)
            IS DISTINCT FROM
            (NEW.unit_id, NEW.title, NEW.document_number, NEW.written_on, NEW.disclosure, NEW.closed_reason,
             NEW.kind_id, NEW.column_id, NEW.is_normative, NEW.interpretation, NEW.exempt_reason, NEW.effective_from,
             NEW.contact, NEW.contact_phone, NEW.remarks, NEW.file, NEW.sha256, NEW.answer) THEN
        RAISE EXCEPTION '报送以后的内容不能改动；请编辑部退回'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_is_frozen';
    END IF;
    IF OLD.document_id IS NOT NULL AND (OLD.document_id, OLD.accepted_by_id, OLD.accepted_at)
            IS DISTINCT FROM (NEW.document_id, NEW.accepted_by_id, NEW.accepted_at) THEN
        RAISE EXCEPTION '收稿以后，公文、收稿人和时间不能改动'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_acceptance_is_kept';
    END IF;
    IF OLD.serial IS NOT NULL AND (OLD.year, OLD.serial, OLD.first_sent_at)
            IS DISTINCT FROM (NEW.year, NEW.serial, NEW.first_sent_at) THEN
        RAISE EXCEPTION '报送编号给出以后不能改动'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_number_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_submission BEFORE UPDATE ON gazette_submission
    FOR EACH ROW EXECUTE FUNCTION gazette_keep_submission();

CREATE FUNCTION gazette_keep_submission_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '报送不能删除，只能撤回'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_stays_on_record';
END $$;
CREATE TRIGGER keep_submission_on_record BEFORE DELETE ON gazette_submission
    FOR EACH ROW EXECUTE FUNCTION gazette_keep_submission_on_record();

CREATE FUNCTION gazette_keep_submission_files() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands text;
BEGIN
    SELECT state INTO stands FROM gazette_submission
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.submission_id ELSE NEW.submission_id END FOR SHARE;
    IF TG_OP = 'UPDATE' OR stands NOT IN ('draft', 'returned') THEN
        RAISE EXCEPTION '报送以后附件不能增减'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_files_are_frozen';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_submission_files BEFORE INSERT OR UPDATE OR DELETE ON gazette_submissionfile
    FOR EACH ROW EXECUTE FUNCTION gazette_keep_submission_files();
"""
NOT_FROZEN = """
DROP TRIGGER keep_submission_files ON gazette_submissionfile;
DROP FUNCTION gazette_keep_submission_files();
DROP TRIGGER keep_submission_on_record ON gazette_submission;
DROP FUNCTION gazette_keep_submission_on_record();
DROP TRIGGER keep_submission ON gazette_submission;
DROP FUNCTION gazette_keep_submission();
"""

NUMBERS_HAVE_NO_GAP = """
CREATE FUNCTION gazette_check_submission_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.serial < 1 OR NEW.serial > 1 AND NOT EXISTS (
            SELECT 1 FROM gazette_submission WHERE year = NEW.year AND serial = NEW.serial - 1) THEN
        RAISE EXCEPTION '报送编号须接着上一号'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_number_has_no_gap';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_submission_number AFTER INSERT OR UPDATE OF serial ON gazette_submission
    FOR EACH ROW WHEN (NEW.serial IS NOT NULL) EXECUTE FUNCTION gazette_check_submission_number();
"""
NUMBERS_ARE_FREE = """
DROP TRIGGER check_submission_number ON gazette_submission;
DROP FUNCTION gazette_check_submission_number();
"""

# At the end of a transaction the last line of the history says where the submission stands.
HISTORY_IS_WHOLE = """
CREATE FUNCTION gazette_check_submission_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands text; said text;
BEGIN
    SELECT state INTO stands FROM gazette_submission WHERE id = NEW.id;
    SELECT to_state INTO said FROM gazette_submissionmove WHERE submission_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF stands IS DISTINCT FROM said THEN
        RAISE EXCEPTION '报送的状态与流转记录不一致'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_history_is_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_submission_history AFTER INSERT OR UPDATE OF state ON gazette_submission
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION gazette_check_submission_history();
"""
HISTORY_IS_FREE = """
DROP TRIGGER check_submission_history ON gazette_submission;
DROP FUNCTION gazette_check_submission_history();
"""

CONFIRMED_FIGURES_STAND = """
CREATE FUNCTION gazette_keep_yearly_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.revoked_at IS NOT NULL
            OR (OLD.year, OLD.figures, OLD.confirmed_by_id, OLD.confirmed_at)
               IS DISTINCT FROM (NEW.year, NEW.figures, NEW.confirmed_by_id, NEW.confirmed_at) THEN
        RAISE EXCEPTION '确认过的年度数据不能改动或删除，只能收回后重新确认'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'yearly_report_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_yearly_report BEFORE UPDATE OR DELETE ON gazette_yearlyreport
    FOR EACH ROW EXECUTE FUNCTION gazette_keep_yearly_report();
"""
CONFIRMED_FIGURES_ARE_FREE = """
DROP TRIGGER keep_yearly_report ON gazette_yearlyreport;
DROP FUNCTION gazette_keep_yearly_report();
"""


class Migration(migrations.Migration):
    dependencies = [("gazette", "0009_submissions"), ("foundation", "0010_content_changes")]

    operations = [
        migrations.RunSQL(APPENDED, NOT_APPENDED),
        migrations.RunSQL(FROZEN, NOT_FROZEN),
        migrations.RunSQL(NUMBERS_HAVE_NO_GAP, NUMBERS_ARE_FREE),
        migrations.RunSQL(HISTORY_IS_WHOLE, HISTORY_IS_FREE),
        migrations.RunSQL(CONFIRMED_FIGURES_STAND, CONFIRMED_FIGURES_ARE_FREE),
        watched("gazette"),
    ]
