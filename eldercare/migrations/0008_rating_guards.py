"""What a CHECK cannot hold of rating because it crosses rows or two states of one row: triggers."""

from django.db import migrations

# Only ever added.
APPENDED = """
CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE ON eldercare_ratingmove
    FOR EACH ROW EXECUTE FUNCTION eldercare_refuse_rewriting('rating_move_is_appended');
CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE ON eldercare_ratingdecision
    FOR EACH ROW EXECUTE FUNCTION eldercare_refuse_rewriting('decision_is_appended');
CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE ON eldercare_inspection
    FOR EACH ROW EXECUTE FUNCTION eldercare_refuse_rewriting('inspection_is_appended');
CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE ON eldercare_extension
    FOR EACH ROW EXECUTE FUNCTION eldercare_refuse_rewriting('extension_is_appended');
CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE ON eldercare_recheck
    FOR EACH ROW EXECUTE FUNCTION eldercare_refuse_rewriting('recheck_is_appended');
"""
NOT_APPENDED = """
DROP TRIGGER refuse_rewriting ON eldercare_recheck;
DROP TRIGGER refuse_rewriting ON eldercare_extension;
DROP TRIGGER refuse_rewriting ON eldercare_inspection;
DROP TRIGGER refuse_rewriting ON eldercare_ratingdecision;
DROP TRIGGER refuse_rewriting ON eldercare_ratingmove;
"""

# A published edition is what applications were measured by: neither it nor its criteria change. The edition is locked
# for sharing, so that no criterion slips in while it is being published.
EDITION_IS_FROZEN = """
CREATE FUNCTION eldercare_keep_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.status <> 'draft' THEN
            RAISE EXCEPTION '施行过的标准不能删除' USING ERRCODE = 'check_violation', CONSTRAINT = 'standard_edition_is_frozen';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' THEN
            RAISE EXCEPTION '标准从草稿开始' USING ERRCODE = 'check_violation', CONSTRAINT = 'standard_edition_moves_as_the_table_says';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.status, NEW.status) NOT IN (('draft', 'draft'), ('draft', 'published'), ('published', 'published'),
            ('published', 'retired'), ('retired', 'retired')) THEN
        RAISE EXCEPTION '标准不能从这个状态变到那个状态' USING ERRCODE = 'check_violation', CONSTRAINT = 'standard_edition_moves_as_the_table_says';
    END IF;
    IF OLD.status <> 'draft' AND (
            (OLD.code, OLD.name, OLD.notice, OLD.issued_on, OLD.based_on_id, OLD.published_by_id, OLD.published_at)
            IS DISTINCT FROM
            (NEW.code, NEW.name, NEW.notice, NEW.issued_on, NEW.based_on_id, NEW.published_by_id, NEW.published_at)
            OR OLD.retired_at IS NOT NULL AND OLD.retired_at IS DISTINCT FROM NEW.retired_at) THEN
        RAISE EXCEPTION '施行过的标准不能改动，请起草新的一版' USING ERRCODE = 'check_violation', CONSTRAINT = 'standard_edition_is_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_edition BEFORE INSERT OR UPDATE OR DELETE ON eldercare_standardedition
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_edition();

CREATE FUNCTION eldercare_keep_criterion() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands text;
BEGIN
    FOR stands IN SELECT status FROM eldercare_standardedition
            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.edition_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.edition_id END)
            ORDER BY id FOR SHARE LOOP
        IF stands <> 'draft' THEN
            RAISE EXCEPTION '施行过的标准不能改动，请起草新的一版' USING ERRCODE = 'check_violation', CONSTRAINT = 'standard_edition_is_frozen';
        END IF;
    END LOOP;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_criterion BEFORE INSERT OR UPDATE OR DELETE ON eldercare_criterion
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_criterion();

CREATE FUNCTION eldercare_keep_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM eldercare_standardedition WHERE id = NEW.edition_id AND status = 'published')
            AND (TG_OP = 'INSERT' OR OLD.edition_id <> NEW.edition_id) THEN
        RAISE EXCEPTION '评定年度须用施行中的标准' USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_round_has_edition_in_force';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.edition_id, OLD.year) IS DISTINCT FROM (NEW.edition_id, NEW.year)
            AND EXISTS (SELECT 1 FROM eldercare_ratingapplication WHERE round_id = NEW.id) THEN
        RAISE EXCEPTION '已有申请的评定年度，年度和标准不能改动' USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_round_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_round BEFORE INSERT OR UPDATE ON eldercare_ratinground
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_round();
"""
EDITION_MAY_CHANGE = """
DROP TRIGGER keep_round ON eldercare_ratinground;
DROP FUNCTION eldercare_keep_round();
DROP TRIGGER keep_criterion ON eldercare_criterion;
DROP FUNCTION eldercare_keep_criterion();
DROP TRIGGER keep_edition ON eldercare_standardedition;
DROP FUNCTION eldercare_keep_edition();
"""

