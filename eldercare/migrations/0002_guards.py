"""What a CHECK cannot hold because it crosses rows or two states of one row: triggers."""

from django.db import migrations

# History lines and successions are only ever added.
APPENDED = """
CREATE FUNCTION eldercare_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '这张表只能追加，不能改写或删除' USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0];
END $$;
CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE ON eldercare_filingmove
    FOR EACH ROW EXECUTE FUNCTION eldercare_refuse_rewriting('filing_move_is_appended');
CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE ON eldercare_succession
    FOR EACH ROW EXECUTE FUNCTION eldercare_refuse_rewriting('succession_is_appended');
"""
NOT_APPENDED = """
DROP TRIGGER refuse_rewriting ON eldercare_succession;
DROP TRIGGER refuse_rewriting ON eldercare_filingmove;
DROP FUNCTION eldercare_refuse_rewriting();
"""

# Until a form has been submitted a mistyped operator may be mended; from then on only a succession changes it.
OPERATOR_SUCCEEDS = """
CREATE FUNCTION eldercare_check_operator() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last_successor bigint;
BEGIN
    SELECT successor_id INTO last_successor FROM eldercare_succession
        WHERE institution_id = NEW.id ORDER BY "on" DESC LIMIT 1;
    IF last_successor IS DISTINCT FROM NEW.operator_id AND (last_successor IS NOT NULL OR EXISTS (
            SELECT 1 FROM eldercare_filing WHERE institution_id = NEW.id AND submitted_at IS NOT NULL)) THEN
        RAISE EXCEPTION '提交过备案的机构，换运营主体请办理“运营主体承接”'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'institution_operator_changes_by_succession';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_operator BEFORE UPDATE OF operator_id ON eldercare_institution
    FOR EACH ROW WHEN (OLD.operator_id IS DISTINCT FROM NEW.operator_id) EXECUTE FUNCTION eldercare_check_operator();
"""
OPERATOR_MAY_CHANGE = """
DROP TRIGGER check_operator ON eldercare_institution;
DROP FUNCTION eldercare_check_operator();
"""

# Two sites may share the number of one operator, never of two. The lock makes two writers of one number take turns.
NUMBER_HAS_ONE_OPERATOR = """
CREATE FUNCTION eldercare_check_registration_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('registration:' || NEW.number, 0));
    IF EXISTS (SELECT 1 FROM eldercare_registration
               WHERE number = NEW.number AND operator_id <> NEW.operator_id AND id IS DISTINCT FROM NEW.id) THEN
        RAISE EXCEPTION '这个法人登记号码已登记在另一个法人名下，请核对证书'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'registration_number_has_one_operator';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_registration_number BEFORE INSERT OR UPDATE OF number, operator_id ON eldercare_registration
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_registration_number();
"""
NUMBER_IS_FREE = """
DROP TRIGGER check_registration_number ON eldercare_registration;
DROP FUNCTION eldercare_check_registration_number();
"""

# A submitted form is what was signed and sealed: nobody rewrites it, nor the receipt. Rotating the keys rewrites the
# protected values and their hashes, not what they say.
FORM_IS_FROZEN = """
CREATE FUNCTION eldercare_keep_filing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.status, NEW.status) NOT IN (
            ('draft', 'draft'), ('draft', 'submitted'), ('draft', 'cancelled'),
            ('submitted', 'submitted'), ('submitted', 'accepted'), ('submitted', 'returned'),
            ('returned', 'returned'), ('returned', 'submitted'), ('returned', 'cancelled'),
            ('accepted', 'accepted'), ('accepted', 'changed'), ('accepted', 'cancelled'),
            ('changed', 'changed'), ('cancelled', 'cancelled')) THEN
        RAISE EXCEPTION '备案不能从这个状态变到那个状态' USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_moves_as_the_table_says';
    END IF;
    IF OLD.status IN ('submitted', 'accepted', 'changed', 'cancelled') AND (
            (OLD.institution_id, OLD.version, OLD.operator_id, OLD.path, OLD.authority_id, OLD.name, OLD.address,
             OLD.registration_authority, OLD.registration_number, OLD.person_in_charge, OLD.service_scope, OLD.premises,
             OLD.beds, OLD.building_area, OLD.land_area, OLD.contact, OLD.opened_on, OLD.filed_on, OLD.commitment_on,
             OLD.submitted_by_id, OLD.submitted_at)
            IS DISTINCT FROM
            (NEW.institution_id, NEW.version, NEW.operator_id, NEW.path, NEW.authority_id, NEW.name, NEW.address,
             NEW.registration_authority, NEW.registration_number, NEW.person_in_charge, NEW.service_scope, NEW.premises,
             NEW.beds, NEW.building_area, NEW.land_area, NEW.contact, NEW.opened_on, NEW.filed_on, NEW.commitment_on,
             NEW.submitted_by_id, NEW.submitted_at)
            OR (left(OLD.identity_number, 64), left(OLD.contact_phone, 64))
               IS DISTINCT FROM (left(NEW.identity_number, 64), left(NEW.contact_phone, 64))
               AND coalesce(current_setting('portal.via', TRUE), '') <> 'rotate_protected_keys') THEN
        RAISE EXCEPTION '提交以后的备案书不能改动；请退回补正或办理备案变更'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_form_is_frozen';
    END IF;
    IF OLD.receipt_serial IS NOT NULL AND (OLD.receipt_county, OLD.receipt_year, OLD.receipt_serial, OLD.accepted_on, OLD.decided_by_id)
            IS DISTINCT FROM (NEW.receipt_county, NEW.receipt_year, NEW.receipt_serial, NEW.accepted_on, NEW.decided_by_id) THEN
        RAISE EXCEPTION '回执编号和备案日期发出后不能改动' USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_receipt_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_filing BEFORE UPDATE ON eldercare_filing FOR EACH ROW EXECUTE FUNCTION eldercare_keep_filing();

CREATE FUNCTION eldercare_keep_filing_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '备案不能删除，只能放弃或注销' USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_stays_on_record';
END $$;
CREATE TRIGGER keep_filing_on_record BEFORE DELETE ON eldercare_filing
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_filing_on_record();
"""
FORM_MAY_CHANGE = """
DROP TRIGGER keep_filing_on_record ON eldercare_filing;
DROP FUNCTION eldercare_keep_filing_on_record();
DROP TRIGGER keep_filing ON eldercare_filing;
DROP FUNCTION eldercare_keep_filing();
"""

