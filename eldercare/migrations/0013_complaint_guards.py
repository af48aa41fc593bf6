"""What a CHECK cannot hold of complaints because it crosses rows or two states of one row: triggers."""

from django.db import migrations

# Only ever added.
APPENDED = """
CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE ON eldercare_complaintmove
    FOR EACH ROW EXECUTE FUNCTION eldercare_refuse_rewriting('complaint_move_is_appended');
"""
NOT_APPENDED = """
DROP TRIGGER refuse_rewriting ON eldercare_complaintmove;
"""

# What was told stays as it was, and so does what was done about it. The number to ring back may be emptied when nobody needs
# it any more; rotating the keys rewrites it under another hash, without changing what it says.
COMPLAINT_IS_KEPT = """
CREATE FUNCTION eldercare_keep_complaint() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '投诉不能删除' USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_stays_on_record';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'received' THEN
            RAISE EXCEPTION '投诉从收到开始' USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_moves_as_the_table_says';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM foundation_division WHERE id = NEW.county_id AND level = 'county') OR EXISTS (
                SELECT 1 FROM eldercare_institution JOIN foundation_division AS township ON township.id = township_id
                LEFT JOIN foundation_division AS county ON county.code = township.parent_code
                WHERE eldercare_institution.id = NEW.institution_id AND county.id IS DISTINCT FROM NEW.county_id) THEN
            RAISE EXCEPTION '投诉由机构所在的县（区）受理' USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_goes_to_the_county';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN (
            ('received', 'accepted'), ('received', 'declined'), ('accepted', 'handled'), ('accepted', 'declined')) THEN
        RAISE EXCEPTION '投诉不能从这个状态变到那个状态' USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_moves_as_the_table_says';
    END IF;
    IF (OLD.institution_id, OLD.county_id, OLD.about, OLD.category, OLD.text, OLD.code_digest, OLD.received_at, OLD.received_on)
            IS DISTINCT FROM
            (NEW.institution_id, NEW.county_id, NEW.about, NEW.category, NEW.text, NEW.code_digest, NEW.received_at, NEW.received_on)
            OR NEW.contact_phone <> '' AND left(OLD.contact_phone, 64) <> left(NEW.contact_phone, 64)
               AND (OLD.contact_phone = '' OR coalesce(current_setting('portal.via', TRUE), '') <> 'rotate_protected_keys')
            OR OLD.accepted_at IS NOT NULL AND (OLD.accepted_by_id, OLD.accepted_at, OLD.accepted_on)
               IS DISTINCT FROM (NEW.accepted_by_id, NEW.accepted_at, NEW.accepted_on)
            OR OLD.ended_at IS NOT NULL AND (OLD.ended_by_id, OLD.ended_at, OLD.ended_on, OLD.reply)
               IS DISTINCT FROM (NEW.ended_by_id, NEW.ended_at, NEW.ended_on, NEW.reply) THEN
        RAISE EXCEPTION '投诉的内容和办理情况不能改写' USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_complaint BEFORE INSERT OR UPDATE OR DELETE ON eldercare_complaint
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_complaint();
"""
COMPLAINT_MAY_CHANGE = """
DROP TRIGGER keep_complaint ON eldercare_complaint;
DROP FUNCTION eldercare_keep_complaint();
"""

# Every status has its line of history, every line happened. Asked when the transaction ends, for the row is written first.
HISTORY_IS_WHOLE = """
CREATE FUNCTION eldercare_check_complaint_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE whose bigint; stands text; said text; broken boolean;
BEGIN
    IF TG_TABLE_NAME = 'eldercare_complaint' THEN whose := NEW.id; ELSE whose := NEW.complaint_id; END IF;
    SELECT status INTO stands FROM eldercare_complaint WHERE id = whose;
    SELECT to_status INTO said FROM eldercare_complaintmove WHERE complaint_id = whose ORDER BY id DESC LIMIT 1;
    SELECT coalesce(bool_or(from_status <> before), FALSE) INTO broken FROM (
        SELECT from_status, coalesce(lag(to_status) OVER (ORDER BY id), '') AS before
        FROM eldercare_complaintmove WHERE complaint_id = whose) AS steps;
    IF said IS DISTINCT FROM stands OR broken THEN
        RAISE EXCEPTION '投诉的状态与流转记录不一致' USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_history_is_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_history AFTER INSERT OR UPDATE OF status ON eldercare_complaint
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eldercare_check_complaint_history();
CREATE CONSTRAINT TRIGGER check_history AFTER INSERT ON eldercare_complaintmove
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eldercare_check_complaint_history();
"""
HISTORY_IS_FREE = """
DROP TRIGGER check_history ON eldercare_complaintmove;
DROP TRIGGER check_history ON eldercare_complaint;
DROP FUNCTION eldercare_check_complaint_history();
"""


class Migration(migrations.Migration):
    dependencies = [("eldercare", "0012_complaints")]

    operations = [
        migrations.RunSQL(APPENDED, NOT_APPENDED),
        migrations.RunSQL(COMPLAINT_IS_KEPT, COMPLAINT_MAY_CHANGE),
        migrations.RunSQL(HISTORY_IS_WHOLE, HISTORY_IS_FREE),
    ]