# What was handed in stays as it was, what a stage said stays until the application goes back before it, the edition stays
# for ever. Rotating the keys rewrites the protected values and their hashes, not what they say.
APPLICATION_IS_KEPT = """
CREATE FUNCTION eldercare_keep_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '申请不能删除，只能撤回' USING ERRCODE = 'check_violation', CONSTRAINT = 'application_stays_on_record';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' OR NEW.edition_id <> (SELECT edition_id FROM eldercare_ratinground WHERE id = NEW.round_id) THEN
            RAISE EXCEPTION '申请从草稿开始，用当年的评定标准' USING ERRCODE = 'check_violation', CONSTRAINT = 'application_has_edition_of_its_round';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN (
            ('draft', 'submitted'), ('returned', 'submitted'), ('submitted', 'reviewed'), ('submitted', 'returned'),
            ('reviewed', 'returned'), ('assessed', 'returned'), ('reviewed', 'assessed'), ('assessed', 'reviewed'),
            ('assessed', 'decided'), ('assessed', 'proposed'), ('assessed', 'refused'), ('proposed', 'decided'),
            ('proposed', 'assessed'), ('proposed', 'refused'), ('draft', 'withdrawn'), ('submitted', 'withdrawn'),
            ('returned', 'withdrawn'), ('reviewed', 'withdrawn'), ('assessed', 'withdrawn'), ('proposed', 'withdrawn'),
            ('draft', 'ended'), ('submitted', 'ended'), ('returned', 'ended'), ('reviewed', 'ended'), ('assessed', 'ended'),
            ('proposed', 'ended')) THEN
        RAISE EXCEPTION '申请不能从这个状态变到那个状态' USING ERRCODE = 'check_violation', CONSTRAINT = 'application_moves_as_the_table_says';
    END IF;
    IF (OLD.institution_id, OLD.round_id, OLD.edition_id) IS DISTINCT FROM (NEW.institution_id, NEW.round_id, NEW.edition_id) THEN
        RAISE EXCEPTION '申请的机构、年度和标准不能改动' USING ERRCODE = 'check_violation', CONSTRAINT = 'application_edition_is_pinned';
    END IF;
    IF OLD.status NOT IN ('draft', 'returned') AND (
            (OLD.operator_id, OLD.level_applied, OLD.applied_on, OLD.commitment_on, OLD.name, OLD.nature, OLD.address,
             OLD.person_in_charge, OLD.opened_on, OLD.filing_label, OLD.registration_label, OLD.building_area,
             OLD.average_daily_elders, OLD.staff_total, OLD.staff_full_time, OLD.staff_nurses, OLD.submitted_by_id, OLD.submitted_at)
            IS DISTINCT FROM
            (NEW.operator_id, NEW.level_applied, NEW.applied_on, NEW.commitment_on, NEW.name, NEW.nature, NEW.address,
             NEW.person_in_charge, NEW.opened_on, NEW.filing_label, NEW.registration_label, NEW.building_area,
             NEW.average_daily_elders, NEW.staff_total, NEW.staff_full_time, NEW.staff_nurses, NEW.submitted_by_id, NEW.submitted_at)
            OR (left(OLD.identity_number, 64), left(OLD.person_phone, 64))
               IS DISTINCT FROM (left(NEW.identity_number, 64), left(NEW.person_phone, 64))
               AND coalesce(current_setting('portal.via', TRUE), '') <> 'rotate_protected_keys') THEN
        RAISE EXCEPTION '提交以后的申请表不能改动，请先退回' USING ERRCODE = 'check_violation', CONSTRAINT = 'application_form_is_frozen';
    END IF;
    IF OLD.status = NEW.status AND (
            (OLD.reviewed_by_id, OLD.reviewed_at, OLD.review_opinion, OLD.assessed_by_id, OLD.assessed_at, OLD.visit_mode,
             OLD.visited_on, OLD.panel_level, OLD.panel_opinion, OLD.approved_by_id, OLD.approved_at, OLD.approved_level,
             OLD.approval_opinion, OLD.confirmed_by_id, OLD.confirmed_at, OLD.confirmed_level, OLD.confirmation_opinion,
             OLD.ended_on, OLD.end_reason)
            IS DISTINCT FROM
            (NEW.reviewed_by_id, NEW.reviewed_at, NEW.review_opinion, NEW.assessed_by_id, NEW.assessed_at, NEW.visit_mode,
             NEW.visited_on, NEW.panel_level, NEW.panel_opinion, NEW.approved_by_id, NEW.approved_at, NEW.approved_level,
             NEW.approval_opinion, NEW.confirmed_by_id, NEW.confirmed_at, NEW.confirmed_level, NEW.confirmation_opinion,
             NEW.ended_on, NEW.end_reason)) THEN
        RAISE EXCEPTION '各阶段的意见写下后不能改动' USING ERRCODE = 'check_violation', CONSTRAINT = 'application_opinions_are_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_application BEFORE INSERT OR UPDATE OR DELETE ON eldercare_ratingapplication
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_application();
"""
APPLICATION_MAY_CHANGE = """
DROP TRIGGER keep_application ON eldercare_ratingapplication;
DROP FUNCTION eldercare_keep_application();
"""

