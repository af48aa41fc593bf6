"""What the first guards let through: see the tests of constraints for what each of these refuses."""

from importlib import import_module

from django.db import migrations

FIRST = import_module("eldercare.migrations.0002_guards")

# As before, and besides: the clock and the summary are part of the form; a day that could not be computed may be filled
# in later. How a filing ended and that its copy was noted are written once. Only a version that says what it changes
# supersedes another.
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
    IF (OLD.institution_id, OLD.version) IS DISTINCT FROM (NEW.institution_id, NEW.version)
            OR OLD.status IN ('submitted', 'accepted', 'changed', 'cancelled') AND (
            (OLD.operator_id, OLD.path, OLD.authority_id, OLD.change_summary, OLD.name, OLD.address,
             OLD.registration_authority, OLD.registration_number, OLD.person_in_charge, OLD.service_scope, OLD.premises,
             OLD.beds, OLD.building_area, OLD.land_area, OLD.contact, OLD.opened_on, OLD.filed_on, OLD.commitment_on,
             OLD.submitted_by_id, OLD.submitted_at)
            IS DISTINCT FROM
            (NEW.operator_id, NEW.path, NEW.authority_id, NEW.change_summary, NEW.name, NEW.address,
             NEW.registration_authority, NEW.registration_number, NEW.person_in_charge, NEW.service_scope, NEW.premises,
             NEW.beds, NEW.building_area, NEW.land_area, NEW.contact, NEW.opened_on, NEW.filed_on, NEW.commitment_on,
             NEW.submitted_by_id, NEW.submitted_at)
            OR OLD.due_on IS NOT NULL AND OLD.due_on IS DISTINCT FROM NEW.due_on
            OR (left(OLD.identity_number, 64), left(OLD.contact_phone, 64))
               IS DISTINCT FROM (left(NEW.identity_number, 64), left(NEW.contact_phone, 64))
               AND coalesce(current_setting('portal.via', TRUE), '') <> 'rotate_protected_keys') THEN
        RAISE EXCEPTION '提交以后的备案书不能改动；请退回补正或办理备案变更'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_form_is_frozen';
    END IF;
    IF OLD.receipt_serial IS NOT NULL AND (OLD.receipt_county, OLD.receipt_year, OLD.receipt_serial, OLD.accepted_on, OLD.decided_by_id, OLD.decided_at)
            IS DISTINCT FROM (NEW.receipt_county, NEW.receipt_year, NEW.receipt_serial, NEW.accepted_on, NEW.decided_by_id, NEW.decided_at) THEN
        RAISE EXCEPTION '回执编号和备案日期发出后不能改动' USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_receipt_is_kept';
    END IF;
    IF OLD.ended_on IS NOT NULL AND (OLD.ended_on, OLD.end_reason) IS DISTINCT FROM (NEW.ended_on, NEW.end_reason)
            OR OLD.noted_at IS NOT NULL AND (OLD.noted_at, OLD.noted_by_id) IS DISTINCT FROM (NEW.noted_at, NEW.noted_by_id) THEN
        RAISE EXCEPTION '备案的终止和县级备份登记后不能改动' USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_end_and_copy_are_kept';
    END IF;
    IF OLD.status = 'accepted' AND NEW.status = 'changed' AND NOT EXISTS (
            SELECT 1 FROM eldercare_filing WHERE institution_id = NEW.institution_id
            AND version > NEW.version AND status = 'submitted' AND change_summary <> '') THEN
        RAISE EXCEPTION '变更备案须写明变更事项' USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_change_says_what';
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

# A line of history begins where the last one ended, and the last one says where the filing stands: also when it is the
# history that is written to.
LINES_FOLLOW = """
CREATE FUNCTION eldercare_check_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before text; said text; stands text;
BEGIN
    SELECT to_status INTO before FROM eldercare_filingmove WHERE filing_id = NEW.filing_id AND id < NEW.id ORDER BY id DESC LIMIT 1;
    SELECT to_status INTO said FROM eldercare_filingmove WHERE filing_id = NEW.filing_id ORDER BY id DESC LIMIT 1;
    SELECT status INTO stands FROM eldercare_filing WHERE id = NEW.filing_id;
    IF NEW.from_status <> coalesce(before, '') OR said IS DISTINCT FROM stands THEN
        RAISE EXCEPTION '备案的状态与流转记录不一致' USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_history_is_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_line AFTER INSERT ON eldercare_filingmove
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eldercare_check_line();
"""
LINES_ARE_FREE = """
DROP TRIGGER check_line ON eldercare_filingmove;
DROP FUNCTION eldercare_check_line();
"""