RECEIPTS_HAVE_NO_GAP = """
CREATE FUNCTION eldercare_check_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.receipt_serial < 1 OR NEW.receipt_serial > 1 AND NOT EXISTS (
            SELECT 1 FROM eldercare_filing WHERE receipt_county = NEW.receipt_county
            AND receipt_year = NEW.receipt_year AND receipt_serial = NEW.receipt_serial - 1) THEN
        RAISE EXCEPTION '回执编号须接着上一号' USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_receipt_has_no_gap';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_receipt AFTER INSERT OR UPDATE OF receipt_serial ON eldercare_filing
    FOR EACH ROW WHEN (NEW.receipt_serial IS NOT NULL) EXECUTE FUNCTION eldercare_check_receipt();
"""
RECEIPTS_ARE_FREE = """
DROP TRIGGER check_receipt ON eldercare_filing;
DROP FUNCTION eldercare_check_receipt();
"""

# At the end of a transaction the last line of a filing's history says where it stands: no status without a history.
HISTORY_IS_WHOLE = """
CREATE FUNCTION eldercare_check_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands text; said text;
BEGIN
    SELECT status INTO stands FROM eldercare_filing WHERE id = NEW.id;
    SELECT to_status INTO said FROM eldercare_filingmove WHERE filing_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF stands IS DISTINCT FROM said THEN
        RAISE EXCEPTION '备案的状态与流转记录不一致' USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_history_is_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_history AFTER INSERT OR UPDATE OF status ON eldercare_filing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eldercare_check_history();
"""
HISTORY_IS_FREE = """
DROP TRIGGER check_history ON eldercare_filing;
DROP FUNCTION eldercare_check_history();
"""

# A file on record is what was handed in: only voiding writes to it.
EVIDENCE_IS_KEPT = """
CREATE FUNCTION eldercare_keep_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.voided_at IS NOT NULL OR
            (OLD.institution_id, OLD.filing_id, OLD.kind, OLD.file, OLD.name, OLD.file_kind, OLD.size, OLD.sha256, OLD.uploaded_by_id, OLD.uploaded_at)
            IS DISTINCT FROM
            (NEW.institution_id, NEW.filing_id, NEW.kind, NEW.file, NEW.name, NEW.file_kind, NEW.size, NEW.sha256, NEW.uploaded_by_id, NEW.uploaded_at) THEN
        RAISE EXCEPTION '材料不能改动或删除，只能作废' USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_evidence BEFORE UPDATE OR DELETE ON eldercare_evidence
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_evidence();
"""
EVIDENCE_MAY_CHANGE = """
DROP TRIGGER keep_evidence ON eldercare_evidence;
DROP FUNCTION eldercare_keep_evidence();
"""


class Migration(migrations.Migration):
    dependencies = [("eldercare", "0001_institutions_and_filings")]

    operations = [
        migrations.RunSQL(APPENDED, NOT_APPENDED),
        migrations.RunSQL(OPERATOR_SUCCEEDS, OPERATOR_MAY_CHANGE),
        migrations.RunSQL(NUMBER_HAS_ONE_OPERATOR, NUMBER_IS_FREE),
        migrations.RunSQL(FORM_IS_FROZEN, FORM_MAY_CHANGE),
        migrations.RunSQL(RECEIPTS_HAVE_NO_GAP, RECEIPTS_ARE_FREE),
        migrations.RunSQL(HISTORY_IS_WHOLE, HISTORY_IS_FREE),
        migrations.RunSQL(EVIDENCE_IS_KEPT, EVIDENCE_MAY_CHANGE),
    ]