# A line of history begins where the last one ended; at the end of a transaction the last line says where the application
# stands.
HISTORY_IS_WHOLE = """
CREATE FUNCTION eldercare_check_rating_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands text; said text;
BEGIN
    SELECT status INTO stands FROM eldercare_ratingapplication WHERE id = NEW.id;
    SELECT to_status INTO said FROM eldercare_ratingmove WHERE application_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF stands IS DISTINCT FROM said THEN
        RAISE EXCEPTION '申请的状态与流转记录不一致' USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_history_is_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_history AFTER INSERT OR UPDATE OF status ON eldercare_ratingapplication
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eldercare_check_rating_history();

CREATE FUNCTION eldercare_check_rating_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before text; said text; stands text;
BEGIN
    SELECT to_status INTO before FROM eldercare_ratingmove WHERE application_id = NEW.application_id AND id < NEW.id ORDER BY id DESC LIMIT 1;
    SELECT to_status INTO said FROM eldercare_ratingmove WHERE application_id = NEW.application_id ORDER BY id DESC LIMIT 1;
    SELECT status INTO stands FROM eldercare_ratingapplication WHERE id = NEW.application_id;
    IF NEW.from_status <> coalesce(before, '') OR said IS DISTINCT FROM stands THEN
        RAISE EXCEPTION '申请的状态与流转记录不一致' USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_history_is_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_line AFTER INSERT ON eldercare_ratingmove
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eldercare_check_rating_line();
"""
HISTORY_IS_FREE = """
DROP TRIGGER check_line ON eldercare_ratingmove;
DROP FUNCTION eldercare_check_rating_line();
DROP TRIGGER check_history ON eldercare_ratingapplication;
DROP FUNCTION eldercare_check_rating_history();
"""