# Whoever runs a site now is who took it over last.
SUCCESSOR_RUNS_IT = """
CREATE FUNCTION eldercare_check_succession() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT operator_id FROM eldercare_institution WHERE id = NEW.institution_id) IS DISTINCT FROM (
            SELECT successor_id FROM eldercare_succession WHERE institution_id = NEW.institution_id ORDER BY "on" DESC LIMIT 1) THEN
        RAISE EXCEPTION '承接登记与机构现在的运营主体不一致' USING ERRCODE = 'check_violation', CONSTRAINT = 'succession_moves_the_operator';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_succession AFTER INSERT ON eldercare_succession
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eldercare_check_succession();
"""
SUCCESSOR_IS_FREE = """
DROP TRIGGER check_succession ON eldercare_succession;
DROP FUNCTION eldercare_check_succession();
"""

# A form that waits was handed in to the authority of a place. Were the institution moved away meanwhile, who may decide
# could not see it, and who sees it could not decide.
PLACE_IS_KEPT = """
CREATE FUNCTION eldercare_keep_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM eldercare_filing WHERE institution_id = NEW.id AND status = 'submitted') THEN
        RAISE EXCEPTION '有一份备案正等待受理，受理或退回以后再改乡镇（街道）'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'institution_stays_while_a_filing_waits';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_place BEFORE UPDATE OF township_id ON eldercare_institution
    FOR EACH ROW WHEN (OLD.township_id IS DISTINCT FROM NEW.township_id) EXECUTE FUNCTION eldercare_keep_place();
"""
PLACE_IS_FREE = """
DROP TRIGGER keep_place ON eldercare_institution;
DROP FUNCTION eldercare_keep_place();
"""

# Whether a third party runs it decides where it files: what was handed in was handed in to one or the other.
KIND_IS_KEPT = """
CREATE FUNCTION eldercare_keep_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.kind IN ('township', 'village')) <> (NEW.kind IN ('township', 'village')) AND EXISTS (
            SELECT 1 FROM eldercare_filing WHERE operator_id = NEW.id AND submitted_at IS NOT NULL) THEN
        RAISE EXCEPTION '提交过备案的运营主体，不能在自行运营和第三方之间改类型；请新建运营主体，办理“运营主体承接”'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'operator_keeps_to_its_path';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_kind BEFORE UPDATE OF kind ON eldercare_operator
    FOR EACH ROW WHEN (OLD.kind IS DISTINCT FROM NEW.kind) EXECUTE FUNCTION eldercare_keep_kind();
"""
KIND_IS_FREE = """
DROP TRIGGER keep_kind ON eldercare_operator;
DROP FUNCTION eldercare_keep_kind();
"""

EVIDENCE_IS_OF_ONE = """
CREATE FUNCTION eldercare_check_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT institution_id FROM eldercare_filing WHERE id = NEW.filing_id) <> NEW.institution_id THEN
        RAISE EXCEPTION '材料所属的备案不是这个机构的' USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_filing_is_of_the_institution';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_evidence BEFORE INSERT ON eldercare_evidence
    FOR EACH ROW WHEN (NEW.filing_id IS NOT NULL) EXECUTE FUNCTION eldercare_check_evidence();
"""
EVIDENCE_IS_FREE = """
DROP TRIGGER check_evidence ON eldercare_evidence;
DROP FUNCTION eldercare_check_evidence();
"""


class Migration(migrations.Migration):
    dependencies = [("eldercare", "0005_closer_constraints")]

    operations = [
        migrations.RunSQL(
            [FIRST.FORM_MAY_CHANGE, FORM_IS_FROZEN], [FIRST.FORM_MAY_CHANGE, FIRST.FORM_IS_FROZEN]
        ),
        migrations.RunSQL(LINES_FOLLOW, LINES_ARE_FREE),
        migrations.RunSQL(SUCCESSOR_RUNS_IT, SUCCESSOR_IS_FREE),
        migrations.RunSQL(PLACE_IS_KEPT, PLACE_IS_FREE),
        migrations.RunSQL(KIND_IS_KEPT, KIND_IS_FREE),
        migrations.RunSQL(EVIDENCE_IS_OF_ONE, EVIDENCE_IS_FREE),
    ]