# Nobody acts in two capacities on one application, and nobody attached to the institution acts in any but the applicant's:
# superusers are no exception. The application is locked, so that two who act at once are seen by each other.
PEOPLE_ARE_APART = """
CREATE FUNCTION eldercare_check_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted bigint; person bigint; acted_on date; site bigint; role text;
BEGIN
    IF TG_TABLE_NAME = 'eldercare_panelmember' THEN
        wanted := NEW.application_id; person := NEW.user_id; role := 'panel';
        acted_on := (NEW.appointed_at AT TIME ZONE 'Asia/Shanghai')::date;
    ELSE
        IF NEW.capacity = '' THEN RETURN NULL; END IF;
        wanted := NEW.application_id; person := NEW.by_id; role := NEW.capacity;
        acted_on := (NEW.at AT TIME ZONE 'Asia/Shanghai')::date;
    END IF;
    SELECT institution_id INTO site FROM eldercare_ratingapplication WHERE id = wanted FOR UPDATE;
    IF EXISTS (SELECT 1 FROM eldercare_ratingmove WHERE application_id = wanted AND by_id = person AND capacity NOT IN (role, ''))
            OR role <> 'panel' AND EXISTS (SELECT 1 FROM eldercare_panelmember WHERE application_id = wanted AND user_id = person) THEN
        RAISE EXCEPTION '同一个人不能以两种身份办理同一份申请' USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_people_are_apart';
    END IF;
    IF role <> 'applicant' AND EXISTS (SELECT 1 FROM eldercare_affiliation WHERE institution_id = site AND user_id = person
            AND since <= acted_on AND (until IS NULL OR until >= acted_on)) THEN
        RAISE EXCEPTION '与机构有利害关系的人不能参与评定' USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_people_are_independent';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_people AFTER INSERT ON eldercare_ratingmove
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_people();
CREATE TRIGGER check_people AFTER INSERT OR UPDATE OF user_id, application_id ON eldercare_panelmember
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_people();
"""
PEOPLE_ARE_FREE = """
DROP TRIGGER check_people ON eldercare_panelmember;
DROP TRIGGER check_people ON eldercare_ratingmove;
DROP FUNCTION eldercare_check_people();
"""

# The applicant writes while the application is with the applicant, the group while it is with the group; a criterion
# belongs to the edition of the application, a finding to a member of the group.
PARTS_FIT = """
CREATE FUNCTION eldercare_check_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE part record; stands text; measured_by bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN part := OLD; ELSE part := NEW; END IF;
    IF TG_OP = 'UPDATE' AND OLD.application_id <> NEW.application_id THEN
        RAISE EXCEPTION '不能换到另一份申请' USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0];
    END IF;
    SELECT status, edition_id INTO stands, measured_by FROM eldercare_ratingapplication WHERE id = part.application_id FOR SHARE;
    IF NOT stands = ANY (string_to_array(TG_ARGV[1], ',')) THEN
        RAISE EXCEPTION '申请现在的状态下，这一部分不能改动' USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0];
    END IF;
    IF TG_OP <> 'DELETE' AND TG_TABLE_NAME IN ('eldercare_selfmark', 'eldercare_finding') THEN
        IF NOT EXISTS (SELECT 1 FROM eldercare_criterion WHERE id = NEW.criterion_id AND edition_id = measured_by) THEN
            RAISE EXCEPTION '这一条不在申请所用的标准里' USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0];
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' AND TG_TABLE_NAME = 'eldercare_finding' THEN
        IF NOT EXISTS (SELECT 1 FROM eldercare_panelmember WHERE application_id = NEW.application_id AND user_id = NEW.by_id) THEN
            RAISE EXCEPTION '评定记录由评定组成员写' USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_is_by_a_member';
        END IF;
    END IF;
    RETURN part;
END $$;
CREATE TRIGGER check_part BEFORE INSERT OR UPDATE OR DELETE ON eldercare_selfmark
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_part('self_mark_fits_application', 'draft,returned');
CREATE TRIGGER check_part BEFORE INSERT OR UPDATE OR DELETE ON eldercare_material
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_part('material_fits_application', 'draft,returned');
CREATE TRIGGER check_part BEFORE INSERT OR UPDATE OR DELETE ON eldercare_panelmember
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_part('panel_member_fits_application', 'reviewed');
CREATE TRIGGER check_part BEFORE INSERT OR UPDATE OR DELETE ON eldercare_finding
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_part('finding_fits_application', 'reviewed');
"""
PARTS_ARE_FREE = """
DROP TRIGGER check_part ON eldercare_finding;
DROP TRIGGER check_part ON eldercare_panelmember;
DROP TRIGGER check_part ON eldercare_material;
DROP TRIGGER check_part ON eldercare_selfmark;
DROP FUNCTION eldercare_check_part();
"""

# A file supports only what belongs to its own institution, and stays attached as long as what it supports is kept.
EVIDENCE_FITS = """
CREATE FUNCTION eldercare_check_support() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE file bigint; site bigint; owner bigint; link jsonb;
BEGIN
    IF TG_OP = 'DELETE' THEN link := to_jsonb(OLD); ELSE link := to_jsonb(NEW); END IF;
    file := (link ->> 'evidence_id')::bigint;
    owner := (link ->> TG_ARGV[1])::bigint;
    IF TG_ARGV[2] <> '' THEN
        EXECUTE format('SELECT a.institution_id FROM %I p JOIN eldercare_ratingapplication a ON a.id = p.application_id
                        WHERE p.id = $1 AND a.status = ANY (string_to_array($2, '',''))', TG_ARGV[0]) INTO site USING owner, TG_ARGV[2];
        IF site IS NULL AND (TG_OP <> 'DELETE' OR pg_trigger_depth() = 1) THEN
            EXECUTE format('SELECT 1 FROM %I WHERE id = $1', TG_ARGV[0]) INTO site USING owner;
            IF site IS NULL THEN RETURN NULL; END IF;
            RAISE EXCEPTION '申请现在的状态下，材料不能改动' USING ERRCODE = 'check_violation', CONSTRAINT = 'support_is_kept';
        END IF;
    ELSIF TG_ARGV[0] = 'eldercare_recheck' THEN
        SELECT r.institution_id INTO site FROM eldercare_recheck c JOIN eldercare_rectification r ON r.id = c.rectification_id WHERE c.id = owner;
    ELSE
        SELECT institution_id INTO site FROM eldercare_inspection WHERE id = owner;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF TG_ARGV[2] = '' THEN
            RAISE EXCEPTION '检查和复查的材料不能取下' USING ERRCODE = 'check_violation', CONSTRAINT = 'support_is_kept';
        END IF;
        RETURN NULL;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM eldercare_evidence WHERE id = file AND institution_id = site AND voided_at IS NULL) THEN
        RAISE EXCEPTION '材料须是这个机构的，没有作废' USING ERRCODE = 'check_violation', CONSTRAINT = 'support_is_of_the_institution';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_support AFTER INSERT OR UPDATE OR DELETE ON eldercare_selfmark_evidence
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_support('eldercare_selfmark', 'selfmark_id', 'draft,returned');
CREATE TRIGGER check_support AFTER INSERT OR UPDATE OR DELETE ON eldercare_material_evidence
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_support('eldercare_material', 'material_id', 'draft,returned');
CREATE TRIGGER check_support AFTER INSERT OR UPDATE OR DELETE ON eldercare_finding_evidence
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_support('eldercare_finding', 'finding_id', 'reviewed');
CREATE TRIGGER check_support AFTER INSERT OR UPDATE OR DELETE ON eldercare_inspection_evidence
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_support('eldercare_inspection', 'inspection_id', '');
CREATE TRIGGER check_support AFTER INSERT OR UPDATE OR DELETE ON eldercare_recheck_evidence
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_support('eldercare_recheck', 'recheck_id', '');
"""
EVIDENCE_IS_FREE = """
DROP TRIGGER check_support ON eldercare_recheck_evidence;
DROP TRIGGER check_support ON eldercare_inspection_evidence;
DROP TRIGGER check_support ON eldercare_finding_evidence;
DROP TRIGGER check_support ON eldercare_material_evidence;
DROP TRIGGER check_support ON eldercare_selfmark_evidence;
DROP FUNCTION eldercare_check_support();
"""

# A decision is about the institution its basis is about, follows the last number, says what its application came to, and is
# made by somebody who is neither attached to the institution nor the one whose word it rests on.
DECISIONS_FIT = """
CREATE FUNCTION eldercare_check_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE old record; basis record;
BEGIN
    IF EXISTS (SELECT 1 FROM eldercare_affiliation WHERE institution_id = NEW.institution_id AND user_id = NEW.decided_by_id
            AND since <= NEW.decided_on AND (until IS NULL OR until >= NEW.decided_on)) THEN
        RAISE EXCEPTION '与机构有利害关系的人不能作出决定' USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_people_are_independent';
    END IF;
    IF NEW.letter_serial < 1 OR NEW.letter_serial > 1 AND NOT EXISTS (
            SELECT 1 FROM eldercare_ratingdecision WHERE letter_code = NEW.letter_code
            AND letter_year = NEW.letter_year AND letter_serial = NEW.letter_serial - 1) THEN
        RAISE EXCEPTION '决定编号须接着上一号' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_letter_has_no_gap';
    END IF;
    IF NEW.supersedes_id IS NOT NULL THEN
        SELECT * INTO old FROM eldercare_ratingdecision WHERE id = NEW.supersedes_id;
        IF (old.institution_id, old.application_id, old.rectification_id, old.incident_id, old.authority_id)
                IS DISTINCT FROM (NEW.institution_id, NEW.application_id, NEW.rectification_id, NEW.incident_id, NEW.authority_id) THEN
            RAISE EXCEPTION '更正须针对同一机构、同一依据，由同一机关作出' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_corrects_its_like';
        END IF;
        IF old.decided_by_id = NEW.decided_by_id THEN
            RAISE EXCEPTION '更正须由另一位工作人员作出' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_is_corrected_by_another';
        END IF;
        RETURN NULL;
    END IF;
    IF NEW.kind IN ('grant', 'refuse') THEN
        SELECT * INTO basis FROM eldercare_ratingapplication WHERE id = NEW.application_id;
        IF basis.institution_id <> NEW.institution_id
                OR basis.status <> (CASE NEW.kind WHEN 'grant' THEN 'decided' ELSE 'refused' END)
                OR NEW.level <> (CASE WHEN NEW.kind = 'refuse' THEN '' WHEN basis.confirmed_level <> '' THEN basis.confirmed_level ELSE basis.approved_level END)
                OR NEW.decided_by_id IS DISTINCT FROM coalesce(basis.confirmed_by_id, basis.approved_by_id) THEN
            RAISE EXCEPTION '决定与申请的审批结果不一致' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_is_what_was_approved';
        END IF;
    ELSIF NEW.kind IN ('lower', 'revoke') THEN
        SELECT * INTO basis FROM eldercare_rectification WHERE id = NEW.rectification_id;
        IF basis.institution_id <> NEW.institution_id OR basis.status <> 'failed' OR basis.kind <> 'standard'
                OR NEW.decided_by_id IN (basis.ordered_by_id, basis.ended_by_id) THEN
            RAISE EXCEPTION '降低或撤销等级须有未按期整改的认定，由另一位工作人员决定' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_rests_on_failed_correction';
        END IF;
    ELSIF NEW.kind = 'cancel' THEN
        SELECT * INTO basis FROM eldercare_incident WHERE id = NEW.incident_id;
        IF basis.institution_id <> NEW.institution_id OR basis.is_major IS NOT TRUE OR NEW.effective_on <> basis.happened_on
                OR NEW.operator_id <> basis.operator_id OR NEW.decided_by_id IN (basis.recorded_by_id, basis.determined_by_id) THEN
            RAISE EXCEPTION '取消等级须有重大责任事故的认定，从事故当日起，由另一位工作人员决定' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_rests_on_major_accident';
        END IF;
    ELSE
        RAISE EXCEPTION '撤销原决定须指明原决定' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_has_basis';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_decision AFTER INSERT ON eldercare_ratingdecision
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_decision();

CREATE FUNCTION eldercare_check_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM eldercare_ratingapplication WHERE id = NEW.id AND status IN ('decided', 'refused'))
            AND NOT EXISTS (SELECT 1 FROM eldercare_ratingdecision WHERE application_id = NEW.id) THEN
        RAISE EXCEPTION '办结的申请须有决定' USING ERRCODE = 'check_violation', CONSTRAINT = 'application_decided_has_decision';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_decided AFTER INSERT OR UPDATE OF status ON eldercare_ratingapplication
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eldercare_check_decided();
"""
DECISIONS_ARE_FREE = """
DROP TRIGGER check_decided ON eldercare_ratingapplication;
DROP FUNCTION eldercare_check_decided();
DROP TRIGGER check_decision ON eldercare_ratingdecision;
DROP FUNCTION eldercare_check_decision();
"""

# A level is given by a standing grant or a lowering, and is superseded once; it is never rewritten.
RATINGS_ARE_KEPT = """
CREATE FUNCTION eldercare_keep_rating() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE said record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT * INTO said FROM eldercare_ratingdecision WHERE id = NEW.decision_id;
        IF said.institution_id <> NEW.institution_id OR said.kind NOT IN ('grant', 'lower')
                OR said.kind = 'grant' AND (said.level <> NEW.level OR NOT NEW.period <@ daterange(said.effective_on, (said.effective_on + INTERVAL '3 years')::date + 1))
                OR said.kind = 'lower' AND (said.level <> NEW.level OR lower(NEW.period) < said.effective_on)
                OR NEW.superseded_at IS NULL AND EXISTS (SELECT 1 FROM eldercare_ratingdecision WHERE supersedes_id = said.id) THEN
            RAISE EXCEPTION '等级和有效期须与决定一致' USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_follows_its_decision';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.superseded_at IS NOT NULL OR
            (OLD.institution_id, OLD.level, OLD.period, OLD.decision_id, OLD.recorded_at)
            IS DISTINCT FROM (NEW.institution_id, NEW.level, NEW.period, NEW.decision_id, NEW.recorded_at) THEN
        RAISE EXCEPTION '等级不能改写或删除，只能由新的决定改变' USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_rating BEFORE INSERT OR UPDATE OR DELETE ON eldercare_rating
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_rating();
"""
RATINGS_MAY_CHANGE = """
DROP TRIGGER keep_rating ON eldercare_rating;
DROP FUNCTION eldercare_keep_rating();
"""

# An accident is determined once; an order ends once; a later deadline is later than the last and belongs to an open order.
SUPERVISION_IS_KEPT = """
CREATE FUNCTION eldercare_keep_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.is_major IS NOT NULL OR
            (OLD.institution_id, OLD.operator_id, OLD.kind, OLD.happened_on, OLD.summary, OLD.deaths, OLD.injuries, OLD.recorded_by_id, OLD.recorded_at, OLD.recorded_on)
            IS DISTINCT FROM
            (NEW.institution_id, NEW.operator_id, NEW.kind, NEW.happened_on, NEW.summary, NEW.deaths, NEW.injuries, NEW.recorded_by_id, NEW.recorded_at, NEW.recorded_on) THEN
        RAISE EXCEPTION '事故登记后不能改动，只能登记一次认定' USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_incident BEFORE UPDATE OR DELETE ON eldercare_incident
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_incident();

CREATE FUNCTION eldercare_keep_rectification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.status <> 'open' OR
            (OLD.institution_id, OLD.inspection_id, OLD.kind, OLD.requirement, OLD.ordered_on, OLD.deadline, OLD.ordered_by_id)
            IS DISTINCT FROM
            (NEW.institution_id, NEW.inspection_id, NEW.kind, NEW.requirement, NEW.ordered_on, NEW.deadline, NEW.ordered_by_id) THEN
        RAISE EXCEPTION '整改决定不能改动，只能延期、复查和办结' USING ERRCODE = 'check_violation', CONSTRAINT = 'rectification_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_rectification BEFORE UPDATE OR DELETE ON eldercare_rectification
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_rectification();

CREATE FUNCTION eldercare_check_rectification_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ordered record;
BEGIN
    SELECT * INTO ordered FROM eldercare_rectification WHERE id = NEW.rectification_id FOR SHARE;
    IF ordered.status <> 'open' THEN
        RAISE EXCEPTION '整改已经办结' USING ERRCODE = 'check_violation', CONSTRAINT = 'rectification_is_kept';
    END IF;
    IF TG_TABLE_NAME = 'eldercare_extension' THEN
        IF NEW.until <= ordered.deadline OR EXISTS (SELECT 1 FROM eldercare_extension
                WHERE rectification_id = NEW.rectification_id AND id <> NEW.id AND until >= NEW.until) THEN
            RAISE EXCEPTION '延期须晚于现在的期限' USING ERRCODE = 'check_violation', CONSTRAINT = 'extension_is_later';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_row AFTER INSERT ON eldercare_extension
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_rectification_row();
CREATE TRIGGER check_row AFTER INSERT ON eldercare_recheck
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_rectification_row();
"""
SUPERVISION_MAY_CHANGE = """
DROP TRIGGER check_row ON eldercare_recheck;
DROP TRIGGER check_row ON eldercare_extension;
DROP FUNCTION eldercare_check_rectification_row();
DROP TRIGGER keep_rectification ON eldercare_rectification;
DROP FUNCTION eldercare_keep_rectification();
DROP TRIGGER keep_incident ON eldercare_incident;
DROP FUNCTION eldercare_keep_incident();
"""


class Migration(migrations.Migration):
    dependencies = [("eldercare", "0007_rating")]

    operations = [
        migrations.RunSQL(APPENDED, NOT_APPENDED),
        migrations.RunSQL(EDITION_IS_FROZEN, EDITION_MAY_CHANGE),
        migrations.RunSQL(APPLICATION_IS_KEPT, APPLICATION_MAY_CHANGE),
        migrations.RunSQL(HISTORY_IS_WHOLE, HISTORY_IS_FREE),
        migrations.RunSQL(PEOPLE_ARE_APART, PEOPLE_ARE_FREE),
        migrations.RunSQL(PARTS_FIT, PARTS_ARE_FREE),
        migrations.RunSQL(EVIDENCE_FITS, EVIDENCE_IS_FREE),
        migrations.RunSQL(DECISIONS_FIT, DECISIONS_ARE_FREE),
        migrations.RunSQL(RATINGS_ARE_KEPT, RATINGS_MAY_CHANGE),
        migrations.RunSQL(SUPERVISION_IS_KEPT, SUPERVISION_MAY_CHANGE),
    ]
